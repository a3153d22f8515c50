"""Measures of any size agree with the plain ones, whichever engine works them out."""

import numpy as np
import pyarrow as pa
import pytest

from manyhands.measures import queries as measures
from tests.measures.slack_export import read

CHAOSS = [1000, 202, 90, 33, 332, 343, 42, 433]  # https://chaoss.community/kb/metric-contributor-absence-factor/


def contributions_of(person, n, **more):
    size = len(person)
    columns = {"person": pa.array(person, pa.int64()), "n": pa.array(n, pa.int64())}
    columns |= {name: pa.array(values, pa.int64()) for name, values in more.items()}
    return pa.table({**columns, "month": columns.get("month", pa.array([202601] * size, pa.int64()))})


def computed(engine, expression):
    return engine.to_pyarrow(expression)


def rows(engine, expression):
    return sorted(tuple(row.values()) for row in computed(engine, expression).to_pylist())


def test_chaoss_own_example(engine, load):
    table = load("chaoss", contributions_of(range(8), CHAOSS))
    counts = measures.counts_of(computed(engine, measures.spread(table)))
    assert sorted(counts.tolist()) == sorted(CHAOSS)
    assert measures.absence_factor(counts) == 2


def test_the_real_export_gives_the_published_figures(engine, load):
    export = read()
    rows_ = np.ones(len(export.person), np.int64)
    table = load("slack", contributions_of(export.person, rows_, place=export.channel, month=export.month))
    figures = measures.figures(measures.counts_of(computed(engine, measures.spread(table))), len(export.people))
    assert (figures.contributors, figures.contributions, figures.absence_factor) == (32, 1025, 2)
    assert figures.top_shares["6"] == pytest.approx(0.8702, abs=5e-5)
    assert figures.gini == {"contributors": pytest.approx(0.806, abs=5e-4), "members": pytest.approx(0.912, abs=5e-4)}
    assert figures.hill == {"0": 32, "1": pytest.approx(7.78, abs=5e-3), "2": pytest.approx(4.98, abs=5e-3)}
    assert [band.contributors for band in figures.bands] == [18, 7, 4, 3]

    by_month = rows(engine, measures.actives(table))
    assert [people for _, people, _ in by_month] == [11, 8, 7, 5, 9, 5, 3, 8, 4, 5, 6, 4, 10, 13]

    by_place = computed(engine, measures.spread(table, by=["place"]))
    grouped = measures.by_group(export.channel, export.person, rows_, len(export.channels))
    for place in np.unique(export.channel):
        counts = measures.counts_of(by_place.filter(pa.compute.equal(by_place["place"], int(place))))
        assert measures.hill(counts, 2) == pytest.approx(grouped.effective_hands[place])


def test_a_person_is_counted_once_whatever_the_number_of_accounts(engine, load):
    table = load(
        "tallies",
        pa.table(
            {
                "actor": pa.array([11, 12, 13, 14], pa.int64()),
                "n": pa.array([3, 4, 5, 5], pa.int64()),
                "month": pa.array([202601] * 4, pa.int32()),
            }
        ),
    )
    who = load("who", pa.table({"actor": pa.array([11, 12], pa.int64()), "person": pa.array([0, 0], pa.int64())}))
    found = measures.with_people(table, who)
    assert rows(engine, found.select("actor", "person")) == [(11, 0), (12, 0), (13, -13), (14, -14)]
    assert rows(engine, measures.spread(found)) == [(5, 2), (7, 1)]
    assert rows(engine, measures.actives(found)) == [(202601, 3, 17)]


def test_random_contributions_agree_with_the_plain_measures(engine, load):
    chance = np.random.default_rng(7)
    person, place = chance.integers(0, 300, 5_000), chance.integers(0, 12, 5_000)
    month, n = 202601 + chance.integers(0, 6, 5_000), chance.zipf(2.2, 5_000).clip(max=999)
    table = load("random", contributions_of(person, n, place=place, month=month))

    plain = np.bincount(person, weights=n).astype(np.int64)
    plain = plain[plain > 0]
    counts = measures.counts_of(computed(engine, measures.spread(table)))
    assert measures.figures(counts, 400) == measures.figures(np.sort(plain), 400)

    actives = measures.monthly_actives(month, person, n)
    expected = list(zip(*(column.tolist() for column in actives), strict=True))
    assert rows(engine, measures.actives(table)) == expected


