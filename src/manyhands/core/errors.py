"""The family of errors that people may be shown."""


class ManyhandsError(Exception):
    """Something that a person can put right.

    `code` names it for programs, `message` is one plain sentence that says what happened and what to do,
    and `fields` hold the facts. The message never holds text from an export.
    """

    code = "error"

    def __init__(self, message: str, *, code: str | None = None, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.fields = fields

    def __str__(self) -> str:
        return self.message
