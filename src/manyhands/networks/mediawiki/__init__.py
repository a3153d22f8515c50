"""MediaWiki: the XML dump of a wiki's whole history (https://www.mediawiki.org/wiki/Help:Export)."""

from manyhands.networks.types import Network, Peek

from .export import PARTS, MediaWikiExport

LOOKED_AT = 5
"""Files in an archive, of which one may be a dump or a part of one."""


def recognises(peek: Peek) -> bool:
    named = sorted(name for name in peek.names if PARTS.fits(name))[:LOOKED_AT]
    heads = [peek.head] if peek.head else map(peek.start, named)
    return any(b"<mediawiki" in head[:2000] for head in heads)


NETWORK = Network(
    "mediawiki",
    "MediaWiki",
    (".xml", ".xml.gz", ".xml.bz2", ".7z", ".zip"),
    MediaWikiExport,
    recognises,
    common=True,
)
