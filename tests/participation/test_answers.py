"""Answers and times: from replies taken in, for everybody and exactly; and where no source says who answers."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from manyhands.participation import queries
from manyhands.participation.types import FEW, About
from tests.participation.small import BEGINNING, account, act, take
from tests.participation.tables import table_of
from tests.people.factories import PASSWORD, council

pytestmark = pytest.mark.django_db(transaction=True)

# BEGINNING is Thursday 1 January 2026, noon: day 4 is Monday, 5 January.
MONDAY = 4


def at(number, who, day, hour=0.0, place="general", to=None):
    return act(number, who, day, place, to=to)._replace(
        published=(BEGINNING + timedelta(days=day, hours=hour)).timestamp()
    )


def acts():
    """24 people ask on Mondays at noon and are answered two hours later by the next of them, but for the last four, who
    ask in "ideas" and wait; and in "feed" nobody ever answers."""
    for number in range(24):
        yield at(number, f"p{number}", MONDAY + 7 * (number % 4), place="ideas" if number >= 20 else "general")
        if number < 20:
            yield at(100 + number, f"p{number + 1}", MONDAY + 7 * (number % 4), 2, to=number)
    yield at(300, "p1", 29, 1)


@pytest.fixture
def lead(data_folder):
    person = council()
    take(person.organisation, [account(f"p{at}") for at in range(24)], acts(), ("general", "ideas"))
    return person


def topic_of(lead, *, exactly: bool):
    topic = queries.topic(queries.facts(lead.organisation.id), "answers", exactly=exactly)
    return topic, {section.key: section for section in topic.sections}


def test_the_median_and_the_working_day_count_those_who_wait(lead):
    topic, found = topic_of(lead, exactly=True)
    (now,) = found["soon"].rows
    assert now[1] == 25
    assert now[2] == pytest.approx(20 / 25)
    assert now[3] == 2 * 3600
    assert now[4] <= 2 * 3600
    assert now[6] == pytest.approx(20 / 24), "who asked just now has not waited, and does not count yet"
    assert now[7] < now[6] < now[8]
    assert [column.text for column in found["waiting"].columns][-1] == "Messages without a reply", "nothing is before"
    assert "within 2.0 hours" in " ".join(topic.more) or "within 120 minutes" in " ".join(topic.more)


def test_those_who_wait_are_a_chance_to_help(lead):
    topic, found = topic_of(lead, exactly=True)
    assert topic.answer == "Five messages of the last 30 days have no reply yet: each is a chance to help."
    assert found["waiting"].rows == (("ideas", 4, 4), ("general", 1, 1))
    assert "Open ideas" in topic.step


def test_everybody_sees_it_in_round_figures(lead):
    topic, found = topic_of(lead, exactly=False)
    assert topic.answer.startswith("About 10 messages")
    now = found["soon"].rows[0]
    assert isinstance(now[1], About)
    assert (now[2], now[3], now[6]) == (pytest.approx(0.8), 2 * 3600, pytest.approx(0.85))
    assert now[4] % 600 == 0
    assert found["waiting"].rows == (("general", FEW, FEW), ("ideas", FEW, FEW))


def year(first, month, soon, asked=24):
    """In a month of 2026, `asked` people ask and are answered after so many hours."""
    for number in range(asked):
        day = 30 * month + number % 20
        yield at(first + number, f"p{number}", day)
        yield at(first + 100 + number, f"p{(number + 1) % 24}", day, soon, to=first + number)


@pytest.fixture
def quicker(data_folder):
    """Two months: answers come after eight hours in the first, after two in the second."""
    person = council()
    more = [at(2000 + number, f"p{number % 3}", 40, place="ideas") for number in range(3)]
    take(
        person.organisation, [account(f"p{at}") for at in range(24)], [*year(0, 0, 8), *year(500, 1, 2), *more],
        ("general", "ideas"),
    )  # fmt: skip
    return person


def test_how_soon_it_is_against_the_months_before(quicker):
    _topic, found = topic_of(quicker, exactly=True)
    now, before, change = found["soon"].rows
    assert (now[0], before[0], change[0]) == ("the last month", "the month before", "Change")
    assert (now[3], before[3]) == (2 * 3600, 8 * 3600)
    assert change[3] == "down 6.0 hours: more than chance would make"
    assert change[2] is None, "what was asked earlier had longer to be answered"


def test_everybody_sees_no_more_than_the_difference_of_what_is_shown(quicker):
    _topic, found = topic_of(quicker, exactly=False)
    now, before, change = found["soon"].rows
    assert isinstance(now[1], About)
    assert isinstance(before[1], About)
    assert change[1] in ("no change", "up about 10")
    assert change[3] == "down 6.0 hours: more than chance would make"


def test_who_waits_is_held_against_thirty_days_before(data_folder):
    person = council()
    for day, people in ((0, 12), (35, 8), (62, 24), (70, 1)):
        acts = [at(1000 * day + number, f"p{number}", day) for number in range(people)]
        take(person.organisation, [account(f"p{at}") for at in range(24)], acts)
    take(person.organisation, [], [at(9_000_000, "p1", 62, 1, to=62_000)])
    _topic, found = topic_of(person, exactly=True)
    assert found["waiting"].rows == (("general", 24, 24, "up 16"),)
    assert found["waiting"].sentences[-1].endswith("up 16.")
    _topic, found = topic_of(person, exactly=False)
    assert found["waiting"].rows[0][3] == "up about 10"


def test_hours_are_those_of_the_clock_on_the_wall(data_folder):
    person = council()
    summer = [at(number, f"p{number}", MONDAY + 26 * 7) for number in range(12)]  # a Monday in July, noon in UTC
    take(person.organisation, [account(f"p{number}") for number in range(12)], summer)
    _topic, found = topic_of(person, exactly=True)
    assert found["hours"].rows[13][:2] == ("13:00", 12)
    assert found["when"].rows[0] == ("Monday", 0, 0, 12, 0, 0)


def test_weekdays_of_few_are_left_out_for_everybody(lead):
    _topic, found = topic_of(lead, exactly=False)
    assert found["when"].rows[0][0] == "Monday"
    amounts = [cell for row in found["when"].rows for cell in row[1:]]
    assert all(cell is None or cell == 0 or (isinstance(cell, About) and cell >= 10) for cell in amounts)
    assert found["when"].rows[4][3] is None, "one person on a Friday"


def test_a_source_that_does_not_say_who_answers(data_folder):
    lead = table_of(data_folder, [(f"p{at}", f"2024-05-{at + 1:02}", "commons", "") for at in range(12)])
    topic, found = topic_of(lead, exactly=True)
    assert topic.answer == "When people are there is known; who answers whom is not."
    assert topic.more == ("No source that was brought in says which message answers which.",)
    assert set(found) == {"when", "hours"}


def test_nobody_yet(data_folder):
    topic, found = topic_of(council(), exactly=True)
    assert topic.answer.startswith("Too few people")
    assert not found


def test_the_page_its_tables_and_its_picture(lead):
    client = Client()
    assert client.login(email=lead.email, password=PASSWORD)
    address = f"/{lead.organisation.slug}/participation/answers/"
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    assert soup.h1.get_text().startswith("About 10 messages")
    assert client.get(f"{address}when.json").json()["$schema"]
    assert b"<svg" in client.get(f"{address}when.svg").content
    for key in ("soon", "waiting", "when", "hours"):
        lines = client.get(f"{address}{key}.csv").content.decode("utf-8-sig").splitlines()
        assert len(lines) > 1
