"""The same figures as CSV and JSON: no more, no less than the page shows this reader."""

import csv

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from manyhands.people.types import Verb, needs

from .. import queries
from ..queries.interface import last_as_text
from ..queries.words import band, months
from ..types import EARLY, FEW, HELD, UNKNOWN, Overview
from .asked import asked


@needs(Verb.SEE)
@require_GET
def as_json(request: HttpRequest, organisation: str) -> HttpResponse:
    found = asked(request)
    if found.problem:
        return JsonResponse({"error": {"code": "unknown_selection", "message": found.problem}}, status=400)
    return JsonResponse(queries.overview_as_json(found.shown), json_dumps_params={"ensure_ascii": False, "indent": 1})


@needs(Verb.SEE)
@require_GET
def as_csv(request: HttpRequest, organisation: str, name: str) -> HttpResponse:
    if name not in TABLES:
        raise Http404
    found = asked(request)
    if found.problem:
        return HttpResponse(found.problem, status=400, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.organisation.slug}-{name}.csv"'
    response.write("\ufeff")  # Excel takes it for its own code page otherwise
    writer = csv.writer(response)
    for row in TABLES[name](found.shown):
        writer.writerow(map(plain, row))
    return response


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


def _figures(shown: Overview):
    yield _("figure"), _("of"), _("value")
    yield "members", "", shown.members
    yield "contributors", "", shown.contributors
    yield "contributions", "", shown.contributions
    for figure in shown.figures:
        yield figure.key, figure.of, figure.value


def _trend(shown: Overview):
    yield _("months"), _("first month"), _("last month"), _("contributors"), _("contributions")
    for row in shown.trend:
        yield (
            months(row.since, row.until),
            last_as_text(row.since),
            last_as_text(row.until),
            row.contributors,
            row.contributions,
        )


def _bands(shown: Overview):
    yield _("contributions of each"), _("contributors")
    for row in shown.bands:
        yield band(row.low, row.high), row.contributors


def _lorenz(shown: Overview):
    yield _("among"), _("share of people, fewest first"), _("share of contributions")
    for of, points in shown.lorenz.items():
        for people, done in points:
            yield of, people, done


def _places(shown: Overview):
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
    for row in shown.places:
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
