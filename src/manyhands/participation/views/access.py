"""Which networks one can reach from where; what is said of everybody; and a page to hand to IT."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from manyhands.people.types import Verb, needs
from manyhands.ui.report import letter

from .. import actions
from ..forms import AccessForm
from ..queries import access as found
from ..queries import words
from ..queries.for_it import for_it, network_called
from ..rules.guarded import Guard
from ..types import Where
from .asked import sees_exactly
from .topics import csv_of


@never_cache
@needs(Verb.SEE, by_name=True)
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest, organisation: str) -> HttpResponse:
    """One's own: from where which network works."""
    lines = found.own_reach(request.organisation.id, request.person.id)
    form = AccessForm(request.POST if request.method == "POST" else None, lines=lines)
    if form.is_valid():
        actions.set_reached(
            organisation=request.organisation.id,
            person=request.person.id,
            answers=form.answers(),
            by=request.persona.id,
        )
        messages.success(request, _("Thank you. Others see numbers only, never that it was you."))
        return redirect("participation:access", organisation)
    return render(request, "participation/access.html", {"form": form, "lines": lines}, status=_status(form))


@never_cache
@needs(Verb.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def everybody(request: HttpRequest, organisation: str) -> HttpResponse:
    """What holds for everybody who says nothing themselves, and how many say otherwise."""
    of = request.organisation.id
    said = found.said_by(of, None)
    lines = [
        found.NetworkReach(network, tuple(found.Reach(where, said.get((network.key, where)), None) for where in Where))
        for network in found.networks_to_reach(of)
    ]
    form = AccessForm(request.POST if request.method == "POST" else None, lines=lines)
    if form.is_valid():
        actions.set_reached(organisation=of, person=None, answers=form.answers(), by=request.persona.id)
        messages.success(request, _("It is written down, and shown to everybody on their own page."))
        return redirect("participation:access_everybody", organisation)
    context = {
        "form": form,
        "lines": lines,
        "section": found.gaps_section(of, Guard(sees_exactly(request))),
        "words": words,
    }
    return render(request, "participation/access_everybody.html", context, status=_status(form))


@needs(Verb.KEEP_REGISTER)
@require_GET
def as_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """How many say what, as a file."""
    section = found.gaps_section(request.organisation.id, Guard(sees_exactly(request)))
    return csv_of(section, f"{request.organisation.slug}-access.csv")


@never_cache
@needs(Verb.SEE, by_name=True)
@require_GET
def page_for_it(request: HttpRequest, organisation: str) -> HttpResponse:
    """What to hand to IT, to be read or printed."""
    return render(request, "participation/for_it.html", {"letter": _letter(request), "key": request.GET["network"]})


@never_cache
@needs(Verb.SEE, by_name=True)
@require_GET
def pdf_for_it(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same as a PDF."""
    response = HttpResponse(letter.pdf(_letter(request)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{request.organisation.slug}-for-it.pdf"'
    return response


def _letter(request: HttpRequest) -> letter.Letter:
    network = network_called(request.organisation, request.GET.get("network", ""))
    if network is None:
        raise Http404
    return for_it(
        request.organisation, network, asks=request.person, hub_address=request.build_absolute_uri("/").rstrip("/")
    )


def _status(form: AccessForm) -> int:
    return 422 if form.errors else 200
