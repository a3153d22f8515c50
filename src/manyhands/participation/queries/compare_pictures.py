"""Two sides as a picture: how evenly it is shared on each, by the curves that the overview draws of them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from manyhands.ui import charts

from ..types import Facts
from . import words
from .compare import Compared
from .compare_words import of_what

Curve = tuple[tuple[float, float], ...]


def curves(facts: Facts, found: Compared | None) -> dict[str, Curve]:
    """The Lorenz curve among the contributors of each side, by its name. A side of which none may be shown has none."""
    if found is None:
        return {}
    sides = (found.one, found.other)
    named = zip(names(facts, found), sides, strict=True)
    return {name: side.lorenz["contributors"] for name, side in named if "contributors" in side.lorenz}


def names(facts: Facts, found: Compared) -> tuple[str, str]:
    """What the sides are called beside their curves: by what they differ in alone, so that it fits on a phone."""
    sides = (found.one, found.other)
    what = [of_what(facts, side) for side in sides]
    when = [words.short_months(*side.period) if side.period else "" for side in sides]
    same = len(set(what)) == 1, len(set(filter(None, when))) <= 1
    if all(same):
        return _("One side"), _("The other side")
    told = [
        ", ".join(part for part, alike in zip(parts, same, strict=True) if part and not alike)
        for parts in zip(what, when, strict=True)
    ]
    return told[0] or _("Everything"), told[1] or _("Everything")


def picture(drawn: dict[str, Curve]) -> dict[str, Any]:
    """The specification of the picture of one curve or two."""
    return charts.lorenz(
        drawn,
        x_title=_("Share of people, those with fewest contributions first"),
        y_title=_("Share of contributions"),
    )


def table(drawn: dict[str, Curve]) -> Iterator[tuple[object, ...]]:
    """The same as numbers, for the CSV."""
    yield _("side"), _("share of people, fewest first"), _("share of contributions")
    for name, points in drawn.items():
        for people, done in points:
            yield name, people, done
