"""Between services: how many take part in one period against the one before, and which services link others."""

import csv
import io

import pytest
from bs4 import BeautifulSoup

from manyhands.participation import queries
from manyhands.participation.types import FEW, About
from tests.participation.small import account, act, signed_in, take
from tests.people.factories import council

pytestmark = pytest.mark.django_db(transaction=True)

SERVICES = ("Libraries", "Housing", "Parks", "Legal")


def people(each=12):
    return [account(f"{service[:3].lower()}{at:02}", service) for service in SERVICES for at in range(each)]


def posts(service, many, day, first):
    return [act(first + at, f"{service[:3].lower()}{at:02}", day) for at in range(many)]


def answers(service, to, many, day, first):
    """The first of a service answer what their like in another said."""
    return [act(first + at, f"{service[:3].lower()}{at:02}", day, to=to + at) for at in range(many)]


@pytest.fixture
def lead(data_folder):
    """January to April: Libraries from five to twelve, Housing stays, Parks begin, of Legal one to four take part. All
    answer Libraries; of Housing one answers Parks."""
    person = council()
    acts = [
        *posts("Libraries", 5, 5, 1000),
        *posts("Housing", 12, 6, 2000),
        *posts("Legal", 1, 7, 3000),
        *posts("Libraries", 12, 65, 4000),
        *posts("Housing", 12, 66, 5000),
        *posts("Parks", 12, 67, 6000),
        *posts("Legal", 3, 68, 7000),
        *answers("Housing", 4000, 6, 70, 8000),
        *answers("Parks", 4000, 6, 71, 8100),
        *answers("Legal", 4000, 3, 72, 8200),
        *answers("Housing", 6000, 1, 73, 8300),
        act(9000, "lib00", 125),  # in May, which is not over
    ]
    take(person.organisation, people(), acts)
    return person


def topic(person, *, exactly):
    found = queries.topic(queries.facts(person.organisation_id), "between-services", exactly=exactly)
    return found, {section.key: section for section in found.sections}


def named(section):
    return {row[0]: row[1:] for row in section.rows}


def test_each_service_is_held_against_the_months_before(lead):
    _topic, found = topic(lead, exactly=True)
    assert [column.text for column in found["services"].columns][-2:] == ["Took part in the last two months", "Change"]
    assert found["services"].sentences[-1] == (
        "The change is that of March 2026 to April 2026 against January 2026 to February 2026."
    )
    rows = {name: row[-2:] for name, row in named(found["services"]).items()}
    assert rows == {
        "Libraries": (12, "up 7"),
        "Housing": (12, "no change"),
        "Parks": (12, "up 12"),
        "Legal": (3, "up 2"),
    }


def test_everybody_sees_the_difference_of_round_figures(lead):
    _topic, found = topic(lead, exactly=False)
    rows = {name: row[-2:] for name, row in named(found["services"]).items()}
    assert rows["Libraries"] == (About(10), "no change"), "about 10 and about 10"
    assert rows["Parks"] == (About(10), "up about 10")
    assert rows["Legal"] == (FEW, "too few to say")


def test_how_it_is_spread_is_held_against_the_months_before(lead):
    rows = named(topic(lead, exactly=True)[1]["by-period"])
    assert rows["Services that took part"] == (4, 3, "up 1")
    now, before, moved = rows["As if so many took part equally"]
    assert now > before
    assert moved.startswith("up ")
    rows = named(topic(lead, exactly=False)[1]["by-period"])
    assert rows["Services that took part"] == (4, 3, "up 1")
    assert rows["Half or more comes from"][1:] == (None, "too few to say"), "17 people in the months before"


def test_without_two_periods_there_is_no_change(data_folder):
    person = council()
    take(person.organisation, people(), [*posts("Libraries", 12, 5, 0), *posts("Housing", 12, 25, 100)])
    for exactly in (True, False):
        _topic, found = topic(person, exactly=exactly)
        assert "by-period" not in found
        assert len(found["services"].columns) == 4


def test_libraries_link_services_that_are_not_linked(lead):
    shown, found = topic(lead, exactly=True)
    rows = named(found["links"])
    assert next(iter(rows)) == "Libraries"
    assert rows["Libraries"][:2] == (3, 2), "of three pairs, Housing and Parks are linked by one answer"
    assert rows["Legal"][2] == 1
    assert "Libraries links most services" in " ".join(shown.more)


def test_for_everybody_a_link_is_of_five_people_on_each_side(lead):
    shown, found = topic(lead, exactly=False)
    assert named(found["links"]) == {"Libraries": (2, 1, 0.5), "Housing": (1, 0, 1.0), "Parks": (1, 0, 1.0)}
    assert shown.more[-1] == "Libraries links most services that are not linked themselves: one of one pair."
    take(lead.organisation, [], [act(10_000 + at, "leg00", 80, to=4000 + at) for at in range(5, 12)])
    take(lead.organisation, [], answers("Housing", 6000, 4, 81, 20_000))
    assert topic(lead, exactly=False)[1]["links"] == found["links"], "four people of Housing, and one of Legal"


def test_too_few_to_say_which_services_link_others(data_folder):
    person = council()
    take(person.organisation, people(), [*posts("Libraries", 4, 5, 0), *answers("Housing", 0, 4, 6, 100)])
    found = topic(person, exactly=False)[1]["links"]
    assert found.rows == ()
    assert found.sentences == ("Too few people address another service to say which services link others.",)


def test_the_page_its_tables_and_where_the_definition_is(lead):
    client = signed_in(lead)
    address = f"/{lead.organisation.slug}/participation/between-services/"
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    assert soup.select_one("#links a.mh-how")["href"].endswith("/how-figures-are-worked-out/#constraint")
    rows = list(csv.reader(io.StringIO(client.get(f"{address}services.csv").content.decode("utf-8-sig"))))
    assert rows[0][-1] == "Change"
    assert {row[0]: row[-1] for row in rows[1:]}["Parks"] == "up about 10"
    rows = list(csv.reader(io.StringIO(client.get(f"{address}links.csv").content.decode("utf-8-sig"))))
    assert rows[1] == ["Libraries", "2", "1", "0.5"]
