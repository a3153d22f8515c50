"""The report for a committee: what is in it, and the report itself as PDF, spreadsheet and pictures."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from manyhands.people import actions as people
from manyhands.people.types import Verb, needs
from manyhands.ui import report as paper

from .. import queries
from ..forms import FilterForm
from ..queries.selections import UnknownSelection
from ..types import Selection
from .asked import months_form, sees_exactly

FORMS = {
    "pdf": ("application/pdf", paper.pdf),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", paper.xlsx),
    "zip": ("application/zip", paper.zipped),
}


class Asked(NamedTuple):
    report: paper.Report
    form: FilterForm
    problem: str  # why the address was not understood; all there is is reported then
    widened: bool


@needs(Verb.SEE)
@require_GET
def page(request: HttpRequest, organisation: str) -> HttpResponse:
    found = _asked(request)
    query = request.GET.urlencode()
    context = {
        "report": found.report,
        "filter_form": found.form,
        "problem": found.problem,
        "widened": found.widened,
        "pictures": [part for _chapter, part in found.report.parts() if part.picture],
        "query": f"?{query}" if query else "",
        "exactly": sees_exactly(request),
    }
    return render(request, "participation/report.html", context)


@needs(Verb.SEE)
@require_GET
def download(request: HttpRequest, organisation: str, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    kind, written = FORMS[form]
    return _file(request, written(_asked(request).report), kind, f"report.{form}")


@needs(Verb.SEE)
@require_GET
def picture(request: HttpRequest, organisation: str, key: str) -> HttpResponse:
    drawn = paper.png(_asked(request).report, key)
    if drawn is None:
        raise Http404
    return _file(request, drawn, "image/png", f"{key}.png")


def _asked(request: HttpRequest) -> Asked:
    facts = queries.facts(request.organisation.id)
    problem, chosen = "", Selection()
    try:
        chosen = queries.selection(facts, since=request.GET.get("since"), until=request.GET.get("until"))
    except UnknownSelection as error:
        problem = error.message
    exactly = sees_exactly(request)
    shown = queries.overview(facts, chosen, exactly=exactly)
    report = queries.report(facts, chosen, exactly=exactly, of=request.organisation)
    return Asked(report, months_form(shown), problem, shown.widened)


def _file(request: HttpRequest, content: bytes, kind: str, name: str) -> HttpResponse:
    """A download. That exact figures leave the hub is put on record."""
    if sees_exactly(request):
        people.record(
            organisation=request.organisation.id, by=request.persona.id, verb="see_exact_figures", object=name
        )
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{request.organisation.slug}-{name}"'
    response["Cache-Control"] = "private, no-store"  # who reads next may see less, and tomorrow's is another
    return response
