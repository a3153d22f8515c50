"""The figures that a real Slack workspace of 2015–16 must give."""

import numpy as np
import pytest

from manyhands.measures import queries
from tests.measures.slack_export import read


@pytest.fixture
def export():
    return read()


def test_the_published_figures_come_out(export):
    figures = queries.figures(export.counts(), members=len(export.people))

    assert (figures.members, figures.contributors, figures.contributions) == (71, 32, 1025)
    assert figures.top_shares["6"] == pytest.approx(0.8702, abs=5e-5)
    assert figures.top_shares["1"] == pytest.approx(0.304, abs=5e-4)
    assert figures.absence_factor == 2
    assert figures.gini == {"contributors": pytest.approx(0.806, abs=5e-4), "members": pytest.approx(0.912, abs=5e-4)}
    assert figures.hill == {"0": 32, "1": pytest.approx(7.78, abs=5e-3), "2": pytest.approx(4.98, abs=5e-3)}
    assert [band.contributors for band in figures.bands] == [18, 7, 4, 3]
    assert sum(band.contributions for band in figures.bands) == 1025


def test_exactly_four_open_places_need_more_hands(export):
    one_each = np.ones_like(export.person)
    groups = queries.by_group(export.channel, export.person, one_each, len(export.channels))

    hands = {
        name: round(float(groups.effective_hands[i]), 2)
        for i, name in enumerate(export.channels)
        if groups.needs_more_hands[i] and name in export.open_channels
    }
    assert hands == {"sci": 3.29, "datajam": 3.35, "design-thinking": 1.0, "organizations": 1.0}


def test_months_have_the_contributors_counted_by_hand(export):
    months = queries.monthly_actives(export.month, export.person, np.ones_like(export.person))

    assert months.months[0] == 201506
    assert months.months[-1] == 201607
    assert len(months.months) == 14
    assert months.contributors.tolist() == [11, 8, 7, 5, 9, 5, 3, 8, 4, 5, 6, 4, 10, 13]
    assert months.contributions.sum() == 1025
