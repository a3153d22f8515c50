"""How long this room keeps what, and how many of an organisation are past that."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from manyhands.core import clock
from manyhands.core.registry import Retention

from ..models import Incoming, Letter, LiveEvent, Notice, ReplyAddress
from . import forgetting


def _past(found: QuerySet, field: str, kept):
    return lambda organisation: found.filter(organisation=organisation, **{f"{field}__lt": clock.now() - kept}).count()


KEPT = [
    Retention(
        "notices.events",
        _("What open pages were told at once"),
        _("1 hour"),
        ("notices.LiveEvent",),
        forgetting.forget_events,
        _past(LiveEvent.objects.all(), "at", forgetting.EVENTS),
    ),
    Retention(
        "notices.notices",
        _("Notices"),
        _("365 days"),
        ("notices.Notice",),
        forgetting.forget_notices,
        _past(Notice.objects.all(), "created", forgetting.NOTICES),
    ),
    Retention(
        "notices.letters",
        _("That an e-mail was sent to somebody, without its text, which goes with the sending"),
        _("90 days"),
        ("notices.Letter",),
        forgetting.forget_letters,
        _past(Letter.objects.filter(state__in=forgetting.SETTLED), "created", forgetting.LETTERS),
    ),
    Retention(
        "notices.incoming",
        _("That an e-mail arrived, without its text"),
        _("90 days"),
        ("notices.Incoming",),
        forgetting.forget_incoming,
        _past(Incoming.objects.all(), "at", forgetting.ARRIVED),
    ),
    Retention(
        "notices.reply_addresses",
        _("Addresses by which somebody can answer by e-mail"),
        _("365 days after they were last used"),
        ("notices.ReplyAddress",),
        forgetting.forget_reply_addresses,
        _past(ReplyAddress.objects.all(), "used", forgetting.ADDRESSES),
    ),
    Retention(
        "notices.choices",
        _("How somebody wants to hear of things, and addresses to which nothing can be delivered"),
        _("Until they choose anew, the address exists again, or they are erased"),
        ("notices.Preference", "notices.StoppedAddress"),
    ),
]
