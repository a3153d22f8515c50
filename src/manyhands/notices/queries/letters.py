"""How mail fares: what those who look after the hub may know. Who was told of what, and when, stays with the reader."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils import timezone

from manyhands.core import clock

from ..models import Letter, StoppedAddress
from ..types import LetterState

PER_PAGE = 50
SINCE = timedelta(days=30)
_LOST = [LetterState.FAILED, LetterState.BOUNCED]


class LostRow(NamedTuple):
    """A letter that did not arrive, by day: to the minute it would say which message it was about, and so who is
    behind a pseudonym."""

    id: UUID
    to: str
    day: date
    answer: str


class StoppedRow(NamedTuple):
    id: UUID
    email: str
    at: datetime
    reason: str


def letter_states(organisation: UUID) -> dict[str, int]:
    """How many letters of the last 30 days are in each state."""
    rows = Letter.objects.filter(organisation=organisation, created__gte=clock.now() - SINCE).values("state").order_by()
    return dict.fromkeys(LetterState, 0) | {row["state"]: row["n"] for row in rows.annotate(n=Count("id"))}


def waiting_because(organisation: UUID) -> str:
    """What the mail server said last to a letter that still waits, or ""."""
    waiting = Letter.objects.filter(organisation=organisation, state=LetterState.QUEUED).exclude(answer="")
    return waiting.order_by("-due").values_list("answer", flat=True).first() or ""


def unknown_letters(organisation: UUID) -> list[LostRow]:
    """Those of which nobody knows whether they arrived: a hundred at most."""
    rows = Letter.objects.filter(organisation=organisation, state=LetterState.UNKNOWN).order_by("-created")[:100]
    return [_row(each) for each in rows]


def lost_page(organisation: UUID, number: str | None) -> Page:
    """A page of those that failed or came back, latest first."""
    rows = Letter.objects.filter(organisation=organisation, state__in=_LOST).order_by("-created", "-id")
    page = Paginator(rows, PER_PAGE).get_page(number)
    page.object_list = [_row(each) for each in page.object_list]
    return page


def all_lost(organisation: UUID) -> list[LostRow]:
    rows = Letter.objects.filter(organisation=organisation, state__in=_LOST).order_by("-created", "-id")
    return [_row(each) for each in rows.iterator(2000)]


def stopped_addresses(organisation: UUID) -> list[StoppedRow]:
    """Addresses to which nothing is sent any more: two hundred at most."""
    rows = StoppedAddress.objects.filter(organisation=organisation).order_by("-at")[:200]
    return [StoppedRow(each.pk, each.email, each.at, each.reason) for each in rows]


def unknown_count() -> int:
    """How many letters, in the whole hub, may or may not have arrived."""
    return Letter.objects.filter(state=LetterState.UNKNOWN).count()


def waiting_long() -> int:
    """How many letters have been due for more than an hour."""
    late = clock.now() - timedelta(hours=1)
    return Letter.objects.filter(state=LetterState.QUEUED, due__lt=late).count()


def _row(letter: Letter) -> LostRow:
    return LostRow(letter.pk, letter.to, timezone.localdate(letter.created), letter.answer)
