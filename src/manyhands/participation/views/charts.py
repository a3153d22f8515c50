"""The pictures, as specifications for the browser and as SVG."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from manyhands.people.types import Verb, needs
from manyhands.ui import charts

from ..queries import words
from ..types import Overview
from .asked import asked


@needs(Verb.SEE)
@require_GET
def spec(request: HttpRequest, organisation: str, name: str) -> HttpResponse:
    return JsonResponse(_spec(request, name))


@needs(Verb.SEE)
@require_GET
def svg(request: HttpRequest, organisation: str, name: str) -> HttpResponse:
    return HttpResponse(charts.to_svg(_spec(request, name)), content_type="image/svg+xml")


def _spec(request: HttpRequest, name: str) -> dict:
    if name not in PICTURES:
        raise Http404
    return PICTURES[name](asked(request).shown)


def _trend(shown: Overview) -> dict:
    points = [
        charts.Point(
            words.short_months(row.since, row.until),
            row.contributors if isinstance(row.contributors, int) else None,
            words.cell(row.contributors),
        )
        for row in shown.trend
    ]
    return charts.lines({_("Contributors"): points}, y_title=_("Contributors"))


def _bands(shown: Overview) -> dict:
    items = [
        charts.Bar(
            words.band(row.low, row.high),
            row.contributors if isinstance(row.contributors, int) else None,
            words.cell(row.contributors),
        )
        for row in shown.bands
    ]
    return charts.bars(items, value_title=_("Contributors"))


def _lorenz(shown: Overview) -> dict:
    names = {"contributors": _("Among contributors"), "members": _("Over all members")}
    curves = {names[of]: points for of, points in shown.lorenz.items()}
    return charts.lorenz(
        curves or {names["contributors"]: ((0, 0), (1, 1))},
        x_title=_("Share of people, those with fewest contributions first"),
        y_title=_("Share of contributions"),
    )


PICTURES = {"trend": _trend, "bands": _bands, "lorenz": _lorenz}
