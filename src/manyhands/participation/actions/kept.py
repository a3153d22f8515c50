"""How long this room keeps what, and how many of an organisation are past that."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from manyhands.core import clock
from manyhands.core.registry import Retention

from ..models import Helped, OnRung
from . import training
from .invitations import KEPT_DAYS, forget_on_rung


def _on_rung(organisation: UUID) -> int:
    past = clock.now().date() - timedelta(days=KEPT_DAYS)
    return OnRung.objects.filter(organisation=organisation, invitation__sent__lt=past).count()


def _helped(organisation: UUID) -> int:
    past = (clock.now() - training.KEPT).date()
    return Helped.objects.filter(organisation=organisation, person__isnull=False, help__on__lt=past).count()


KEPT = [
    Retention(
        "participation.helped",
        _("Who was trained or helped, of those who agreed"),
        _("400 days, then only how many; until they take their name off, or are erased"),
        ("participation.Helped",),
        training.forget_helped,
        _helped,
    ),
    Retention(
        "participation.reached",
        _("From where somebody can reach which network"),
        _("Until they change it, or are erased"),
        ("participation.Reached",),
    ),
    Retention(
        "participation.on_rung",
        _("Who was on a step when a round of invitations went out"),
        _("365 days, then only what came of it, as numbers"),
        ("participation.OnRung",),
        forget_on_rung,
        _on_rung,
    ),
    Retention(
        "participation.told",
        _("Numbers that were typed, help given in person, rounds of invitations, files of other councils"),
        _("As long as the organisation is on this hub; who helped goes when they are erased"),
        (
            "participation.KnownNumber",
            "participation.OfflineHelp",
            "participation.Invitation",
            "participation.CouncilFile",
            "participation.NoisyRelease",
        ),
    ),
    Retention(
        "participation.willing",
        _("That somebody may be named to the digital lead"),
        _("Until they withdraw it, or are erased"),
        ("participation.Willing",),
    ),
]
