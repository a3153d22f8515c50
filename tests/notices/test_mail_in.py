"""Mail that arrives: answers, reports, and everything that only looks like them."""

import imaplib
import io
import os
import re
import socket
import subprocess
import sys
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import call_command

from manyhands.core import clock, registry
from manyhands.core.errors import ManyhandsError
from manyhands.core.outbound import mail
from manyhands.notices import actions
from manyhands.notices.models import Incoming, Letter, Notice, ReplyAddress, StoppedAddress
from manyhands.notices.rules import arrivals
from manyhands.notices.types import IncomingState, LetterState
from tests.waiting import waited

BASE = "reply@hands.example"


@pytest.fixture
def answers(monkeypatch, settings):
    """The answers that the room got: who, to what, with what text."""
    settings.MANYHANDS_REPLY_ADDRESS = BASE
    got = []

    def take(person, rest, text):
        got.append((person.name, rest, text))

    monkeypatch.setitem(registry.mail_replies, "thread", take)
    return got


@pytest.fixture
def address(answers, notify, lee):
    """Lee's own address for answers to a thread, as a letter gave it."""
    notify(lee, thread="ab12")
    Notice.objects.update(due=clock.now())
    actions.post_notices()
    return Letter.objects.get().headers["Reply-To"]


def message(to, sender="lee@ambridge.example", text="We did, in March.", **headers):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, "Re: Jo answered you"
    made["Message-ID"] = headers.pop("message_id", f"<{os.urandom(6).hex()}@ambridge.example>")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


QUOTING = (
    "We did, in March.\n\nOn Sat, 21 Nov 2026 at 10:00, Manyhands <reply@hands.example> wrote:\n> Jo answered you\n"
)


@pytest.mark.django_db
class TestAnswers:
    def test_one_reaches_its_room_without_what_it_quotes(self, answers, address):
        assert re.fullmatch(r"reply\+[0-9a-z]+-[a-z2-7]{16}@hands\.example", address)
        assert len(address.partition("@")[0]) <= 64  # RFC 5321
        assert actions.arrive(message(address, text=QUOTING)) == (IncomingState.TAKEN, "")
        assert answers == [("Lee", "ab12", "We did, in March.")]

    def test_the_same_message_is_taken_once_by_whatever_way(self, answers, address):
        raw = message(address)
        actions.arrive(raw)
        again = raw.replace(b"Subject:", b"Received: by another way\r\nSubject:")
        assert actions.arrive(again).reason == "again"
        assert len(answers) == 1

    def test_the_envelope_names_it_where_the_header_does_not(self, answers, address):
        assert actions.arrive(message("Manyhands <team@hands.example>"), envelope_to=address).state == "taken"

    def test_case_is_not_kept_by_every_mail_server(self, answers, address):
        assert actions.arrive(message(address.upper(), sender="Lee <LEE@Ambridge.example>")).state == "taken"

    @pytest.mark.parametrize(
        "change",
        [
            lambda a: a.replace("@", "x@"),
            lambda a: re.sub(r"\+[0-9a-z]+-", "+zz-", a),
            lambda a: a.replace("hands.example", "hands.example.org"),
            lambda a: "reply@hands.example",
            lambda a: "reply+@hands.example",
            lambda a: "reply+1-aaaaaaaaaaaaaaaa@hands.example",
        ],
    )
    def test_a_forged_address_is_nobodys(self, answers, address, change):
        assert actions.arrive(message(change(address))).reason == "to_nobody"
        assert not answers

    def test_one_from_another_address_is_not_taken_and_its_owner_is_told_once(self, answers, address, lee):
        for _ in range(3):
            assert actions.arrive(message(address, sender="mallory@x.example")).reason == "wrong_sender"
        assert not answers
        letter = Letter.objects.get(kind="notices.mail")
        assert letter.to == lee.user.email  # nothing goes to whoever wrote
        assert "another address" in letter.text

    def test_two_senders_are_none(self, answers, address):
        raw = message(address, sender="lee@ambridge.example, mallory@x.example")
        assert actions.arrive(raw).reason == "wrong_sender"

    @pytest.mark.parametrize(
        "headers",
        [
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "auto-generated (vacation)"},
            {"Precedence": "bulk"},
            {"X_Autoreply": "yes"},
            {"List_Id": "<everybody.x.example>"},
            {"Return_Path": "<>"},
        ],
    )
    def test_what_a_machine_wrote_is_not_taken_and_not_answered(self, answers, address, headers):
        assert actions.arrive(message(address, **headers)).reason == "automatic"
        assert not answers
        assert not Letter.objects.filter(kind="notices.mail").exists()

    def test_our_own_letter_that_comes_back_ends_there(self, answers, address, mail_server):
        actions.send_letters()
        (own,) = mail_server.received
        raw = own.as_bytes().replace(b"lee@ambridge.example", address.encode())
        assert actions.arrive(raw).reason == "automatic"

    def test_one_without_text_of_its_own_says_so(self, answers, address):
        assert actions.arrive(message(address, text="> Jo answered you\n")).reason == "empty"
        assert "no text of your own" in Letter.objects.get(kind="notices.mail").text

    def test_one_that_is_too_long_says_so(self, answers, address):
        assert actions.arrive(message(address, text="Far too much. " * 2000)).reason == "too_long"
        assert "too long" in Letter.objects.get(kind="notices.mail").text

    def test_ten_megabytes_are_not_read(self, answers, address):
        assert actions.arrive(message(address) + b"x" * arrivals.LONGEST).reason == "too_long"
        assert not Incoming.objects.exists()

    def test_what_the_room_says_goes_back_to_its_author_and_nothing_is_kept(self, answers, address, monkeypatch, lee):
        def closed(person, rest, text):
            raise ManyhandsError("A moderator has closed this conversation.", code="closed")

        monkeypatch.setitem(registry.mail_replies, "thread", closed)
        assert actions.arrive(message(address)) == (IncomingState.REFUSED, "closed")
        letter = Letter.objects.get(kind="notices.mail")
        assert "A moderator has closed this conversation." in letter.text
        assert Incoming.objects.get().state == IncomingState.REFUSED

    def test_who_has_left_does_not_answer(self, answers, address, lee):
        lee.user.is_active = False
        lee.user.save()
        assert actions.arrive(message(address)).reason == "left"
        assert not answers

    def test_a_machine_that_answers_all_the_time_is_stopped(self, answers, address, lee):
        for number in range(35):
            actions.arrive(message(address, text=f"Again {number}"))
        assert len(answers) <= 31
        assert Incoming.objects.filter(reason="too_many").count() >= 4

    def test_what_our_own_mail_server_found_forged_is_not_taken(self, answers, address, settings):
        settings.MANYHANDS_MAIL_AUTHSERV = "mx.hands.example"
        good = "mx.hands.example; dmarc=pass header.from=ambridge.example"
        bad = good.replace("pass", "fail")
        assert actions.arrive(message(address, Authentication_Results=bad)).reason == "forged"
        # One that the author wrote themselves, below ours.
        raw = f"Authentication-Results: {bad}\r\n".encode() + message(address, Authentication_Results=good)
        assert actions.arrive(raw).reason == "forged"
        assert actions.arrive(message(address)).reason == "forged"
        assert actions.arrive(message(address, Authentication_Results=good)).state == "taken"

    def test_without_an_address_for_answers_none_is_given(self, notify, lee, settings):
        notify(lee, thread="ab12")
        Notice.objects.update(due=clock.now())
        actions.post_notices()
        assert "Reply-To" not in Letter.objects.get().headers
        assert not ReplyAddress.objects.exists()


