"""How figures are worked out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from manyhands.measures import queries as measures
from manyhands.people.types import Verb, needs


@needs(Verb.SEE)
@require_GET
def definitions(request: HttpRequest, organisation: str) -> HttpResponse:
    # Translated here: Jinja2 would take the per cent signs of a text for places to fill in.
    told = [
        {
            "key": each.key,
            "title": _(each.title),
            "definition": _(each.definition),
            "formula": each.formula,
            "denominator": _(each.denominator),
            "limits": _(each.limits),
            "sources": each.sources,
        }
        for each in measures.DEFINITIONS.values()
    ]
    return render(request, "participation/definitions.html", {"definitions": told})
