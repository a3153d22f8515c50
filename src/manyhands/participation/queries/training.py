"""Who was helped, as who gave or wrote down the help, or who was helped, may see it. Numbers are in `use_followed`."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from manyhands.people import queries as people

from ..models import Helped, OfflineHelp

if TYPE_CHECKING:
    from manyhands.people.models import Person

SHOWN = 200


class HelpRow(NamedTuple):
    """One time that help was given with who was helped, for who gave or wrote it down."""

    id: UUID
    on: date
    kind: str
    title: str
    helped: int
    named: int


class Received(NamedTuple):
    """One time that a person was helped, for that person's own eyes."""

    id: UUID
    on: date
    kind: str
    title: str


def own_records(person: "Person") -> list[HelpRow]:
    """Help that somebody gave or wrote down with who was helped, newest first."""
    rows = _own(person).filter(those_helped__isnull=False).order_by("-on", "-id")
    named = Count("those_helped", filter=Q(those_helped__person__isnull=False))
    return [
        HelpRow(*row)
        for row in rows.annotate(named=named).values_list("id", "on", "kind", "title", "helped", "named")[:SHOWN]
    ]


def own_record(person: "Person", pk: UUID) -> OfflineHelp | None:
    """One of these."""
    return _own(person).select_related("place", "service").filter(pk=pk).first()


def those_named(given: OfflineHelp) -> list[str]:
    """The names of those who agreed, for who gave or wrote down the help alone."""
    ids = Helped.objects.filter(help=given, person__isnull=False).values_list("person", flat=True)
    return sorted(people.names_of(given.organisation_id, list(ids)).values(), key=str.casefold)


def others_helped(given: OfflineHelp) -> list[tuple[str, int]]:
    """How many others, by the name of their service; "" for none that is known."""
    rows = Helped.objects.filter(help=given, person=None).order_by("service__name")
    return [(name or "", number) for name, number in rows.values_list("service__name", "number")]


def received(organisation: UUID, person: UUID) -> list[Received]:
    """Help that a person got and agreed is kept, newest first."""
    rows = Helped.objects.filter(organisation=organisation, person=person).order_by("-help__on", "-id")
    return [Received(*row) for row in rows.values_list("id", "help__on", "help__kind", "help__title")[:SHOWN]]


def received_row(organisation: UUID, person: UUID, pk: UUID) -> Helped | None:
    """One of these."""
    return Helped.objects.filter(organisation=organisation, person=person, pk=pk).first()


def _own(person: "Person") -> QuerySet[OfflineHelp]:
    mine = Q(person=person.pk) | Q(by__in=people.persona_ids(person))
    return OfflineHelp.objects.filter(mine, organisation=person.organisation_id)
