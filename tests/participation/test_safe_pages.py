"""What a colleague might try on the pages beside the overview: to learn from them what one to four people did."""

from datetime import UTC, datetime, timedelta

import pytest

from manyhands.participation import queries
from manyhands.participation.types import FEW, About
from tests.participation.small import BEGINNING, account, act, take
from tests.participation.tables import table_of
from tests.people.factories import council

pytestmark = pytest.mark.django_db(transaction=True)


def page(person, key: str):
    """A topic as everybody sees it, and its sections by key."""
    topic = queries.topic(queries.facts(person.organisation_id), key, exactly=False)
    return topic, {section.key: section for section in topic.sections}


def named(section) -> dict:
    return {row[0]: row[1:] for row in section.rows}


def posts(who: str, day: int, times: int, first: int, place: str = "general"):
    return [act(first + at, who, day, place) for at in range(times)]


def test_the_order_of_services_says_nothing_of_how_much_few_did(data_folder):
    """Of Libraries ann alone takes part, and does more than all others together."""
    lee = council()
    people = [(f"a{at:02}", "Works") for at in range(14)] + [(f"b{at:02}", "Parks") for at in range(14)]
    silent = [account(f"lib{at}", "Libraries") for at in range(6)]
    acts = [each for at, (who, _service) in enumerate(people) for each in posts(who, 3, 5, 100 * at)]
    take(lee.organisation, [account(*each) for each in people] + [account("ann", "Libraries"), *silent], acts)
    _topic, before = page(lee, "between-services")
    take(lee.organisation, [], posts("ann", 4, 400, 9000))
    _topic, after = page(lee, "between-services")
    assert named(after["services"])["Libraries"] == (About(10), FEW, None)
    order = [[row[0] for row in found["services"].rows] for found in (before, after)]
    assert order[0] == order[1], "the place in the table told that ann did more than a whole service"
    assert after["services"].sentences == before["services"].sentences, "so did how few services half of it comes from"


def test_of_one_to_four_with_access_it_is_not_said_whether_they_took_part(data_folder):
    """Six belong to Libraries, of whom only ann has access: whoever knows that would read of ann alone."""
    lee = council()
    crowd = [account(f"p{at:02}", f"Service {at % 2}") for at in range(24)]
    others = [account(f"l{at}", "Libraries", is_member=False) for at in range(5)]
    acts = [act(at, f"p{at:02}", 3) for at in range(24)]
    take(lee.organisation, [*crowd, *others, account("ann", "Libraries")], acts)
    quiet = named(page(lee, "between-services")[1]["services"])["Libraries"]
    take(lee.organisation, [], [act(999, "ann", 4)])
    assert quiet == (FEW, None, None)
    assert named(page(lee, "between-services")[1]["services"])["Libraries"] == quiet
    assert page(lee, "between-services")[0].answer == "Two of two services take part."


def hands(garden: str, services=lambda at: "", more=()):
    """24 people active in May 2024, half of them in "kitchen", half in "hall"; somebody alone in "garden"."""
    for at in range(24):
        yield f"p{at:02}", "2024-05-03", "kitchen" if at % 2 else "hall", services(at)
    yield garden, "2024-05-04", "garden", services(int(garden[1:]))
    yield from more


def test_whom_to_ask_does_not_say_where_else_the_one_who_carries_a_place_is_active(data_folder):
    rows = {}
    for name, who in (("Ambridge", "p00"), ("Borchester", "p01")):
        person = table_of(data_folder, hands(who), f"{name} Council")
        rows[who] = named(page(person, "sharing-the-load")[1]["hand-over"])["garden"]
    assert rows["p00"] == rows["p01"], "one said hall, the other kitchen"


def test_whom_to_ask_does_not_say_in_which_service_who_carries_a_place_is(data_folder):
    """Service A has 15 active people, who are about 20; without the one of the garden they were about 10."""
    rows = {}
    for name, who in (("Ambridge", "p00"), ("Borchester", "p20")):
        person = table_of(data_folder, hands(who, lambda at: "A" if at < 15 else "B"), f"{name} Council")
        rows[who] = named(page(person, "sharing-the-load")[1]["hand-over"])["garden"]
    assert rows["p00"] == rows["p20"]


def test_of_a_service_and_a_place_at_once_no_number_is_told(data_folder):
    """Of A 15 are active. One of A among the five hands of the garden made 14 of them, about 10, where without her it
    was about 20: that one of A is there would be two filters."""
    rows = {}
    for name, who in (("Ambridge", 14), ("Borchester", 24)):
        garden = [
            (f"p{at:02}", "2024-05-05", "garden", "A" if at < 15 else "B") for at in (*[20] * 20, 21, 22, 23, who)
        ]
        more = [(f"p{at:02}", "2024-05-05", "kitchen", "A" if at < 15 else "B") for at in range(25)]
        person = table_of(data_folder, [*more, *garden], f"{name} Council")
        rows[who] = named(page(person, "sharing-the-load")[1]["hand-over"]).get("garden")
    assert rows[14] == rows[24]
    assert rows[14] is not None


def test_no_place_is_told_to_hang_on_one_person(data_folder):
    """Five small places with a hand each: with their number as a band, the list above it named them."""
    more = [(f"p{at:02}", "2024-05-05", f"shed {at}", "") for at in range(5)]
    found = page(table_of(data_folder, hands("p07", more=more)), "sharing-the-load")[1]
    wanting = [row[0] for row in found["hand-over"].rows if row[1] == "more hands would help"]
    assert len(wanting) == 6
    assert [row[0] for row in found["hands"].rows] == ["none", "one to four", "five or more"]


