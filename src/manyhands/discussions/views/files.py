"""Tables as files."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from manyhands.core.spreadsheets import csv_lines


def csv_file(filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    response = HttpResponse("".join(csv_lines(header, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
