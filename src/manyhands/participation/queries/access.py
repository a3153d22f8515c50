"""Which networks can be reached from where: for each person, and counted as the organisation's gap, not theirs."""

from collections import defaultdict
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.networks import queries as networks
from manyhands.networks.types import HUB
from manyhands.ui.formats import capital

from ..models import Reached
from ..rules.guarded import Guard
from ..types import Cell, Column, Section, Where
from . import words

Said = dict[tuple[str, Where], bool]


class Network(NamedTuple):
    """A network of the register, or this hub."""

    key: str
    title: str


class Reach(NamedTuple):
    """Whether a network can be reached from somewhere: what the person says, else what is said of everybody."""

    where: Where
    own: bool | None
    everybody: bool | None

    @property
    def works(self) -> bool | None:
        return self.everybody if self.own is None else self.own


class NetworkReach(NamedTuple):
    """One network for one person."""

    network: Network
    reach: tuple[Reach, ...]

    @property
    def blocked(self) -> bool:
        """Whether it can't be reached at work."""
        return any(each.where == Where.WORK and each.works is False for each in self.reach)


def networks_to_reach(organisation: UUID) -> list[Network]:
    """This hub, and the networks of the register by name. One query."""
    found = [Network(key, networks.network_title(key)) for key in networks.register_summary(organisation).networks]
    return [Network(HUB, networks.network_title(HUB)), *sorted(found, key=lambda each: each.title.casefold())]


def said_by(organisation: UUID, person: UUID | None) -> Said:
    """What a person says of themselves; without a person, what is said of everybody."""
    rows = Reached.objects.filter(organisation=organisation, person=person)
    return {(network, Where(where)): works for network, where, works in rows.values_list("network", "where", "works")}


def own_reach(organisation: UUID, person: UUID) -> list[NetworkReach]:
    """Every network for one person. Three queries."""
    own, everybody = said_by(organisation, person), said_by(organisation, None)
    return [
        NetworkReach(
            network,
            tuple(Reach(where, own.get((network.key, where)), everybody.get((network.key, where))) for where in Where),
        )
        for network in networks_to_reach(organisation)
    ]


def gaps_section(organisation: UUID, guard: Guard) -> Section:
    """How many say that a network works for them from somewhere, or does not, beside what is said of everybody."""
    everybody, counts = said_by(organisation, None), _counts(organisation)
    labels = {True: _("Works"), False: _("Does not work"), None: _("Not said")}
    rows: list[tuple[Cell, ...]] = []
    for network in networks_to_reach(organisation):
        for where in Where:
            key = network.key, where
            works, fails = counts[key]
            rows.append(
                (network.title, where_label(where), labels[everybody.get(key)], *map(guard.people, (works, fails)))
            )
    return Section(
        "access",
        _("From where networks can be reached"),
        (_("Where something does not work it is the organisation’s gap, nobody’s own."),),
        (
            Column(_("Network"), "text"),
            Column(_("From where"), "text"),
            Column(_("Said of everybody"), "text"),
            Column(_("Say that it works for them")),
            Column(_("Say that it does not")),
        ),
        tuple(rows),
    )


def gap_sentences(organisation: UUID, guard: Guard) -> list[str]:
    """What to say beside those without access: which networks nobody reaches at work, how many can't reach one."""
    everybody = said_by(organisation, None)
    titles = {network.key: network.title for network in networks_to_reach(organisation)}
    closed = [
        titles[key] for key, where in everybody if where == Where.WORK and not everybody[key, where] and key in titles
    ]
    said = []
    if closed:
        said.append(
            _("Not to be reached at work, as is said of everybody: {networks}. That is the organisation’s gap.").format(
                networks=", ".join(sorted(closed))
            )
        )
    blocked = _blocked_at_work(organisation, list(titles))
    if blocked and not guard.few(blocked):
        said.append(
            ngettext(
                "{people} person says that they can’t reach one of these networks at work: the organisation’s gap, "
                "not theirs.",
                "{people} people say that they can’t reach one of these networks at work: the organisation’s gap, "
                "not theirs.",
                blocked,
            ).format(people=capital(words.cell(guard.people(blocked))))
        )
    return said


def where_label(where: str) -> str:
    return {Where.WORK: _("At work"), Where.HOME: _("From home"), Where.PHONE: _("On your own phone")}[Where(where)]


def export_reached(organisation: UUID, person: UUID) -> list[dict[str, Any]]:
    """What a person said, for their own data."""
    return [
        {"network": network, "where": str(where), "works": works}
        for (network, where), works in sorted(said_by(organisation, person).items())
    ]


def _counts(organisation: UUID) -> dict[tuple[str, Where], tuple[int, int]]:
    counts: dict[tuple[str, Where], list[int]] = defaultdict(lambda: [0, 0])
    rows = Reached.objects.filter(organisation=organisation, person__isnull=False)
    for network, where, works in rows.values_list("network", "where", "works"):
        counts[network, Where(where)][0 if works else 1] += 1
    return defaultdict(lambda: (0, 0), {key: (yes, no) for key, (yes, no) in counts.items()})


def _blocked_at_work(organisation: UUID, keys: list[str]) -> int:
    rows = Reached.objects.filter(
        organisation=organisation, person__isnull=False, where=Where.WORK, works=False, network__in=keys
    )
    return rows.values("person").distinct().count()
