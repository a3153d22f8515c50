"""Figures about fewer than five people: for who may, after saying why, for half an hour."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from manyhands.people import actions as people
from manyhands.people.types import Verb, needs

from ..forms import PurposeForm
from .asked import close_exactly, open_exactly


@needs(Verb.SEE_EXACT)
@require_http_methods(["GET", "HEAD", "POST"])
def exact_figures(request: HttpRequest, organisation: str) -> HttpResponse:
    """Asks for the purpose, records it, then opens the exact figures to this browser."""
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.record(
            organisation=request.organisation.id,
            by=request.persona.id,
            verb="see_exact_figures",
            object="participation",
            purpose=form.cleaned_data["purpose"],
        )
        open_exactly(request)
        return redirect("participation:overview", request.organisation.slug)
    return render(request, "participation/exact.html", {"form": form}, status=422 if form.errors else 200)


@needs(Verb.SEE_EXACT)
@require_POST
def end(request: HttpRequest, organisation: str) -> HttpResponse:
    close_exactly(request)
    return redirect("participation:overview", request.organisation.slug)
