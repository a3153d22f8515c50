"""How long this room keeps what, and how many of an organisation are past that."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from manyhands.core import clock
from manyhands.core.registry import Retention

from ..models import Attachment, Draft, LinkPreview, Practice, Read
from . import attachments, drafts, practice, previews
from .moderation import settle_removals, settled_removals
from .reading import MONTHS, forget_reads


def _past(found: QuerySet, field: str, kept: timedelta, organisation: UUID) -> int:
    return found.filter(organisation=organisation, **{f"{field}__lt": clock.now() - kept}).count()


def _first_day() -> date:
    return clock.month_days(clock.month_add(clock.month_of(clock.now().date()), -MONTHS))[0]


KEPT = [
    Retention(
        "discussions.talk",
        _("Conversations: messages and earlier versions of them, groups and who belongs, reactions, hashtags, files"),
        _("As long as the group is there; of who is erased the text stays, without a name"),
        (
            "discussions.Group",
            "discussions.GroupMember",
            "discussions.Thread",
            "discussions.Post",
            "discussions.PostVersion",
            "discussions.PostTag",
            "discussions.PostLink",
            "discussions.Reaction",
            "discussions.HouseRules",
            "discussions.ReadMonth",
        ),
    ),
    Retention(
        "discussions.own",
        _("What somebody follows and saved, and that they are willing to be a buddy"),
        _("Until they take it back, or are erased"),
        ("discussions.Follow", "discussions.Saved", "discussions.Buddy"),
    ),
    Retention(
        "discussions.reads",
        _("That somebody read a conversation on a day"),
        _("13 months, then only how many read it in a month"),
        ("discussions.Read",),
        forget_reads,
        lambda organisation: Read.objects.filter(organisation=organisation, day__lt=_first_day()).count(),
    ),
    Retention(
        "discussions.drafts",
        _("Drafts"),
        _("90 days after the last change"),
        ("discussions.Draft",),
        drafts.forget_old_drafts,
        lambda organisation: _past(Draft.objects, "at", drafts.KEPT, organisation),
    ),
    Retention(
        "discussions.waiting_files",
        _("Files whose message was never sent"),
        _("7 days"),
        ("discussions.Attachment",),
        attachments.forget_waiting_files,
        lambda organisation: _past(Attachment.objects.filter(post=None), "at", attachments.WAITS, organisation),
    ),
    Retention(
        "discussions.previews",
        _("What a page that somebody linked to says of itself"),
        _("60 days"),
        ("discussions.LinkPreview",),
        previews.forget_previews,
        lambda organisation: _past(LinkPreview.objects, "at", previews.KEPT, organisation),
    ),
    Retention(
        "discussions.removed",
        _("What a message said that moderators removed"),
        _("28 days, or until an appeal is decided"),
        (),
        settle_removals,
        lambda organisation: settled_removals().filter(organisation=organisation).count(),
    ),
    Retention(
        "discussions.moderation",
        _("Reports, decisions of moderators and appeals"),
        _("As long as the message or its place is there; who reported goes when they are erased"),
        ("discussions.Report", "discussions.Decision"),
    ),
    Retention(
        "discussions.practice",
        _("Practice spaces that are over, with what was written there"),
        _("90 days"),
        ("discussions.Practice",),
        practice.forget_practice,
        lambda organisation: _past(Practice.objects, "ended", practice.KEPT, organisation),
    ),
]