DSN = """\
From: MAILER-DAEMON@x.example
To: reply@hands.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Message-ID: <{number}@x.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you…

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; x.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} <{recipient}>: no such user

--b
Content-Type: {kind}

From: Manyhands <manyhands@localhost>
To: {recipient}
Message-ID: {message_id}
Subject: Come in

--b--
"""


@pytest.mark.django_db
class TestReports:
    @pytest.fixture
    def sent(self, organisation, system, mail_server):
        actions.write(
            organisation=organisation.pk,
            to="gone@x.example",
            key="one",
            subject="Come in",
            text="A link",
            kind="invitation",
            by=system,
        )
        actions.send_letters()
        return mail_server.received[0]["Message-ID"]

    def report(self, message_id, recipient="gone@x.example", action="failed", status="5.1.1", number=1, **more):
        kind = more.get("kind", "message/rfc822")
        made = DSN.format(
            message_id=message_id, recipient=recipient, action=action, status=status, number=number, kind=kind
        )
        return made.replace("\n", "\r\n").encode()

    @pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
    def test_an_address_that_does_not_exist_gets_nothing_more(self, sent, monkeypatch, kind):
        told = []
        monkeypatch.setattr(registry, "letter_lost", [told.append])
        assert actions.arrive(self.report(sent, kind=kind)) == (IncomingState.RETURNED, "bounced")
        assert Letter.objects.get(key="one").state == LetterState.BOUNCED
        assert StoppedAddress.objects.get().email == "gone@x.example"
        assert [each.key for each in told] == ["one"]
        assert Notice.objects.filter(kind="notices.stopped").exists()
        actions.arrive(self.report(sent, kind=kind, number=2))
        assert len(told) == 1

    def test_a_full_mailbox_is_no_reason_to_stop(self, sent):
        actions.arrive(self.report(sent, status="5.2.2"))
        assert Letter.objects.get(key="one").state == LetterState.BOUNCED
        assert not StoppedAddress.objects.exists()

    def test_one_that_is_only_late_changes_nothing(self, sent):
        assert actions.arrive(self.report(sent, action="delayed", status="4.4.1")).reason == "late"
        assert Letter.objects.get(key="one").state == LetterState.SENT

    def test_one_that_was_forwarded_does_not_stop_the_address(self, sent):
        actions.arrive(self.report(sent, recipient="elsewhere@y.example"))
        assert not StoppedAddress.objects.exists()

    def test_a_letter_that_may_have_arrived_is_settled_by_it(self, sent):
        Letter.objects.update(state=LetterState.UNKNOWN)
        actions.arrive(self.report(sent))
        assert Letter.objects.get(key="one").state == LetterState.BOUNCED

    def test_a_made_up_one_stops_nobody(self, sent):
        letter = Letter.objects.get(key="one")
        for number, name in enumerate([f"<{letter.pk.hex}@localhost>", f"<{letter.pk.hex}.{'0' * 24}@localhost>"]):
            assert actions.arrive(self.report(name, number=number)).reason == "not_ours"
        assert letter.state == LetterState.SENT
        assert not StoppedAddress.objects.exists()


