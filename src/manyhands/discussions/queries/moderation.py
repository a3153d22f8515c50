"""House rules, what was reported, what was decided."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from ..models import Decision, HouseRules, Post, Report
from ..types import ReportedRow

A_PAGE = 50


def house_rules(organisation: UUID) -> HouseRules:
    """An organisation's house rules; where it wrote none, empty ones that are not kept."""
    return HouseRules.objects.filter(organisation=organisation).first() or HouseRules(organisation_id=organisation)


def reported(organisation: UUID) -> list[ReportedRow]:
    """The messages that wait for a moderator, the one that waits longest first. Two queries."""
    waiting = list(
        Report.objects.filter(organisation=organisation, decided=None)
        .order_by("at")
        .values_list("post_id", "reason", "words", "at")[:500]
    )
    posts = Post.objects.select_related("persona", "thread", "group").in_bulk({post for post, *_rest in waiting})
    rows: dict[UUID, ReportedRow] = {}
    for pk, reason, words, at in waiting:
        post = posts[pk]
        if pk not in rows:
            if len(rows) == A_PAGE:
                continue
            rows[pk] = ReportedRow(post, at, [])
        rows[pk].reasons.append((reason, words))
    return list(rows.values())


def reports_of(post: Post) -> list[Report]:
    """The open reports of a message, oldest first. Who reported is not for the page."""
    return list(Report.objects.filter(post=post, decided=None).order_by("at"))


def how_many_wait(organisation: UUID) -> int:
    """How many messages and appeals wait for a moderator. Two queries."""
    posts = Report.objects.filter(organisation=organisation, decided=None).values("post").distinct().count()
    return posts + appeals(organisation).count()


def appeals(organisation: UUID) -> QuerySet[Decision]:
    """The appeals that nobody has answered, oldest first."""
    waiting = Decision.objects.filter(organisation=organisation, appealed__isnull=False, answered=None)
    return waiting.select_related("post", "thread", "persona", "by").order_by("appealed")


def decisions(organisation: UUID) -> QuerySet[Decision]:
    """What was decided, the latest first."""
    found = Decision.objects.filter(organisation=organisation)
    return found.select_related("thread", "persona", "by").order_by("-at")


def decision(organisation: UUID, pk: UUID) -> Decision | None:
    """A decision of the organisation's moderators, for a moderator."""
    found = Decision.objects.select_related("post__group", "thread", "persona", "by", "answered_by")
    return found.filter(organisation=organisation, pk=pk).first()


def own_decision(personas: Collection[UUID], pk: UUID) -> Decision | None:
    """A decision about a message that one of these personas wrote, wherever it was decided."""
    found = Decision.objects.select_related("post__group", "thread")
    return found.filter(pk=pk, persona__in=list(personas)).first()


def reported_post(organisation: UUID, pk: UUID) -> Post | None:
    """A message that a moderator may look at: one of an open group, or any that was reported or decided on."""
    asked = Q(group__access="open") | Q(pk__in=Report.objects.filter(post=pk).values("post"))
    asked |= Q(pk__in=Decision.objects.filter(post=pk).values("post"))
    found = Post.objects.select_related("group", "thread", "persona").filter(asked, organisation=organisation, pk=pk)
    return found.first()
