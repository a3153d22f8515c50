"""MediaWiki: the XML dump of a wiki's whole history (https://www.mediawiki.org/wiki/Help:Export)."""

from manyhands.networks.types import Network, Peek

from .export import MediaWikiExport


def recognises(peek: Peek) -> bool:
    named = [name for name in peek.names if name.endswith(".xml")]
    head = peek.head or (peek.start(named[0]) if len(named) == 1 else b"")
    return b"<mediawiki" in head[:2000]


NETWORK = Network("mediawiki", "MediaWiki", (".xml", ".xml.gz", ".xml.bz2"), MediaWikiExport, recognises, common=True)
