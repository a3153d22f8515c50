"""Facebook pages and Instagram accounts: the content export of Meta Business Suite."""

from manyhands.networks.rules.words import N_
from manyhands.networks.types import Network, Peek

from .export import FIELDS, MetaExport


def recognises(peek: Peek) -> bool:
    """Numbers, times and pages of posts, under headings of one of the languages that are known."""
    return all(not peek.headings.isdisjoint(field.headings) for field in FIELDS if field.name in ("id", "date", "page"))


NETWORK = Network(
    "meta",
    N_("Facebook and Instagram"),
    (".csv", ".xlsx"),
    MetaExport,
    recognises,
    matches_columns=True,
    common=True,
)
