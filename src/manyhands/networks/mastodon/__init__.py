"""Mastodon: the archive that an account's holder downloads (https://docs.joinmastodon.org/user/moving/#export)."""

from manyhands.networks.types import Network, Peek

from .export import MastodonExport


def recognises(peek: Peek) -> bool:
    return peek.holds("outbox.json", "actor.json")


NETWORK = Network("mastodon", "Mastodon", (".zip", ".tar.gz", ".gz", ".tar"), MastodonExport, recognises)
