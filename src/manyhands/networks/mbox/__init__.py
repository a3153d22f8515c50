"""mbox: the archive of a mailing list, one message after the other (RFC 4155); or several, in a ZIP or .7z."""

from manyhands.networks.rules.words import N_
from manyhands.networks.types import Network, Peek

from .export import INSIDE, MboxExport
from .messages import begins_mbox

LOOKED_AT = 20
"""Files in an archive, of which one may be an mbox."""


def recognises(peek: Peek) -> bool:
    if peek.head:
        return begins_mbox(peek.head)
    return any(begins_mbox(peek.start(name)) for name in sorted(filter(INSIDE.fits, peek.names))[:LOOKED_AT])


NETWORK = Network(
    "mbox", N_("Mailing list (mbox)"), (".mbox", ".mbox.gz", ".txt.gz", ".zip", ".7z"), MboxExport, recognises
)
