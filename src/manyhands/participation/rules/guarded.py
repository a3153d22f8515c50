"""Numbers of the further pages, for everybody: about the whole organisation, in round figures, never about few.

These pages have no filters for others than the reader of exact figures, so that there is little to subtract. Still a
count could be held against the same count a month later, or against a figure of the overview: so people are counted in
tens, shares in steps of five per cent, and measures come with twenty people, to one decimal.
"""

import math
from typing import NamedTuple

from ..types import FEW, About, Cell
from .cube import FEWEST
from .safe_figures import FEWEST_MEASURED

TENS = 10
STEP = 0.05


class Guard(NamedTuple):
    """Says numbers as a reader may see them: as they are if `exact`, guarded otherwise."""

    exact: bool

    def people(self, count: int | None) -> Cell:
        """A number of people: to the nearest ten, "fewer than 5" for one to four."""
        if count is None or self.exact or count == 0:
            return count
        return FEW if count < FEWEST else About(max(TENS, round(count / TENS) * TENS))

    def share(self, part: int, whole: int) -> float | None:
        """part ÷ whole, in steps of five per cent; None where either part is one to four people, or there is none."""
        if not whole:
            return None
        if self.exact:
            return part / whole
        if whole < FEWEST_MEASURED or 0 < part < FEWEST or 0 < whole - part < FEWEST:
            return None
        return round(part / whole / STEP) * STEP

    def low(self, value: float) -> float:
        """The lower end of a share's interval, rounded away from the share."""
        return value if self.exact else math.floor(round(value / STEP, 6)) * STEP

    def high(self, value: float) -> float:
        """The upper end likewise."""
        return value if self.exact else math.ceil(round(value / STEP, 6)) * STEP

    def measure(self, value: float | None, people: int) -> float | None:
        """A measure about so many people, to one decimal; None below twenty people."""
        if value is None or self.exact:
            return value
        return round(value, 1) if people >= FEWEST_MEASURED else None

    def few(self, count: int | None) -> bool:
        """Whether something that so many people make up has to be left out."""
        return not self.exact and count is not None and 0 < count < FEWEST
