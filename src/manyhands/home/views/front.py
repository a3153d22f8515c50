"""The front page: what to do next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from manyhands.discussions import queries as discussions
from manyhands.networks import queries as networks
from manyhands.participation import queries as participation
from manyhands.participation.queries import sentences
from manyhands.participation.types import Selection
from manyhands.people import queries as people
from manyhands.people.types import Verb, needs

MOST_DOTS = 30
NEWS = 3  # conversations on the front page


@require_GET
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """To the only organisation that one belongs to, or a choice of several."""
    mine = people.organisations_of(request.user)
    if len(mine) == 1:
        return redirect("home:home", mine[0].slug)
    return render(request, "home/organisations.html", {"organisations": mine})


@needs(Verb.SEE)
@require_GET
def home(request: HttpRequest, organisation: str) -> HttpResponse:
    state = networks.state(request.organisation.id)
    context = {
        "state": state,
        "overview": None,
        "ready": people.ready_for_files(request.organisation),
        "steps": people.first_steps(request.person),
        "news": discussions.all_threads(request.person).rows[:NEWS],
    }
    if state.has_activity:
        facts = participation.facts(request.organisation.id)
        shown = participation.overview(facts, Selection())
        hands = round(shown.effective_hands) if shown.effective_hands else 0
        context["overview"] = {"sentences": sentences(shown), "hands": min(hands, MOST_DOTS)}
    return render(request, "home/home.html", context)
