"""What was written down: who did or looked at what, and why."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import AuditEvent, Organisation, Persona
from .labels import basis_labels, role_labels

PAGE = 50


class AuditRow(NamedTuple):
    """A line of the record. `who` is the name of the persona by whom it was done: of a pseudonym, the pseudonym."""

    at: datetime
    who: str
    what: str
    about: str
    why: str


def audit_page(organisation: Organisation, number: object) -> Page:
    """A page of AuditRow, latest first; three queries."""
    page = Paginator(_events(organisation), PAGE).get_page(number)
    page.object_list = _rows(organisation, list(page.object_list))
    return page


def all_audit(organisation: Organisation) -> Iterator[AuditRow]:
    """The whole record, latest first."""
    events = list(_events(organisation))
    for start in range(0, len(events), 1000):
        yield from _rows(organisation, events[start : start + 1000])


def _events(organisation: Organisation) -> QuerySet:
    found = AuditEvent.objects.filter(organisation=organisation.pk).order_by("-at", "-id")
    return found.values_list("at", "by", "verb", "object", "purpose")


def _rows(organisation: Organisation, events: list[tuple]) -> list[AuditRow]:
    ids = {UUID(by) for _at, by, *_rest in events}
    personas = Persona.objects.filter(organisation=organisation, id__among=sorted(ids))
    names = {str(pk): name for pk, name in personas.values_list("id", "name")}
    erased, called = _("Somebody erased"), basis_labels() | role_labels()
    return [
        AuditRow(at, names.get(by, erased), verb, _about(about, called), why) for at, by, verb, about, why in events
    ]


def _about(kept: str, called: dict[str, str]) -> str:
    """What an act was about; a role or a lawful basis, perhaps with who has it behind, as it is called on screen."""
    word, space, rest = kept.partition(" ")
    return f"{called.get(word, word)}{space}{rest}"
