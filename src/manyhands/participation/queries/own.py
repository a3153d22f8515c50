"""What one person did, for that person's own eyes."""

from uuid import UUID

import numpy as np

from manyhands.people import queries as people

from ..types import Facts, OwnPlace, Selection
from .exact import mask

LEANS = 0.5


def own_places(facts: Facts, chosen: Selection, person: UUID) -> list[OwnPlace]:
    """Where a person took part in the selection's months, most first, and how much of each place that is."""
    number = people.who_is_who(facts.organisation).number_of(person)
    if number is None:
        return []
    takes = mask(facts, Selection(chosen.since, chosen.until)) & (facts.place >= 0)
    size = len(facts.places)
    whole = np.bincount(facts.place[takes], weights=facts.n[takes], minlength=size)
    mine = takes & (facts.person == number)
    own = np.bincount(facts.place[mine], weights=facts.n[mine], minlength=size)
    return [
        OwnPlace(facts.places[at], int(own[at]), float(own[at] / whole[at]), bool(own[at] >= LEANS * whole[at]))
        for at in np.argsort(-own, kind="stable")
        if own[at]
    ]
