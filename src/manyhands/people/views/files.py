"""Tables and records as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse

from manyhands.core.spreadsheets import csv_lines


def csv_file(filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    response = HttpResponse("".join(csv_lines(header, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def json_file(filename: str, held: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
