"""Git: a repository's history as text, made by `git log` (see docs/networks.md for the one command)."""

from manyhands.networks.rules.words import N_
from manyhands.networks.types import Network, Peek

from .export import GitExport
from .log import begins_log


def recognises(peek: Peek) -> bool:
    return begins_log(peek.head)


NETWORK = Network("git", N_("Git history"), (".txt", ".log", ".txt.gz"), GitExport, recognises)
