"""How many are interested, from a list: on its page, by command, and on the page on who comes in."""

from datetime import date
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from manyhands.participation import actions, queries
from manyhands.participation.models import KnownNumber
from manyhands.participation.queries import typed
from manyhands.participation.types import About, KnownOf
from tests.participation.small import member, signed_in, village

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = b"date,people\n2026-03-27,12\nsoon,3\n2026-05-01,15\n"


def send(client, lee, content, name="list.csv"):
    address = f"/{lee.organisation.slug}/participation/next-hands/numbers/list/"
    return client.post(address, {"list": SimpleUploadedFile(name, content)})


def latest(lee):
    return typed.known_number(lee.organisation_id, KnownOf.INTERESTED)


def test_days_are_kept_and_bad_lines_listed(lee):
    client = signed_in(lee)
    shown = BeautifulSoup(send(client, lee, DAYS).content, "html.parser")
    assert shown.h1.get_text(strip=True) == "The list gives numbers for 2 days."
    assert [cell.get_text(strip=True) for cell in shown.select("#left-out td")] == [
        "3",
        "The day is missing, or not a date such as 27/3/2026.",
    ]
    assert latest(lee) == (15, date(2026, 5, 1))
    send(client, lee, DAYS)
    assert KnownNumber.objects.count() == 2  # the same again adds nothing


def test_the_newest_day_counts_however_it_came(lee, by):
    actions.set_known_number(organisation=lee.organisation_id, of=KnownOf.INTERESTED, number=40, by=by)
    send(signed_in(lee), lee, DAYS)
    assert latest(lee).number == 40
    actions.set_known_number(organisation=lee.organisation_id, of=KnownOf.INTERESTED, number=None, by=by)
    assert latest(lee) is None
    send(signed_in(lee), lee, DAYS)
    assert latest(lee) == (15, date(2026, 5, 1))


def test_people_are_counted_and_not_kept(lee, data_folder):
    content = b"e-mail\nann.archer@ambridge.example\nANN.archer@ambridge.example\nbob.archer@ambridge.example\n"
    shown = send(signed_in(lee), lee, content).content.decode()
    assert "2 different people are named in the list. Only that number is kept." in shown
    assert "1 line is about somebody who was named before" in shown
    assert latest(lee).number == 2
    assert "archer" not in shown
    assert not any(b"archer" in path.read_bytes().lower() for path in data_folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"date,people\nsoon,many\n,,\n2099-01-01,3\n"])
def test_what_says_nothing_is_an_error_with_what_to_do(lee, content):
    answer = send(signed_in(lee), lee, content)
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()
    assert latest(lee) is None


def test_only_who_keeps_the_numbers(lee, by):
    assert send(signed_in(member(lee, by)), lee, DAYS).status_code in (403, 404)
    assert latest(lee) is None


def test_too_large_a_list(lee):
    answer = send(signed_in(lee), lee, b"a@x.example\n" * 500_000)
    assert (answer.status_code, latest(lee)) == (422, None)
    assert "larger than 5 MB" in answer.content.decode()


def test_by_command(lee, tmp_path):
    (tmp_path / "list.csv").write_bytes(DAYS)
    out, err = StringIO(), StringIO()
    call_command("interested", str(tmp_path / "list.csv"), stdout=out, stderr=err)
    assert out.getvalue().splitlines()[0] == "The list gives numbers for 2 days."
    assert err.getvalue() == "Line 3: The day is missing, or not a date such as 27/3/2026.\n"
    out = StringIO()
    call_command("interested", "57", "--on", "2026-06-30", stdout=out)
    assert out.getvalue() == "57 people are interested, as of 30 June 2026.\n"
    assert latest(lee) == (57, date(2026, 6, 30))
    for wrong in (["nowhere.csv"], ["57", "--on", "2099-01-01"]):
        with pytest.raises(CommandError):
            call_command("interested", *wrong)


def test_days_are_shown_where_the_steps_are(lee):
    village(lee.organisation)
    send(signed_in(lee), lee, DAYS)

    def rows(exactly):
        topic = queries.topic(queries.facts(lee.organisation_id), "who-comes-in", exactly=exactly)
        return next(each for each in topic.sections if each.key == "interested").rows

    assert rows(True) == (("1 May 2026", 15), ("27 March 2026", 12))
    assert rows(False) == (("1 May 2026", About(20)), ("27 March 2026", About(10)))
