"""Reading the digest. Other rooms import from here, not from the modules inside."""

from .composing import compose
from .feeds import Entry, entries, has_feed, person_of_feed
from .issues import begins, copy_of, due, issues, own_copies, reader_of, rhythm
from .own import export_person

__all__ = [
    "Entry",
    "begins",
    "compose",
    "copy_of",
    "due",
    "entries",
    "export_person",
    "has_feed",
    "issues",
    "own_copies",
    "person_of_feed",
    "reader_of",
    "rhythm",
]
