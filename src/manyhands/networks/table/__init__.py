"""A table of activity from any system: CSV, a spreadsheet or Parquet, with columns that somebody matches."""

from manyhands.networks.types import Network

from .export import TableExport

NETWORK = Network("table", "Table", (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet"), TableExport)
