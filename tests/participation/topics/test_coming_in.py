"""Who comes in: steps and cohorts of small organisations, what is known of them, and what everybody is told."""

import csv
import io

import pytest
from django.test import Client

from manyhands.participation import actions, queries
from manyhands.participation.queries.journeys import journeys
from manyhands.participation.types import EARLY, FEW, UNKNOWN, About, KnownOf
from manyhands.people import queries as people
from tests.participation.small import account, act, take
from tests.people.factories import PASSWORD, council

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = ("interested", "has_access", "signed_up", "contributed", "regular", "helps_others")


def topic(person, *, exactly=True):
    return queries.topic(queries.facts(person.organisation_id), "who-comes-in", exactly=exactly)


def section(person, key, *, exactly=True):
    return next(each for each in topic(person, exactly=exactly).sections if each.key == key)


def steps(person, *, exactly=True):
    rows = section(person, "steps", exactly=exactly).rows
    return dict(zip(STEPS, [row[1] for row in rows], strict=True))


def village(organisation):
    """Six with access: ann stays and helps, bob comes back, cat posts once, dan is new, eve likes, fay does nothing."""
    names = ("ann", "bob", "cat", "dan", "eve", "fay")
    take(
        organisation,
        [account(name) for name in names],
        [
            act(1, "ann", 0),
            act(2, "bob", 5),
            act(3, "ann", 6, to=2),  # a newcomer's second day: help
            act(4, "cat", 10),
            act(5, "eve", 11, kind="Like"),
            act(6, "bob", 45),
            act(7, "ann", 50, to=6),  # bob is no newcomer any more
            act(8, "dan", 70),
            act(9, "ann", 90),
        ],
    )


def test_steps_are_nested(lee):
    village(lee.organisation)
    assert steps(lee) == {
        "interested": UNKNOWN,
        "has_access": 6,
        "signed_up": 5,
        "contributed": 4,
        "regular": 2,  # ann and bob; cat did not come back
        "helps_others": 1,
    }
    regular = section(lee, "steps").rows[4]
    assert regular[2] is None  # of three people nothing can be said
    assert regular[5] == 1  # dan: too early to say


def test_what_no_network_tells_is_not_known(lee):
    take(lee.organisation, [account("ann"), account("bob")], [act(1, "ann", 0), act(2, "bob", 1)])
    found = steps(lee)
    assert (found["signed_up"], found["helps_others"]) == (UNKNOWN, UNKNOWN)
    assert len(topic(lee).limits) == 4


def test_interested_is_a_number_that_somebody_typed(lee):
    village(lee.organisation)
    by = people.own_persona(lee.user, lee.organisation).pk
    for number in (40, 57):
        actions.set_known_number(organisation=lee.organisation_id, of=KnownOf.INTERESTED, number=number, on=None, by=by)
    assert steps(lee)["interested"] == 57
    assert steps(lee, exactly=False)["interested"] == About(60)
    actions.set_known_number(organisation=lee.organisation_id, of=KnownOf.INTERESTED, number=None, on=None, by=by)
    assert steps(lee)["interested"] == UNKNOWN


def test_cohorts_say_where_it_is_too_early(lee):
    village(lee.organisation)
    january, march = section(lee, "by-month").rows
    assert january[:4] == ("January 2026", 3, pytest.approx(2 / 3), 0)
    assert march == ("March 2026", 1, EARLY, EARLY)


def wave(organisation, first, month, people, back):
    """`people` begin in a month of thirty days from 1 January 2026, the first `back` of them return 40 days later."""
    who = [f"w{month}x{at:02}" for at in range(people)]
    acts = [act(first + at, name, 30 * month + 5) for at, name in enumerate(who)]
    acts += [act(first + 100 + at, name, 30 * month + 45) for at, name in enumerate(who[:back])]
    take(organisation, [account(name) for name in who], acts)


@pytest.fixture
def two_periods(lee):
    """Months 4 to 9 of 2026: 24 are new in May, six of them stay; 30 in July, 24 of them stay."""
    take(lee.organisation, [], [act(1, "ann", 0), act(2, "ann", 255)])
    wave(lee.organisation, 1000, 4, 24, 6)
    wave(lee.organisation, 2000, 6, 30, 24)
    return lee


