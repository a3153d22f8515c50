"""What may be done with networks: bring an export in, keep the register, say what is left out."""

from .imports import cancel, fail, match_columns, purge_uploads, receive, start, take_up
from .reading import run

__all__ = ["cancel", "fail", "match_columns", "purge_uploads", "receive", "run", "start", "take_up"]
