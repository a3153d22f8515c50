"""How long this room keeps what, and how many of an organisation are past that."""

from django.utils.translation import gettext_lazy as _

from manyhands.core import clock
from manyhands.core.registry import Retention

from ..models import Copy
from .issues import KEPT as COPIES
from .issues import forget_copies

KEPT = [
    Retention(
        "digest.copies",
        _("The weekly digest as somebody was sent it"),
        _("400 days"),
        ("digest.Copy",),
        forget_copies,
        lambda organisation: Copy.objects.filter(
            organisation=organisation, issue__until__lt=clock.now() - COPIES
        ).count(),
    ),
    Retention(
        "digest.feeds",
        _("The secret part of somebody’s address for feed readers, as a digest of it"),
        _("Until they take it away, or are erased"),
        ("digest.FeedToken",),
    ),
]
