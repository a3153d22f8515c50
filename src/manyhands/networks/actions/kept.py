"""How long this room keeps what."""

from django.utils.translation import gettext_lazy as _

from manyhands.core.registry import Retention

KEPT = [
    Retention(
        "networks.uploads",
        _("Exports of networks that were uploaded"),
        _("Until they are read, at most 7 days"),
        (),
    ),
    Retention(
        "networks.register",
        _("Accounts and places, who can post from them, who belongs, and what was brought in"),
        _("As long as the organisation is on this hub; names in it go when they are erased"),
        (
            "networks.Source",
            "networks.Place",
            "networks.PlaceMember",
            "networks.Import",
            "networks.RejectedRecord",
            "networks.UsageReport",
        ),
    ),
]
