"""The report for a committee: of the real export, for everybody and for the reader of exact figures."""

import io
import re
import zipfile

import openpyxl
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from manyhands.core import clock
from manyhands.measures.queries import DEFINITIONS
from manyhands.participation import queries
from manyhands.participation.queries.report import plain
from manyhands.participation.types import Selection
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.models import AuditEvent, Person
from manyhands.people.types import Role
from manyhands.ui import formats
from manyhands.ui import report as paper
from tests.people.factories import PASSWORD, council

pytestmark = pytest.mark.django_db(transaction=True)
PURPOSE = {"purpose": "To offer whoever carries the tools channel some help"}
PLACES = "Places, those that need hands fi"[:31]  # a sheet's name has room for no more
EXACT = "Contains figures about fewer than five people"


def client_of(email: str) -> Client:
    client = Client()
    assert client.login(email=email, password=PASSWORD)
    return client


def address(person: Person, rest: str = "report/") -> str:
    return f"/{person.organisation.slug}/participation/{rest}"


def of_everybody(person: Person, *, exactly: bool = False) -> paper.Report:
    return queries.report(queries.facts(person.organisation.id), Selection(), exactly=exactly, of=person.organisation)


def pages(content: bytes) -> list[str]:
    """The text of each page, each word one space from the next."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def cells(content: bytes) -> list:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_from_the_overview_to_the_pdf(signed_in, lead):
    assert address(lead) in signed_in.get(address(lead, "")).content.decode()
    told = signed_in.get(address(lead)).content.decode()
    assert "32 of 71 members took part." in told
    assert address(lead, "report.pdf") in told
    answer = signed_in.get(address(lead, "report.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    read = pages(answer.content)
    assert len(read) > 5
    assert "32 of 71 members took part." in read[0]
    assert "Six people carry 87% of it: as much as if five shared it equally." in read[0]
    assert "What to do next" in read[0]
    assert "June 2015 to July 2016" in read[0]
    assert formats.date(clock.now()) in read[0]
    assert all("never for performance management" in text for text in read)
    assert not any(EXACT in text or "Traceback" in text for text in read)


def test_the_pdf_is_tagged_titled_and_says_its_language(lead):
    reader = pypdf.PdfReader(io.BytesIO(paper.pdf(of_everybody(lead))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Who takes part: a report for a committee – Ambridge Council"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    alternatives = []
    todo = [root["/StructTreeRoot"]]
    while todo:
        node = todo.pop().get_object()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            alternatives += [node["/Alt"]] if "/Alt" in node else []
            todo += [node["/K"]] if "/K" in node else []
    assert any("Contributors in each month. " in alternative for alternative in alternatives)


def test_every_question_and_every_definition_is_in_it(lead):
    report = of_everybody(lead)
    text = " ".join(pages(paper.pdf(report)))
    for chapter in report.chapters:
        assert " ".join(chapter.answer.split()) in text
    assert {chapter.key for chapter in report.chapters} == {"summary", "places", "evenly", *queries.TOPICS}
    used = {part.how for _chapter, part in report.parts() if part.how}
    assert used | {"contributors", "members", "gini"} <= {defined.key for defined in report.definitions}
    assert all(defined.in_words and defined.sources and defined.limits for defined in report.definitions)


def test_every_formula_is_said_in_words():
    assert set(plain.FORMULAS) == set(DEFINITIONS)


def test_the_spreadsheet_has_the_figures_of_the_pages(signed_in, lead):
    found = signed_in.get(address(lead, "participation.json")).json()
    book = openpyxl.load_workbook(io.BytesIO(signed_in.get(address(lead, "report.xlsx")).content))
    first = book.worksheets[0]
    assert "32 of 71 members took part." in [row[0].value for row in first.iter_rows()]
    rows = {row[0]: row[1:] for row in book["How many took part, by month"].iter_rows(min_row=5, values_only=True)}
    assert [row[0] for row in rows.values()] == [month["contributors"] for month in found["trend"]]
    assert [row[1] for row in rows.values()] == [month["contributions"] for month in found["trend"]]
    measures = {row[0]: row[1] for row in book["The other measures"].iter_rows(min_row=5, values_only=True)}
    assert measures["Share of the top 6"] == pytest.approx(found["top_shares"]["6"])
    assert measures["Gini coefficient, over all members"] == pytest.approx(found["gini"]["members"], abs=0.0001)
    places = {row[0]: row[3] for row in book[PLACES].iter_rows(min_row=5, values_only=True)}
    assert places == {place["place"]: place["contributors"] for place in found["places"]}
    linked = {cell.hyperlink.location.split("'")[1] for row in first.iter_rows() for cell in row if cell.hyperlink}
    assert linked == set(book.sheetnames[1:])


def test_charts_come_all_or_one(signed_in, lead):
    with zipfile.ZipFile(io.BytesIO(signed_in.get(address(lead, "report.zip")).content)) as archive:
        names = archive.namelist()
        assert names[0] == "01-months.png"
        assert len(names) == len(set(names)) > 3
        assert all(archive.read(name).startswith(b"\x89PNG") for name in names)
    assert signed_in.get(address(lead, "report/lorenz.png")).content.startswith(b"\x89PNG")
    assert signed_in.get(address(lead, "report/nothing.png")).status_code == 404
    assert signed_in.get(address(lead, "report.exe")).status_code == 404


def test_a_period_stays_in_the_address_and_in_the_report(signed_in, lead):
    query = "?since=2016-01&until=2016-04"
    told = signed_in.get(address(lead) + query).content.decode()
    assert "report.pdf?since=2016-01&amp;until=2016-04" in told
    read = pages(signed_in.get(address(lead, "report.pdf") + query).content)
    shown = signed_in.get(address(lead, "participation.json") + query).json()
    assert f"{shown['contributors']} of 71 members took part." in read[0]
    assert "June 2015" not in read[0]
    assert any("not only the months of this report" in text for text in read)
    assert "is not a month" in signed_in.get(address(lead) + "?since=yesterday").content.decode()


def test_nothing_about_one_to_four_people_for_other_readers(lead):
    report = of_everybody(lead)
    assert report.notices == ()
    for _chapter, part in report.parts():
        if not part.table:
            continue
        for at, heading in enumerate(part.table.columns):
            if heading.text in ("Contributors", "Members", "People"):
                assert all(row[at].value is None or row[at].value == 0 or row[at].value >= 5 for row in part.table.rows)
    assert {1, 2, 3, 4} & {
        row[3].value
        for _chapter, part in of_everybody(lead, exactly=True).parts()
        if part.key == "places"
        for row in part.table.rows
    }


def test_no_name_of_a_person_is_in_it(lead):
    names = {
        name
        for person in Person.objects.filter(organisation=lead.organisation)
        for name in (person.name, *person.identities.values_list("handle", flat=True))
        if len(name) > 3
    }
    assert len(names) > 30
    for exactly in (False, True):
        report = of_everybody(lead, exactly=exactly)
        text = " ".join([*pages(paper.pdf(report)), *(str(cell.value) for cell in cells(paper.xlsx(report)))])
        places = {place.name for place in queries.facts(lead.organisation.id).places}
        assert not [name for name in names - places if re.search(rf"\b{re.escape(name)}\b", text)]


def test_exact_figures_are_marked_on_every_page_and_put_on_record(signed_in, lead):
    signed_in.post(address(lead, "exact-figures/"), PURPOSE)
    before = AuditEvent.objects.filter(verb="see_exact_figures").count()
    read = pages(signed_in.get(address(lead, "report.pdf")).content)
    assert all(EXACT in text for text in read)
    assert AuditEvent.objects.filter(verb="see_exact_figures").count() == before + 1
    book = openpyxl.load_workbook(io.BytesIO(signed_in.get(address(lead, "report.xlsx")).content))
    for sheet in book:
        assert any(EXACT in str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row)
    signed_in.post(address(lead, "exact-figures/end/"))
    assert EXACT not in " ".join(pages(signed_in.get(address(lead, "report.pdf")).content))


def test_a_member_gets_it_and_another_council_does_not(lead):
    by = people.system_persona(lead.organisation).id
    sam = people_actions.invite(
        organisation=lead.organisation, name="Sam", email="sam@ambridge.example", roles=[Role.MEMBER], by=by
    )
    sam.user.set_password(PASSWORD)
    sam.user.save()
    assert client_of("sam@ambridge.example").get(address(lead, "report.pdf")).status_code == 200
    council("Borchester Council", "ann@borchester.example")
    other = client_of("ann@borchester.example")
    for rest in ("report/", "report.pdf", "report.xlsx", "report.zip", "report/months.png"):
        assert other.get(address(lead, rest)).status_code == 404
        assert Client().get(address(lead, rest)).status_code == 302


def test_a_council_with_nothing_yet_gets_a_report_that_says_so(data_folder):
    person = council()
    client = client_of(person.email)
    assert "anyone could be the first" in client.get(address(person)).content.decode()
    assert "anyone could be the first" in pages(client.get(address(person, "report.pdf")).content)[0]
    assert client.get(address(person, "report.xlsx")).status_code == 200
    assert zipfile.ZipFile(io.BytesIO(client.get(address(person, "report.zip")).content)).namelist() == []


def test_a_welsh_council_gets_welsh_texts(lead, tmp_path):
    people_actions.change_organisation(
        organisation=lead.organisation,
        name="Cyngor Ambridge",
        language="cy",
        by=people.system_persona(lead.organisation).id,
    )
    call_command("report", output=tmp_path / "report.pdf", for_everybody=True, stdout=io.StringIO())
    content = (tmp_path / "report.pdf").read_bytes()
    with translation.override("cy"):
        expected = queries.sentences(queries.overview(queries.facts(lead.organisation.id), Selection(), exactly=False))[
            0
        ]
    assert expected != "32 of 71 members took part."
    assert expected in pages(content)[0]
    assert "Gorffennaf 2016" in pages(content)[0]
    assert pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == "cy-GB"


def test_the_operators_command(lead, tmp_path):
    said = io.StringIO()
    for form, file, first in (
        ("pdf", "a.pdf", b"%PDF"),
        ("xlsx", "a.xlsx", b"PK"),
        ("png", "a.zip", b"PK"),
        ("png", "a.png", b"\x89PNG"),
    ):
        call_command("report", format=form, output=tmp_path / file, stdout=said, stderr=io.StringIO())
        assert (tmp_path / file).read_bytes().startswith(first)
        assert file in said.getvalue()
    assert all(EXACT in text for text in pages((tmp_path / "a.pdf").read_bytes()))
    call_command("report", output=tmp_path / "b.pdf", since="2016-01", until="2016-03", stdout=said, stderr=said)
    assert "January 2016 to March 2016" in pages((tmp_path / "b.pdf").read_bytes())[0]
    with pytest.raises(CommandError, match="is not a month"):
        call_command("report", since="last year")
    with pytest.raises(CommandError, match="There are: months, "):
        call_command("report", format="png", chart="pie", output=tmp_path / "c.png")
    with pytest.raises(CommandError, match="can’t be written"):
        call_command("report", output=tmp_path / "none" / "d.pdf")


def test_the_number_of_queries_does_not_grow(signed_in, lead, django_assert_max_num_queries):
    signed_in.get(address(lead))
    with django_assert_max_num_queries(40) as asked:
        signed_in.get(address(lead, "report.pdf"))
    with django_assert_max_num_queries(len(asked)):
        signed_in.get(address(lead, "report.xlsx"))
