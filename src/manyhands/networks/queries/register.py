"""Reading the register of accounts and places: each reader sees as much as they may, which by default is little."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core import clock, registry
from manyhands.people import queries as people
from manyhands.people.types import ServiceNode
from manyhands.ui import formats

from ..models import Place
from ..registry import NETWORKS
from ..rules import register as rules
from ..types import FEW, REGISTER_SORTS, AccountHands, RegisterRow, RegisterSummary, SoughtPlaces
from .exports import network_title

if TYPE_CHECKING:
    from manyhands.people.models import Organisation

A_PAGE = 50
FEWEST = 5
"""The fewest people that a number may be about for everybody."""
_NEEDS = Q(hands__lt=rules.ENOUGH_TO_POST)


class Reader(NamedTuple):
    """What a reader may see: exact numbers of hands are for who keeps the register, names for who may see hands."""

    exactly: bool = False
    names: bool = False


def register_page(
    organisation: UUID, sought: SoughtPlaces, number: object, tree: list[ServiceNode], reader: Reader
) -> Page:
    """A page of A_PAGE lines as RegisterRow, the nearest one where there is no such page; two queries."""
    page = Paginator(_sorted(organisation, sought, tree, reader), A_PAGE).get_page(number)
    page.object_list = list(_rows(page.object_list, reader))
    return page


def register_rows(
    organisation: UUID, sought: SoughtPlaces, tree: list[ServiceNode], reader: Reader
) -> Iterator[RegisterRow]:
    """Every line that matches, for a file."""
    return _rows(_sorted(organisation, sought, tree, reader), reader)


def register_summary(organisation: UUID) -> RegisterSummary:
    """How many lines there are, how many need hands, of how many nobody knows; and which networks."""
    rows = _register(organisation).order_by("network").values_list("network")
    counted = list(
        rows.annotate(
            total=Count("id"), needing=Count("id", filter=_NEEDS), unknown=Count("id", filter=Q(hands__isnull=True))
        )
    )
    return RegisterSummary(*(sum(row[at] for row in counted) for at in (1, 2, 3)), [row[0] for row in counted])


def register_hands(organisation: UUID, *, exactly: bool = False) -> list[AccountHands]:
    """Hands per account, those that need more first; numbers below five for whom they are meant (`exactly`) only."""
    rows = _sorted(organisation, SoughtPlaces(), [], Reader(exactly))
    return [
        AccountHands(row.id, row.name, network_title(row.network), row.hands, row.needs_more_hands)
        for row in _rows(rows, Reader(exactly))
    ]


def register_sentences(summary: RegisterSummary) -> list[str]:
    """What could be: "14 accounts and places. Six would gain from another pair of hands."; then what is not known."""
    total = ngettext("{number} account or place.", "{number} accounts and places.", summary.total)
    said = [total.format(number=formats.number(summary.total))]
    if summary.needing:
        needing = ngettext(
            "{number} would gain from another pair of hands.",
            "{number} would gain from another pair of hands.",
            summary.needing,
        )
        said[0] += " " + needing.format(number=formats.capital(formats.number_word(summary.needing)))
    elif not summary.unknown:
        said[0] += " " + _("Each has enough hands to get over a holiday and an illness.")
    if summary.unknown:
        unknown = ngettext(
            "Nobody has said yet how many people can post from {number} of them.",
            "Nobody has said yet how many people can post from {number} of them.",
            summary.unknown,
        )
        said.append(unknown.format(number=formats.number_word(summary.unknown)))
    return said


def register_place(organisation: UUID, pk: UUID) -> Place | None:
    """A line of this organisation's register, with its service."""
    return _register(organisation).select_related("service").filter(pk=pk).first()


def entry_of(place: Place) -> rules.Entry:
    """What the register says of a place."""
    return rules.Entry(
        network=place.network,
        name=place.name,
        address=place.address,
        service=place.service.name if place.service else "",
        purpose=place.purpose,
        hands=place.hands,
        hand_names=place.hand_names,
        recovery_holder=place.recovery_holder,
        last_used=place.last_used,
        audience=place.audience,
    )


def known_places(organisation: UUID) -> list[rules.Known]:
    """Lines of the register, and places of networks that a line could be about."""
    places = Place.objects.filter(organisation=organisation, left_out=False).select_related("service")
    return [
        rules.Known(place.id, place.in_register, place.source_id is not None, entry_of(place))
        for place in places.order_by("id")
    ]


class PastePreview(NamedTuple):
    """What a paste would do, before it does it."""

    planned: list[rules.Planned]
    refused: list[rules.Refused]  # in the order of lines
    unknown: list[str]  # columns that are left out

    def count(self, what: str) -> int:
        """How many lines are "new", "changed" or the "same"."""
        return sum(each.what == what for each in self.planned)


def understand(organisation: "Organisation", text: str) -> PastePreview:
    """What a paste or a CSV file says, held against what is here."""
    known = known_places(organisation.id)
    read = rules.read(
        text,
        today=clock.local_date(clock.now(), organisation.zone),
        networks=networks_called(each.entry["network"] for each in known if each.in_register),
        headings=_headings(),
    )
    planned, unclear = rules.plan(read.lines, known)
    return PastePreview(planned, sorted([*read.refused, *unclear]), read.unknown)


