"""Sending what is queued, never anything twice.

A worker's run claims some letters, with a lease. Before the text of one goes to the server, `handed` is written and
committed; the server's answer is written right after. So of a worker that was killed every letter is known: without
`handed` it was not sent and is queued again; with it and without an answer it may have been taken. That one becomes
`unknown`: what comes back by mail settles it, or a person does, but nothing sends it again by itself.
"""

import logging
import secrets
import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.crypto import salted_hmac

from manyhands.core import clock, jobs, registry
from manyhands.core.outbound import mail

from ..models import Letter
from ..rules.messages import Outgoing, compose
from ..types import LetterState
from .steps import JOB, step
from .stopping import lost, stop_address

logger = logging.getLogger("manyhands.notices")
BATCH = 50
LEASE = timedelta(minutes=3)  # longer than one letter can take, with the time-outs of core.outbound.mail
RUN = 30.0  # seconds after which other work has its turn
AGAIN = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 720, 1440)]  # after each "not now"
GIVE_UP = timedelta(days=5)


def send_letters(*, run: float = RUN) -> int:
    """Sends what is due, over one connection, until nothing is or the time is up. Returns how many were taken."""
    if not settings.MANYHANDS_EMAIL_URL:
        return keep_in_outbox()
    claim, sent, end = secrets.token_hex(16), 0, time.monotonic() + run
    post = mail.Post(mail.Server.of(settings.MANYHANDS_EMAIL_URL))
    try:
        while letters := _claim(claim):
            if not _open(post, claim):
                return sent
            for letter in letters:
                if time.monotonic() > end:
                    _release(claim)
                    jobs.wake(JOB)
                    return sent
                try:
                    sent += _send(post, letter)
                except mail.Unreachable as error:
                    logger.warning("the mail server went away: %s", error)
                    _release(claim, after=timedelta(seconds=30), answer=str(error))
                    return sent
    finally:
        post.close()
        _release(claim)
    return sent


def take_up() -> None:
    """Finds what nobody sends: letters of a worker that died, and those whose time has come."""
    now = clock.now()
    late = Letter.objects.filter(state=LetterState.SENDING, lease__lt=now)
    late.filter(handed=None).update(state=LetterState.QUEUED, claim="", lease=None)
    unknown = late.filter(handed__isnull=False).update(
        state=LetterState.UNKNOWN, claim="", lease=None, settled=now, answer="the hub stopped before an answer came"
    )
    if unknown:
        logger.warning("of %d letters nobody knows whether they arrived", unknown)
    for letter in Letter.objects.filter(state=LetterState.QUEUED, created__lt=now - GIVE_UP)[:500]:
        _end(letter, LetterState.FAILED, letter.answer or "not sent in five days")
    if Letter.objects.filter(state=LetterState.QUEUED, due__lte=now).exists():
        jobs.wake(JOB)


def keep_in_outbox() -> int:
    """Without a mail server: puts what is queued where mail waits (the page "Outbox"). What is meant for its reader
    alone is kept apart from what has to be passed on, and no page shows it."""
    claim, kept = secrets.token_hex(16), 0
    while letters := _claim(claim):
        with get_connection() as open_box, get_connection(**_private_box()) as private_box:
            for letter in letters:
                box = private_box if letter.kind in registry.notice_kinds else open_box
                message = EmailMultiAlternatives(
                    letter.subject, letter.text, None, [letter.to], connection=box, headers=letter.headers
                )
                if letter.html:
                    message.attach_alternative(letter.html, "text/html")
                message.send()
                kept += _end(letter, LetterState.SENT, "kept in the outbox: there is no mail server")
    return kept


def secret() -> bytes:
    """What our own ids in mail are signed with."""
    return salted_hmac("manyhands.notices.mail", "id", algorithm="sha256").digest()


def _private_box() -> dict[str, str]:
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return {}
    return {"file_path": str(Path(settings.EMAIL_FILE_PATH) / "private")}


