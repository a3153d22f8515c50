"""Sharing the load: for everybody in round figures, exactly after a purpose, and what rests on oneself for oneself."""

import re

import pytest
from bs4 import BeautifulSoup

from manyhands.participation import queries
from manyhands.participation.queries import load as loads
from manyhands.people.models import Identity
from tests.participation.tables import table_of

pytestmark = pytest.mark.django_db(transaction=True)


def lines():
    """March to May 2024: 24 people in "commons"; ann alone in "garden", ann and bob in "kitchen". In February eve alone
    was in "attic", and in 2023 the whole lot were in "cellar"."""
    for at in range(24):
        yield f"person {at:02}", f"2024-0{at % 3 + 3}-05", "commons", f"Service {at % 2}"
    for who, where in (
        ("ann", "garden"),
        ("ann", "commons"),
        ("ann", "kitchen"),
        ("bob", "kitchen"),
        ("bob", "commons"),
    ):
        yield who, "2024-05-07", where, "Service 0"
    yield "eve", "2024-02-07", "attic", "Service 0"
    for at in range(24):
        yield f"person {at:02}", "2023-06-05", "cellar", f"Service {at % 2}"


@pytest.fixture
def lead(data_folder):
    return table_of(data_folder, lines())


def sections(lead, *, exactly: bool):
    topic = queries.topic(queries.facts(lead.organisation.id), "sharing-the-load", exactly=exactly)
    return topic, {section.key: section for section in topic.sections}


def test_exactly_it_says_how_many_hands_each_place_has(lead):
    topic, found = sections(lead, exactly=True)
    assert topic.answer == "Four of five places would gain from another pair of hands."
    assert found["hands"].rows == (
        ("none", 2, 4, "down 2"),
        ("one", 1, 1, "no change"),
        ("two", 1, 0, "up 1"),
        ("three or more", 1, 0, "up 1"),
    )
    assert found["hands"].sentences[1] == (
        "The change is that of March 2024 to May 2024 against December 2023 to February 2024."
    )
    assert "Places that would gain from another pair of hands, against the three months before: down 1." in topic.more
    over = {row[0]: row[2:] for row in found["hand-over"].rows}
    # hands, their change, contributions, who could take a part, where, how many of them are there
    assert over["garden"] == (1, "up 1", 1, 25, "Service 0", 13)
    assert over["kitchen"] == (2, "up 2", 2, 24, "Service 0", 12)
    assert over["attic"] == (0, "down 1", 0, 26, "Service 0", 14)
    assert [row[0] for row in found["hand-over"].rows][:2] == ["garden", "kitchen"], "first what rests on fewest"


def test_exactly_it_says_what_a_rest_of_the_busiest_means(lead):
    _topic, found = sections(lead, exactly=True)
    away = {row[0]: row[1:4] for row in found["away"].rows}
    assert away["1"] == (1, "no change", 1)  # ann: the garden; before it was eve: the attic
    assert away["2"] == (2, "up 1", 2)  # ann and bob: the kitchen, too
    assert away["10"] == (2, "up 1", 2)


def test_the_truck_factor_is_the_fewest_without_whom_more_than_half_is_quiet(lead):
    found = loads.load(queries.facts(lead.organisation.id), exactly=True)
    assert (found.truck, found.proved, found.live) == (2, True, 3)
    topic, _sections = sections(lead, exactly=True)
    assert "At least two people would have to be away" in " ".join(topic.more)


def test_for_everybody_no_figure_is_about_fewer_than_five(lead):
    topic, found = sections(lead, exactly=False)
    said = " ".join(topic.more)
    assert "two people" not in said, "a truck factor under five is not shown"
    assert "More hands would let everybody take leave" in said
    assert found["hands"].rows == (
        ("none", 2, None, "too few to say"),
        ("one or more", 3, None, "too few to say"),
    ), "three months before it was eve alone"
    assert "three months before" not in said
    assert [row[2] for row in found["away"].rows] == ["too few to say"]
    assert [row[0] for row in found["away"].rows] == ["6"]
    assert all(len(row) == 4 for row in found["hand-over"].rows), (
        "no number of hands, no contributions, not how many of a service"
    )
    shown = {row[0]: row[1:] for row in found["hand-over"].rows}
    assert shown["garden"] == ("more hands would help", 30, "Service 0"), "everybody, as if nobody knew ann"
    assert shown["attic"][0] == "nobody lately"
    for section in topic.sections:
        for row in section.rows:
            assert not any(isinstance(cell, int) and 0 < cell < 5 for cell in row[1:]) or section.key == "hands"