def test_what_three_people_did_three_months_before_is_not_counted(data_folder):
    more = [("ann", "2024-01-05", place, "") for place in ("attic", "cellar", "shed")]
    found = page(table_of(data_folder, hands("p07", more=more)), "sharing-the-load")[1]
    assert all(row[2] is None for row in found["hands"].rows), "ann was in three places"


def test_the_hours_of_few_are_not_told_by_those_in_which_nobody_was_there(data_folder):
    """ann alone posts on Sundays at four in the morning. Of the hours around it zero was said, of hers a dash."""
    lee = council()
    acts = [act(at, f"p{at:02}", 4) for at in range(12)]
    sunday = (BEGINNING + timedelta(days=3)).replace(hour=4).timestamp()
    acts.append(act(99, "ann", 3)._replace(published=sunday))
    take(lee.organisation, [account(f"p{at:02}") for at in range(12)], acts)
    found = page(lee, "answers")[1]
    assert named(found["when"])["Sunday"][0] is None
    assert {row[7] for row in found["hours"].rows[:9]} == {None}


def test_how_soon_one_asker_is_answered_is_not_said(data_folder):
    """ann asks forty times, twelve others once each, and fifteen people answer."""
    lee = council()
    acts = []
    for at in range(52):
        who = "ann" if at < 40 else f"q{at}"
        acts += [act(2 * at, who, at % 20), act(2 * at + 1, f"r{at % 15:02}", at % 20 + 1, to=2 * at)]
    take(lee.organisation, [], acts)
    assert not any(cell for row in page(lee, "answers")[1]["soon"].rows for cell in row[2:])


def test_whether_the_newest_came_back_does_not_follow_from_two_tables(data_folder):
    """23 begin in January and eleven of them return in February; ann begins in February, and returns in March or not.
    The overview's months say how many began when."""
    shown = []
    for name, back in (("Ambridge", True), ("Borchester", False)):
        lee = council(f"{name} Council", f"lee@{name}.example".lower())
        who = [account(f"p{at:02}", host=f"{name}.example".lower()) for at in range(23)]
        acts = [act(at, f"p{at:02}", 5) for at in range(23)] + [act(100 + at, f"p{at:02}", 40) for at in range(12)]
        acts += [act(200 + at, f"p{at:02}", 70) for at in range(12)] + [act(300, "ann", 40)]
        acts += [act(400, "ann", 70)] if back else []
        acts += [act(500, "p00", 95)]
        take(lee.organisation, [*who, account("ann", host=f"{name}.example".lower())], acts)
        found = page(lee, "who-comes-in")[1]
        shown.append((found["coming-back"].rows, found["by-month"].rows))
    assert shown[0] == shown[1]


@pytest.mark.parametrize("key", ["between-services", "who-comes-in"])
def test_the_running_month_waits(data_folder, monkeypatch, key):
    """Four of Parks have begun, then a fifth: on which day is nobody's business."""
    monkeypatch.setattr("manyhands.core.clock.now", lambda: datetime(2026, 2, 20, 12, tzinfo=UTC))
    lee = council()
    people = [account(f"a{at:02}", "Works") for at in range(14)] + [account(f"b{at}", "Parks") for at in range(8)]
    acts = [act(at, f"b{at}", 3) for at in range(4)]
    take(lee.organisation, people, acts)
    before = page(lee, key)
    take(lee.organisation, [], [act(50, "b5", 45)])
    assert page(lee, key) == before


def test_of_a_month_that_is_not_over_nothing_is_said(data_folder, monkeypatch):
    monkeypatch.setattr("manyhands.core.clock.now", lambda: datetime(2026, 1, 20, 12, tzinfo=UTC))
    lee = council()
    take(lee.organisation, [], [act(at, f"p{at}", 3) for at in range(9)])
    assert page(lee, "who-comes-in")[0].answer == "There is nothing to show yet."


def test_one_whom_all_turn_to_is_not_told_by_the_network(data_folder):
    """In a star of thirty centralisation is 1: somebody is tied to everybody."""
    lee = council()
    people = [account(f"p{at:02}", f"Service {at % 2}") for at in range(30)]
    acts = [act(0, "p00", 1)] + [act(at, f"p{at:02}", 2, to=0) for at in range(1, 30)]
    take(lee.organisation, people, acts)
    values = named(page(lee, "between-services")[1]["network"])
    assert values["Centralisation"] == (None, None, None)


def test_few_ties_that_are_returned_are_not_told(data_folder):
    """Of thirty people two answer one another; all others only answer."""
    lee = council()
    people = [account(f"p{at:02}", f"Service {at % 2}") for at in range(30)]
    acts = [act(at, f"p{at:02}", 1) for at in range(30)]
    acts += [act(100 + at, f"p{at:02}", 2, to=(at + 2) % 30) for at in range(18)]
    acts += [act(200, "p02", 3, to=0)]
    take(lee.organisation, people, acts)
    values = named(page(lee, "between-services")[1]["network"])
    assert values["Ties that are returned"] == (None, None, None)
    assert values["E-I index: ties to others less ties inside"][0] == -1, "all ties are inside services"
    take(lee.organisation, [], [act(300, "p03", 3, to=0)])
    values = named(page(lee, "between-services")[1]["network"])
    assert values["E-I index: ties to others less ties inside"][0] is None, "one is not"


def test_of_three_who_talk_it_is_not_said_whether_one_stands_between_the_others(data_folder):
    lee = council()
    people = [account(f"p{at:02}", f"Service {at % 2}") for at in range(30)]
    acts = [act(at, f"p{at:02}", 1) for at in range(30)]
    take(lee.organisation, people, [*acts, act(100, "p00", 2, to=2), act(101, "p02", 2, to=4)])
    assert {row[1] for row in page(lee, "between-services")[1]["bridges"].rows} == {None}
