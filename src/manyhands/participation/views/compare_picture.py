"""The picture of two sides: for the browser, as SVG, as PNG to put into slides, and its numbers."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from manyhands.people import actions as people
from manyhands.people.types import Verb, needs
from manyhands.ui import charts

from .. import queries
from ..queries import compare_pictures as pictures
from ..queries import compare_words
from ..queries.compare import Compared
from ..queries.report import notices
from ..types import Facts
from .asked import sees_exactly
from .compare import compared, csv_of


@needs(Verb.SEE)
@require_GET
def spec(request: HttpRequest, organisation: str) -> HttpResponse:
    facts, found = _found(request)
    return JsonResponse(_spec(facts, found))


@needs(Verb.SEE)
@require_GET
def svg(request: HttpRequest, organisation: str) -> HttpResponse:
    facts, found = _found(request)
    return HttpResponse(charts.to_svg(_spec(facts, found)), content_type="image/svg+xml")


@needs(Verb.SEE)
@require_GET
def png(request: HttpRequest, organisation: str) -> HttpResponse:
    """The picture with what it is of. That exact figures leave the hub is put on record."""
    facts, found = _found(request)
    here, exactly = request.organisation, sees_exactly(request)
    beneath = [here.name, *(compare_words.title(facts, side) for side in (found.one, found.other))]
    beneath += notices(exactly=exactly, made_up=here.is_demonstration)
    drawn = charts.to_png(_spec(facts, found), title=_("How evenly it is shared"), beneath=beneath)
    if exactly:
        people.record(organisation=here.id, by=request.persona.id, verb="see_exact_figures", object="compare.png")
    response = HttpResponse(drawn, content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{here.slug}-compare.png"'
    response["Cache-Control"] = "private, no-store"  # who reads next may see less
    return response


@needs(Verb.SEE)
@require_GET
def as_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    facts, found = _found(request)
    return csv_of(request, "compare-evenly", pictures.table(pictures.curves(facts, found)))


def _found(request: HttpRequest) -> tuple[Facts, Compared]:
    facts = queries.facts(request.organisation.id)
    found, _problem = compared(request, facts)
    if found is None:
        raise Http404
    return facts, found


def _spec(facts: Facts, found: Compared) -> dict:
    drawn = pictures.curves(facts, found)
    if not drawn:
        raise Http404
    return pictures.picture(drawn)