def _claim(claim: str) -> list[Letter]:
    """Takes some letters that are due: those that somebody waits for first."""
    now = clock.now()
    waiting = Letter.objects.filter(state=LetterState.QUEUED, due__lte=now).order_by("bulk", "due", "id")
    ids = list(waiting.values_list("id", flat=True)[:BATCH])
    free = Letter.objects.filter(pk__in=ids, state=LetterState.QUEUED)
    if not ids or not free.update(state=LetterState.SENDING, claim=claim, lease=now + LEASE, handed=None):
        return []
    return list(Letter.objects.filter(claim=claim, state=LetterState.SENDING).order_by("bulk", "due", "id"))


def _release(claim: str, *, after: timedelta = timedelta(0), answer: str = "") -> None:
    """Gives back what was claimed and not handed over."""
    back = Letter.objects.filter(claim=claim, state=LetterState.SENDING, handed=None)
    said = {"answer": answer[:500]} if answer else {}
    back.update(state=LetterState.QUEUED, claim="", lease=None, due=clock.now() + after, **said)


def _open(post: mail.Post, claim: str) -> bool:
    if post.is_open:
        return True
    try:
        post.open()
    except mail.Unreachable as error:
        logger.warning("the mail server does not answer: %s", error)
        _release(claim, after=timedelta(seconds=20), answer=str(error))
        return False
    return True


def _send(post: mail.Post, letter: Letter) -> bool:
    """Sends one letter and writes down what came of it; whether the server took it. Raises Unreachable."""
    now = clock.now()
    try:
        message = compose(_outgoing(letter, now), secret=secret())
    except ValueError as error:
        _end(letter, LetterState.FAILED, f"it could not be written: {error}")
        return False
    try:
        answer = post.send(
            message, sender=_envelope_sender(), to=letter.to, handing_over=lambda: _handing_over(letter.pk)
        )
    except mail.Refused as error:
        _refused(letter, error)
        return False
    except mail.Unknown as error:
        _end(letter, LetterState.UNKNOWN, f"no answer came: {error}")
        return False
    return _end(letter, LetterState.SENT, answer)


def _handing_over(letter: UUID) -> None:
    """From here on it may have been taken. Committed before the first byte of it goes."""
    now = clock.now()
    if not Letter.objects.filter(pk=letter, state=LetterState.SENDING).update(handed=now, lease=now + LEASE):
        raise mail.Unreachable("its lease was over")


def _refused(letter: Letter, error: mail.Refused) -> None:
    """For good: it failed, and an address that does not exist gets nothing more. Else it is tried again, later."""
    if error.for_good or letter.attempts >= len(AGAIN):
        _end(letter, LetterState.FAILED, error.answer)
        if error.no_such_address and letter.organisation_id:
            stop_address(organisation=letter.organisation_id, email=letter.to, reason=error.answer)
        return
    Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING).update(
        state=LetterState.QUEUED,
        claim="",
        lease=None,
        handed=None,
        attempts=letter.attempts + 1,
        due=clock.now() + AGAIN[letter.attempts],
        answer=error.answer,
    )


def _end(letter: Letter, state: LetterState, answer: str) -> bool:
    """Writes down what came of a letter. What was sent keeps no text."""
    gone = {"text": "", "html": "", "headers": {}} if state == LetterState.SENT else {}
    moved = step(letter, state, settled=clock.now(), answer=answer[:500], claim="", lease=None, **gone)
    if moved and state == LetterState.FAILED:
        lost(letter, answer)
    return moved


def _outgoing(letter: Letter, now: datetime) -> Outgoing:
    sender = settings.DEFAULT_FROM_EMAIL
    return Outgoing(letter.pk, sender, letter.to, letter.subject, letter.text, letter.html, letter.headers, now)


def _envelope_sender() -> str:
    """Where mail servers send back what they can't deliver."""
    return settings.MANYHANDS_REPLY_ADDRESS or settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
