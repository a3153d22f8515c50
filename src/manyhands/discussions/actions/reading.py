"""That a thread was read: one row for each persona and day, kept for thirteen months, then only counted."""

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F

from manyhands.core import clock
from manyhands.core.ids import hub_source_id
from manyhands.ledger import actions as activities
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
    """Makes counts of the reads of months more than MONTHS ago, here and in the ledger; returns how many went."""
    today = clock.now().date()
    first, _last = clock.month_days(clock.month_add(clock.month_of(today), -MONTHS))
    gone = 0
    while True:
        with transaction.atomic():
            old = Read.objects.filter(day__lt=first).order_by("day", "id")
            rows = list(
                old.values_list("id", "organisation_id", "thread_id", "thread__organisation_id", "day")[:AT_A_TIME]
            )
            if not rows:
                return gone
            counts = Counter((organisation, thread, clock.month_of(day)) for _, organisation, thread, _, day in rows)
            for (organisation, thread, month), count in counts.items():
                kept, _made = ReadMonth.objects.get_or_create(
                    organisation_id=organisation, thread_id=thread, month=month
                )
                ReadMonth.objects.filter(pk=kept.pk).update(reads=F("reads") + count)
            told = {(of, clock.month_of(day)) for _, own, _, home, day in rows for of in (own, home)}
            for organisation, month in told:
                source = hub_source_id(organisation)
                activities.forget_month(organisation=organisation, source=source, month=month, type=ActivityType.READ)
            gone += Read.objects.filter(pk__among=[pk for pk, *_ in rows]).delete()[0]
