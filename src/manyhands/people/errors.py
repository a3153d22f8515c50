"""What people can be told when a change to who is who can't be made."""

from manyhands.core.errors import ManyhandsError


class AlreadySetUp(ManyhandsError):
    """Somebody has set this hub up before, perhaps a moment ago."""

    code = "already_set_up"


class NotPossible(ManyhandsError):
    """The change asked for contradicts what is there: nothing was changed."""

    code = "not_possible"


class UnclearOrganisation(ManyhandsError):
    """A command did not say which organisation it is for."""

    code = "unclear_organisation"
