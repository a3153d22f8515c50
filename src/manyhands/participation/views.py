"""Who takes part."""

from django.http import HttpRequest, HttpResponse

from manyhands.people.types import Verb, needs


@needs(Verb.SEE)
def overview(request: HttpRequest, organisation: str) -> HttpResponse:
    return HttpResponse("soon")
