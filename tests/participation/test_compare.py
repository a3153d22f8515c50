"""Two sides of the overview beside each other, and councils by the files they give: on pages and from the command."""

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from manyhands.participation import actions, queries
from manyhands.participation.errors import NoAggregates, UnreadableAggregates
from manyhands.participation.models import CouncilFile, NoisyRelease
from manyhands.participation.queries import compare
from manyhands.participation.rules.aggregates import read
from manyhands.participation.types import FEW, HELD, Selection
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.models import AuditEvent
from manyhands.people.types import Role
from tests.participation.rules.test_aggregates import GOOD
from tests.participation.tables import table_of
from tests.people.factories import PASSWORD, council

pytestmark = pytest.mark.django_db(transaction=True)

FILE = json.dumps(GOOD).encode()


def lines():
    """Each month of two years 24 of Libraries, four of them more often, 12 of Housing, six of Parks, three of Legal."""
    for month in range(24):
        for at in range(24):
            for again in range(1 + (at < 4) * 5 * (1 + month // 12)):
                yield f"lib {at:02}", f"{2023 + month // 12}-{month % 12 + 1:02}-{again + 1:02}", "commons", "Libraries"
        for at in range(12):
            yield f"hou {at:02}", f"{2023 + month // 12}-{month % 12 + 1:02}-03", "homes", "Housing"
        for at in range(6):
            yield f"par {at:02}", f"{2023 + month // 12}-{month % 12 + 1:02}-03", "parks", "Parks"
        for at in range(3):
            yield f"leg {at:02}", f"{2023 + month // 12}-{month % 12 + 1:02}-03", "court", "Legal"


@pytest.fixture
def lead(data_folder):
    return table_of(data_folder, lines())


def address(person, rest: str = "") -> str:
    return f"/{person.organisation.slug}/participation/compare/{rest}"


def persona(lead):
    return people.own_persona(lead.user, lead.organisation).id


def service(facts, name: str) -> str:
    return next(node.id for node in facts.services if node.name == name)


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_two_periods_side_by_side(lead):
    facts = queries.facts(lead.organisation.id)
    found = compare.compared(facts, Selection(202301, 202312), Selection(202401, 202412), exactly=True)
    rows = {(row.key, row.of): row for row in found.rows}
    assert (rows["contributors", ""].one, rows["contributors", ""].other) == (45, 45)
    assert rows["contributions", ""].one == 12 * (24 + 4 * 5 + 12 + 6 + 3)
    assert rows["contributions", ""].other == 12 * (24 + 4 * 10 + 12 + 6 + 3)
    one, other = (12 * each / rows["contributions", ""][at] for at, each in ((3, 6), (4, 11)))
    assert rows["top_shares", "1"].one == pytest.approx(one)
    assert rows["top_shares", "1"].changed.difference == pytest.approx(other - one)


def test_where_nothing_is_chosen_the_last_year_stands_beside_the_one_before(signed_in, lead):
    soup = soup_of(signed_in.get(address(lead)))
    assert soup.h1.get_text() == "January 2023 to December 2023: 45 of 45 members took part."
    assert "January 2024 to December 2024: 45" in soup.get_text()


def test_two_services_side_by_side(signed_in, lead):
    facts = queries.facts(lead.organisation.id)
    query = f"?a-only=service:{service(facts, 'Libraries')}&b-only=service:{service(facts, 'Housing')}"
    soup = soup_of(signed_in.get(address(lead) + query))
    assert soup.h1.get_text().startswith("Libraries")
    rows = {
        row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in soup.select("#figures tbody tr")
    }
    assert rows["Contributors"][:2] == ["24", "12"]
    assert rows["Contributions"][:2] == ["2,016", "290"] or rows["Contributions"][1].startswith("about")
    text = signed_in.get(address(lead, "figures.csv") + query).content.decode("utf-8-sig")
    assert ["contributors", "", "24", "12", "", ""] in list(csv.reader(io.StringIO(text)))
    assert soup.select_one("[name=a-only] option[selected]").get_text().endswith("Libraries")


def test_figures_stand_in_the_order_of_the_overview(lead):
    """Also those that one side alone has."""
    facts = queries.facts(lead.organisation.id)
    libraries = Selection(dimension="service", value=service(facts, "Libraries"))
    found = compare.compared(facts, libraries, Selection(), exactly=False)
    ranks = [int(row.of) for row in found.rows if row.key == "top_shares"]
    assert ranks == [6, 11, 16, 21, 26, 31, 36]
    keys = [row.key for row in found.rows]
    assert keys.index("gini") > keys.index("top_shares") + 6


def test_a_service_that_may_not_be_shown_is_withheld(signed_in, lead):
    facts = queries.facts(lead.organisation.id)
    legal, housing = service(facts, "Legal"), service(facts, "Housing")
    found = compare.compared(
        facts, Selection(dimension="service", value=legal), Selection(dimension="service", value=housing), exactly=False
    )
    rows = {(row.key, row.of): row for row in found.rows}
    assert rows["contributors", ""].one in (FEW, HELD)
    assert rows["contributions", ""].one is None
    assert all(
        row.one is None for key, row in rows.items() if key[0] not in ("contributors", "contributions", "members")
    )
    assert all(row.changed is None for row in found.rows)
    query = f"?a-only=service:{legal}&b-only=service:{housing}"
    assert (
        "more than chance" not in soup_of(signed_in.get(address(lead) + query)).select_one("#figures tbody").get_text()
    )


def test_no_side_says_more_than_its_own_page(lead):
    """Every pair of a few filters: the comparison is made of what the overview shows of each."""
    facts = queries.facts(lead.organisation.id)
    sides = [Selection(), Selection(202301, 202306), Selection(202403, 202403)]
    sides += [Selection(dimension="service", value=node.id) for node in facts.services]
    for one in sides:
        for other in sides:
            found = compare.compared(facts, one, other, exactly=False)
            alone = [queries.overview(facts, each) for each in (one, other)]
            for row in found.rows:
                for shown, cell in zip(alone, (row.one, row.other), strict=True):
                    figures = {(figure.key, figure.of): figure.value for figure in shown.figures}
                    assert cell == figures.get((row.key, row.of), getattr(shown, row.key, None))
                if row.changed is not None:
                    assert row.changed.before == pytest.approx(row.one)
                    assert row.changed.difference == pytest.approx(row.other - row.one, abs=0.006)
                    assert row.changed.low is None


def test_an_address_that_means_nothing_says_so(signed_in, lead):
    assert "is not a month" in signed_in.get(address(lead) + "?a-since=never").content.decode()


def test_exactly_after_a_purpose(signed_in, lead):
    assert "Share of the top 1<" not in signed_in.get(address(lead)).content.decode()
    signed_in.post(
        f"/{lead.organisation.slug}/participation/exact-figures/", {"purpose": "To see whether the load is shared"}
    )
    assert "Share of the top 1<" in signed_in.get(address(lead)).content.decode()


def test_our_file_is_what_everybody_may_see(signed_in, lead):
    signed_in.post(
        f"/{lead.organisation.slug}/participation/exact-figures/", {"purpose": "To see whether the load is shared"}
    )
    response = signed_in.get(address(lead, "aggregates.json"))
    assert response["Content-Disposition"].endswith('ambridge-council-aggregates.json"')
    found = read(response.content)
    shown = queries.overview(queries.facts(lead.organisation.id), Selection(202401, 202412))
    assert (found.organisation, found.period.since, found.period.until) == ("Ambridge Council", "2024-01", "2024-12")
    assert (found.figures.contributors, found.figures.contributions) == (shown.contributors, shown.contributions)
    assert set(found.figures.top_shares) == {"6", "11", "16", "21", "26", "31", "36"}
    assert found.privacy.epsilon is None


def test_the_command_writes_the_same_file(signed_in, lead, capsys):
    call_command("aggregates", stdout=(out := io.StringIO()))
    assert out.getvalue().encode() == signed_in.get(address(lead, "aggregates.json")).content
    call_command("aggregates", "--since", "2024-03", "--until", "2024-04", stdout=(out := io.StringIO()))
    assert read(out.getvalue().encode()).period.since == "2024-03"
    with pytest.raises(CommandError, match="not a month"):
        call_command("aggregates", "--since", "never")
    with pytest.raises(CommandError, match="nothing that may be shown"):
        call_command("aggregates", "--since", "2031-01", "--until", "2031-02")


def test_too_few_have_no_file(data_folder):
    lead = table_of(data_folder, [(f"p{at}", "2024-05-01", "commons", "") for at in range(3)])
    with pytest.raises(CommandError, match="Too few people"):
        call_command("aggregates")
    client = Client()
    assert client.login(email=lead.email, password=PASSWORD)
    assert client.get(address(lead, "aggregates.json")).status_code == 404
    assert "Too few people have taken part so far" in client.get(address(lead)).content.decode()


def test_a_council_without_anything_has_a_page(data_folder):
    lead = council()
    client = Client()
    assert client.login(email=lead.email, password=PASSWORD)
    assert "will stand side by side here" in client.get(address(lead)).content.decode()
    assert client.get(address(lead, "evenly.csv")).status_code == 404


def test_another_councils_file_is_kept_shown_replaced_and_removed(signed_in, lead):
    for filename in ("theirs.json", "theirs again.json"):
        answer = signed_in.post(address(lead, "councils/"), {"file": SimpleUploadedFile(filename, FILE)}, follow=True)
        assert "Borchester Council is in the table now." in answer.content.decode()
    row = CouncilFile.objects.get()
    assert (row.council, row.since, row.until, row.filename) == (
        "Borchester Council",
        202511,
        202610,
        "theirs again.json",
    )
    soup = soup_of(signed_in.get(address(lead)))
    names = [row.th.get_text() for row in soup.select("#councils tbody tr")]
    assert names == ["Ambridge Council", "Borchester Council"]
    theirs = [cell.get_text() for cell in soup.select("#councils tbody tr")[1].find_all("td")]
    assert theirs[:8] == ["November 2025 to October 2026", "71", "32", "45%", "1,025", "87%", "5", "none"]
    assert theirs[8].startswith("theirs again.json, ")
    text = signed_in.get(address(lead, "councils.csv")).content.decode("utf-8-sig")
    assert "Borchester Council,2025-11,2026-10,71,32,1025,0.87,5," in text
    signed_in.post(address(lead, f"councils/{row.pk}/remove/"))
    assert not CouncilFile.objects.exists()
    assert signed_in.post(address(lead, f"councils/{row.pk}/remove/")).status_code == 404
    verbs = AuditEvent.objects.values_list("verb", flat=True)
    assert {"keep_council_file", "remove_council_file"} <= set(verbs)


def test_a_file_that_is_none_is_refused_in_words_and_nothing_is_kept(signed_in, lead):
    few = json.dumps({**GOOD, "bands": [{"low": 1, "high": None, "contributors": 2}]}).encode()
    for content, sentence in (
        (b"no", "not a JSON file"),
        (b"{}", "not a file of aggregates"),
        (few, "fewer than five people"),
        (b"", "This file is empty"),
        (b" " * 300_000, "too large"),
    ):
        answer = signed_in.post(address(lead, "councils/"), {"file": SimpleUploadedFile("x.json", content)})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert signed_in.post(address(lead, "councils/")).status_code == 422
    assert not CouncilFile.objects.exists()


def test_names_in_a_file_are_text_and_nothing_else(signed_in, lead):
    wicked = json.dumps({**GOOD, "organisation": "<script>alert(1)</script>"}).encode()
    signed_in.post(address(lead, "councils/"), {"file": SimpleUploadedFile("x.json", wicked)})
    assert b"<script>alert(1)" not in signed_in.get(address(lead)).content
    formula = json.dumps({**GOOD, "organisation": "=1+1"}).encode()
    signed_in.post(address(lead, "councils/"), {"file": SimpleUploadedFile("x.json", formula)})
    assert "\r\n'=1+1," in signed_in.get(address(lead, "councils.csv")).content.decode("utf-8-sig")


def test_files_of_one_council_are_nobody_elses(lead):
    other = council("Borchester Council", "kim@borchester.example")
    row = actions.keep_council_file(
        organisation=lead.organisation.id, filename="x.json", content=FILE, by=persona(lead)
    )
    client = Client()
    assert client.login(email=other.email, password=PASSWORD)
    assert client.get(address(lead)).status_code == 404
    client.post(address(other, f"councils/{row.pk}/remove/"))
    assert CouncilFile.objects.filter(pk=row.pk).exists()


def test_a_member_reads_and_downloads_but_brings_nothing_in(lead):
    by = people.system_persona(lead.organisation).id
    sam = people_actions.invite(
        organisation=lead.organisation, name="Sam", email="sam@ambridge.example", roles=[Role.MEMBER], by=by
    )
    sam.user.set_password(PASSWORD)
    sam.user.save()
    client = Client()
    assert client.login(email=sam.user.email, password=PASSWORD)
    assert client.get(address(lead, "aggregates.json")).status_code == 200
    assert "Add to the table" not in client.get(address(lead)).content.decode()
    assert client.post(address(lead, "councils/"), {"file": SimpleUploadedFile("x.json", FILE)}).status_code == 404
    assert client.post(address(lead, "aggregates-with-noise/"), {"epsilon": "1"}).status_code == 404


def test_a_month_is_in_one_file_with_noise_alone(signed_in, lead):
    pytest.importorskip("opendp", reason="OpenDP is not installed: pip install manyhands[privacy]")
    first = signed_in.post(address(lead, "aggregates-with-noise/"), {"epsilon": "1"})
    found = read(first.content)
    assert (found.privacy.epsilon, found.privacy.mechanism) == (1, "discrete Laplace (OpenDP)")
    assert found.figures.top_shares == {}
    assert signed_in.post(address(lead, "aggregates-with-noise/"), {"epsilon": "1"}).content == first.content
    again = signed_in.post(address(lead, "aggregates-with-noise/"), {"epsilon": "2"})
    assert again.status_code == 422
    assert "A file with ε = 1 was made for 2024-01 to 2024-12" in again.content.decode()
    facts = queries.facts(lead.organisation.id)
    with pytest.raises(NoAggregates):
        actions.release_with_noise(facts=facts, name="A", epsilon=1, by=persona(lead), since=202306, until=202401)
    call_command(
        "aggregates", "--epsilon", "3", "--since", "2023-01", "--until", "2023-12", stdout=(out := io.StringIO())
    )
    assert read(out.getvalue().encode()).privacy.epsilon == 3
    assert NoisyRelease.objects.count() == 2
    kept = actions.keep_council_file(
        organisation=lead.organisation.id, filename="x.json", content=first.content, by=persona(lead)
    )
    soup = soup_of(signed_in.get(address(lead)))
    assert "ε = 1" in soup.select("#councils tbody tr")[1].get_text()
    assert kept.content["privacy"]["epsilon"] == 1


def test_an_epsilon_that_means_nothing(signed_in, lead):
    for epsilon in ("", "0", "0.09", "3.01", "10", "none", "1000", "nan", "inf"):
        answer = signed_in.post(address(lead, "aggregates-with-noise/"), {"epsilon": epsilon})
        assert answer.status_code == 422
        assert "Enter a number from 0.1 to 3" in answer.content.decode()
    with pytest.raises(CommandError, match="to 3 "):
        call_command("aggregates", "--epsilon", "3.01")
    assert not NoisyRelease.objects.exists()


def test_without_opendp_it_says_what_to_install(lead, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "opendp.prelude", None)
    with pytest.raises(CommandError, match="pip install"):
        call_command("aggregates", "--epsilon", "1")
    assert not NoisyRelease.objects.exists()


def test_unreadable_files_say_why_to_programs_too(lead):
    with pytest.raises(UnreadableAggregates) as error:
        actions.keep_council_file(organisation=lead.organisation.id, filename="x", content=b"{}", by=persona(lead))
    assert error.value.fields == {"reason": "other"}


def test_the_number_of_queries_does_not_grow_with_the_files(signed_in, lead, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    signed_in.get(address(lead))
    with CaptureQueriesContext(connection) as before:
        signed_in.get(address(lead))
    for at in range(5):
        content = json.dumps({**GOOD, "organisation": f"Council {at}"}).encode()
        actions.keep_council_file(organisation=lead.organisation.id, filename="x", content=content, by=persona(lead))
    with django_assert_num_queries(len(before)):
        signed_in.get(address(lead))