def networks_called(here: Iterable[str] = ()) -> dict[str, str]:
    """What networks may be called, to what the register calls them: those that can be read, and those in it."""
    readable = {name: network.title for name, network in NETWORKS.items() if name != "table"}
    called = {rules.plain(each): each for each in here}
    called |= {rules.plain(each): name for name, title in readable.items() for each in (name, title)}
    return called | {"yammer": "viva_engage", "viva engage yammer": "viva_engage"}


def network_suggestions(here: Iterable[str]) -> list[str]:
    """Networks to choose from when one is typed, each by the one title that it has here."""
    called = networks_called()
    common = (rules.network_called(each, called) for each in (*rules.NETWORKS, "slack", "viva_engage"))
    return sorted({network_title(each) for each in (*here, *common)}, key=str.lower)


def column_labels() -> dict[str, str]:
    """What the fields of the register are called, in the order of columns."""
    return {
        "network": _("Network"),
        "name": _("Name"),
        "address": _("Address"),
        "service": _("Service"),
        "purpose": _("Purpose"),
        "hands": _("How many can post"),
        "hand_names": _("Who can post"),
        "recovery_holder": _("Recovery holder"),
        "last_used": _("Last used"),
        "audience": _("Audience"),
    }


def named_in_register(about: registry.Person) -> list[tuple[Place, list[str], bool]]:
    """Lines that name a person, by name or e-mail address: as it stands there, and whether they can recover it."""
    person = people.person_in(about.organisation, about.person)
    called = {rules.plain(each) for each in (person.name, person.email)} - {""} if person else set()
    found = []
    for place in Place.objects.filter(organisation=about.organisation).exclude(hand_names="", recovery_holder=""):
        names = [name for name in rules.names_in(place.hand_names) if rules.plain(name) in called]
        holder = rules.plain(place.recovery_holder) in called
        if names or holder:
            found.append((place, names, holder))
    return found


def export_person(about: registry.Person) -> dict[str, Any]:
    """What the register says of a person: from which accounts they can post, and which they can recover."""
    found = named_in_register(about)
    return {
        "can_post_from": [{"network": place.network, "name": place.name} for place, names, _ in found if names],
        "can_recover": [{"network": place.network, "name": place.name} for place, _, holder in found if holder],
    }


def _headings() -> dict[str, str]:
    """Headings of our own files in every language, to their fields."""
    headings: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            headings |= {rules.plain(label): field for field, label in column_labels().items()}
            headings[rules.plain(_("Needs more hands"))] = ""
    return headings


def _register(organisation: UUID) -> QuerySet[Place]:
    return Place.objects.filter(organisation=organisation, in_register=True)


def _sorted(organisation: UUID, sought: SoughtPlaces, tree: list[ServiceNode], reader: Reader) -> QuerySet:
    found = _register(organisation)
    if sought.network:
        found = found.filter(network=sought.network)
    if sought.service:
        found = found.filter(service__in=people.with_those_below(tree, sought.service))
    if sought.needs:
        found = found.filter(_NEEDS)
    down, key = sought.sort.startswith("-"), sought.sort.removeprefix("-")
    order = _order(reader)[key if key in REGISTER_SORTS else "needs"]
    order = order.desc(nulls_last=True) if down else order.asc(nulls_last=True)
    return found.order_by(order, Lower("name"), "id")


def _order(reader: Reader) -> dict:
    few = Case(  # the order must not tell what the numbers don't
        When(_NEEDS & Q(hands__gt=0), then=Value(1)),
        When(hands__range=(rules.ENOUGH_TO_POST, FEWEST - 1), then=Value(rules.ENOUGH_TO_POST)),
        default=F("hands"),
        output_field=IntegerField(),
    )
    return {
        "name": Lower("name"),
        "network": Lower("network"),
        "service": Lower(Coalesce("service__name", Value(""))),
        "hands": F("hands") if reader.exactly else few,
        "used": F("last_used"),
        "needs": Case(When(_NEEDS, then=Value(0)), default=Value(1), output_field=IntegerField()),
    }


def _rows(found: QuerySet, reader: Reader) -> Iterator[RegisterRow]:
    for pk, network, name, address, service, purpose, hands, names, recovery, used, audience in found.values_list(
        "id",
        "network",
        "name",
        "address",
        "service__name",
        "purpose",
        "hands",
        "hand_names",
        "recovery_holder",
        "last_used",
        "audience",
    ):
        yield RegisterRow(
            id=pk,
            network=network,
            name=name,
            address=address,
            service=service or "",
            purpose=purpose,
            hands=FEW if hands and hands < FEWEST and not reader.exactly else hands,
            needs_more_hands=rules.needs_more_hands(hands),
            hand_names=tuple(rules.names_in(names)) if reader.names else (),
            recovery_holder=recovery if reader.names else "",
            last_used=used,
            audience=audience,
        )
