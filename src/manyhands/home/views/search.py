"""Search across the hub."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from manyhands.discussions import queries as discussions
from manyhands.people.types import Verb, needs

from .. import queries
from ..forms import SearchForm


@never_cache
@needs(Verb.SEE)
@require_safe
def search(request: HttpRequest, organisation: str) -> HttpResponse:
    """What holds the words, of all that the reader may see."""
    form = SearchForm(request.GET, groups=discussions.readable_names(request.person))
    sought = form.sought()
    context = {
        "form": form,
        "sought": sought,
        "narrowed": bool(sought.kind or sought.group or sought.when or sought.newest),
        "found": queries.search_hub(request.person, sought, request.GET.get("page")),
        "access_labels": discussions.access_labels(),
    }
    return render(request, "home/search.html", context)
