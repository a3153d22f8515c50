"""mbox: the archive of a mailing list, one message after the other (RFC 4155)."""

from manyhands.networks.rules.words import N_
from manyhands.networks.types import Network, Peek

from .export import MboxExport
from .messages import begins_mbox


def recognises(peek: Peek) -> bool:
    named = [name for name in peek.names if name.endswith(".mbox")]
    return begins_mbox(peek.head or (peek.start(named[0]) if len(named) == 1 else b""))


NETWORK = Network("mbox", N_("Mailing list (mbox)"), (".mbox", ".mbox.gz", ".txt.gz"), MboxExport, recognises)
