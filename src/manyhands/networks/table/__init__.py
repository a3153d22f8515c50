"""A table of activity from any system: CSV, a spreadsheet or Parquet, with columns that somebody matches."""

from manyhands.networks.rules.words import N_
from manyhands.networks.types import Network

from .export import TableExport

NETWORK = Network("table", N_("Table"), (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet"), TableExport)
