"""Writing down what was done, and telling figures that who is who has changed."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from ..models import AuditEvent, Organisation


def record(*, organisation: UUID, by: UUID, verb: str, object: str = "", purpose: str = "") -> None:
    """Adds an audit event; call it inside the transaction of what it tells of."""
    AuditEvent.objects.create(organisation=organisation, by=str(by), verb=verb, object=object[:200], purpose=purpose)


def record_all(*, organisation: UUID, by: UUID, verb: str, objects: Iterable[str]) -> None:
    """Adds an event for each of many things that were done at once."""
    events = [AuditEvent(organisation=organisation, by=str(by), verb=verb, object=each[:200]) for each in objects]
    AuditEvent.objects.bulk_create(events, batch_size=500)


def changed(organisation: UUID) -> None:
    """Who is who is no longer what it was: kept figures go stale."""
    Organisation.objects.filter(pk=organisation).update(revision=F("revision") + 1)
