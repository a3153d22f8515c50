"""What discussions' own words are called on screen."""

from django.utils.translation import gettext as _

from ..types import Access, ReactionKind, Standing


def access_labels() -> dict[str, str]:
    return {Access.OPEN: _("Open"), Access.CLOSED: _("Closed"), Access.PRIVATE: _("Private")}


def access_hints() -> dict[str, str]:
    return {
        Access.OPEN: _("Everybody can read and write."),
        Access.CLOSED: _("Everybody sees that the group is there and can ask to join. Members read and write."),
        Access.PRIVATE: _("Only members know that it is there. Somebody who keeps the group adds them."),
    }


def standing_labels() -> dict[str, str]:
    return {Standing.ASKED: _("Has asked to join"), Standing.MEMBER: _("Member"), Standing.KEEPER: _("Keeps the group")}


def reaction_labels() -> dict[str, str]:
    return {
        ReactionKind.THANKS: _("Thank you"),
        ReactionKind.USEFUL: _("Useful"),
        ReactionKind.SAME: _("Same here"),
        ReactionKind.WELL_DONE: _("Well done"),
    }
