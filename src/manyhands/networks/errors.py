"""What can go wrong with a file or the register, said so that somebody can put it right."""

from manyhands.core.errors import ManyhandsError


class UnreadableExport(ManyhandsError):
    """The file as a whole can't be read; nothing of it was kept."""

    code = "unreadable_export"


class ImportCancelled(ManyhandsError):
    """Somebody cancelled the import; what was read before is kept and can be read again."""

    code = "import_cancelled"


class AlreadyInRegister(ManyhandsError):
    """Another line of the register is about the same account; nothing was changed."""

    code = "already_in_register"
