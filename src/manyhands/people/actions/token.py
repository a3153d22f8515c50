"""The set-up token: only who can read the hub's console or data folder can claim it from another machine."""

import os
import secrets
import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

_announced: set[str] = set()


def _kept() -> Path:
    return Path(settings.MANYHANDS_DATA) / "setup_token"


def setup_token() -> str:
    """The token, made at first need and readable by the hub's own account alone."""
    try:
        with open(os.open(_kept(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
    except FileExistsError:
        pass
    return _kept().read_text().strip()


def announce_setup_token() -> None:
    """Prints the token on the console, once in the life of a process."""
    token = setup_token()
    if token not in _announced:
        _announced.add(token)
        words = _("To set Manyhands up from another machine, enter this token there: %(token)s") % {"token": token}
        print(words, file=sys.stderr, flush=True)


def is_setup_token(given: str) -> bool:
    """Whether the token is right, in a time that doesn't tell how much of it is."""
    token = setup_token()
    return bool(token) and secrets.compare_digest(token.encode(), given.strip().encode())


def forget_setup_token() -> None:
    """Set-up is over: the token opens nothing any more."""
    _kept().unlink(missing_ok=True)
