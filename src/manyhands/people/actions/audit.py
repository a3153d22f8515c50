"""Writing down what was done, and telling figures that who is who has changed."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from .. import queries
from ..errors import NotPossible
from ..models import AuditEvent, Organisation


def record(*, organisation: UUID, by: UUID, verb: str, object: str = "", purpose: str = "") -> None:
    """Adds an audit event; call it inside the transaction of what it tells of.

    Raises NotPossible rather than write a pseudonym and its own person down side by side.
    """
    if (person := _person_in(object)) and queries.is_own(person, by):
        raise NotPossible(_("This is about you: do it under your own name."))
    AuditEvent.objects.create(organisation=organisation, by=str(by), verb=verb, object=object[:200], purpose=purpose)


def record_all(*, organisation: UUID, by: UUID, verb: str, objects: Iterable[str]) -> None:
    """Adds an event for each of many things that were done at once."""
    events = [AuditEvent(organisation=organisation, by=str(by), verb=verb, object=each[:200]) for each in objects]
    AuditEvent.objects.bulk_create(events, batch_size=500)


def changed(organisation: UUID) -> None:
    """Who is who is no longer what it was: kept figures go stale."""
    Organisation.objects.filter(pk=organisation).update(revision=F("revision") + 1)


def _person_in(object: str) -> UUID | None:
    """The id at the end of what is recorded, where there is one: of a person, perhaps."""
    _before, sign, key = object.rpartition("urn:uuid:")
    try:
        return UUID(key) if sign else None
    except ValueError:
        return None
