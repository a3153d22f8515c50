"""Bringing activity in through the pages: what is refused and how it is said, columns, rejects, lists, who may."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from manyhands.core import clock
from manyhands.core.ids import uuid7
from manyhands.ledger.models import Activity
from manyhands.networks import actions
from manyhands.networks.models import Import, RejectedRecord, State
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.models import Organisation, Person, User
from manyhands.people.types import LawfulBasis
from tests.networks.exports import payload, zip_bytes
from tests.people.factories import council

SLACK = payload("slack")
LISTS = {name: data for name, data in SLACK.items() if "/" not in name}


@pytest.fixture
def organisation(db, data_folder) -> Organisation:
    return council().organisation


@pytest.fixture
def page(organisation) -> Client:
    client = Client()
    client.force_login(User.objects.get())
    return client


@pytest.fixture
def transactional_page(transactional_db, page) -> Client:
    """For tests that read the file too, which more than one connection does."""
    return page


def address(rest: str = "") -> str:
    return f"/ambridge-council/networks/{rest}"


def send(page, content: bytes, network: str = "slack", name: str = "export.zip", **fields):
    """Sends a file as test data, unless `test_data` says otherwise."""
    answers = {"network": network, "file": SimpleUploadedFile(name, content), "test_data": "on", **fields}
    return page.post(address("bring-in/"), {key: value for key, value in answers.items() if value is not None})


def said(response) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def problems(response) -> list[str]:
    """The sentences of the error summary."""
    summary = response.content.decode().partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    return [unescape(" ".join(text.split())) for text in re.findall(r"<a[^>]*>([^<]*)</a>", summary)]


def refused(response, settings, sentence: str) -> bool:
    """Whether a file was refused with that sentence alone, and nothing of it was kept."""
    (problem,) = problems(response)
    assert sentence in problem
    return response.status_code == 422 and not Import.objects.exists() and not list(settings.UPLOADS.iterdir())


def sent(response) -> Import:
    assert response.status_code == 302, problems(response)
    of = Import.objects.latest("created")
    assert response.url == address(f"imports/{of.pk}/")
    return of


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a ZIP at all", "This is not a ZIP file"),
        (zip_bytes(SLACK)[:-500], "This is not a ZIP file"),
        (zip_bytes({**SLACK, "../../etc/cron.d/x.json": b"[]"}), "names or links that point outside it"),
        (zip_bytes({**SLACK, "/etc/x.json": b"[]"}), "names or links that point outside it"),
        (zip_bytes({**SLACK, "C:\\x.json": b"[]"}), "names or links that point outside it"),
        (zip_bytes({**SLACK, "general/2024-01-01.json": bytes(17 * 2**20)}), "unpacks to far more"),
        (zip_bytes({name: data for name, data in SLACK.items() if name != "users.json"}), "no users.json"),
        (zip_bytes({name: data for name, data in SLACK.items() if name != "channels.json"}), "no channels.json"),
        (zip_bytes({**SLACK, "users.json": b'[{"id": '}), "list of users or channels in this Slack export is damaged"),
        (zip_bytes(LISTS), "holds no messages"),
        (zip_bytes({}), "no users.json"),
        (zip_bytes({"a.zip": zip_bytes({"b.zip": zip_bytes({"c.zip": zip_bytes({"d.zip": b""})})})}), "innermost one"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_file_that_is_no_export_is_refused(page, settings, content, sentence):
    assert refused(send(page, content), settings, sentence)


def test_an_empty_file_is_refused(page, settings):
    assert refused(send(page, b""), settings, "This file is empty.")


def test_a_file_that_is_too_large_is_refused(page, settings):
    settings.MANYHANDS_UPLOAD_LIMIT = 1000
    assert refused(send(page, zip_bytes(SLACK)), settings, "manyhands import auto FILE")


def test_a_table_that_is_none_is_refused(page, settings):
    assert refused(send(page, b"just one line", "table", "notes.txt"), settings, "holds no table that can be read")
    assert refused(send(page, zip_bytes({"x": b"y"}), "table", "x.xlsx"), settings, ".")


def test_nothing_chosen_says_what_to_choose(page, settings):
    assert problems(page.post(address("bring-in/"), {"test_data": "on"})) == [
        "Choose where the file is from",
        "Choose a file",
    ]
    assert refused(send(page, zip_bytes(SLACK), network=None), settings, "Choose where the file is from")
    answer = send(page, zip_bytes(SLACK), network="myspace")
    assert answer.status_code == 422
    assert not list(settings.UPLOADS.iterdir())


def test_our_own_people_only_after_saying_what_for(page, organisation, settings):
    answer = send(page, zip_bytes(SLACK), test_data=None)
    assert refused(answer, settings, "record what it is for")
    assert "/ambridge-council/people/before-the-first-file" in answer.content.decode()
    people_actions.record_purpose(
        organisation=organisation,
        purpose="To see how many hands there are",
        lawful_basis=next(iter(LawfulBasis)),
        data_protection_contact="dpo@ambridge.example",
        staff_told=date(2026, 3, 1),
        by=people.system_persona(organisation).pk,
    )
    assert "test_data" not in page.get(address("bring-in/")).content.decode()
    assert sent(send(page, zip_bytes(SLACK), test_data=None)).state == State.UPLOADED


def test_test_data_and_the_demonstration_may_go_ahead(page, organisation, settings):
    assert sent(send(page, zip_bytes(SLACK))).state == State.UPLOADED
    Organisation.objects.filter(pk=organisation.pk).update(is_demonstration=True)
    sent(send(page, zip_bytes(SLACK), test_data=None))
    assert Import.objects.count() == 2
    # Two files are kept, readable by their owner alone, under names of ours; the temporary ones are gone.
    assert {str(path) for path in settings.UPLOADS.iterdir()} == set(Import.objects.values_list("path", flat=True))
    assert {path.stat().st_mode & 0o777 for path in settings.UPLOADS.iterdir()} == {0o600}


def test_the_browser_is_led_on_by_htmx(page):
    answer = page.post(
        address("bring-in/"),
        {"network": "slack", "file": SimpleUploadedFile("export.zip", zip_bytes(SLACK)), "test_data": "on"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == address(f"imports/{Import.objects.get().pk}/")


@pytest.mark.parametrize("name", ["../../evil.zip", "a" * 400 + ".zip", "<b>bold</b>.zip", "=1+1.zip"])
def test_a_name_of_a_file_is_only_a_name(page, settings, name):
    of = sent(send(page, zip_bytes(SLACK), name=name))
    assert len(of.filename) <= 255
    assert of.filename.endswith(".zip")
    assert "<b>bold" not in page.get(address(f"imports/{of.pk}/")).content.decode()
    assert [path.parent for path in settings.UPLOADS.rglob("*")] == [settings.UPLOADS]


def test_the_preview_lists_places_and_proposes_some_to_leave_out(page):
    of = sent(send(page, zip_bytes(SLACK)))
    text = page.get(address(f"imports/{of.pk}/")).content.decode()
    ticked = re.findall(r'value="([^"]*)" checked', text)
    assert "Leave out unison-branch" in text
    assert "Leave out general" in text
    assert 0 < len(ticked) < text.count('name="leave_out"')
    assert page.post(address(f"imports/{of.pk}/start/"), {"leave_out": ["no such place"]}).status_code in (302, 404)
    of.refresh_from_db()
    assert of.state == State.UPLOADED
    page.post(address(f"imports/{of.pk}/start/"), {"leave_out": ticked})
    of.refresh_from_db()
    assert (of.state, of.options["leave_out"]) == (State.WAITING, ticked)


def test_a_thousand_places_can_be_left_out_at_once(page):
    names = [f"place-{number:04}" for number in range(1500)]
    lines = "".join(f"ann,2024-01-02,{name}\n" for name in names)
    of = sent(send(page, f"user,date,channel\n{lines}".encode(), "table", "table.csv"))
    page.post(address(f"imports/{of.pk}/columns/"), {"actor": "user", "date": "date", "place": "channel"})
    page.post(address(f"imports/{of.pk}/start/"), {"leave_out": names})
    of.refresh_from_db()
    assert (of.state, len(of.options["leave_out"])) == (State.WAITING, 1500)


def test_pressed_twice_or_too_late_it_shows_where_the_import_is(page, settings):
    of = sent(send(page, zip_bytes(SLACK)))
    for _ in range(2):
        answer = page.post(address(f"imports/{of.pk}/start/"), follow=True)
        assert "Waiting for the worker to take it up" in said(answer)
    for _ in range(2):
        answer = page.post(address(f"imports/{of.pk}/cancel/"), follow=True)
        assert "This import was cancelled." in said(answer)
        assert not list(settings.UPLOADS.iterdir())
    assert "This import was cancelled." in said(page.post(address(f"imports/{of.pk}/start/"), follow=True))
    assert "This import was cancelled." in said(page.post(address(f"imports/{of.pk}/columns/"), follow=True))
    of.refresh_from_db()
    assert (of.state, of.path) == (State.CANCELLED, "")


def test_a_file_that_has_gone_is_said_to_be(page, settings):
    """As after a restore from a backup that leaves uploads out."""
    of = sent(send(page, zip_bytes(SLACK)))
    for file in settings.UPLOADS.iterdir():
        file.unlink()
    answer = page.get(address(f"imports/{of.pk}/"), follow=True)
    assert "This file could not be read." in said(answer)
    of.refresh_from_db()
    assert of.state == State.FAILED
    assert of.message.endswith(".")


def test_cancelling_what_is_being_read_asks_the_reader(page):
    of = sent(send(page, zip_bytes(SLACK)))
    now = clock.now()
    Import.objects.filter(pk=of.pk).update(state=State.RUNNING, started=now, heartbeat=now, size=10, done=5)
    progress = page.get(address(f"imports/{of.pk}/progress/"))
    assert (progress.status_code, "50%" in said(progress)) == (200, True)
    assert "It will stop in a moment." in said(page.post(address(f"imports/{of.pk}/cancel/"), follow=True))
    Import.objects.filter(pk=of.pk).update(state=State.CANCELLED, ended=now)
    progress = page.get(address(f"imports/{of.pk}/progress/"))
    assert (progress.status_code, progress["HX-Refresh"]) == (204, "true")


def test_records_that_could_not_be_read_can_be_downloaded(transactional_page, settings):
    page = transactional_page
    lines = [
        "user,date,channel,text",
        "ann,2024-01-02,general,a secret",
        "bob,never,general,a secret",
        ",2024-01-03,x,y",
    ]
    of = sent(send(page, "\n".join(lines).encode(), "table", "=made.csv"))
    page.post(
        address(f"imports/{of.pk}/columns/"), {"actor": "user", "date": "date", "place": "channel", "text": "text"}
    )
    page.post(address(f"imports/{of.pk}/start/"))
    actions.run(import_id=of.pk)
    shown = said(page.get(address(f"imports/{of.pk}/")))
    assert "1 activity was read." in shown
    assert "2 records could not be read" in shown
    assert "a secret" not in shown
    answer = page.get(address(f"imports/{of.pk}/rejects.csv"))
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    content = answer.getvalue().decode("utf-8-sig")
    assert "a secret" not in content
    heading, *rows = csv.reader(io.StringIO(content))
    assert heading == ["file", "line", "reason"]
    assert [(row[0], row[1]) for row in rows] == [("'=made.csv", "3"), ("'=made.csv", "4")]
    assert all(row[2].endswith(".") for row in rows)
    assert not list(settings.UPLOADS.iterdir())


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


TABLE = [["Whoever", "Moment", "Remark"], ["ann", "2024-01-02", "good"], ["bob", "2024-01-03", "better"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_columns_of_a_table_are_matched_on_screen(transactional_page, kind):
    page = transactional_page
    content = workbook(TABLE) if kind == "xlsx" else "\n".join(map(",".join, TABLE)).encode()
    of = sent(send(page, content, "table", f"table.{kind}"))
    asked = page.get(address(f"imports/{of.pk}/"))
    assert all(cell in said(asked) for row in TABLE for cell in row)

    columns = address(f"imports/{of.pk}/columns/")
    missing = page.post(columns, {"date": "Moment"})
    assert missing.status_code == 422
    (problem,) = problems(missing)
    assert problem.startswith("Choose the column that says this: Who did it")
    wrong = page.post(columns, {"actor": "No such column", "date": "Moment"})
    assert (wrong.status_code, len(problems(wrong))) == (422, 1)
    assert "columns" not in Import.objects.get(pk=of.pk).options

    assert page.post(columns, {"actor": "Whoever", "date": "Moment"}).status_code == 302
    assert "This file holds 1 place." in said(page.get(address(f"imports/{of.pk}/")))
    page.post(address(f"imports/{of.pk}/start/"))
    done = actions.run(import_id=of.pk)
    assert (done.state, done.read, done.rejected) == (State.DONE, 2, 0)
    assert Activity.objects.count() == 2


def test_columns_that_are_matched_wrongly_end_in_a_sentence(transactional_page):
    page = transactional_page
    of = sent(send(page, "\n".join(map(",".join, TABLE)).encode(), "table", "table.csv"))
    page.post(address(f"imports/{of.pk}/columns/"), {"actor": "Whoever", "date": "Remark"})
    assert page.get(address(f"imports/{of.pk}/")).status_code == 200
    page.post(address(f"imports/{of.pk}/start/"))
    done = actions.run(import_id=of.pk)
    assert (done.state, done.read, done.rejected) == (State.FAILED, 0, 2)
    shown = said(page.get(address(f"imports/{of.pk}/")))
    assert "None of the records could be read." in shown
    assert "This line’s date is missing, not a date" in shown
    assert Activity.objects.count() == 0


def test_long_names_of_places_come_in(transactional_page):
    page = transactional_page
    name = "Neighbourhoods and " * 7 + "highways"
    table = f"user,date,channel\nann,2024-01-02,{name}\nbob,2024-01-02,{'x' * 500}\n"
    of = sent(send(page, table.encode(), "table", "table.csv"))
    page.post(address(f"imports/{of.pk}/columns/"), {"actor": "user", "date": "date", "place": "channel"})
    assert name in page.get(address(f"imports/{of.pk}/")).content.decode()
    page.post(address(f"imports/{of.pk}/start/"))
    done = actions.run(import_id=of.pk)
    assert (done.state, done.read, done.rejected) == (State.DONE, 1, 1)


def test_another_organisations_import_is_not_there(page, organisation):
    other = council("Borchester Council", "kim@borchester.example")
    of = _made(other.organisation)
    RejectedRecord.objects.create(organisation=other.organisation, of=of, file="x", line=1, reason="x")
    for slug in ("ambridge-council", "borchester-council"):
        for rest in ("", "progress/", "rejects.csv"):
            assert page.get(f"/{slug}/networks/imports/{of.pk}/{rest}").status_code == 404, (slug, rest)
        for rest in ("start/", "cancel/", "columns/"):
            assert page.post(f"/{slug}/networks/imports/{of.pk}/{rest}").status_code == 404, (slug, rest)
    of.refresh_from_db()
    assert of.state == State.UPLOADED
    assert "secret-file.zip" not in said(page.get(address()))


def test_bringing_in_is_for_those_who_may(organisation):
    user = User.objects.create_user("sam@ambridge.example", "x" * 12)
    Person.objects.create(organisation=organisation, user=user, name="Sam", email=user.email)
    sam = Client()
    sam.force_login(user)
    of = _made(organisation)
    for rest in ("", "bring-in/", f"imports/{of.pk}/", f"imports/{of.pk}/progress/", f"imports/{of.pk}/rejects.csv"):
        assert sam.get(address(rest)).status_code in (403, 404), rest
    assert sam.post(address(f"imports/{of.pk}/cancel/")).status_code in (403, 404)
    assert send(sam, zip_bytes(SLACK)).status_code in (403, 404)
    assert Import.objects.count() == 1


def test_what_changes_something_is_not_a_link(page, organisation):
    of = _made(organisation)
    for rest in ("start/", "cancel/", "columns/"):
        assert page.get(address(f"imports/{of.pk}/{rest}")).status_code == 405


def test_the_list_with_none_one_and_many(page, organisation):
    assert "What has been brought in will be listed here." in said(page.get(address()))
    _made(organisation)
    assert "1 file has been brought in." in said(page.get(address()))
    for number in range(59):
        _made(organisation, filename=f"file-{number:02}.zip", minutes=number)
    first, second = page.get(address()), page.get(address(), {"page": "2"})
    assert "60 files have been brought in." in said(first)
    assert "file-00.zip" in said(first)
    assert "file-58.zip" not in said(first)
    assert "file-58.zip" in said(second)
    assert said(page.get(address(), {"page": "bogus"})) == said(page.get(address(), {"page": "1"}))
    assert "file-58.zip" in said(page.get(address(), {"page": "99"}))


def test_the_list_takes_as_many_queries_for_one_as_for_three(page, organisation):
    counts = []
    for _ in range(3):
        _made(organisation)
        page.get(address())
        with CaptureQueriesContext(connection) as queries:
            page.get(address())
        counts.append(len(queries))
    assert counts[0] == counts[2] > 0


def _made(organisation: Organisation, filename: str = "secret-file.zip", minutes: int = 0) -> Import:
    of = Import.objects.create(organisation=organisation, network="slack", filename=filename, by=uuid7())
    Import.objects.filter(pk=of.pk).update(created=clock.now() - timedelta(minutes=minutes))
    return of
