"""The networks whose exports can be read, by name. A new one is a folder beside this file and a line here."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import slack, table, viva_engage
from .errors import UnreadableExport
from .rules.words import N_
from .types import Export, Network

GONE = N_("The file is no longer here. Send it again.")

NETWORKS: Mapping[str, Network] = {
    network.name: network for network in (slack.NETWORK, viva_engage.NETWORK, table.NETWORK)
}


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
