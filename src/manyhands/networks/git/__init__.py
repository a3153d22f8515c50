"""Git: a repository's history as a bundle, or as text made by `git log` (docs/sources/git.md has the commands)."""

from manyhands.networks.rules.words import N_
from manyhands.networks.types import Network, Peek

from .bundle import begins_bundle
from .export import GitExport
from .log import begins_log


def recognises(peek: Peek) -> bool:
    return begins_bundle(peek.head) or begins_log(peek.head)


NETWORK = Network("git", N_("Git history"), (".bundle", ".txt", ".log", ".txt.gz"), GitExport, recognises)
