"""What discussions' own words are called on screen."""

from django.utils.translation import gettext as _

from ..types import Access, Measure, ReactionKind, ReportReason, Standing


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


def report_reason_labels() -> dict[str, str]:
    return {
        ReportReason.UNKIND: _("It is unkind, or attacks somebody"),
        ReportReason.PRIVATE: _("It tells something about somebody that is not theirs to tell"),
        ReportReason.UNLAWFUL: _("It is against the law"),
        ReportReason.ADVERT: _("It is an advertisement, or the same again and again"),
        ReportReason.OTHER: _("Something else"),
    }


def measure_labels() -> dict[str, str]:
    """What a moderator can decide; "leave" is to let it stand."""
    return {
        "leave": _("Nothing is wrong with it"),
        Measure.WARN: _("Leave it, and tell the author to take care"),
        Measure.HIDE: _("Hide the message"),
        Measure.REMOVE: _("Remove the message"),
        Measure.LOCK: _("Close the conversation"),
    }


def measure_hints() -> dict[str, str]:
    return {
        "leave": _("Whoever reported it is told that you have looked."),
        Measure.HIDE: _("Only the author sees it, can put it right and appeal."),
        Measure.REMOVE: _("Nobody sees it any more. The text is deleted after 28 days, unless the author appeals."),
        Measure.LOCK: _("It can be read, and takes no new messages."),
    }


def decided_labels() -> dict[str, str]:
    """What was decided about a message, said to its author."""
    return {
        Measure.WARN: _("You are asked to take care"),
        Measure.HIDE: _("Your message is hidden"),
        Measure.REMOVE: _("Your message is removed"),
        Measure.LOCK: _("The conversation is closed"),
    }
