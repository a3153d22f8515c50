"""Rounds of invitations: whom they reach, what chance chooses, and what came of them."""

from datetime import date, timedelta

import pytest

from manyhands.participation import actions
from manyhands.participation.models import Invitation, OnRung
from manyhands.participation.queries import next_hands as page_of
from manyhands.participation.queries.rounds import rounds
from manyhands.participation.rules.guarded import Guard
from manyhands.participation.types import FEW, About, Rung
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.errors import NotPossible
from manyhands.people.types import LawfulBasis
from tests.participation.small import (
    BEGINNING,
    act,
    everywhere,
    facts,
    large,
    later,
    take,
    village,
)

pytestmark = pytest.mark.django_db(transaction=True)

SENT = date(2026, 4, 1)


def test_a_round_names_its_services_and_leaves_those_invited_before(lee, by):
    large(lee.organisation)
    first, *rest = everywhere(lee)
    one = actions.invite(
        organisation=lee.organisation_id, rung=Rung.READS, text=" Hello ", services=[first], sent=SENT, by=by
    )
    assert (one.invited, one.text, OnRung.objects.filter(invitation=one).count()) == (11, "Hello", 71)
    two = actions.invite(
        organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=[first, rest[0]], sent=SENT, by=by
    )
    assert two.invited == 12
    with pytest.raises(NotPossible, match="Nobody there"):
        actions.invite(organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=[first], by=by, sent=SENT)
    left = page_of.services_to_invite(facts(lee), Rung.READS)
    assert [row.name for row in left] == [f"Service {at}" for at in range(2, 6)]


def test_a_day_before_what_is_known_or_after_today_is_refused(lee, by):
    large(lee.organisation)
    for day in (date(2026, 3, 30), date.today() + timedelta(days=30)):
        with pytest.raises(NotPossible, match="Enter a day"):
            actions.invite(organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=[], sent=day, by=by)
    assert not Invitation.objects.exists()


def test_chance_chooses_only_where_staff_were_told_and_everybody_is_invited_in_the_end(lee, by):
    large(lee.organisation)
    draw = {"organisation": lee.organisation_id, "rung": Rung.READS, "text": "Hi", "drawn": True, "by": by}
    with pytest.raises(NotPossible, match="staff have been told"):
        actions.invite(**draw, sent=SENT)
    people_actions.record_purpose(
        organisation=lee.organisation,
        purpose="To invite",
        lawful_basis=LawfulBasis.PUBLIC_TASK,
        data_protection_contact="dpo@ambridge.example",
        staff_told=date(2026, 1, 1),
        by=by,
    )
    sizes = [len(page_of.services_of(actions.invite(**draw, sent=SENT))) for _round in range(3)]
    assert sizes == [3, 2, 1]
    assert sorted(OnRung.objects.filter(invited=True).values_list("actor", flat=True).distinct()) == sorted(
        OnRung.objects.values_list("actor", flat=True).distinct()
    )
    with pytest.raises(NotPossible, match="Nobody there"):
        actions.invite(**draw, sent=SENT)


def test_what_came_of_it_beside_those_not_invited_yet(lee, by):
    village_people = large(lee.organisation)
    half = everywhere(lee)[:3]
    round_ = actions.invite(
        organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=half, sent=SENT, by=by
    )
    says = page_of.rounds_section(facts(lee), Guard(exact=False)).rows[0][-1]
    assert says.startswith("Too early to say")
    invited = [name for name, service in village_people if service in ("Service 0", "Service 1", "Service 2")]
    others = [name for name, service in village_people if service not in ("Service 0", "Service 1", "Service 2")]
    later(lee.organisation, [name for at, name in enumerate(invited) if name != "p000" and at % 4], 100)
    later_others = others[:6]
    take(lee.organisation, [], [act(3000 + at, name, 100) for at, name in enumerate(later_others)])
    take(lee.organisation, [], [act(4000, "p000", 200)])
    (row,) = rounds(facts(lee))
    assert (row.came.took, row.came.invited, row.came.took_waiting, row.came.waiting) == (27, 35, 6, 36)
    assert row.came.change.difference == pytest.approx(27 / 35 - 6 / 36)
    assert row.came.change.beyond_chance
    (shown,) = page_of.rounds_section(facts(lee), Guard(exact=False)).rows
    assert shown[3:7] == (About(40), 0.75, About(40), 0.15000000000000002)
    assert "Chance did not choose them" in shown[-1]
    Invitation.objects.filter(pk=round_.pk).update(drawn=True)
    assert page_of.rounds_section(facts(lee), Guard(exact=False)).rows[0][-1].startswith("Because of the invitation")


def test_no_claim_of_few(lee, by):
    village(lee.organisation)
    actions.invite(organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=[None], sent=SENT, by=by)
    take(lee.organisation, [], [act(99, "eve", 100), act(100, "bob", 200)])
    (row,) = page_of.rounds_section(facts(lee), Guard(exact=False)).rows
    assert row[3:7] == (FEW, None, 0, None)
    assert row[-1] == "Nothing to compare with: everybody was invited."


def test_two_services_are_too_few_to_say(lee, by):
    large(lee.organisation, services=2, each=30)
    actions.invite(
        organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=everywhere(lee)[:1], sent=SENT, by=by
    )
    take(lee.organisation, [], [act(100, "p000", 200)])
    assert page_of.rounds_section(facts(lee), Guard(exact=True)).rows[0][-1].startswith("Too few to say: fewer than th")


def test_after_a_year_only_numbers_are_left(lee, by, monkeypatch):
    large(lee.organisation)
    actions.invite(
        organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=everywhere(lee)[:3], sent=SENT, by=by
    )
    take(lee.organisation, [], [act(4000, "p000", 200)])
    before = rounds(facts(lee))
    assert actions.forget_on_rung() == 0
    monkeypatch.setattr("manyhands.core.clock.now", lambda: BEGINNING + timedelta(days=500))
    assert actions.forget_on_rung() == 71
    assert not OnRung.objects.exists()
    assert rounds(facts(lee)) == before


def test_invited_by_name_are_those_who_said_so(lee, by):
    village(lee.organisation)
    ann, eve = (people.find_person(lee.organisation, f"{name}@ambridge.example")[0] for name in ("ann", "eve"))
    ask = {"organisation": lee.organisation_id, "rung": Rung.READS, "text": "Hi", "sent": SENT, "by": by}
    with pytest.raises(NotPossible, match="may not be named"):
        actions.invite(**ask, persons=[eve.pk])
    actions.set_willing(organisation=lee.organisation_id, person=eve.pk, willing=True, by=by)
    assert [each.name for each in page_of.named(facts(lee))] == ["Eve"]
    round_ = actions.invite(**ask, persons=[eve.pk])
    assert (round_.by_name, round_.invited, page_of.services_of(round_)) == (True, 1, [])
    with pytest.raises(NotPossible):
        actions.invite(**ask, persons=[eve.pk, ann.pk])
