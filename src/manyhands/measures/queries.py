"""The door to the measures: pure functions over counts, and what each of them means."""

from .rules.activity import BAND_LOWS, bands, monthly_actives
from .rules.definitions import DEFINITIONS
from .rules.diversity import ORDERS, evenness, hill
from .rules.grouped import by_group
from .rules.hands import ENOUGH_HANDS, absence_factor, hangs_on_one, needs_more_hands
from .rules.inequality import gini, lorenz
from .rules.shares import TOP_RANKS, top_share, top_shares
from .rules.tally import contributions
from .types import Counts, Figures

__all__ = [
    "BAND_LOWS",
    "DEFINITIONS",
    "ENOUGH_HANDS",
    "ORDERS",
    "TOP_RANKS",
    "absence_factor",
    "bands",
    "by_group",
    "contributions",
    "evenness",
    "figures",
    "gini",
    "hangs_on_one",
    "hill",
    "lorenz",
    "monthly_actives",
    "needs_more_hands",
    "top_share",
    "top_shares",
]


def figures(counts: Counts, members: int) -> Figures:
    """Every measure of one set of people; `members` holds its contributors too, else ValueError."""
    contributors = len(counts)
    if contributors == 0:
        return Figures(members, 0, 0, bands=bands(counts))
    return Figures(
        members=members,
        contributors=contributors,
        contributions=int(counts.sum()),
        top_shares={str(k): share for k, share in top_shares(counts).items()},
        gini={"contributors": gini(counts), "members": gini(counts, members)},
        hill={str(q): hill(counts, q) for q in ORDERS},
        evenness=evenness(counts),
        absence_factor=absence_factor(counts),
        needs_more_hands=needs_more_hands(counts),
        bands=bands(counts),
    )
