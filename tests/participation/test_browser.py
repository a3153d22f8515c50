"""Who takes part, in a real browser: order, charts, downloads, filters, explanations; long names and many places."""

import csv
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot, sign_in
from tests.paths import shared
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.browser

AMBRIDGE, BORCHESTER = "/ambridge-council/", "/borchester-council/"
LONG = "neighbourhoods-and-highways-" * 5 + "north"  # a name may have 150 characters
PLACES = 10_000


@pytest.fixture(scope="module")
def live_hub(make_hub, tmp_path_factory):
    """Ambridge with the real export, and Borchester with a table of very many places."""
    export = shared("data", "slack-real-export.zip")
    table = tmp_path_factory.mktemp("table") / "table.csv"
    names = [LONG, *(f"place-{number:05}" for number in range(1, PLACES))]
    people = [f"person-{number}" for number in range(6)]
    rows = (f"{people[at % 6]},2024-01-{at % 28 + 1:02},{name}\n" for at, name in enumerate(names))
    more = (f"{person},2024-02-01,{LONG}\n" for person in people)
    table.write_text("user,date,channel\n" + "".join(rows) + "".join(more))
    hub = make_hub()
    for name, email in (("Ambridge Council", "lee@ambridge.example"), ("Borchester Council", "kim@borchester.example")):
        hub.command("setup", "--organisation", name, "--email", email, "--password-stdin", input=PASSWORD + "\n")
    hub.command("import", "slack", str(export), "--organisation", "ambridge-council")
    hub.command("import", "table", str(table), "--organisation", "borchester-council")
    hub.start()
    yield hub
    hub.stop()


def drawn(page, chart: str):
    return page.locator(f"#{chart} .mh-chart__drawn svg")


def test_the_page_of_the_real_export(page, page_problems):
    sign_in(page, "lee@ambridge.example", PASSWORD)
    page.goto(f"{AMBRIDGE}participation/")
    expect(page.get_by_role("heading", level=1)).to_have_text("32 of 71 members took part.")
    expect(page.get_by_text("Four places would gain from another pair of hands.")).to_be_visible()
    expect(page.get_by_text("Six people carry 87% of it: as much as if five shared it equally.")).to_be_visible()

    expect(drawn(page, "trend")).to_be_visible()
    assert not page_problems
    expect(page.locator("#lorenz")).to_be_hidden()
    screenshot(page, "participation-folded")
    page.get_by_text("How evenly it is shared").first.click()
    for chart in ("lorenz", "bands"):
        expect(drawn(page, chart)).to_be_visible()
    order = [
        page.get_by_role("heading", name="What to do next"),
        page.locator("#trend"),
        page.locator("#places"),
        page.locator("#evenly > summary"),
        page.locator("#lorenz"),
        page.locator("#bands"),
        page.locator("#figures"),
    ]
    tops = [part.bounding_box()["y"] for part in order]
    assert tops == sorted(set(tops))
    axe(page)
    screenshot(page, "participation", printed=True)


def test_every_table_can_be_downloaded(page):
    sign_in(page, "lee@ambridge.example", PASSWORD)
    page.goto(f"{AMBRIDGE}participation/")
    page.locator("#evenly > summary").click()
    links = page.get_by_role("link", name="Download as CSV")
    found = {}
    for at in range(links.count()):
        with page.expect_download() as waiting:
            links.nth(at).click()
        with open(waiting.value.path(), encoding="utf-8-sig", newline="") as file:
            found[waiting.value.suggested_filename] = list(csv.reader(file))
    names = ("trend", "places", "lorenz", "bands", "figures")
    assert set(found) == {f"ambridge-council-{name}.csv" for name in names}
    assert all(len(rows) > 1 and len({len(row) for row in rows}) == 1 for rows in found.values())
    assert ["contributors", "", "32", *[""] * 5] in found["ambridge-council-figures.csv"]
    rows = page.locator("#places tbody tr").count()
    assert len(found["ambridge-council-places.csv"]) == 1 + rows


