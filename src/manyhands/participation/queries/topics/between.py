"""Between services: which of them take part, and whether people turn to their own more than chance would have it."""

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.measures import queries as measures
from manyhands.measures.types import EIndex
from manyhands.ui.formats import capital, number, number_word

from ...rules.guarded import Guard
from ...types import Column, Facts, Section, Topic
from ..belonging import Belonging, belonging
from ..exact import counts
from ..talk import talk

KEY = "between-services"


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
    person, each = counts(facts, np.ones(len(facts), bool))
    here = person < len(known.service)
    person, each = person[here], each[here]
    service = known.service[person]
    placed = service >= 0
    taking = np.bincount(service[placed], minlength=len(known.names))
    part = int((taking > 0).sum())
    answer = ngettext(
        "{part} of {all} service takes part.", "{part} of {all} services take part.", len(known.names)
    ).format(part=capital(number_word(part)), all=number_word(len(known.names)))
    index = _turning(facts, known)
    return Topic(
        KEY,
        question,
        answer,
        more=tuple(_more(index, guard)),
        step=_("Ask one person from each of two services to answer each other’s next question."),
        sections=(
            _services(facts, known, taking, person, each, guard),
            _network(facts, known, index, guard),
            _roles(facts, known, guard),
        ),
        limits=(
            _("Who addresses whom is known from replies and mentions only; in some networks people use neither."),
            _("People whose service is not known are left out."),
        ),
    )


def _turning(facts: Facts, known: Belonging) -> EIndex:
    return measures.e_i_index(talk(facts).network, known.service)


def _more(index: EIndex, guard: Guard):
    if (
        index.value is None
        or index.low is None
        or index.high is None
        or guard.measure(index.value, index.people) is None
    ):
        return
    low, high = index.low or 0.0, index.high or 0.0
    if index.value < low:
        yield _("People turn to their own service more than chance would have it.")
    elif index.value > high:
        yield _("People turn to other services more than chance would have it.")
    else:
        yield _("People turn to other services as much as chance would have it: no sign of silos.")


def _services(facts, known: Belonging, taking, person, each, guard: Guard) -> Section:
    placed = known.service[person] >= 0
    service = known.service[person][placed]
    done = np.bincount(service, weights=each[placed], minlength=len(known.names))
    members = facts.members[facts.members < len(known.service)]
    could = np.bincount(known.service[np.union1d(members, person)].clip(min=-1) + 1, minlength=len(known.names) + 1)[1:]
    rows = tuple(
        (
            known.names[at],
            guard.people(int(could[at])),
            guard.people(int(taking[at])),
            guard.share(int(taking[at]), int(could[at])),
        )
        for at in np.argsort(-done, kind="stable")
    )
    said = []
    total = int(placed.sum())
    if done.sum():
        parted = measures.hill_partition(service, person[placed], each[placed])
        if (equal := guard.measure(parted.beta, total)) is not None:
            said.append(
                _("By how much each does, it is as if {number} services took part equally.").format(
                    number=number(equal, 1)
                )
            )
        factor = measures.elephant_factor(service, each[placed])
        if factor.value is not None and guard.measure(factor.value, total) is not None:
            said.append(
                ngettext(
                    "Half or more of it comes from {number} service.",
                    "Half or more of it comes from {number} services.",
                    int(factor.value),
                ).format(number=number_word(int(factor.value)))
            )
    return Section(
        "services",
        _("Which services take part"),
        tuple(said),
        (
            Column(_("Service"), "text"),
            Column(_("People with access")),
            Column(_("Took part")),
            Column(_("Share"), "share"),
        ),
        rows,
        how="elephant_factor",
        picture="bars",
        drawn=2,
    )


def _network(facts, known: Belonging, index: EIndex, guard: Guard) -> Section:
    """The measures of who turns to whom, each beside what chance would make."""
    network = talk(facts).network
    tied = np.union1d(network.source, network.target).size
    central = measures.degree_centralisation(network)
    values = [
        (_("E-I index: ties to others less ties inside"), index.value, index.low, index.high),
        (_("Assortativity by service"), measures.attribute_assortativity(network, known.service), None, None),
        (_("Ties that are returned"), measures.reciprocity(network), None, None),
        (_("Centralisation"), central.value, None, None),
    ]
    rows = tuple(
        (name, guard.measure(value, tied), guard.measure(low, tied), guard.measure(high, tied))
        for name, value, low, high in values
    )
    said = (
        [
            ngettext(
                "{people} person addresses others or is addressed, by reply or mention.",
                "{people} people address others or are addressed, by reply or mention.",
                tied,
            ).format(people=number(guard.people(tied)))
        ]
        if tied and not guard.few(tied)
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


def _roles(facts, known: Belonging, guard: Guard) -> Section:
    """How many people stand between others, by Gould and Fernandez's roles. Never who."""
    found = measures.brokerage(talk(facts).network, known.service)
    titles = {
        "coordinator": _("Between two of their own service"),
        "itinerant": _("Between two of another service"),
        "representative": _("From their own service to another"),
        "gatekeeper": _("From another service to their own"),
        "liaison": _("Between two other services"),
    }
    rows = tuple((titles[role], guard.people(int((getattr(found, role) > 0).sum()))) for role in titles)
    return Section(
        "bridges",
        _("People who connect others"),
        (_("How many people stand between two who do not address each other. They make good hosts."),),
        (Column(_("Where they stand"), "text"), Column(_("People"))),
        rows,
        how="brokerage",
        folded=True,
    )
