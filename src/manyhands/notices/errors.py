"""What people can be told when a notice or a letter can't be handled."""

from manyhands.core.errors import ManyhandsError


class NotAStep(ManyhandsError):
    """A letter can't go from its state to the one asked for."""

    code = "not_a_step"


class NotTaken(ManyhandsError):
    """A message that arrived by e-mail was not taken. `code` says why, for the record."""

    code = "not_taken"