def test_every_figure_leads_to_how_it_is_worked_out(page):
    sign_in(page, "lee@ambridge.example", PASSWORD)
    page.goto(f"{AMBRIDGE}participation/")
    links = page.locator("a.mh-how").evaluate_all("links => links.map(link => link.href)")
    assert len(links) > 8
    assert page.locator("#figures tbody tr").count() == page.locator("#figures tbody tr a.mh-how").count()
    page.goto(f"{AMBRIDGE}participation/how-figures-are-worked-out/")
    anchors = set(page.locator("main [id]").evaluate_all("found => found.map(each => each.id)"))
    assert {urlsplit(link).path for link in links} == {urlsplit(page.url).path}
    assert {urlsplit(link).fragment for link in links} <= anchors
    axe(page)
    screenshot(page, "participation-how")


def test_filters_stay_in_the_address(page):
    sign_in(page, "lee@ambridge.example", PASSWORD)
    page.goto(f"{AMBRIDGE}participation/")
    page.locator("[name=only]").select_option(label="general")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**only=place*")
    expect(page.get_by_role("heading", level=1)).to_have_text("25 of 71 members took part.")
    only = parse_qs(urlsplit(page.url).query)["only"]
    csv_links = page.locator("a.mh-csv").evaluate_all("links => links.map(link => link.href)")
    assert all(parse_qs(urlsplit(link).query)["only"] == only for link in csv_links)
    assert parse_qs(urlsplit(page.locator("#trend [data-chart]").get_attribute("data-chart")).query)["only"] == only
    expect(drawn(page, "trend")).to_be_visible()
    page.locator("#places .mh-sort").first.click()
    page.wait_for_url("**sort=*")
    assert parse_qs(urlsplit(page.url).query)["only"] == only
    expect(page.get_by_role("heading", level=1)).to_have_text("25 of 71 members took part.")
    axe(page)
    screenshot(page, "participation-filtered")
    page.get_by_role("link", name="Clear").click()
    page.wait_for_url("**/participation/")
    expect(page.get_by_role("heading", level=1)).to_have_text("32 of 71 members took part.")

    page.goto(f"{AMBRIDGE}participation/?place=tools")
    expect(page.get_by_text("Fewer than five people took part.")).to_be_visible()
    expect(page.locator(".govuk-error-message")).to_have_count(0)
    axe(page)
    screenshot(page, "participation-few")
    page.goto(f"{AMBRIDGE}participation/?since=never")
    expect(page.get_by_text("is not a month")).to_be_visible()
    axe(page)


def test_exact_figures_after_saying_what_for(page):
    sign_in(page, "lee@ambridge.example", PASSWORD)
    page.goto(f"{AMBRIDGE}participation/exact-figures/")
    axe(page)
    screenshot(page, "participation-exact-asked")
    page.locator("main textarea, main input[type=text]").fill("To offer whoever carries the tools channel some help")
    page.get_by_role("button", name="Show exact figures").click()
    expect(page.get_by_role("columnheader", name="Absence factor")).to_be_visible()
    axe(page)
    screenshot(page, "participation-exact")
    page.get_by_role("button", name="Hide them again").click()
    expect(page.get_by_role("columnheader", name="Absence factor")).to_have_count(0)


def test_long_names_and_very_many_places(page):
    sign_in(page, "kim@borchester.example", PASSWORD)
    page.goto(f"{BORCHESTER}participation/?sort=-contributors")
    expect(page.locator("#places tbody tr")).to_have_count(50)
    expect(page.locator("#places").get_by_text(LONG)).to_be_visible()
    axe(page)
    screenshot(page, "participation-many-places")
    pages = page.get_by_role("navigation", name="Pages")
    expect(pages.get_by_role("link", name="Page 200")).to_be_visible()
    first = page.locator("#places tbody th").all_inner_texts()
    pages.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2*")
    second = page.locator("#places tbody th").all_inner_texts()
    assert len(second) == 50
    assert not {*first} & {*second}
    assert parse_qs(urlsplit(page.url).query)["sort"] == ["-contributors"]
    assert len(page.content()) < 400_000
