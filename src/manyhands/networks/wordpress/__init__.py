"""WordPress: the export of all content, WXR 1.2 (Tools → Export in its dashboard)."""

from manyhands.networks.types import Network, Peek

from .export import WordPressExport


def recognises(peek: Peek) -> bool:
    named = sorted(name for name in peek.names if name.endswith(".xml"))
    head = peek.head or (peek.start(named[0]) if named else b"")
    return b"http://wordpress.org/export/1." in head


NETWORK = Network("wordpress", "WordPress", (".xml", ".xml.gz", ".zip"), WordPressExport, recognises)
