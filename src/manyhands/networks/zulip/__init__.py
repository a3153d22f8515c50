"""Zulip: the export that an owner of the organisation, or of the server, makes (https://zulip.com/help/export-your-organization)."""

from manyhands.networks.types import Network, Peek

from .export import ZulipExport


def recognises(peek: Peek) -> bool:
    return peek.holds("realm.json", "messages-000001.json")


NETWORK = Network("zulip", "Zulip", (".tar.gz", ".gz", ".tar", ".zip"), ZulipExport, recognises)
