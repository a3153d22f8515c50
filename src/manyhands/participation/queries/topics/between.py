"""Between services: which of them take part, and whether people turn to their own more than chance would have it."""

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core import clock
from manyhands.measures import queries as measures
from manyhands.measures.types import Edges, EIndex
from manyhands.ui.formats import capital, number, number_word

from ...rules.guarded import Guard
from ...types import Cell, Column, Facts, Section, Topic
from .. import words
from ..belonging import Belonging, belonging
from ..exact import counts
from ..talk import talk
from .by_period import Periods, by_period, spread_over_services
from .linking import linking, links_of, told

KEY = "between-services"
MOST_CENTRAL = 0.5  # for everybody


def between(facts: Facts, guard: Guard) -> Topic:
    """The topic's answer for one reader."""
    question = _("Between services")
    known = belonging(facts, exactly=guard.exact)
    if len(known.names) < 2:
        return Topic(
            KEY,
            question,
            _("Which service people belong to is not known here."),
            step=_("Bring in a list of people with their department as a table, or give people a service in the list."),
        )
    over = facts.month < clock.month_of(clock.now().date())  # the running month waits: it tells who came when
    person, each = counts(facts, over | guard.exact)
    here = person < len(known.service)
    person, each = person[here], each[here]
    service = known.service[person]
    placed = service >= 0
    taking = np.bincount(service[placed], minlength=len(known.names))
    could = _could(facts, known, person)
    said = np.array([not guard.few(int(people)) for people in could])  # of the others it is not told whether they do
    part = int(((taking > 0) & said).sum())
    answer = ngettext(
        "{part} of {all} service takes part.", "{part} of {all} services take part.", int(said.sum())
    ).format(part=capital(number_word(part)), all=number_word(int(said.sum())))
    index = _turning(facts, known)
    network = talk(facts).network
    linked = links_of(network, known, guard)
    periods = Periods.of(facts, known)
    return Topic(
        KEY,
        question,
        answer,
        more=(*_more(index, _turns_may_be_told(network, known, guard), guard), *told(linked, known)),
        step=_("Ask one person from each of two services to answer each other’s next question."),
        sections=(
            _services(known, could, taking, person, each, periods, guard),
            *by_period(periods, said, known, guard),
            linking(linked, known, guard),
            _network(facts, known, index, guard),
            _roles(facts, known, guard),
        ),
        limits=(
            _("Who addresses whom is known from replies and mentions only; in some networks people use neither."),
            _("People whose service is not known are left out."),
            _("Who addresses whom is counted over all the time there is, so it has no change."),
        ),
    )


def _turning(facts: Facts, known: Belonging) -> EIndex:
    return measures.e_i_index(talk(facts).network, known.service)


def _more(index: EIndex, told: bool, guard: Guard):
    if (
        index.value is None
        or index.low is None
        or index.high is None
        or guard.measure(index.value, index.people) is None
        or not told
    ):
        return
    low, high = index.low or 0.0, index.high or 0.0
    if index.value < low:
        yield _("People turn to their own service more than chance would have it.")
    elif index.value > high:
        yield _("People turn to other services more than chance would have it.")
    else:
        yield _("People turn to other services as much as chance would have it: no sign of silos.")


def _could(facts: Facts, known: Belonging, person: np.ndarray) -> np.ndarray:
    """How many people of each service have access, or did take part."""
    members = facts.members[facts.members < len(known.service)]
    return np.bincount(known.service[np.union1d(members, person)] + 1, minlength=len(known.names) + 1)[1:]


def _services(known: Belonging, could, taking, person, each, periods: Periods | None, guard: Guard) -> Section:
    done = np.bincount(known.service[person] + 1, weights=each, minlength=len(known.names) + 1)[1:]
    rows: list[tuple[Cell, ...]] = [
        (
            known.names[at],
            guard.people(int(could[at])),
            None if guard.few(int(could[at])) else guard.people(int(taking[at])),
            guard.share(int(taking[at]), int(could[at])),
            *(periods.row(at, told=not guard.few(int(could[at])), guard=guard) if periods else ()),
        )
        for at in np.argsort(-done, kind="stable")
    ]
    if not guard.exact:  # in order of what was done a service of one to four people would tell how much they did
        rows.sort(key=lambda row: (-row[2] if isinstance(row[2], int) else 0, row[0]))
    said = []
    shared = spread_over_services(known, person, each, guard)
    if shared.equal is not None:
        said.append(
            _("By how much each does, it is as if {number} services took part equally.").format(
                number=number(shared.equal, 1)
            )
        )
    if shared.half is not None:
        said.append(
            ngettext(
                "Half or more of it comes from {number} service.",
                "Half or more of it comes from {number} services.",
                shared.half,
            ).format(number=number_word(shared.half))
        )
    if periods:
        said.append(periods.compared())
    return Section(
        "services",
        _("Which services take part"),
        tuple(said),
        (
            Column(_("Service"), "text"),
            Column(_("People with access")),
            Column(_("Took part")),
            Column(_("Share"), "share"),
            *(periods.columns() if periods else ()),
        ),
        tuple(rows),
        how="elephant_factor",
        picture="bars",
        drawn=2,
        changes=periods is not None,
    )


