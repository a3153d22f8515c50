"""That a thread was read: one row for each persona and day, kept for thirteen months, then only counted."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F

from manyhands.core import clock
from manyhands.ledger.types import ActivityType
from manyhands.networks.actions import HubAct

from ..models import Read, ReadMonth, Thread
from . import ledger

if TYPE_CHECKING:
    from manyhands.people.models import Persona

MONTHS = 13
AT_A_TIME = 5000


def read(*, thread: Thread, last_post: UUID | None, by: "Persona") -> bool:
    """Notes that somebody looked at a thread today, and up to which message. Returns whether that is the first time."""
    now = clock.now()
    day = clock.local_date(now, by.organisation.zone)
    today = Read.objects.filter(persona=by, thread=thread, day=day)
    seen = today.values_list("last_post", flat=True).first()
    if seen:
        if last_post and last_post > seen:
            today.update(last_post=last_post)
        return False
    with transaction.atomic():
        _row, is_new = Read.objects.get_or_create(
            persona=by,
            thread=thread,
            day=day,
            defaults={"organisation_id": by.organisation_id, "last_post": last_post},
        )
        if is_new:
            act = HubAct(
                f"read/{by.pk.hex}/{thread.pk.hex}/{day}",
                by.actor,
                ActivityType.READ,
                False,
                thread.group_id,
                "Note",
                now,
                object=ledger.post_id(thread.pk),
            )
            ledger.record(thread.group, by, act)
    return is_new


def forget_reads() -> int:
    """Makes monthly counts of single reads more than MONTHS months old; returns how many went."""
    today = clock.now().date()
    first, _last = clock.month_days(clock.month_add(clock.month_of(today), -MONTHS))
    gone = 0
    while True:
        with transaction.atomic():
            old = Read.objects.filter(day__lt=first).order_by("day", "id")[:AT_A_TIME]
            ids = list(old.values_list("id", flat=True))
            if not ids:
                return gone
            counts: dict[tuple, int] = {}
            for thread, organisation, day in Read.objects.filter(pk__in=ids).values_list(
                "thread_id", "organisation_id", "day"
            ):
                key = (thread, organisation, clock.month_of(day))
                counts[key] = counts.get(key, 0) + 1
            for (thread, organisation, month), count in counts.items():
                kept, _made = ReadMonth.objects.get_or_create(
                    thread_id=thread, month=month, organisation_id=organisation
                )
                ReadMonth.objects.filter(pk=kept.pk).update(reads=F("reads") + count)
            gone += Read.objects.filter(pk__in=ids).delete()[0]
