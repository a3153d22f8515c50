"""Letters: each once, whatever the mail server and the worker go through."""

import email
import email.policy
import os
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core import clock, registry
from manyhands.core.errors import ManyhandsError
from manyhands.core.ids import uuid7
from manyhands.core.outbound import mail
from manyhands.notices import actions, queries
from manyhands.notices.models import Letter, Notice, StoppedAddress
from manyhands.notices.rules.messages import Outgoing, compose
from manyhands.notices.rules.states import STEPS, check_step
from manyhands.notices.types import Draft, LetterState
from manyhands.people.types import Role
from tests.waiting import waited

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(organisation, system):
    def make(to="jo@ambridge.example", key="one", subject="Come in", text="A link", **more):
        more = {"kind": "invitation", "by": system, **more}
        return actions.write(organisation=organisation.pk, to=to, key=key, subject=subject, text=text, **more)

    return make


def _state(key="one"):
    return Letter.objects.get(key=key).state


def _lease_over():
    Letter.objects.filter(state=LetterState.SENDING).update(lease=clock.now() - timedelta(seconds=1))


def test_a_key_is_written_once(write, mail_server):
    first = write()
    assert write(subject="Again").pk == first.pk
    assert actions.send_letters() == 1
    assert write(subject="And again").pk == first.pk
    assert actions.send_letters() == 0
    (message,) = mail_server.received
    assert message["Subject"] == "Come in"
    assert message["Auto-Submitted"] == "auto-generated"
    assert first.pk.hex in message["Message-ID"]
    letter = Letter.objects.get()
    assert letter.state == LetterState.SENT
    assert letter.answer == "250 2.0.0 taken as 1"
    assert letter.text == ""  # it held a link that lets its reader in


def test_text_and_html_and_the_headers_arrive(write, mail_server):
    write(
        subject="Gofyn: beth sy’n digwydd?\r\nBcc: all@example.org",
        text="Croeso i’r rhwydwaith",
        html="<p>Croeso</p>",
        headers={"List-Unsubscribe": "<https://hands.example/stop/" + "x" * 300 + ">"},
    )
    actions.send_letters()
    (message,) = mail_server.received
    assert message["Subject"] == "Gofyn: beth sy’n digwydd? Bcc: all@example.org"
    assert message["Bcc"] is None
    assert message.get_body(("plain",)).get_content().strip() == "Croeso i’r rhwydwaith"
    assert message.get_body(("html",)).get_content().strip() == "<p>Croeso</p>"
    assert message["List-Unsubscribe"] == "<https://hands.example/stop/" + "x" * 300 + ">"


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=400)


