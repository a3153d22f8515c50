"""The networks whose exports can be read, by name. A new one is a folder beside this file and a line here."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import (
    bluesky,
    discourse,
    git,
    linkedin,
    mastodon,
    mbox,
    mediawiki,
    meta,
    slack,
    table,
    teams,
    viva_engage,
    wordpress,
    x,
    zulip,
)
from .errors import UnreadableExport
from .rules.peek import peeks
from .rules.words import N_
from .types import Export, Network, Peek

GONE = N_("The file is no longer here. Send it again.")
NOT_KNOWN = N_(
    "Nothing here knows what this file is. Send it as it was downloaded, or choose where it is from to be told what is "
    "missing. Whatever else has rows can be saved as CSV or XLSX and sent as a table."
)
SEVERAL = N_("This file could be from more than one network. Choose where it is from.")

AUTO = "auto"
"""Stands where a network is chosen for: find out from the file."""

NETWORKS: Mapping[str, Network] = {
    network.name: network
    for network in (
        viva_engage.NETWORK,
        teams.NETWORK,
        slack.NETWORK,
        meta.NETWORK,
        x.NETWORK,
        mediawiki.NETWORK,
        table.NETWORK,
        bluesky.NETWORK,
        discourse.NETWORK,
        git.NETWORK,
        linkedin.NETWORK,
        mbox.NETWORK,
        mastodon.NETWORK,
        wordpress.NETWORK,
        zulip.NETWORK,
    )
}
"""What a council has comes first (`common`), in the order in which it is offered; then the rest by their titles."""


@contextmanager
def open_export(name: str, path: Path, options: Mapping[str, Any] | None = None) -> Iterator[Export]:
    """A network's export, closed in the end. Raises KeyError for no such network, UnreadableExport for the file."""
    if path == Path() or not path.exists():  # deleted, or left out of a backup; "" would be the folder one is in
        raise UnreadableExport(GONE)
    export = NETWORKS[name].open(path, options)
    try:
        yield export
    finally:
        export.close()


def recognise(path: Path, filename: str = "") -> Network:
    """The network whose export a file or folder is. Raises UnreadableExport where none fits, or more than one."""
    with peeks(path, filename) as looks:
        for peek in looks:
            found = _knowing(peek, rest=False) or _knowing(peek, rest=True)
            if len(found) > 1:
                raise UnreadableExport(SEVERAL, networks=[network.name for network in found])
            if found:
                return found[0]
    raise UnreadableExport(NOT_KNOWN)


def _knowing(peek: Peek, *, rest: bool) -> list[Network]:
    """The networks that know a file; `rest`: of those that take what no other does."""
    asked = (network for network in NETWORKS.values() if network.takes_rest == rest)
    return [network for network in asked if network.recognises and network.recognises(peek)]
