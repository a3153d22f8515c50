"""House rules, reports, what moderators decide and why, and what is said against that. All of it is recorded."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.notices import actions as notices
from manyhands.people import actions as who
from manyhands.people import queries as people
from manyhands.people.types import Verb

from ..errors import NotPossible, TooMuch
from ..models import Decision, HouseRules, Post, Report, Thread
from ..rules import text
from ..types import Measure, ReportReason
from .counting import put_back, take_out
from .versions import wipe

if TYPE_CHECKING:
    from manyhands.people.models import Organisation, Persona

APPEAL = timedelta(days=28)  # how long an author may say something against a decision
MOST_REPORTS = 10  # of one persona in an hour


def set_house_rules(*, organisation: "Organisation", source: str, link_previews: bool, by: UUID) -> HouseRules:
    """Writes the house rules anew (empty: those that Manyhands proposes), and whether links have previews."""
    if len(source) > text.LONGEST:
        raise TooMuch(_("The rules are too long for anybody to read. Say them in fewer words."))
    rendered = text.render(source)
    with transaction.atomic():
        kept, _made = HouseRules.objects.update_or_create(
            organisation=organisation,
            defaults={
                "source": text.tidied(source),
                "html": rendered.html,
                "link_previews": link_previews,
                "by": by,
                "at": clock.now(),
            },
        )
        who.record(organisation=organisation.pk, by=by, verb="set_house_rules")
    return kept


def report_post(*, post: Post, reason: ReportReason, words: str, by: "Persona") -> Report:
    """Asks the moderators to look at a message. Said again, the later reason counts."""
    if post.persona_id == by.pk:
        raise NotPossible(_("This is your own message: you can change or delete it."))
    if Report.objects.filter(persona=by, at__gt=clock.now() - timedelta(hours=1)).count() >= MOST_REPORTS:
        raise TooMuch(_("You have reported many messages within an hour. The moderators look at those first."))
    now = clock.now()
    with transaction.atomic():
        report, _made = Report.objects.update_or_create(
            post=post,
            persona=by,
            defaults={
                "organisation_id": post.organisation_id,
                "reason": ReportReason(reason),
                "words": words.strip()[:1000],
                "at": now,
                "decided": None,
                "decision": None,
            },
        )
        who.record(organisation=post.organisation_id, by=by.pk, verb="report_post", object=post.pk.urn)
        notices.notify(
            organisation=post.organisation_id,
            people=people.holders(post.organisation_id, Verb.MODERATE),
            kind="discussions.reported",
            key=f"reported/{post.pk.hex}/{now:%Y%m%d}",
            path="discussions/moderation",
            words={},
            by=by.pk,
        )
    return report


def decide(*, post: Post, measure: Measure | None, reason: str, by: UUID, own: Collection[UUID]) -> Decision | None:
    """Decides on a message and on all open reports of it, tells its author, and whoever reported that it was looked at.

    No measure: nothing was wrong with it. `own` are all personas of whoever decides: nobody decides on themselves.
    """
    if not reason.strip():
        raise NotPossible(_("Say why: the author reads it."))
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("group", "thread").get(pk=post.pk)
        if post.persona_id in own:
            raise NotPossible(_("This is your own message. Somebody else has to decide on it."))
        decision = None
        now = clock.now()
        if measure:
            decision = _carry_out(post, Measure(measure), reason.strip()[:1000], by, now)
        waiting = Report.objects.filter(post=post, decided=None)
        reporters = list(waiting.values_list("persona_id", flat=True))
        waiting.update(decided=now, decision=decision)
        who.record(
            organisation=post.organisation_id,
            by=by,
            verb=f"moderate_{measure or 'leave'}",
            object=post.pk.urn,
            purpose=reason.strip(),
        )
        if decision:
            _tell_author(decision, "discussions.decision", by)
        notices.notify(
            organisation=post.organisation_id,
            people=reporters,
            kind="discussions.report_decided",
            key=f"report_decided/{post.pk.hex}/{now:%Y%m%d%H%M%S}",
            path=f"discussions/threads/{post.thread_id}",
            words={"title": post.thread.title},
            by=by,
        )
    return decision


def take_back(*, decision: Decision, reason: str, by: UUID) -> None:
    """A moderator ends what was decided: the message is there again, the thread takes messages."""
    if not reason.strip():
        raise NotPossible(_("Say why: the author reads it."))
    with transaction.atomic():
        decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if decision.ended:
            return
        _end(decision, clock.now())
        who.record(
            organisation=decision.organisation_id,
            by=by,
            verb="moderate_take_back",
            object=decision.pk.urn,
            purpose=reason.strip(),
        )
        _tell_author(decision, "discussions.decision_ended", by)


def may_appeal(decision: Decision) -> bool:
    """Whether it is early enough to appeal against a decision that stands."""
    return decision.ended is None and decision.at > clock.now() - APPEAL


def appeal(*, decision: Decision, words: str, by: UUID) -> None:
    """The author says what speaks against a decision: once, within APPEAL. Somebody else than who decided answers."""
    if not words.strip():
        raise NotPossible(_("Say what speaks against the decision."))
    with transaction.atomic():
        decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if decision.persona_id != by or by is None:
            raise NotPossible(_("Only the author can appeal."))
        if decision.appealed:
            raise NotPossible(_("You have appealed already."))
        if not may_appeal(decision):
            raise NotPossible(_("The time to appeal is over."))
        decision.appeal, decision.appealed = words.strip()[:1000], clock.now()
        decision.save(update_fields=["appeal", "appealed"])
        who.record(organisation=decision.organisation_id, by=by, verb="appeal", object=decision.pk.urn)
        notices.notify(
            organisation=decision.organisation_id,
            people=people.holders(decision.organisation_id, Verb.MODERATE),
            kind="discussions.appealed",
            key=f"appealed/{decision.pk.hex}",
            path="discussions/moderation",
            words={},
            by=by,
        )


def answer_appeal(*, decision: Decision, upheld: bool, answer: str, by: UUID, own: Collection[UUID]) -> None:
    """Somebody else than who decided, and than the author, says whether a decision stands."""
    if not answer.strip():
        raise NotPossible(_("Say why: the author reads it."))
    with transaction.atomic():
        decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if decision.appealed is None or decision.answered:
            raise NotPossible(_("There is no appeal waiting for an answer."))
        if decision.by_id in own or decision.persona_id in own:
            raise NotPossible(_("Somebody else has to look at this appeal."))
        now = clock.now()
        decision.upheld, decision.answer, decision.answered = upheld, answer.strip()[:1000], now
        decision.answered_by_id = by
        decision.save(update_fields=["upheld", "answer", "answered", "answered_by"])
        if not upheld and not decision.ended:
            _end(decision, now)
        who.record(
            organisation=decision.organisation_id,
            by=by,
            verb="appeal_upheld" if upheld else "appeal_granted",
            object=decision.pk.urn,
            purpose=answer.strip(),
        )
        _tell_author(decision, "discussions.appeal_answered", by)


def settled_removals() -> QuerySet[Decision]:
    """Removals against which nothing can be said any more, of messages whose text is still there."""
    over = Decision.objects.filter(measure=Measure.REMOVE, ended=None, at__lt=clock.now() - APPEAL, post__isnull=False)
    return over.exclude(appealed__isnull=False, answered=None).exclude(post__source="")


def settle_removals() -> int:
    """Takes away what removed messages said, once nobody can appeal any more. Returns how many."""
    settled = 0
    for decision in settled_removals().select_related("post")[:500]:
        with transaction.atomic():
            post = (
                Post.objects.select_for_update(of=("self",)).select_related("group", "persona").get(pk=decision.post_id)
            )
            wipe(post)
            settled += 1
    return settled


def _carry_out(post: Post, measure: Measure, reason: str, by: UUID, now: datetime) -> Decision:
    about = post.persona_id
    if measure == Measure.LOCK:
        thread = Thread.objects.select_for_update(of=("self",)).get(pk=post.thread_id)
        about = thread.persona_id
        thread.locked = thread.locked or now
        thread.save(update_fields=["locked"])
    if measure in (Measure.HIDE, Measure.REMOVE):
        if not post.hidden:
            post.hidden = now
            post.save(update_fields=["hidden"])
            if not post.deleted:
                take_out(post)
        Decision.objects.filter(post=post, measure__in=(Measure.HIDE, Measure.REMOVE), ended=None).update(ended=now)
    return Decision.objects.create(
        organisation_id=post.organisation_id,
        thread_id=post.thread_id,
        post=post,
        persona_id=about,
        measure=measure,
        reason=reason,
        by_id=by,
        at=now,
    )


def _end(decision: Decision, now: datetime) -> None:
    decision.ended = now
    decision.save(update_fields=["ended"])
    if decision.measure == Measure.LOCK:
        if not Decision.objects.filter(thread=decision.thread_id, measure=Measure.LOCK, ended=None).exists():
            Thread.objects.filter(pk=decision.thread_id).update(locked=None)
    elif decision.measure in (Measure.HIDE, Measure.REMOVE) and decision.post_id:
        post = Post.objects.select_for_update(of=("self",)).select_related("group").get(pk=decision.post_id)
        if post.hidden:
            post.hidden = None
            post.save(update_fields=["hidden"])
            if not post.deleted:
                put_back(post)


def _tell_author(decision: Decision, kind: str, by: UUID) -> None:
    if decision.persona_id:
        notices.notify(
            organisation=decision.organisation_id,
            people=[decision.persona_id],
            kind=kind,
            key=f"{kind}/{decision.pk.hex}",
            path=f"discussions/decisions/{decision.pk}",
            words={"title": decision.thread.title},
            by=by,
        )
