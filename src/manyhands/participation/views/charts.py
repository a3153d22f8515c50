"""The pictures, as specifications for the browser and as SVG."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from manyhands.people.types import Verb, needs
from manyhands.ui import charts

from ..queries.pictures import PICTURES
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
