"""Services that link others: Burt's constraint with services in place of people."""

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.measures.types import Edges
from manyhands.ui.formats import number_word

from ...rules.guarded import Guard
from ...rules.links import Link, group_network, links
from ...types import Column, Section
from ..belonging import Belonging

FEWEST_LINKED = 3
"""Services that are linked at all, below which none stands between others."""


def links_of(network: Edges, known: Belonging, guard: Guard) -> list[Link]:
    """Services that are linked, those that link most others first; none where a reader may not be told."""
    size = len(known.names)
    found = links(group_network(network, known.service, size, exactly=guard.exact))
    tied = np.union1d(network.source, network.target).size
    if len(found) < FEWEST_LINKED or guard.measure(0.0, tied) is None:
        return []
    return [link._replace(constraint=guard.measure(link.constraint, tied) or 0.0) for link in found]


def told(found: list[Link], known: Belonging) -> Iterator[str]:
    """Which service links most others, if any does."""
    if found and (apart := found[0].pairs - found[0].joined):
        yield ngettext(
            "{service} links most services that are not linked themselves: {apart} of {pairs} pair.",
            "{service} links most services that are not linked themselves: {apart} of {pairs} pairs.",
            found[0].pairs,
        ).format(service=known.names[found[0].group], pairs=number_word(found[0].pairs), apart=number_word(apart))


def linking(found: list[Link], known: Belonging, guard: Guard) -> Section:
    """Which services stand between others: never people."""
    said = [_("Too few people address another service to say which services link others.")]
    if found:
        said = [
            _("Two services are linked where somebody of one has addressed somebody of the other.")
            if guard.exact
            else _(
                "Two services are linked where five people or more of each have addressed somebody of the other, or "
                "were addressed."
            ),
            _(
                "Constraint is low where a service links others that are not linked themselves: much would not get "
                "round without it, and it makes a good host. It is near 1 or above where those that it is linked with "
                "are linked anyway, or where there is only one."
            ),
        ]
    return Section(
        "links",
        _("Services that link others"),
        tuple(said),
        (
            Column(_("Service"), "text"),
            Column(_("Linked with services")),
            Column(_("Pairs of these that are not linked themselves")),
            Column(_("Constraint"), "decimal"),
        ),
        tuple((known.names[link.group], link.others, link.pairs - link.joined, link.constraint) for link in found),
        how="constraint",
        folded=True,
    )
