"""How sure the overview is, on the real export: on the page, in its CSV and in JSON, exactly and for everybody."""

import csv
import io
import json
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from manyhands.participation import queries
from manyhands.participation.queries import sure_words
from manyhands.participation.rules.certainty import Changed, Interval
from manyhands.participation.types import Selection
from tests.participation.tables import table_of

pytestmark = pytest.mark.django_db(transaction=True)


def address(person, rest: str = "") -> str:
    return f"/{person.organisation.slug}/participation/{rest}"


def figures_on(signed_in, lead) -> dict[str, list[str]]:
    soup = BeautifulSoup(signed_in.get(address(lead)).content, "html.parser")
    return {
        row.th.get_text(): [cell.get_text() for cell in row.find_all("td")[:3]]
        for row in soup.select("#figures tbody tr")
    }


def exactly(signed_in, lead):
    signed_in.post(address(lead, "exact-figures/"), {"purpose": "To offer whoever carries the tools channel help"})


def test_exactly_every_concentration_figure_has_its_interval(signed_in, lead):
    exactly(signed_in, lead)
    found = figures_on(signed_in, lead)
    value, between, change = found["Share of the top 1"]
    assert value == "30%"
    low, high = (int(end.strip("%")) for end in between.split(" to "))
    assert 10 < low < 30 < high
    assert "than chance would make" in change
    without = [name for name, cells in found.items() if cells[1] == "–"]
    assert without == ["Hill number of order 0: contributors"], "which is counted"


def test_exactly_a_place_of_few_says_that_there_are_too_few(signed_in, lead):
    exactly(signed_in, lead)
    soup = BeautifulSoup(signed_in.get(address(lead)).content, "html.parser")
    rows = {
        row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in soup.select("#places tbody tr")
    }
    assert rows["general"][4].startswith("5.6 (")
    assert rows["tools"][4] == "too few to say"
    assert rows["tools"][5] == "too few to say"


def test_for_everybody_an_interval_stands_where_the_figure_does(signed_in, lead):
    found = figures_on(signed_in, lead)
    assert "Share of the top 1" not in found
    assert found["Share of the top 6"][:2] == ["87%", "60% to 100%"]
    assert found["Effective hands (Hill number of order 2)"][:2] == ["5", "up to 15"]
    text = signed_in.get(address(lead)).content.decode()
    assert "The share of the busiest six: 87%, likely between 60% and 100%." in text
    assert "February 2016 to July 2016 against August 2015 to January 2016" in text


def test_both_periods_may_be_shown_by_the_plan(lead):
    facts = queries.facts(lead.organisation.id)
    for since in (None, *facts.months):
        for until in (None, *facts.months):
            if since and until and since > until:
                continue
            shown = queries.overview(facts, Selection(since, until))
            sure = queries.certainty(facts, shown)
            for side in (sure.after, sure.before):
                if side is not None:
                    alone = queries.overview(facts, Selection(*side))
                    assert alone.period == side, "it is not widened"
                    assert not alone.withheld
            for name, change in sure.changes.items():
                before = {(f.key, f.of): f.value for f in queries.overview(facts, Selection(*sure.before)).figures}
                assert change.before == pytest.approx(before[name])


def test_json_has_intervals_and_change(signed_in, lead):
    found = signed_in.get(address(lead, "participation.json")).json()
    assert found["intervals"]["top_shares"]["6"] == {"low": 0.6, "high": 1.0, "level": 0.95}
    assert "1" not in found["intervals"]["top_shares"]
    assert found["change"]["before"] == {"since": "2015-08", "until": "2016-01"}
    assert set(found["change"]["top_shares"]["6"]) == {"before", "difference", "beyond_chance"}
    out = io.StringIO()
    call_command("participation", "--format", "json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["intervals"]["top_shares"]["1"]["low"] < told["top_shares"]["1"]
    assert told["intervals"]["gini"]["members"]["level"] == 0.95
    assert {"before", "difference", "low", "high", "beyond_chance"} == set(told["change"]["gini"]["contributors"])
    call_command("participation", "--format", "json", "--place", "tools", stdout=(few := io.StringIO()))
    assert json.loads(few.getvalue())["intervals"]["evenness"] == {"too_few_to_say": "few_people"}


def test_the_csv_has_them_too(signed_in, lead):
    exactly(signed_in, lead)
    text = signed_in.get(address(lead, "figures.csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert all(len(row) == len(rows[0]) for row in rows)
    row = next(row for row in rows if row[:2] == ["top_shares", "6"])
    assert float(row[3]) < float(row[2]) < float(row[4])


def test_it_is_worked_out_once(lead, monkeypatch):
    facts = queries.facts(lead.organisation.id)
    shown = queries.overview(facts, Selection(), exactly=True)
    first = queries.certainty(facts, shown)
    monkeypatch.setattr(import_module("manyhands.participation.queries.certainty"), "intervals", None)
    assert queries.certainty(facts, shown) is first


def test_nothing_is_said_of_few(data_folder):
    lead = table_of(data_folder, [(f"p{at}", "2024-05-01", "commons", "") for at in range(3)])
    facts = queries.facts(lead.organisation.id)
    sure = queries.certainty(facts, queries.overview(facts, Selection()))
    assert (sure.intervals, sure.changes, sure.after) == ({}, {}, None)


def test_the_words_of_an_interval():
    assert sure_words.of_place(8, "number", Interval(None, 20)) == "8 (up to 20)"
    assert sure_words.of_place(0.3, "share", Interval(0.24, 0.37)) == "30% (24% to 37%)"
    assert sure_words.of_place(0.3, "share", Interval(None, None, "few_people")) == "too few to say"
    assert sure_words.of_place(None, "share", None) == "–"


def test_the_words_of_a_change():
    assert sure_words.changed(Changed(0.8, -0.04, False), "share") == "down 4 points: no more than chance would make"
    assert sure_words.changed(Changed(0.8, 0.012, True), "share") == "up 1 point: more than chance would make"
    assert sure_words.changed(Changed(0.8, 0.001, True), "share") == "no change"
    assert sure_words.changed(Changed(5, 2, None), "number") == "up 2; too few to say whether by chance"
    assert sure_words.changed(Changed(0.8, 0.0, False), "decimal") == "no change"
