"""The page on who takes part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from manyhands.core import clock
from manyhands.networks import queries as networks
from manyhands.people import queries as people
from manyhands.people.types import Verb, needs

from .. import queries
from ..queries import sure_words, words
from .asked import asked, sees_exactly

STEPS = 3  # places named under what to do next
A_PAGE = 50


@needs(Verb.SEE)
@require_GET
def overview(request: HttpRequest, organisation: str) -> HttpResponse:
    found = asked(request)
    shown = found.shown
    keeps = people.may(request.person, Verb.KEEP_REGISTER, request.organisation)
    wanting = [row for row in shown.places if row.needs_more_hands]
    page = _page(request, shown)
    context = {
        "shown": shown,
        "words": words,
        "filter_form": found.form,
        "problem": found.problem,
        "query": f"?{found.query}" if found.query else "",
        "sentences": words.sentences(shown),
        "wanting": wanting[:STEPS],
        "page": page,
        "sure": queries.certainty(found.facts, shown),
        "sure_of": queries.certainty_of_places(found.facts, shown, page),
        "sure_words": sure_words,
        "hands": networks.register_hands(request.organisation.id, exactly=keeps),
        "usage": networks.usage_reports(request.organisation.id),
        "own": queries.own_places(found.facts, shown.selection, request.person.id),
        "may_see_exact": people.may(request.person, Verb.SEE_EXACT, request.organisation),
        "exactly": sees_exactly(request),
        "stale": bool(found.facts.months) and _months_ago(found.facts.months[-1]) > 2,
        "empty": not found.facts.months,
        "wide": True,
    }
    return render(request, "participation/overview.html", context)


SORTS = {
    "place": lambda row: row.place.name.lower(),
    "members": lambda row: _sortable(row.members),
    "contributors": lambda row: _sortable(row.contributors),
    "contributions": lambda row: _sortable(row.contributions),
    "hands": lambda row: _sortable(row.effective_hands),
    "last": lambda row: str(row.last or ""),
}


def _page(request: HttpRequest, shown):
    """The places in the order asked for, those that need hands first otherwise."""
    from django.core.paginator import Paginator

    sort = request.GET.get("sort", "")
    by = SORTS.get(sort.lstrip("-"))
    rows = list(shown.places)
    if by:
        rows.sort(key=by, reverse=sort.startswith("-"))
    else:
        rows.sort(key=lambda row: not row.needs_more_hands)
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def _sortable(value) -> float:
    return value if isinstance(value, int | float) else 0.5 if value else 0


def _months_ago(month: int) -> int:
    today = clock.month_of(clock.now().date())
    return (today // 100 - month // 100) * 12 + today % 100 - month % 100
