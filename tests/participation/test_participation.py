"""Who takes part, on the real export and on both databases: exact for the operator, safe for everybody else."""

import csv
import io
import itertools
import json

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client

from manyhands.participation import queries
from manyhands.participation.queries import exact
from manyhands.participation.types import FEW, Selection
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.models import AuditEvent, Person
from manyhands.people.types import Role
from tests.people.factories import PASSWORD, council

pytestmark = pytest.mark.django_db(transaction=True)


def address(person: Person, rest: str = "") -> str:
    return f"/{person.organisation.slug}/participation/{rest}"


def asked(*words: str) -> dict:
    out = io.StringIO()
    call_command("participation", *words, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_the_operators_json_has_the_figures_of_the_real_export(lead):
    found = asked()
    assert (found["members"], found["contributors"], found["contributions"]) == (71, 32, 1025)
    assert found["top_shares"]["1"] == pytest.approx(0.304, abs=0.0005)
    assert found["top_shares"]["6"] == pytest.approx(0.8702, abs=0.00005)
    assert found["absence_factor"] == 2
    assert found["gini"] == {
        "contributors": pytest.approx(0.806, abs=0.0005),
        "members": pytest.approx(0.912, abs=0.0005),
    }
    assert found["hill"] == {"0": 32, "1": pytest.approx(7.78, abs=0.005), "2": pytest.approx(4.98, abs=0.005)}
    assert [band["contributors"] for band in found["bands"]] == [18, 7, 4, 3]
    assert found["period"] == {"since": "2015-06", "until": "2016-07"}
    assert set(found) >= {"evenness", "definitions", "trend", "places"}
    assert sum(month["contributions"] for month in found["trend"]) == 1025


def test_the_operator_may_look_at_months_and_one_place(lead):
    found = asked("--since", "2016-01", "--until", "2016-03", "--place", "general")
    assert found["period"] == {"since": "2016-01", "until": "2016-03"}
    assert 0 < found["contributions"] < 401
    assert asked("--place", "general")["contributions"] == 401


def test_csv_and_table_of_the_operator(lead):
    out = io.StringIO()
    call_command("participation", "--format", "csv", stdout=out)
    rows = {(row["figure"], row["of"]): row["value"] for row in csv.DictReader(io.StringIO(out.getvalue()))}
    assert rows["contributors", ""] == "32"
    assert float(rows["top_shares", "6"]) == pytest.approx(0.8702, abs=0.0001)


def test_the_page_says_it_in_a_sentence(signed_in, lead):
    text = signed_in.get(address(lead)).content.decode()
    assert "32 of 71 members took part." in text
    assert "Four places would gain from another pair of hands." in text
    assert "Six people carry 87% of it: as much as if five shared it equally." in text
    assert "hangs on one person" not in text


def test_what_is_shown_is_about_five_people_or_none(signed_in, lead):
    found = signed_in.get(address(lead, "participation.json")).json()
    assert set(found["top_shares"]) == {"6", "11", "16", "21", "26"}
    assert found["absence_factor"] is None
    assert all(band["contributors"] >= 5 for band in found["bands"])
    for place in found["places"]:
        assert place["top_share"] is None
        assert place["absence_factor"] is None
        assert place["contributors"] in ("fewer than 5", "not shown", 0) or place["contributors"] >= 5
        if place["contributors"] in ("fewer than 5", "not shown"):
            assert (place["contributions"], place["effective_hands"], place["last_activity"]) == (None, None, None)
    rows = list(csv.reader(io.StringIO(signed_in.get(address(lead, "places.csv")).content.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(found["places"])
    assert not any("-" in cell and cell.count("-") == 2 for row in rows[1:] for cell in row[8:9])


def test_exact_figures_are_for_the_lead_after_saying_why(signed_in, lead):
    assert "Absence factor" not in signed_in.get(address(lead)).content.decode()
    too_short = signed_in.post(address(lead, "exact-figures/"), {"purpose": "why not"})
    assert too_short.status_code == 422
    assert not AuditEvent.objects.filter(verb="see_exact_figures").exists()
    signed_in.post(address(lead, "exact-figures/"), {"purpose": "To offer whoever carries the tools channel some help"})
    event = AuditEvent.objects.get(verb="see_exact_figures")
    assert event.purpose.startswith("To offer")
    assert event.by == str(people.own_persona(lead.user, lead.organisation).id)
    found = signed_in.get(address(lead, "participation.json")).json()
    assert found["exact"] is True
    assert found["top_shares"]["1"] == pytest.approx(0.3044)
    signed_in.post(address(lead, "exact-figures/end/"))
    assert signed_in.get(address(lead, "participation.json")).json()["exact"] is False


def test_a_member_is_not_even_asked(lead):
    by = people.system_persona(lead.organisation).id
    sam = people_actions.invite(
        organisation=lead.organisation, name="Sam", email="sam@ambridge.example", roles=[Role.MEMBER], by=by
    )
    sam.user.set_password(PASSWORD)
    sam.user.save()
    assert people.roles_of(sam) == [Role.MEMBER]
    client = Client()
    assert client.login(email=sam.user.email, password=PASSWORD)
    assert client.get(address(lead)).status_code == 200
    assert client.get(address(lead, "exact-figures/")).status_code == 404
    assert "say what for" not in client.get(address(lead)).content.decode()


def test_filters_stay_in_the_address_and_mean_the_same_everywhere(signed_in, lead):
    facts = queries.facts(lead.organisation.id)
    general = next(place.id for place in facts.places if place.name == "general")
    query = f"?only=place:{general}"
    text = signed_in.get(address(lead) + query).content.decode()
    assert "25 of 71 members took part." in text
    assert f"trend.csv{query.replace(':', '%3A')}" in text
    assert signed_in.get(address(lead, "participation.json") + query).json()["contributors"] == 25
    named = signed_in.get(address(lead, "participation.json") + "?place=general").json()
    assert named["contributors"] == 25


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?since=2016-13", "is not a month"),
        ("?since=2016-05&until=2016-01", "after the last"),
        ("?place=general&kind=staff", "Choose one"),
        ("?place=nowhere", "There is no"),
    ],
)
def test_an_address_that_means_nothing_says_so(signed_in, lead, query, sentence):
    answer = signed_in.get(address(lead, "participation.json") + query)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]["message"]
    assert sentence in signed_in.get(address(lead) + query).content.decode()


def test_no_two_answers_differ_by_one_to_four_people(lead):
    """Every filter put to every period; every pair of answers of which one holds the other."""
    facts = queries.facts(lead.organisation.id)
    months = [None, *facts.months]
    filters = [("", "")]
    for dimension in ("network", "place", "service", "kind"):
        filters += [(dimension, key) for key, _name in exact_choices(facts, dimension)]
    answers: dict[tuple, np.ndarray] = {}
    for (dimension, value), since, until in itertools.product(filters, months, months):
        if since and until and since > until:
            continue
        shown = queries.overview(facts, Selection(since, until, dimension, value))
        if shown.period and isinstance(shown.contributors, int):
            about = Selection(*shown.period, dimension, value)
            takes = exact.mask(facts, about)
            assert shown.contributors == len(np.unique(facts.person[takes]))
            answers[about] = takes
    assert len(answers) > 100
    distinct = {takes.tobytes(): takes for takes in answers.values()}.values()
    compared = 0
    for whole, part in itertools.permutations(distinct, 2):
        if not (part & ~whole).any():
            left = np.unique(facts.person[whole & ~part])
            assert len(left) == 0 or len(left) >= 5
            compared += 1
    assert compared > 1000


def exact_choices(facts, dimension):
    from manyhands.participation.queries import selections

    return selections.choices(facts, dimension)


def test_fewer_than_five_is_all_that_is_said_of_fewer_than_five(signed_in, lead):
    facts = queries.facts(lead.organisation.id)
    tools = next(place.id for place in facts.places if place.name == "tools")
    shown = queries.overview(facts, Selection(None, None, "place", tools))
    assert shown.contributors == FEW
    assert (shown.figures, shown.trend, shown.bands, shown.places, shown.contributions) == ((), (), (), (), None)
    assert "Fewer than five people took part." in signed_in.get(address(lead) + f"?only=place:{tools}").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_places(signed_in, lead, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    signed_in.get(address(lead))
    with CaptureQueriesContext(connection) as many:
        signed_in.get(address(lead))
    count = len(many)
    facts = queries.facts(lead.organisation.id)
    general = next(place.id for place in facts.places if place.name == "general")
    signed_in.get(address(lead) + f"?only=place:{general}")
    with django_assert_num_queries(count):
        signed_in.get(address(lead) + f"?only=place:{general}")


def test_pictures_are_drawn_of_what_is_shown(signed_in, lead):
    for name in ("trend", "bands", "lorenz"):
        spec = signed_in.get(address(lead, f"charts/{name}.json")).json()
        assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    svg = signed_in.get(address(lead, "charts/bands.svg"))
    assert svg["Content-Type"] == "image/svg+xml"
    assert b"<svg" in svg.content


def test_each_figure_is_explained(signed_in, lead):
    text = signed_in.get(address(lead, "how-figures-are-worked-out/")).content.decode()
    for key in ("gini", "hill", "absence_factor", "needs_more_hands", "top_shares"):
        assert f'id="{key}"' in text


def test_before_anything_has_been_brought_in_it_says_what_to_do(data_folder):
    person = council()
    client = Client()
    assert client.login(email=person.email, password=PASSWORD)
    text = client.get(address(person)).content.decode()
    assert "Bring activity in" in text
    assert client.get(address(person, "participation.json")).json()["contributors"] == 0
