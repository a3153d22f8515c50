"""The made-up council: the same for the same seed, and a story that its figures tell."""

from collections import Counter
from datetime import UTC, date, datetime
from functools import cache

import numpy as np
import pytest

from manyhands.home.rules.demonstration import CONVERSATIONS, GROUPS, SEED, demonstration
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


@pytest.mark.parametrize("seed", [SEED, 2, 3])
@pytest.mark.parametrize("today", [date(2026, 7, 1), date(2026, 11, 22), date(2027, 1, 4)])
def test_what_is_said_in_the_hub_is_over_by_the_day_before_and_in_order(seed, today):
    events = demonstration(seed, UNTIL, today).events
    moments = [event.at for event in events]
    assert moments == sorted(moments)
    assert moments[-1].date() < today
    assert (today - moments[0].date()).days < 45
    assert all(moment.weekday() < 5 for moment in moments)
    assert sum(event.do in ("begin", "answer") for event in events) == sum(len(talk.said) for talk in CONVERSATIONS)
    assert len({event.by for event in events}) > 12


def test_nobody_reacts_to_their_own_message_and_who_speaks_in_a_closed_group_belongs_to_it():
    for talk in CONVERSATIONS:
        group = GROUPS[talk.group]
        for said in talk.said:
            assert said.by not in {voice for voice, _kind in said.reactions}
            if group.access != "open":
                spoken = {said.by, *(voice for voice, _kind in said.reactions)}
                assert spoken <= {group.keeper, *group.members}
