"""The made-up council: the same for the same seed, and a story that its figures tell."""

from collections import Counter
from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest

from manyhands.home.rules.demonstration import SEED, demonstration
from manyhands.home.rules.demonstration.council import TURNED
from manyhands.measures import queries as measures

UNTIL = 202606


made = cache(lambda seed: demonstration(seed, UNTIL))


@pytest.fixture
def council():
    return made(SEED)


def contributions(council):
    return [act for batch in council.exports.values() for act in batch.acts if act.contributing]


def counts(acts):
    people = Counter(act.actor for act in acts if act.actor.isdecimal())
    return np.array(sorted(people.values()), np.int64)


def month(act):
    when = datetime.fromtimestamp(act.published, UTC)
    return when.year * 100 + when.month


def test_the_same_seed_makes_the_same_council(council):
    assert demonstration(SEED, UNTIL) == council


@pytest.mark.parametrize("other", [(SEED + 1, UNTIL), (SEED, 202605)])
def test_another_seed_or_month_makes_another(council, other):
    assert demonstration(*other).exports != council.exports


def test_has_people_of_every_kind_and_nobody_has_a_name(council):
    accounts = {account.external_id: account for batch in council.exports.values() for account in batch.accounts}
    kinds = Counter(account.kind for account in accounts.values())
    assert kinds == {"staff": 184, "councillor": 8, "peer": 6, "bot": 1, "corporate": 1}
    people = [account for account in accounts.values() if account.kind not in ("bot", "corporate")]
    assert all(account.name == f"Person {account.external_id}" for account in people)
    assert all(account.email.endswith(".example") for account in people)


def test_tells_of_eighteen_months_up_to_the_last(council):
    months = {month(act) for act in contributions(council)}
    assert (min(months), max(months), len(months)) == (202501, 202606, 18)


@pytest.mark.parametrize("seed", [SEED, 2, 99])
def test_one_champion_and_five_others_carry_nearly_everything(seed):
    each = counts(contributions(made(seed)))
    assert 0.3 < measures.top_share(each, 1) < 0.45
    assert 0.75 < measures.top_share(each, 6) < 0.9
    assert len(each) > 70
    assert measures.hill(each, 2) < 6


@pytest.mark.parametrize("seed", [SEED, 2, 99])
def test_it_has_stopped_growing_but_for_one_place(seed):
    acts = [act for act in contributions(made(seed)) if act.place != TURNED]
    each = Counter(month(act) for act in acts)
    beginning, middle, end = (
        sum(each[month] for month in months)
        for months in ((202501, 202502, 202503), (202509, 202510, 202511), (202604, 202605, 202606))
    )
    assert beginning < 0.6 * middle
    assert 0.85 < end / middle < 1.15


@pytest.mark.parametrize("seed", [SEED, 2, 99])
def test_one_place_went_from_one_hand_to_many(seed):
    acts = [act for act in contributions(made(seed)) if act.place == TURNED]
    before, after = (
        counts([act for act in acts if first <= month(act) <= last])
        for first, last in ((202501, 202509), (202604, 202606))
    )
    assert measures.hill(before, 2) < 1.5
    assert measures.hill(after, 2) > 10
    assert len(after) >= 15


def test_what_it_says_could_be_an_export(council):
    for batch in council.exports.values():
        ids = [act.source_id for act in batch.acts]
        assert len(set(ids)) == len(ids)
        accounts = {account.external_id for account in batch.accounts}
        places = {place.external_id for place in batch.places}
        assert len(places) == len(batch.places) >= 10
        when = {}
        for act in batch.acts:
            assert {act.actor, *act.mentions} <= accounts
            assert act.place in places
            assert act.in_reply_to is None or when[act.in_reply_to] <= act.published
            when[act.source_id] = act.published
        for place in batch.places:
            assert set(place.members or ()) <= accounts
