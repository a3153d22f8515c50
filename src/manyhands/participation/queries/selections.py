"""What somebody asks to see, made sure of."""

from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.core.errors import ManyhandsError

from ..types import DIMENSIONS, Facts, Selection


class UnknownSelection(ManyhandsError):
    """A filter that means nothing here."""

    code = "unknown_selection"


def selection(facts: Facts, *, since: str | None = None, until: str | None = None, **values: str) -> Selection:
    """A selection from what was typed: months such as 2016-07, and at most one of network, place, service or kind, by
    key or by name. Raises UnknownSelection with a sentence."""
    first, last = _month(since), _month(until)
    if first and last and first > last:
        raise UnknownSelection(_("The first month is after the last. Swap them."))
    given = [(dimension, values[dimension]) for dimension in DIMENSIONS if values.get(dimension)]
    if len(given) > 1:
        raise UnknownSelection(
            _("Choose one of network, place, service or kind at a time: more would be about too few.")
        )
    if not given:
        return Selection(first, last)
    dimension, wanted = given[0]
    for key, name in choices(facts, dimension):
        if wanted in (key, name):
            return Selection(first, last, dimension, key)
    raise UnknownSelection(_("There is no {dimension} called {name}.").format(dimension=_(dimension), name=wanted))


def choices(facts: Facts, dimension: str) -> list[tuple[str, str]]:
    """The keys and names that a dimension can be filtered by."""
    if dimension == "place":
        return [(place.id, place.name) for place in facts.places]
    if dimension == "service":
        return [(node.id, node.name) for node in facts.services]
    return [(name, name) for name in (facts.networks if dimension == "network" else facts.kinds)]


def _month(text: str | None) -> int | None:
    if not text:
        return None
    try:
        return clock.parse_month(text)
    except ValueError:
        raise UnknownSelection(_("{text} is not a month. Write it like 2026-07.").format(text=text)) from None
