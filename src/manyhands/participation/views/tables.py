"""The same figures as CSV and JSON: no more, no less than the page shows this reader."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from manyhands.people.types import Verb, needs
from manyhands.ui.files import csv_text

from .. import queries
from ..queries import sure_words
from ..queries.interface import last_as_text
from ..queries.words import band, months
from ..rules.certainty import Interval
from ..types import EARLY, FEW, HELD, UNKNOWN
from .asked import Asked, asked


@needs(Verb.SEE)
@require_GET
def as_json(request: HttpRequest, organisation: str) -> HttpResponse:
    found = asked(request)
    if found.problem:
        return JsonResponse({"error": {"code": "unknown_selection", "message": found.problem}}, status=400)
    shown = queries.overview_as_json(found.shown, queries.certainty(found.facts, found.shown))
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "indent": 1})


@needs(Verb.SEE)
@require_GET
def as_csv(request: HttpRequest, organisation: str, name: str) -> HttpResponse:
    if name not in TABLES:
        raise Http404
    found = asked(request)
    if found.problem:
        return HttpResponse(found.problem, status=400, content_type="text/plain; charset=utf-8")
    return table_file(f"{request.organisation.slug}-{name}.csv", TABLES[name](found))


def table_file(filename: str, lines: Iterable[Iterable[object]]) -> HttpResponse:
    """A table of figures as a file: cells in words where a figure is not shown."""
    buffer = StringIO(newline="")
    buffer.write("\ufeff")  # Excel takes it for its own code page otherwise
    csv.writer(buffer).writerows([plain(cell) for cell in line] for line in lines)
    return csv_text(filename, buffer.getvalue())


def plain(value) -> str:
    """A cell of a CSV: numbers with a point; a text that a spreadsheet would take for a formula is quoted."""
    if value is None:
        return ""
    if value == FEW:
        return _("fewer than 5")
    if value == HELD:
        return _("not shown")
    if value in (EARLY, UNKNOWN):
        return _("too early to say") if value == EARLY else _("not known")
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not isinstance(value, int) else text


def _figures(found: Asked):
    sure = queries.certainty(found.facts, found.shown)
    compared = sure_words.compared(sure)
    yield (
        _("figure"),
        _("of"),
        _("value"),
        _("likely from"),
        _("likely to"),
        _("change: {months}").format(months=compared) if compared else _("change"),
        _("more than chance would make"),
        _("too few to say"),
    )
    for key in ("members", "contributors", "contributions"):
        yield key, "", getattr(found.shown, key), *[None] * 5
    for figure in found.shown.figures:
        interval = sure.intervals.get((figure.key, figure.of), Interval(None, None))
        change = sure.changes.get((figure.key, figure.of))
        yield (
            figure.key,
            figure.of,
            None if interval.reason else figure.value,
            interval.low,
            interval.high,
            None if change is None else change.difference,
            None if change is None else change.beyond_chance,
            interval.reason,
        )


def _trend(found: Asked):
    yield _("months"), _("first month"), _("last month"), _("contributors"), _("contributions")
    for row in found.shown.trend:
        yield (
            months(row.since, row.until),
            last_as_text(row.since),
            last_as_text(row.until),
            row.contributors,
            row.contributions,
        )


def _bands(found: Asked):
    yield _("contributions of each"), _("contributors")
    for row in found.shown.bands:
        yield band(row.low, row.high), row.contributors


def _lorenz(found: Asked):
    yield _("among"), _("share of people, fewest first"), _("share of contributions")
    for of, points in found.shown.lorenz.items():
        for people, done in points:
            yield of, people, done


def _places(found: Asked):
    yield (
        _("place"),
        _("network"),
        _("members"),
        _("contributors"),
        _("contributions"),
        _("effective hands"),
        _("top share"),
        _("absence factor"),
        _("last activity"),
        _("closed"),
        _("needs more hands"),
    )
    for row in found.shown.places:
        yield (
            row.place.name,
            row.place.network,
            row.members,
            row.contributors,
            row.contributions,
            row.effective_hands,
            row.top_share,
            row.absence_factor,
            last_as_text(row.last),
            row.place.closed,
            row.needs_more_hands,
        )


TABLES = {"figures": _figures, "trend": _trend, "bands": _bands, "lorenz": _lorenz, "places": _places}
