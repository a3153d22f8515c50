"""The door to the measures: pure functions over counts, and what each of them means."""

from .rules.activity import BAND_LOWS, bands, monthly_actives
from .rules.answers import answer_times, by_hour_and_weekday, working_seconds
from .rules.brokers import ROLES, brokerage, constraint
from .rules.cohorts import helpers, newcomers, retention
from .rules.compared import FEWEST_CLUSTERS, difference, difference_of_clusters
from .rules.definitions import DEFINITIONS, TOO_FEW
from .rules.diversity import ORDERS, evenness, hill
from .rules.edges import edges, numbered, ties
from .rules.elephant import elephant_factor
from .rules.funnel import STEPS, funnel
from .rules.grouped import by_group, by_spread
from .rules.hands import ENOUGH_HANDS, absence_factor, hangs_on_one, needs_more_hands
from .rules.inequality import gini, lorenz
from .rules.leaving import connected_after, falls_silent, hands_by_place, most_active, most_silent, truck_factor
from .rules.partition import hill_partition
from .rules.shares import TOP_RANKS, spread_of, top_share, top_shares
from .rules.silos import attribute_assortativity, degree_centralisation, e_i_index, reciprocity
from .rules.spread import (
    actives,
    cohorts,
    conversation,
    counts_of,
    first_answers,
    first_months,
    spread,
    with_codes,
    with_people,
)
from .rules.sums import latest, sums
from .rules.tally import contributions
from .rules.uncertainty import FEWEST, FIGURES, LEVEL, OVER_MEMBERS, change, changes, estimate, estimates, proportion
from .types import Counts, Figures

__all__ = [
    "BAND_LOWS",
    "DEFINITIONS",
    "ENOUGH_HANDS",
    "FEWEST",
    "FEWEST_CLUSTERS",
    "FIGURES",
    "LEVEL",
    "ORDERS",
    "OVER_MEMBERS",
    "ROLES",
    "STEPS",
    "TOO_FEW",
    "TOP_RANKS",
    "absence_factor",
    "actives",
    "answer_times",
    "attribute_assortativity",
    "bands",
    "brokerage",
    "by_group",
    "by_hour_and_weekday",
    "by_spread",
    "change",
    "changes",
    "cohorts",
    "connected_after",
    "constraint",
    "contributions",
    "conversation",
    "counts_of",
    "degree_centralisation",
    "difference",
    "difference_of_clusters",
    "e_i_index",
    "edges",
    "elephant_factor",
    "estimate",
    "estimates",
    "evenness",
    "falls_silent",
    "figures",
    "first_answers",
    "first_months",
    "funnel",
    "gini",
    "hands_by_place",
    "hangs_on_one",
    "helpers",
    "hill",
    "hill_partition",
    "latest",
    "lorenz",
    "monthly_actives",
    "most_active",
    "most_silent",
    "needs_more_hands",
    "newcomers",
    "numbered",
    "proportion",
    "reciprocity",
    "retention",
    "spread",
    "sums",
    "ties",
    "top_share",
    "top_shares",
    "truck_factor",
    "with_codes",
    "with_people",
    "working_seconds",
]


def figures(counts: Counts, members: int) -> Figures:
    """Every measure of one set of people; `members` holds its contributors too, else ValueError."""
    contributors = len(counts)
    if contributors == 0:
        return Figures(members, 0, 0, bands=bands(counts))
    each = spread_of(counts)
    return Figures(
        members=members,
        contributors=contributors,
        contributions=int(counts.sum()),
        top_shares={str(k): share for k, share in top_shares(each).items()},
        gini={"contributors": gini(each), "members": gini(each, members)},
        hill={str(q): hill(each, q) for q in ORDERS},
        evenness=evenness(each),
        absence_factor=absence_factor(each),
        needs_more_hands=needs_more_hands(each),
        bands=bands(each),
    )
