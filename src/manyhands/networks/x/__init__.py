"""X, formerly Twitter: the archive that an account's holder downloads (https://help.x.com/en/managing-your-account)."""

from manyhands.networks.types import Network, Peek

from .export import TWEETS, XExport


def recognises(peek: Peek) -> bool:
    return any(TWEETS.fullmatch(name.rpartition("/")[2]) for name in peek.names) and peek.holds("account.js")


NETWORK = Network("x", "X (Twitter)", (".zip",), XExport, recognises, common=True)
