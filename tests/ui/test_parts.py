"""The parts that pages are made of."""

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

IMPORT = '{% from "ui/parts.html" import answer, chart, dots, empty, figures, filters, pages, progress, table %}'
COLUMNS = [{"text": "Place", "sort": "name"}, {"text": "Members", "number": True, "sort": "members"}, {"text": "Last"}]


def drawn(text, address="/", **context):
    request = RequestFactory().get(address)
    return BeautifulSoup(engines["jinja2"].from_string(IMPORT + text).render(context, request), "html.parser")


def test_answer_is_the_heading_of_the_page():
    soup = drawn("{% call answer('32 of 71 took part.') %}<p>Six carry most.</p>{% endcall %}")
    assert soup.h1.string == "32 of 71 took part."
    assert soup.p.string == "Six carry most."


def test_figures_have_a_label_a_denominator_and_how_they_are_worked_out():
    items = [{"value": "87%", "label": "by six", "note": "of 32", "href": "/how"}]
    soup = drawn("{{ figures(items) }}", items=items)
    assert soup.dt.string == "by six"
    assert [dd.get_text(strip=True) for dd in soup("dd")][:2] == ["87%", "of 32"]
    assert soup.a.get_text() == "How this is worked out: by six"


TABLE = (
    "{% call table('places', 'Places', columns, csv_url='/p.csv', request=request, sort=sort) %}<tr></tr>{% endcall %}"
)


def test_table_scrolls_in_a_region_that_the_keyboard_reaches():
    soup = drawn(TABLE, columns=COLUMNS, sort="")
    region = soup.find(attrs={"role": "region"})
    assert region["tabindex"] == "0"
    assert soup.find(id=region["aria-labelledby"]).get_text() == "Places"
    assert [head["scope"] for head in soup("th")] == ["col"] * 3
    assert soup.find("a", href="/p.csv").get_text() == "Download as CSV: Places"


@pytest.mark.parametrize(
    ("sort", "said", "next_name", "next_members"),
    [
        ("", [None, None, None], "-name", "-members"),
        ("members", [None, "ascending", None], "-name", "-members"),
        ("-members", [None, "descending", None], "-name", "members"),
    ],
)
def test_headers_sort_by_link_and_keep_the_filters(sort, said, next_name, next_members):
    soup = drawn(TABLE, f"/?kind=staff&page=3&sort={sort}", columns=COLUMNS, sort=sort)
    assert [head.get("aria-sort") for head in soup("th")] == said
    links = [head.a["href"] for head in soup("th") if head.a]
    assert links == [f"?kind=staff&sort={next_name}#places", f"?kind=staff&sort={next_members}#places"]


def test_pages_keep_the_filters():
    soup = drawn("{{ pages(page, request) }}", "/?kind=staff&page=2", page=Paginator(range(95), 10).page(2))
    assert soup.find("a", attrs={"aria-current": "page"})["href"] == "?kind=staff&page=2"
    assert soup.find("a", attrs={"rel": "next"})["href"] == "?kind=staff&page=3"
    assert soup.find("a", attrs={"aria-label": "Page 10"})["href"] == "?kind=staff&page=10"
    assert not drawn("{{ pages(page, request) }}", page=Paginator(range(5), 10).page(1)).find("nav")


THE_MACRO = """
{% from "govuk_frontend_jinja/components/pagination/macro.html" import govukPagination %}
{{ govukPagination({
  "landmarkLabel": "Pages",
  "previous": {"href": "?page=" ~ (here - 1), "text": "Previous"} if here > 1,
  "next": {"href": "?page=" ~ (here + 1), "text": "Next"} if here < 1200,
  "items": items,
}) }}
"""


@pytest.mark.parametrize("here", [1, 2, 600, 1200])
def test_pages_are_marked_up_as_the_macro_of_the_design_system_does(here):
    paginator = Paginator(range(12_000), 10)
    items = [
        {"ellipsis": True}
        if number == paginator.ELLIPSIS
        else {
            "number": f"{number:,}",
            "href": f"?page={number}",
            "current": number == here,
            "visuallyHiddenText": f"Page {number:,}",
        }
        for number in paginator.get_elided_page_range(here, on_each_side=1, on_ends=1)
    ]
    ours = drawn("{{ pages(page, request) }}", page=paginator.page(here))
    assert elements(ours) == elements(drawn(THE_MACRO, items=items, here=here))


def elements(soup):
    return [(tag.name, tag.attrs, tag.get_text("|", strip=True)) for tag in soup.find_all(True)]


def test_progress_is_told_in_words_too():
    soup = drawn(
        "{{ progress('p', 'Reading general', value=3, max=12, counts=[{'label': 'messages', 'value': 1200}]) }}"
    )
    assert (soup.progress["value"], soup.progress["max"]) == ("3", "12")
    assert soup.find(id=soup.progress["aria-labelledby"])["role"] == "status"
    assert "25%" in soup.get_text()
    assert "1,200" in soup.get_text()
    assert not drawn("{{ progress('p', 'Unpacking') }}").progress.has_attr("value")


def test_chart_has_a_summary_a_fallback_a_table_and_a_csv():
    soup = drawn(
        "{% call chart('c', 'Trend', 'Up.', '/c.json', '/c.svg', '/c.csv', how_url='/how') %}"
        "<table></table>{% endcall %}"
    )
    picture = soup.find(attrs={"role": "img"})
    assert (picture["aria-label"], picture["data-chart"]) == ("Up.", "/c.json")
    assert picture.img["src"] == "/c.svg"
    assert soup.details.table is not None
    assert [link["href"] for link in soup("a")] == ["/c.csv", "/how"]


def test_dots_are_equal():
    radii = [circle["r"] for circle in drawn("{{ dots(5) }}")("circle")]
    assert len(radii) == 5
    assert len(set(radii)) == 1


def test_empty_says_what_will_be_here_and_the_first_step():
    soup = drawn("{% call empty('Here you will see places.') %}<a href='/first'>First</a>{% endcall %}")
    assert soup.p.string == "Here you will see places."
    assert soup.a["href"] == "/first"