@given(subject=st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=200), text=_TEXTS)
def test_what_is_written_is_what_a_mail_program_reads(subject, text):
    subject = " ".join(subject.split())
    made = compose(
        Outgoing(
            uuid7(), "Siân’s hub <hub@x.example>", "jo@x.example", subject, text, f"<p>{text}</p>", {}, clock.now()
        ),
        secret=b"ours",
    )
    assert all(len(line) <= 998 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")
    read = email.message_from_bytes(made, policy=email.policy.default)
    assert not read.defects
    assert " ".join(str(read["Subject"]).split()) == subject
    assert read["From"].addresses[0].display_name == "Siân’s hub"
    bodies = [read.get_body((kind,)).get_content().replace("\r\n", "\n").rstrip() for kind in ("plain", "html")]
    assert bodies == [text.rstrip(), f"<p>{text}</p>"]


@pytest.mark.parametrize(
    "to", ["jo", "jo@", "j o@x.example", "jo@x.example\nBcc: a@x.example", "<jo@x.example>", "a@b@c"]
)
def test_an_address_that_is_none_is_not_written_to(to):
    with pytest.raises(ValueError, match="no address"):
        compose(Outgoing(uuid7(), "hub@x.example", to, "S", "T", "", {}, clock.now()), secret=b"ours")


@pytest.mark.parametrize("headers", [{"Bcc": "all@example.org"}, {"X-A": "one\nBcc: all@example.org"}, {"X A": "b"}])
def test_a_header_that_is_none_goes_nowhere(write, mail_server, headers):
    write(headers=headers)
    assert actions.send_letters() == 0
    assert _state() == LetterState.FAILED
    assert mail_server.received == []


def test_many_go_over_one_connection(organisation, system, mail_server):
    drafts = [Draft(f"n{n}@x.example", f"digest/{n}", "This week", "Text") for n in range(120)]
    actions.write_all(organisation=organisation.pk, drafts=drafts, kind="digest", by=system)
    assert actions.send_letters() == 120
    assert mail_server.connections == 1
    assert len(set(mail_server.to)) == 120


def test_what_somebody_waits_for_goes_before_what_goes_to_many(organisation, system, write, mail_server):
    actions.write_all(
        organisation=organisation.pk, drafts=[Draft("a@x.example", "digest", "This week", "")], kind="digest", by=system
    )
    write(to="b@x.example")
    actions.send_letters()
    assert mail_server.to == ["b@x.example", "a@x.example"]


class TestServers:
    def test_one_that_is_down_is_tried_again_and_loses_nothing(self, write, mail_server, settings):
        write()
        mail_server.stop()
        assert actions.send_letters() == 0
        letter = Letter.objects.get()
        assert letter.state == LetterState.QUEUED
        assert letter.attempts == 0  # it is not the letter's fault
        assert letter.answer
        mail_server.start()
        settings.MANYHANDS_EMAIL_URL = mail_server.url
        assert actions.send_letters() == 0  # a little later, not at once
        Letter.objects.update(due=clock.now())
        assert actions.send_letters() == 1

    def test_one_that_refuses_one_in_ten_for_now_gets_them_later(self, organisation, system, mail_server):
        mail_server.refuse = lambda address: "451 4.3.0 try later" if address.endswith("7@x.example") else None
        drafts = [Draft(f"n{n}@x.example", f"digest/{n}", "This week", "Text") for n in range(100)]
        actions.write_all(organisation=organisation.pk, drafts=drafts, kind="digest", by=system)
        assert actions.send_letters() == 90
        later = Letter.objects.filter(state=LetterState.QUEUED)
        assert later.count() == 10
        assert {each.attempts for each in later} == {1}
        assert min(each.due for each in later) > clock.now() + timedelta(seconds=30)
        assert actions.send_letters() == 0
        mail_server.refuse = lambda address: None
        later.update(due=clock.now())
        assert actions.send_letters() == 10
        assert len(set(mail_server.to)) == len(mail_server.to) == 100

    def test_one_that_says_not_now_for_ever_is_given_up(self, write, mail_server):
        mail_server.refuse = lambda address: "450 4.2.1 busy"
        write()
        for _ in range(9):
            Letter.objects.update(due=clock.now())
            actions.send_letters()
        assert _state() == LetterState.FAILED
        assert Letter.objects.get().answer == "450 4.2.1 busy"
        assert not StoppedAddress.objects.exists()  # busy is not gone

    def test_a_text_that_is_refused_failed_and_the_next_goes(self, organisation, system, mail_server):
        mail_server.answer = lambda number: "554 5.7.1 looks like spam" if number == 1 and not refused else None
        refused = []
        real = mail_server.answer
        mail_server.answer = lambda number: (said := real(number)) and (refused.append(1) or said)
        drafts = [Draft(f"n{n}@x.example", f"k{n}", "This week", "Text") for n in range(2)]
        actions.write_all(organisation=organisation.pk, drafts=drafts, kind="digest", by=system)
        assert actions.send_letters() == 1
        assert {each.key: each.state for each in Letter.objects.all()} == {"k0": "failed", "k1": "sent"}
        assert not StoppedAddress.objects.exists()

    def test_one_whose_answer_does_not_come_is_not_asked_again(self, write, mail_server, monkeypatch):
        monkeypatch.setattr(mail.Post.__init__, "__kwdefaults__", {"connect": 5.0, "answer": 0.3})
        mail_server.slow = 1.0
        write()
        assert actions.send_letters() == 0
        assert _state() == LetterState.UNKNOWN
        actions.take_up()
        assert actions.send_letters() == 0
        assert waited(lambda: len(mail_server.received) <= 1)

    def test_one_that_closes_in_between_is_opened_anew(self, organisation, system, mail_server):
        mail_server.refuse = lambda address: "421 4.4.2 closing" if mail_server.connections == 1 else None
        drafts = [Draft(f"n{n}@x.example", f"k{n}", "This week", "Text") for n in range(3)]
        actions.write_all(organisation=organisation.pk, drafts=drafts, kind="digest", by=system)
        assert actions.send_letters() == 0
        Letter.objects.update(due=clock.now())
        assert actions.send_letters() == 3
        assert len(mail_server.received) == 3


class TestAddressesThatAreGone:
    @pytest.fixture
    def gone(self, mail_server):
        mail_server.refuse = lambda address: "550 5.1.1 unknown user" if address.startswith("gone@") else None
        return mail_server

    def test_nothing_more_is_sent_and_the_lead_is_told_once(self, write, gone, join, organisation):
        lead = join("Robin", role=Role.DIGITAL_LEAD)
        write(to="gone@x.example")
        actions.send_letters()
        assert _state() == LetterState.FAILED
        assert StoppedAddress.objects.get().email == "gone@x.example"
        write(to="Gone@x.example", key="two")
        assert _state("two") == LetterState.FAILED
        notice = Notice.objects.get(person=lead)
        said = queries.sentence(notice.kind, notice.words)
        assert said == "E-mail to gone@x.example can’t be delivered: the address does not exist."

    def test_the_room_that_asked_is_told(self, write, gone, monkeypatch):
        told = []
        monkeypatch.setattr(registry, "letter_lost", [told.append])
        write(to="gone@x.example")
        actions.send_letters()
        assert [(each.key, each.reason) for each in told] == [("one", "550 5.1.1 unknown user")]

    def test_the_lead_sees_it_and_can_write_to_it_again(self, write, gone, join, visit):
        lead = join("Robin", role=Role.DIGITAL_LEAD)
        write(to="gone@x.example")
        actions.send_letters()
        page = visit(lead, "letters")
        assert "gone@x.example" in page.soup.select_one("#stopped").text
        assert "550 5.1.1 unknown user" in visit(lead, "letters.csv").content.decode()
        stopped = StoppedAddress.objects.get()
        assert visit(lead, f"addresses/{stopped.pk}/allow", {}).status_code == 302
        gone.refuse = lambda address: None
        write(to="gone@x.example", key="two")
        assert actions.send_letters() == 1

    def test_a_member_does_not_see_it(self, visit, join):
        assert visit(join("Jo"), "letters").status_code == 404


class TestWhoDied:
    def test_what_was_claimed_only_is_sent_by_the_next(self, write, mail_server):
        write()
        Letter.objects.update(state=LetterState.SENDING, claim="dead", lease=clock.now() + timedelta(minutes=1))
        assert actions.send_letters() == 0
        _lease_over()
        actions.take_up()
        assert actions.send_letters() == 1

    def test_what_was_handed_over_is_not(self, write, mail_server, join, visit, organisation, system):
        write()
        now = clock.now()
        Letter.objects.update(state=LetterState.SENDING, claim="dead", lease=now, handed=now)
        _lease_over()
        actions.take_up()
        assert _state() == LetterState.UNKNOWN
        assert actions.send_letters() == 0
        lead = join("Robin", role=Role.DIGITAL_LEAD)
        assert "Send it again" in visit(lead, "letters").soup.select_one("#unknown").text
        letter = Letter.objects.get()
        assert visit(lead, f"letters/{letter.pk}/settle", {"arrived": "no"}).status_code == 302
        assert actions.send_letters() == 1
        assert len(mail_server.received) == 1

    def test_what_arrived_after_all_is_settled_once(self, write, organisation, system):
        letter = write()
        Letter.objects.update(state=LetterState.UNKNOWN)
        assert actions.settle(letter=letter.pk, organisation=organisation.pk, arrived=True, by=system)
        assert not actions.settle(letter=letter.pk, organisation=organisation.pk, arrived=False, by=system)
        assert _state() == LetterState.SENT


KILLED = """
import sys
import django
django.setup()
from manyhands.notices import actions
from manyhands.notices.actions import sending
from django.conf import settings
settings.MANYHANDS_EMAIL_URL = sys.argv[1]
print("up", flush=True)
actions.send_letters()
"""


@pytest.mark.django_db(transaction=True)
def test_each_once_after_kill_minus_nine(organisation, system, mail_server):
    """A worker is killed again and again in the middle; no address gets a letter twice, few are unknown."""
    many, kills = 300, 3
    drafts = [Draft(f"n{n}@x.example", f"digest/{n}", "This week", "Text") for n in range(many)]
    actions.write_all(organisation=organisation.pk, drafts=drafts, kind="digest", by=system)
    mail_server.slow = 0.003
    name = connection.settings_dict["NAME"]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": os.getcwd()}
    point = f"from django.conf import settings; settings.DATABASES['default']['NAME'] = {str(name)!r}\n"
    for kill in range(kills):
        program = point + textwrap.dedent(KILLED)
        worker = subprocess.Popen([sys.executable, "-c", program, mail_server.url], env=env, stdout=subprocess.PIPE)
        target = len(mail_server.received) + 40
        got_on = waited(
            lambda: len(mail_server.received) >= target,  # noqa: B023 (used before it changes)
            60,
            in_vain=lambda: worker.poll() is not None,  # noqa: B023 (likewise)
        )
        assert got_on, f"the worker ended by itself, or did nothing, before kill {kill}"
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
        _lease_over()
        actions.take_up()
    actions.send_letters()
    assert len(mail_server.to) == len(set(mail_server.to))
    unknown = Letter.objects.filter(state=LetterState.UNKNOWN).count()
    assert unknown <= kills
    assert Letter.objects.filter(state=LetterState.SENT).count() == many - unknown
    assert len(mail_server.to) >= many - unknown


def test_djangos_way_of_sending_is_queued(settings, lee, mail_server, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "manyhands.notices.adapters.Queue"
    sent = django_mail.send_mail("A link", "Click", None, [f"Lee <{lee.user.email}>"], html_message="<p>Click</p>")
    assert sent == 1
    assert mail_server.received == []  # no page waits for a mail server
    letter = Letter.objects.get()
    assert letter.organisation_id == lee.organisation_id
    django_mail.send_mail("A link", "Click", None, ["nobody@x.example"])
    assert Letter.objects.filter(organisation=None).count() == 1
    actions.send_letters()
    assert [each["To"] for each in mail_server.received] == [lee.user.email, "nobody@x.example"]


def test_a_forgotten_password_is_queued(settings, client, lee, mail_server):
    settings.EMAIL_BACKEND = "manyhands.notices.adapters.Queue"
    client.post("/accounts/password/reset/", {"email": lee.user.email})
    actions.send_letters()
    assert "/accounts/password/reset/key/" in mail_server.received[0].get_body(("plain",)).get_content()


def test_without_a_mail_server_letters_wait_where_mail_does(
    write, notify, lee, django_capture_on_commit_callbacks, mailoutbox
):
    with django_capture_on_commit_callbacks(execute=True):
        write()
    assert [each.subject for each in mailoutbox] == ["Come in"]
    assert _state() == LetterState.SENT


def test_what_is_for_its_reader_alone_is_on_no_page(settings, tmp_path, write, lee, kind, visit):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    write(to=lee.user.email)
    write(to=lee.user.email, key="two", subject="Heron was answered", kind=kind)
    actions.keep_in_outbox()
    from manyhands.people import queries as people

    assert [mail.subject for mail in people.outbox(lee.organisation)] == ["Come in"]
    assert len(list((tmp_path / "private").iterdir())) == 1


def test_no_step_is_taken_that_is_not_in_the_graph():
    for before in LetterState:
        for after in LetterState:
            if after in STEPS[before]:
                check_step(before, after)
            else:
                with pytest.raises(ManyhandsError):
                    check_step(before, after)
