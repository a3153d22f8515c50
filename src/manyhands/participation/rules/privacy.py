"""Figures with noise: differential privacy by OpenDP, for councils that want more than groups of five.

Whoever gets the file can't tell whether any one person took part: with or without them it would be nearly as likely, by
a factor of e^ε at most. Dwork and Roth (2014), The algorithmic foundations of differential privacy, chapter 3.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from manyhands.measures import queries as measures
from manyhands.measures.types import Band, Counts

from .cube import FEWEST
from .safe_figures import SafeBand, merge_bands

MOST = 50
"""Contributions of one person that count: noise has to hide any one person's."""

SHARES = {"bands": 0.5, "contributions": 0.3, "members": 0.2}
"""How ε is shared out; one person is in one band, so that all bands together cost as much as one."""

MECHANISM = "discrete Laplace (OpenDP)"
SMALLEST, LARGEST = 0.1, 3.0
"""The ε there may be. With ten, the noise on contributions is fifty give or take: beside an exact total of the same
months that tells what the busiest did."""


class NoOpenDP(ImportError):
    """OpenDP is not installed."""


class Noisy(NamedTuple):
    """Figures with noise. `within`: how far each is off at most, in 95 of 100 files."""

    contributors: int
    contributions: int
    members: int
    bands: tuple[SafeBand, ...]
    within: dict[str, float]


def noisy(counts: Counts, members: int, epsilon: float) -> Noisy:
    """Figures of the people who contributed `counts` times, among so many members, ε-differentially private for a
    person's whole presence. Raises NoOpenDP, and ValueError for an ε out of bounds."""
    if not SMALLEST <= epsilon <= LARGEST:
        raise ValueError(f"ε is from {SMALLEST} to {LARGEST}, not {epsilon}")
    dp = _opendp()
    bands = measures.bands(counts)
    scales = {
        name: {"bands": 1, "contributions": MOST, "members": 1}[name] / (epsilon * part)
        for name, part in SHARES.items()
    }
    people = _drawn(dp, [band.contributors for band in bands], scales["bands"], epsilon * SHARES["bands"], 1)
    done = int(np.minimum(counts, MOST).sum())
    contributions = _drawn(dp, [done], scales["contributions"], epsilon * SHARES["contributions"], MOST)[0]
    everybody = _drawn(dp, [members], scales["members"], epsilon * SHARES["members"], 1)[0]
    # What follows looks at nothing but the noisy numbers, and so gives nothing more away.
    merged = merge_bands(tuple(Band(b.low, b.high, max(0, n), 0) for b, n in zip(bands, people, strict=True)))
    contributors = sum(band.contributors for band in merged)
    return Noisy(
        contributors,
        max(contributors, contributions),
        max(contributors, everybody if everybody >= FEWEST else 0),
        merged,
        {
            "contributors": round(1.96 * math.sqrt(len(bands) * _variance(scales["bands"])), 1),
            **{
                name: round(float(dp.discrete_laplacian_scale_to_accuracy(scale=scales[name], alpha=0.05)), 1)
                for name in ("bands", "contributions", "members")
            },
        },
    )


def _drawn(dp: Any, values: list[int], scale: float, epsilon: float, sensitivity: int) -> list[int]:
    """Whole numbers with noise; checks that one person more or less costs no more than ε."""
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    mechanism = dp.m.make_laplace(*space, scale=scale)
    if mechanism.map(sensitivity) > epsilon * (1 + 1e-9):
        raise ValueError("more privacy would be spent than was said")
    return [int(value) for value in mechanism(values)]


def _variance(scale: float) -> float:
    p = math.exp(-1 / scale)
    return 2 * p / (1 - p) ** 2


def _opendp() -> Any:
    try:
        import opendp.prelude as dp
    except ImportError:
        raise NoOpenDP from None
    dp.enable_features("contrib")
    return dp
