"""What people can be told when something in a discussion can't be done."""

from manyhands.core.errors import ManyhandsError


class NotPossible(ManyhandsError):
    """What was asked for contradicts what is there, or is not theirs to do: nothing was changed."""

    code = "not_possible"


class TooMuch(ManyhandsError):
    """More at once than one person can mean: too long, too often, or to too many. Nothing was changed."""

    code = "too_much"


class EditedMeanwhile(ManyhandsError):
    """The message was changed since this change was begun: nothing was changed, and what was written is kept."""

    code = "edited_meanwhile"
