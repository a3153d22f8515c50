"""How the headings of this room's part of a person's own data are called where people read them."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def export_headings() -> dict[str, Any]:
    """By the keys of `own.export_person`, lazily translated."""
    return {
        "messages": _("What you wrote"),
        "groups": _("Groups that you belong to"),
        "reactions": _("How you reacted to messages"),
        "follows": _("What you follow"),
        "read": _("Conversations that you read"),
        "drafts": _("Drafts"),
        "earlier_versions": _("Earlier versions of what you wrote"),
        "files": _("Files that you put with messages"),
        "saved": _("Messages that you saved"),
        "reports": _("Messages that you reported"),
        "moderation": _("What moderators decided about your messages"),
        "buddy": _("Since when you are willing to be a buddy"),
        "practice": _("Practice spaces"),
    }