def test_no_change_is_told_where_no_three_months_are_before(data_folder):
    lead = table_of(data_folder, [(f"p{at:02}", f"2024-0{at % 4 + 1}-05", "commons", "") for at in range(24)])
    for exactly in (True, False):
        topic, found = sections(lead, exactly=exactly)
        assert not any(column.text == "Change" for section in topic.sections for column in section.columns)
        assert "months before" not in " ".join(topic.more)
        assert len(found["hands"].sentences) == 1


def test_everybody_sees_the_change_where_five_are_behind_both_sides(data_folder):
    before = [(f"p{at:02}", "2024-01-05", "commons", "") for at in range(24)]
    now = [(f"p{at:02}", "2024-04-05", "garden" if at % 2 else "commons", "") for at in range(24)]
    lead = table_of(data_folder, [("p00", "2023-11-05", "commons", ""), *before, *now])
    topic, found = sections(lead, exactly=False)
    assert found["hands"].rows == (
        ("none", 0, 1, "down 1"),
        ("one to four", 0, 0, "no change"),
        ("five or more", 2, 1, "up 1"),
    )
    assert [row[2] for row in found["away"].rows] == ["no change"]
    assert "against the three months before: down 1." in " ".join(topic.more)


def test_nobody_is_named(lead):
    for exactly in (True, False):
        topic, _found = sections(lead, exactly=exactly)
        assert not re.search(r"\b(ann|bob|eve|person \d\d)\b", repr(topic))


def test_of_a_place_with_few_hands_the_answer_is_as_if_nobody_knew_them(data_folder):
    lead = table_of(
        data_folder,
        [
            *((f"p{at}", "2024-05-01", "commons", "Service 0") for at in range(6)),
            ("ann", "2024-05-01", "garden", "Service 0"),
            ("bob", "2024-05-01", "garden", "Service 0"),
            ("ann", "2024-05-01", "shed", "Service 0"),
        ],
    )
    _topic, found = sections(lead, exactly=False)
    shown = {row[0]: row[1:] for row in found["hand-over"].rows}
    assert shown["shed"] == shown["garden"] == ("more hands would help", 10, "Service 0")


def test_too_few_people_lately_say_nothing(data_folder):
    lead = table_of(data_folder, [("ann", "2024-05-01", "garden", ""), ("bob", "2024-05-01", "shed", "")])
    topic, found = sections(lead, exactly=False)
    assert "Too few people" in topic.answer
    assert not found
    assert sections(lead, exactly=True)[1]


def test_each_sees_what_rests_on_them(lead):
    facts = queries.facts(lead.organisation.id)
    person = {identity.handle or identity.external_id: identity.person_id for identity in Identity.objects.all()}
    own = queries.own_part(facts, "sharing-the-load", person["ann"])
    assert own.sentences[0].startswith("One place would go quiet without you")
    assert own.sentences[1] == "A first thing to hand over: garden. Ask in Service 0 who would look after it with you."
    assert [row[0] for row in own.rows] == ["garden"]
    easy = queries.own_part(facts, "sharing-the-load", person["bob"])
    assert (easy.rows, len(easy.sentences)) == ((), 1)
    assert queries.own_part(facts, "sharing-the-load", person["eve"]) is None, "not active in these three months"
    assert queries.own_part(facts, "sharing-the-load", lead.id) is None
    assert queries.own_part(facts, "between-services", person["ann"]) is None


def test_the_page_its_tables_and_its_picture(signed_in, lead):
    address = f"/{lead.organisation.slug}/participation/sharing-the-load/"
    soup = BeautifulSoup(signed_in.get(address).content, "html.parser")
    assert soup.h1.get_text() == "Four of five places would gain from another pair of hands."
    assert "risk" not in soup.main.get_text().lower()
    for key in ("hands", "hand-over", "away"):
        assert signed_in.get(f"{address}{key}.csv").content.startswith(b"\xef\xbb\xbf")
    assert signed_in.get(f"{address}hands.json").json()["$schema"]
    signed_in.post(
        f"/{lead.organisation.slug}/participation/exact-figures/", {"purpose": "To offer the garden another hand"}
    )
    assert "Active hands" in signed_in.get(address).content.decode()
    assert "garden,more hands would help,1,up 1,1,25" in signed_in.get(f"{address}hand-over.csv").content.decode()