@pytest.mark.django_db
class TestCommand:
    def pipe(self, monkeypatch, raw, *words):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        out = io.StringIO()
        code = 0
        try:
            call_command("mail_in", *words, stdout=out, stderr=out)
        except SystemExit as end:
            code = end.code
        return code, out.getvalue().strip()

    def test_a_message_is_piped(self, answers, address, monkeypatch):
        assert self.pipe(monkeypatch, message(address)) == (0, "taken")
        assert len(answers) == 1

    def test_one_to_nobody_goes_back(self, answers, monkeypatch):
        assert self.pipe(monkeypatch, message("reply@hands.example")) == (os.EX_DATAERR, "refused to_nobody")

    def test_an_absence_note_does_not(self, answers, address, monkeypatch):
        raw = message(address, Auto_Submitted="auto-replied")
        assert self.pipe(monkeypatch, raw) == (0, "refused automatic")

    def test_where_the_hub_is_ill_the_mail_server_keeps_it(self, answers, address, monkeypatch):
        def ill(person, rest, text):
            raise RuntimeError("the database is away")

        monkeypatch.setitem(registry.mail_replies, "thread", ill)
        assert self.pipe(monkeypatch, message(address))[0] == os.EX_TEMPFAIL
        assert not Incoming.objects.exists()


@pytest.fixture(scope="module")
def mailbox():
    """A real IMAP server, pymap, with one mailbox in memory; a function that puts a message there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    words = [str(Path(sys.executable).with_name("pymap")), "--no-service", "admin", "--no-service", "managesieve"]
    words += ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-data"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def listening():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    if not waited(listening) or process.poll() is not None:
        process.kill()
        pytest.skip(f"pymap does not start: {process.stderr.read()[-500:]!r}")

    def put(raw):
        with imaplib.IMAP4("127.0.0.1", port, timeout=10) as imap:
            imap.login("demouser", "demopass")
            kind, said = imap.append("INBOX", None, None, raw)
            assert kind == "OK", said

    put.url = f"imap+plain://demouser:demopass@127.0.0.1:{port}/INBOX"
    yield put
    process.terminate()
    process.wait(10)
    process.stderr.close()


@pytest.mark.django_db
class TestMailbox:
    def test_what_arrived_is_taken_once_and_deleted(self, answers, address, mailbox, settings):
        settings.MANYHANDS_MAIL_IN_URL = mailbox.url
        actions.fetch_mail()  # what the server brought along itself
        before = self.there(mailbox)
        mailbox(message(address, text=QUOTING))
        mailbox(message("nobody@hands.example"))
        assert actions.fetch_mail() == 2
        assert answers == [("Lee", "ab12", "We did, in March.")]
        assert self.there(mailbox) == before + 1  # what was refused is left for somebody to look at
        assert actions.fetch_mail() == 0

    def test_one_that_is_too_long_is_not_fetched(self, answers, address, mailbox, settings, monkeypatch):
        settings.MANYHANDS_MAIL_IN_URL = mailbox.url
        actions.fetch_mail()
        monkeypatch.setattr(arrivals, "LONGEST", 100)
        mailbox(message(address))
        assert actions.fetch_mail() == 1
        assert not answers

    def test_a_mailbox_that_does_not_answer_is_tried_later(self, settings):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        settings.MANYHANDS_MAIL_IN_URL = f"imap+plain://a:b@127.0.0.1:{port}"
        assert actions.fetch_mail() == 0

    def test_a_wrong_password_says_so(self, mailbox):
        with pytest.raises(mail.Unreachable), mail.Mailbox(mail.Server.of(mailbox.url.replace("demopass", "wrong"))):
            pass

    def there(self, mailbox):
        with mail.Mailbox(mail.Server.of(mailbox.url)) as box:
            return len(box._words(box._good(box._imap.uid("SEARCH", "ALL"))))


def test_old_records_are_deleted(db, notify, lee):
    notify(lee)
    Notice.objects.update(created=clock.now() - timedelta(days=366))
    assert actions.forget_notices() == 1
