"""Reports as PDF, spreadsheet and pictures: whatever they are given stays text, and long ones stay short on paper."""

import io
import json
import zipfile
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pypdf
import pytest

from manyhands.ui import charts, report
from manyhands.ui.report import Cell, Chapter, Defined, Figure, Heading, Part, Picture, Report, Table, Term

HOSTILE = [
    "#panic() $x^2$ *bold* @label <tag> `raw` \\ // no comment",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "#N/A",
    "/* open ]}) #import",
    "<b>&amp;</b> \x00\x07\x0b end",
    "Ysgol Gŵyr 図書館 ‏עברית",
    "{page} {titles} %s %(x)s",
    "'] *:?/\\[ a name far longer than a sheet may have",
]


def made(names: list[str], **changes) -> Report:
    """A small report in which every text is one of those names."""
    first = names[0]
    table = Table(
        (Heading(first, False), Heading("Number")),
        tuple((Cell(name), Cell("about 30", 30, '"about "#,##0')) for name in names),
    )
    picture = Picture(charts.bars([charts.Bar(name, 3, "3") for name in names], value_title=first), alt=first)
    parts = tuple(
        Part(f"part-{at}", name, (name, name), picture if at == 0 else None, table, "gini")
        for at, name in enumerate(names[:3])
    )
    chapter = Chapter("one", first, first, (first,), tuple(names), parts, tuple(names))
    whole = Report(
        title=first,
        organisation=names[-1],
        period=first,
        made=date(2026, 11, 21),
        language="en",
        notices=(first,),
        promise=first,
        hands=3,
        figures=(Figure(first, first),),
        chapters=(chapter, chapter._replace(key="two", parts=())),
        terms=tuple(Term(name, name) for name in names),
        definitions=(Defined("gini", first, first, first, first, first, first, ((first, "https://x.example"),)),),
        about=tuple(names),
    )
    return whole._replace(**changes)


def text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_is_markup_on_paper(name):
    told = text(report.pdf(made([name])))
    expected = [word for word in name.split() if word.isprintable() and max(word) < "\u0250"]
    assert expected
    assert all(word in told for word in expected)


def test_signs_that_no_font_of_ours_has_do_not_stop_it():
    for name in ("🎉 party", "図書館", "\ue000 private"):
        assert pypdf.PdfReader(io.BytesIO(report.pdf(made([name])))).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_no_name_is_a_formula_in_the_spreadsheet():
    content = report.xlsx(made(HOSTILE))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                tree = ElementTree.fromstring(archive.read(name))
                assert not [node.tag for node in tree.iter() if node.tag.endswith("}f")], name
    book = openpyxl.load_workbook(io.BytesIO(content))
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in every} == {"s", "n"}
    dangerous = [cell for cell in every if str(cell.value).startswith(("=", "+", "@", "-"))]
    assert len(dangerous) > 8
    assert all(cell.quotePrefix for cell in dangerous)
    assert len(set(map(str.lower, book.sheetnames))) == len(book.sheetnames)
    assert all(0 < len(name) <= 31 for name in book.sheetnames)


def test_numbers_are_numbers_and_say_where_they_are_rounded():
    book = openpyxl.load_workbook(io.BytesIO(report.xlsx(made(["Libraries"]))))
    cell = book.worksheets[1]["B5"]
    assert (cell.value, cell.number_format) == (30, '"about "#,##0')
    links = [cell.hyperlink.location for row in book.worksheets[0].iter_rows() for cell in row if cell.hyperlink]
    assert {link.split("'")[1] for link in links} == set(book.sheetnames[1:])


def test_a_long_table_is_short_on_paper_and_whole_in_the_spreadsheet():
    names = [f"Place {number}" for number in range(3000)]
    table = Table((Heading("Place", False), Heading("People")), tuple((Cell(name), Cell("9", 9)) for name in names))
    chapter = Chapter("one", "Places", "Many places.", parts=(Part("places", "Places", table=table),))
    long = made(["Libraries"], chapters=(made(["Libraries"]).chapters[0], chapter))
    told = text(report.pdf(long))
    assert "And 2,940 more, which are in the spreadsheet." in told
    assert len(pypdf.PdfReader(io.BytesIO(report.pdf(long))).pages) < 10
    book = openpyxl.load_workbook(io.BytesIO(report.xlsx(long)))
    assert book["Places"].max_row == 4 + 3000


def test_what_is_on_no_paper_is_named_there():
    told = made(["Libraries"])
    hidden = Part("more", "By the hour", table=told.chapters[0].parts[0].table, on_paper=False)
    chapter = told.chapters[1]._replace(parts=(hidden,))
    told = told._replace(chapters=(told.chapters[0], chapter))
    assert "says more: By the hour." in text(report.pdf(told))
    assert "By the hour" in openpyxl.load_workbook(io.BytesIO(report.xlsx(told))).sheetnames


def test_the_same_report_is_the_same_file():
    assert report.pdf(made(["Libraries"])) == report.pdf(made(["Libraries"]))


def test_a_picture_says_whose_it_is():
    told = made(["Libraries"])
    drawn = report.png(told, "part-0")
    assert drawn.startswith(b"\x89PNG")
    assert drawn != report.png(told._replace(notices=("Made up",)), "part-0")
    assert report.png(told, "part-1") is None
    with zipfile.ZipFile(io.BytesIO(report.zipped(told))) as archive:
        assert archive.namelist() == ["01-part-0.png"]


def test_the_number_at_the_end_of_a_bar_has_room():
    longest = charts.bars([charts.Bar("a", 70, "about 70 people")], value_title="People")
    short = charts.bars([charts.Bar("a", 70, "7")], value_title="People")

    def reach(spec):
        return json.loads(json.dumps(spec))["layer"][0]["encoding"]["x"]["scale"]["domain"][1]

    assert reach(longest) > reach(short) > 70


def test_no_line_over_a_picture_is_cut_off():
    notice = "Contains figures about fewer than five people: not for publication"
    curve = charts.lorenz({"a": [(0, 0), (1, 1)]}, x_title="x", y_title="y")
    spec = charts.titled(curve, "From those who do least to those who do most", [notice])
    assert len(spec["title"]["text"]) == 2
    assert " ".join(spec["title"]["subtitle"]) == notice
    assert all(len(line) * 7 < spec["width"] for line in spec["title"]["subtitle"])
    assert spec["height"] > curve["height"]
