"""What can go wrong with participation, each with a sentence for the person who can put it right."""

from manyhands.core.errors import ManyhandsError


class NoAggregates(ManyhandsError):
    """There is no file of aggregates to be had."""

    code = "no_aggregates"


class UnreadableAggregates(ManyhandsError):
    """A file of another council's that is not taken."""

    code = "unreadable_aggregates"


class UnreadableList(ManyhandsError):
    """A list of who is interested that is not taken."""

    code = "unreadable_list"
