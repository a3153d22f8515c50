"""A table of activity from any system: CSV, a spreadsheet or Parquet, with columns that somebody matches."""

from manyhands.networks.rules.words import N_
from manyhands.networks.types import Network, Peek

from .export import TableExport


def recognises(peek: Peek) -> bool:
    """Any table that no other network knows. JSON, XML and web pages have commas too, and are none."""
    return len(peek.headings) > 1 and not peek.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[", b"<"))


NETWORK = Network(
    "table",
    N_("Table"),
    (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet"),
    TableExport,
    recognises,
    takes_rest=True,
    matches_columns=True,
    common=True,
)
