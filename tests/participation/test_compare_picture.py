"""Two sides as a picture: its curves are the overview's own, on the page, as a table and in files."""

import csv
import io

import pytest

from manyhands.participation import queries
from manyhands.participation.queries import compare
from manyhands.participation.queries import compare_pictures as pictures
from manyhands.participation.types import Selection
from manyhands.people.models import AuditEvent
from tests.participation.tables import table_of
from tests.participation.test_compare import address, lines, service, soup_of

pytestmark = pytest.mark.django_db(transaction=True)

HALVES = ((202301, 202312), (202401, 202412))
NAMES = ("Jan 2023–Dec 2023", "Jan 2024–Dec 2024")


@pytest.fixture
def lead(data_folder):
    return table_of(data_folder, lines())


def test_both_sides_as_a_picture_its_table_and_its_files(signed_in, lead):
    soup = soup_of(signed_in.get(address(lead)))
    shown = [queries.overview(queries.facts(lead.organisation.id), Selection(*each)) for each in HALVES]
    points = [point for side in shown for point in side.lorenz["contributors"]]
    assert [row.th.get_text() for row in soup.select("#evenly tbody tr")] == [
        name for name, side in zip(NAMES, shown, strict=True) for _point in side.lorenz["contributors"]
    ]
    text = signed_in.get(address(lead, "evenly.csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert [row[0] for row in rows] == [row.th.get_text() for row in soup.select("#evenly tbody tr")]
    assert [(float(people), float(done)) for _name, people, done in rows] == [
        pytest.approx(point, abs=1e-4) for point in points
    ]
    spec = signed_in.get(soup.select_one("#evenly [data-chart]")["data-chart"])
    assert all(name in str(spec.json()) for name in NAMES)
    assert signed_in.get(soup.select_one("#evenly img")["src"])["Content-Type"] == "image/svg+xml"
    (link,) = [each for each in soup.select("a[download]") if "PNG" in each.get_text()]
    png = signed_in.get(link["href"])
    assert png.content.startswith(b"\x89PNG")
    assert png["Content-Disposition"].endswith('ambridge-council-compare.png"')
    assert "no-store" in png["Cache-Control"]


def test_sides_are_named_by_what_they_differ_in(lead):
    facts = queries.facts(lead.organisation.id)
    libraries, housing = (
        Selection(dimension="service", value=service(facts, name)) for name in ("Libraries", "Housing")
    )
    early = libraries._replace(since=202301, until=202312)

    def named(one, other):
        return pictures.names(facts, compare.compared(facts, one, other, exactly=False))

    assert named(libraries, housing) == ("Libraries", "Housing")
    assert named(early, libraries) == ("Jan 2023–Dec 2023", "Jan 2023–Dec 2024")
    assert named(early, housing) == ("Libraries, Jan 2023–Dec 2023", "Housing, Jan 2023–Dec 2024")
    assert named(libraries, Selection()) == ("Libraries", "Everything")
    assert named(libraries, libraries) == ("One side", "The other side")


def test_a_side_of_too_few_has_no_curve(signed_in, lead):
    facts = queries.facts(lead.organisation.id)
    legal, parks, housing = (service(facts, name) for name in ("Legal", "Parks", "Housing"))
    query = f"?a-only=service:{legal}&b-only=service:{housing}"
    soup = soup_of(signed_in.get(address(lead) + query))
    assert {row.th.get_text() for row in soup.select("#evenly tbody tr")} == {"Housing"}
    assert "The curve is that of Housing: on the other side too few" in soup.get_text()
    query = f"?a-only=service:{legal}&b-only=service:{parks}"
    assert not soup_of(signed_in.get(address(lead) + query)).select("#evenly")
    for name in ("evenly.json", "evenly.svg", "evenly.png"):
        assert signed_in.get(address(lead, name) + query).status_code == 404
    text = signed_in.get(address(lead, "evenly.csv") + query).content.decode("utf-8-sig")
    assert text.splitlines() == ['side,"share of people, fewest first",share of contributions']


def test_a_picture_of_exact_figures_is_on_record(signed_in, lead):
    signed_in.get(address(lead, "evenly.png"))
    assert not AuditEvent.objects.filter(verb="see_exact_figures", object="compare.png").exists()
    signed_in.post(
        f"/{lead.organisation.slug}/participation/exact-figures/", {"purpose": "To see whether the load is shared"}
    )
    assert signed_in.get(address(lead, "evenly.png")).status_code == 200
    assert AuditEvent.objects.filter(verb="see_exact_figures", object="compare.png").exists()