def test_newcomers_are_held_against_those_of_the_months_before(two_periods):
    after, before, change = section(two_periods, "newcomers").rows
    assert (after[0], before[0]) == ("July 2026 to August 2026", "May 2026 to June 2026")
    assert (after[2], before[2]) == (30, 24)
    assert (after[3], before[3]) == (pytest.approx(0.8), pytest.approx(0.25))
    assert change[2:] == ("up 6", "up 55 points: more than chance would make")


def test_everybody_is_told_the_difference_of_round_figures(two_periods):
    after, before, change = section(two_periods, "newcomers", exactly=False).rows
    assert (after[2], before[2], change[2]) == (About(30), About(20), "up about 10")
    assert change[3] == "up 55 points: more than chance would make"


def test_of_few_newcomers_it_is_too_little_to_say(lee):
    take(lee.organisation, [], [act(1, "ann", 0), act(2, "ann", 255)])
    wave(lee.organisation, 1000, 4, 3, 1)
    wave(lee.organisation, 2000, 6, 30, 24)
    _after, before, change = section(lee, "newcomers", exactly=False).rows
    assert (before[2], before[3]) == (FEW, None)
    assert change[2:] == ("too few to say", "too few to say")


def test_without_two_periods_there_is_no_change(lee):
    village(lee.organisation)
    assert "newcomers" not in {each.key for each in topic(lee).sections}


def test_of_fewer_than_five_everybody_hears_only_that(lee):
    village(lee.organisation)
    found = steps(lee, exactly=False)
    assert found == {
        "interested": UNKNOWN,
        "has_access": About(10),
        "signed_up": About(10),
        "contributed": FEW,
        "regular": FEW,
        "helps_others": FEW,
    }
    shown = topic(lee, exactly=False)
    assert shown.answer == "There is room for more first contributions."
    assert shown.more == ("So far fewer than five have.",)
    assert not section(lee, "by-month", exactly=False).rows
    assert not section(lee, "coming-back", exactly=False).rows


def test_somebody_erased_still_counts_and_nobody_knows_who(lee):
    village(lee.organisation)
    from manyhands.people import actions as people_actions

    (cat,) = people.find_person(lee.organisation, "cat@ambridge.example")
    people_actions.erase_person(person=cat, by=lee.pk)
    ways = journeys(queries.facts(lee.organisation_id))
    assert (ways.person < 0).sum() == 1
    assert steps(lee)["contributed"] == 4


def test_help_given_in_person_is_beside(lee):
    village(lee.organisation)
    before = steps(lee)
    by = people.own_persona(lee.user, lee.organisation).pk
    actions.add_help(organisation=lee.organisation_id, kind="surgery", on=None, helped=12, by=by)
    assert section(lee, "in-person").rows == (("Surgeries", 12, UNKNOWN),)
    actions.add_help(organisation=lee.organisation_id, kind="surgery", on=None, helped=2, person=lee.pk, by=by)
    assert section(lee, "in-person").rows == (("Surgeries", 14, 1),)
    assert section(lee, "in-person", exactly=False).rows == (("Surgeries", None, FEW),)
    assert steps(lee) == before


def test_the_page_its_tables_and_its_picture(lee):
    client = Client()
    assert client.login(email=lee.email, password=PASSWORD)
    address = f"/{lee.organisation.slug}/participation/who-comes-in/"
    assert "Nothing has been brought in yet" in client.get(address).content.decode()
    village(lee.organisation)
    text = client.get(address).content.decode()
    assert "So far fewer than five have." in text
    assert "Exact" not in text
    rows = list(csv.reader(io.StringIO(client.get(f"{address}steps.csv").content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["not known", "10", "10", "fewer than 5", "fewer than 5", "fewer than 5"]
    assert client.get(f"{address}steps.json").json()["$schema"].startswith("https://vega.github.io/")
    assert client.get(f"{address}steps.svg")["Content-Type"] == "image/svg+xml"


def test_one_organisation_knows_nothing_of_another(lee):
    village(lee.organisation)
    kim = council("Borchester Council", "kim@borchester.example")
    by = people.own_persona(kim.user, kim.organisation).pk
    actions.set_known_number(organisation=kim.organisation_id, of=KnownOf.INTERESTED, number=99, on=None, by=by)
    take(kim.organisation, [account("ann", host="borchester.example")], [act(1, "ann", 0)])
    assert steps(kim) == {**dict.fromkeys(STEPS, 0), "interested": 99, "has_access": 1, "signed_up": UNKNOWN} | {
        "contributed": 1,
        "helps_others": UNKNOWN,
    }
    assert steps(lee)["interested"] == UNKNOWN
    assert steps(lee)["has_access"] == 6