@pytest.fixture
def talk(load):
    """10 asks; 20 answers twice, late and later; 10 answers 20, and itself; 20 mentions 30, 10 and itself."""
    hours = [0, 5, 3, 6, 7, 1, 2]
    return load(
        "activities",
        pa.table(
            {
                "key": pa.array([1, 2, 3, 4, 5, 6, 7], pa.int64()),
                "reply_key": pa.array([None, 1, 1, 2, 99, 1, 1], pa.int64()),
                "actor": pa.array([10, 20, 20, 10, 20, 10, 30], pa.int64()),
                "place": ["aa"] * 7,
                "contributing": pa.array([True, True, True, True, True, True, False]),
                "published": pa.array([hour * 3_600_000_000 for hour in hours], pa.timestamp("us")),
                "mentions": pa.array([None, [30, 10, 20], None, None, None, None, [10]], pa.list_(pa.int64())),
            }
        ),
    )


@pytest.fixture
def who(load):
    return load("who", pa.table({"actor": pa.array([10], pa.int64()), "person": pa.array([1], pa.int64())}))


def test_who_addresses_whom(engine, talk, who):
    # to oneself, to what is not here and what is taken back do not count
    assert rows(engine, measures.conversation(talk, who)) == [(-20, -30, 1), (-20, 1, 3), (1, -20, 1)]


def test_the_first_answer_is_somebody_elses(engine, talk, who):
    found = computed(engine, measures.first_answers(talk, who)).to_pylist()
    assert [
        (row["asker"], row["place"], (row["answered"] - row["asked"]).seconds // 3600, row["answerer"]) for row in found
    ] == [(1, "aa", 3, -20)]  # nobody is known for actor 20


def test_what_nobody_answers_stays_unanswered(engine, talk, who):
    alone = talk.filter(talk["actor"] == 10)
    found = computed(engine, measures.first_answers(alone, who)).to_pylist()
    assert [(row["asker"], row["answered"], row["answerer"]) for row in found] == [(1, None, None)]


def test_cohorts_by_the_month_of_the_first_contribution(engine, load):
    table = load(
        "cohorts",
        contributions_of([1, 1, 1, 2, 2, 3], [1] * 6, month=[202601, 202601, 202603, 202601, 202602, 202602]),
    )
    assert rows(engine, measures.first_months(table)) == [(1, 202601), (2, 202601), (3, 202602)]
    assert rows(engine, measures.cohorts(table)) == [
        (202601, 202601, 2),
        (202601, 202602, 1),
        (202601, 202603, 1),
        (202602, 202602, 1),
    ]


def test_the_columns_filters_mean_the_same_everywhere(engine, load):
    tallies = load(
        "filtered",
        pa.table(
            {
                "actor": pa.array([1, 1, 2, 3], pa.int64()),
                "place": ["aa", "bb", "aa", None],
                "source": ["s", "s", "t", "t"],
                "month": pa.array([202601, 202602, 202602, 202603], pa.int32()),
                "contributing": [True, True, True, False],
                "n": pa.array([2, 3, 4, 5], pa.int64()),
                "last": pa.array([0, 1, 2, 3], pa.int32()).cast(pa.date32()),
            }
        ),
    )
    found = measures.contributions(tallies, since=202602, by=("actor", "month")).drop("last")
    assert rows(engine, found) == [(1, 202602, 3), (2, 202602, 4)]
    assert rows(engine, measures.contributions(tallies, places=["aa"], by=("place",)).drop("last")) == [("aa", 6)]
    assert rows(engine, measures.contributions(tallies, sources=[], by=("place",))) == []
