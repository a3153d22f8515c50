"""What people typed that no network knows: numbers, help given in person, and who would like to be asked."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from manyhands.core import registry
from manyhands.networks import queries as networks

from ..models import KnownNumber, OfflineHelp, OnRung, Willing
from ..types import Facts, HelpKind, KnownOf
from .access import export_reached
from .training import received


class Known(NamedTuple):
    """A number, and the day that it is about."""

    number: int
    on: date


class HelpTold(NamedTuple):
    """Help of one kind: how often it was given, how many people were helped, and how many gave it."""

    kind: str
    times: int
    helped: int
    givers: int


class OwnHelp(NamedTuple):
    """One time that a person helped, for that person's own eyes."""

    id: UUID
    on: date
    kind: str
    helped: int
    where: str


class Reading(NamedTuple):
    """What a report on use says of a network, as far as it says: how many had access, read, liked and posted."""

    network: str
    accounts: int
    readers: int
    likers: int
    posters: int
    entered: float | None  # topics that a reader opened, on average; None where the report does not say
    seconds: float | None  # time that a reader spent, likewise


def known_number(organisation: UUID, of: KnownOf) -> Known | None:
    """The number of the newest day; None where nobody typed or imported one, or somebody took it back."""
    known = known_numbers(organisation, of)
    return known[-1] if known else None


def known_numbers(organisation: UUID, of: KnownOf) -> list[Known]:
    """A number for each day of which one is known, in their order. Taking a number back takes back all before it."""
    rows = KnownNumber.objects.filter(organisation=organisation, of=of).order_by("recorded", "id")
    known: dict[date, int] = {}
    for on, number in rows.values_list("on", "number"):
        if number is None:
            known.clear()
        else:
            known[on] = number
    return [Known(known[on], on) for on in sorted(known)]


def is_willing(organisation: UUID, person: UUID) -> bool:
    """Whether a person may be named as somebody who would like to be asked."""
    return Willing.objects.filter(organisation=organisation, person=person).exists()


def willing(organisation: UUID) -> list[UUID]:
    """Everybody who may be named. For the digital lead alone."""
    return list(Willing.objects.filter(organisation=organisation).order_by("given").values_list("person", flat=True))


def help_told(organisation: UUID) -> list[HelpTold]:
    """Help given in person, by kind. Rows that do not say who helped count as one giver for whoever typed them."""
    rows = (
        OfflineHelp.objects.filter(organisation=organisation)
        .order_by()
        .values("kind")
        .annotate(times=Count("id"), people=Sum("helped"), givers=Count("person", distinct=True))
    )
    found = {row["kind"]: HelpTold(row["kind"], row["times"], row["people"], row["givers"]) for row in rows}
    return [found[kind] for kind in HelpKind if kind in found]


def own_help(organisation: UUID, person: UUID) -> list[OwnHelp]:
    """When and where one person helped, newest first."""
    return _helps(OfflineHelp.objects.filter(organisation=organisation, person=person))


def _helps(rows: QuerySet) -> list[OwnHelp]:
    return [
        OwnHelp(pk, on, kind, helped, place or service or "")
        for pk, on, kind, helped, place, service in rows.order_by("-on", "-id").values_list(
            "id", "on", "kind", "helped", "place__name", "service__name"
        )
    ]


def help_by_nobody_named(organisation: UUID) -> list[OwnHelp]:
    """Help of which it is not said who gave it, newest first: for who keeps the list."""
    return _helps(OfflineHelp.objects.filter(organisation=organisation, person=None))


def help_given(organisation: UUID, pk: UUID) -> OfflineHelp | None:
    """One row of this organisation."""
    return OfflineHelp.objects.filter(organisation=organisation, pk=pk).first()


def reading(facts: Facts) -> list[Reading]:
    """What reports on use say, network by network."""
    return [
        Reading(
            row.network,
            row.accounts,
            row.readers,
            row.likers,
            row.posters,
            entered=row.entered / row.readers if row.entered and row.readers else None,
            seconds=row.seconds_read / row.readers if row.seconds_read and row.readers else None,
        )
        for row in networks.usage_reports(facts.organisation)
    ]


def export_person(person: registry.Person) -> dict[str, Any]:
    """What is kept here about one person: their consent, help they gave, and rounds of invitations they stood in."""
    given = Willing.objects.filter(organisation=person.organisation, person=person.person).first()
    on_rung = OnRung.objects.filter(organisation=person.organisation, actor__in=person.actors).order_by("id")
    return {
        "may_be_named_as_willing_since": given.given.isoformat() if given else None,
        "help_given_in_person": [
            {"on": str(each.on), "kind": each.kind, "helped": each.helped, "where": each.where}
            for each in own_help(person.organisation, person.person)
        ],
        "networks_reached": export_reached(person.organisation, person.person),
        "help_received": [
            {"on": str(each.on), "kind": each.kind, "title": each.title}
            for each in received(person.organisation, person.person)
        ],
        "rounds_of_invitations": [
            {"to": rung, "on": str(sent), "invited": invited}
            for rung, sent, invited in on_rung.values_list("invitation__rung", "invitation__sent", "invited")
        ],
    }
