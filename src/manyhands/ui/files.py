"""Tables as files to be downloaded."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from manyhands.core.spreadsheets import csv_lines


def csv_file(filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as CSV, safe to open in a spreadsheet: see `core.spreadsheets.csv_lines`."""
    return csv_text(filename, "".join(csv_lines(header, rows)))


def csv_text(filename: str, text: str) -> HttpResponse:
    """CSV that is written already. `filename` is ours: letters, digits, dots and dashes."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
