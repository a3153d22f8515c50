"""Pages on one question each, their tables as CSV and their pictures."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from manyhands.people import queries as people
from manyhands.people.types import Verb, needs
from manyhands.ui import charts

from .. import queries
from ..queries import words
from ..queries.topics import TOPICS
from ..types import Section, Topic
from .asked import sees_exactly
from .tables import table_file


@needs(Verb.SEE)
@require_GET
def topic(request: HttpRequest, organisation: str, key: str) -> HttpResponse:
    found = _topic(request, key)
    return render(
        request,
        "participation/topic.html",
        {
            "topic": found,
            "own": queries.own_part(queries.facts(request.organisation.id), key, request.person.id),
            "words": words,
            "exactly": sees_exactly(request),
            "may_see_exact": people.may(request.person, Verb.SEE_EXACT, request.organisation),
        },
    )


@needs(Verb.SEE)
@require_GET
def as_csv(request: HttpRequest, organisation: str, key: str, section: str) -> HttpResponse:
    shown = _section(request, key, section)
    return csv_of(shown, f"{request.organisation.slug}-{key}-{section}.csv")


def csv_of(section: Section, filename: str) -> HttpResponse:
    """A section's table as a file."""
    return table_file(filename, [[column.text for column in section.columns], *section.rows])


@needs(Verb.SEE)
@require_GET
def spec(request: HttpRequest, organisation: str, key: str, section: str) -> HttpResponse:
    return JsonResponse(_spec(request, key, section))


@needs(Verb.SEE)
@require_GET
def svg(request: HttpRequest, organisation: str, key: str, section: str) -> HttpResponse:
    return HttpResponse(charts.to_svg(_spec(request, key, section)), content_type="image/svg+xml")


def _topic(request: HttpRequest, key: str) -> Topic:
    if key not in TOPICS:
        raise Http404
    return queries.topic(queries.facts(request.organisation.id), key, exactly=sees_exactly(request))


def _section(request: HttpRequest, key: str, section: str) -> Section:
    for each in _topic(request, key).sections:
        if each.key == section:
            return each
    raise Http404


def _spec(request: HttpRequest, key: str, section: str) -> dict:
    shown = _section(request, key, section)
    if not shown.picture:
        raise Http404
    return queries.picture(shown)
