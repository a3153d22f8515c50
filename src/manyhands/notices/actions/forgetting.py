"""What is deleted when its time is over."""

from datetime import timedelta

from manyhands.core import clock

from ..models import Incoming, Letter, LiveEvent, Notice, ReplyAddress
from ..types import LetterState

EVENTS = timedelta(hours=1)  # a browser that was away longer loads its page anew
NOTICES = timedelta(days=365)
LETTERS = timedelta(days=90)  # only that they were sent: their text goes with the sending
ARRIVED = timedelta(days=90)
ADDRESSES = timedelta(days=365)  # for answers, since last given out or used
SETTLED = [LetterState.SENT, LetterState.FAILED, LetterState.BOUNCED]


def forget_events() -> int:
    """What browsers were told."""
    return LiveEvent.objects.filter(at__lt=clock.now() - EVENTS).delete()[0]


def forget_notices() -> int:
    """What people were told."""
    return Notice.objects.filter(created__lt=clock.now() - NOTICES).delete()[0]


def forget_letters() -> int:
    """That something was sent."""
    return Letter.objects.filter(state__in=SETTLED, created__lt=clock.now() - LETTERS).delete()[0]


def forget_incoming() -> int:
    """That something arrived."""
    return Incoming.objects.filter(at__lt=clock.now() - ARRIVED).delete()[0]


def forget_reply_addresses() -> int:
    """Where nobody has answered for long."""
    return ReplyAddress.objects.filter(used__lt=clock.now() - ADDRESSES).delete()[0]