def _network(facts, known: Belonging, index: EIndex, guard: Guard) -> Section:
    """The measures of who turns to whom, each beside what chance would make."""
    network = talk(facts).network
    tied = np.union1d(network.source, network.target).size
    shown = guard.people(tied)
    central = measures.degree_centralisation(network)
    turns = _turns_may_be_told(network, known, guard)
    values = [
        (_("E-I index: ties to others less ties inside"), turns, index.value, index.low, index.high),
        (
            _("Assortativity by service"),
            turns,
            measures.attribute_assortativity(network, known.service),
            None,
            None,
        ),
        (_("Ties that are returned"), _returns_may_be_told(network, guard), measures.reciprocity(network), None, None),
        # Above a half it is about one person, whom nearly all turn to.
        (_("Centralisation"), guard.exact or (central.value or 0) <= MOST_CENTRAL, central.value, None, None),
    ]
    rows = tuple(
        (name, *(guard.measure(value, tied) if told else None for value in found)) for name, told, *found in values
    )
    said = (
        [
            ngettext(
                "{people} person addresses others or is addressed, by reply or mention.",
                "{people} people address others or are addressed, by reply or mention.",
                int(shown),
            ).format(people=capital(words.cell(shown)))
        ]
        if isinstance(shown, int) and shown
        else [_("Too few people reply to or mention one another to say more.")]
    )
    return Section(
        "network",
        _("Who turns to whom"),
        tuple(said),
        (
            Column(_("Measure"), "text"),
            Column(_("Value"), "decimal"),
            Column(_("By chance, from"), "decimal"),
            Column(_("By chance, to"), "decimal"),
        ),
        rows,
        how="e_i_index",
        folded=True,
    )


def _turns_may_be_told(network: Edges, known: Belonging, guard: Guard) -> bool:
    """Whether ties inside services, and those between them, are each of five people or more, or of nobody."""
    start, end = known.service[network.source], known.service[network.target]
    placed = (start >= 0) & (end >= 0)
    return _of_enough(network, placed & (start == end), guard) and _of_enough(network, placed & (start != end), guard)


def _returns_may_be_told(network: Edges, guard: Guard) -> bool:
    """The same of ties that are returned, and of those that are not."""
    there = network.source * network.people + network.target
    returned = np.isin(network.target * network.people + network.source, there)
    return _of_enough(network, returned, guard) and _of_enough(network, ~returned, guard)


def _of_enough(network: Edges, ties: np.ndarray, guard: Guard) -> bool:
    return not guard.few(np.union1d(network.source[ties], network.target[ties]).size)


def _roles(facts, known: Belonging, guard: Guard) -> Section:
    """How many people stand between others, by Gould and Fernandez's roles. Never who."""
    network = talk(facts).network
    found = measures.brokerage(network, known.service)
    few = guard.few(np.union1d(network.source, network.target).size)  # nor then whether any of them does, or none
    titles = {
        "coordinator": _("Between two of their own service"),
        "itinerant": _("Between two of another service"),
        "representative": _("From their own service to another"),
        "gatekeeper": _("From another service to their own"),
        "liaison": _("Between two other services"),
    }
    counts = {role: guard.people(int((getattr(found, role) > 0).sum())) for role in titles}
    rows = tuple((title, None if few else counts[role]) for role, title in titles.items())
    return Section(
        "bridges",
        _("People who connect others"),
        (_("How many people stand between two who do not address each other. They make good hosts."),),
        (Column(_("Where they stand"), "text"), Column(_("People"))),
        rows,
        how="brokerage",
        folded=True,
    )
