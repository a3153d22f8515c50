"""Whom somebody acts as: their name, and pseudonyms."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions, queries
from ..errors import NotPossible
from ..forms import PseudonymForm
from ..models import Persona
from ..rules.pseudonyms import KEPT_DAYS
from ..types import Verb, needs


@never_cache
@needs(Verb.SEE, by_name=True)
@require_http_methods(["GET", "HEAD", "POST"])
def personas(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whom one can act as, who could learn it, and a form to take another pseudonym."""
    form = PseudonymForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            persona = actions.take_pseudonym(person=request.person, name=form.cleaned_data["name"])
        except NotPossible as error:
            form.add_error("name", error.message)
        else:
            _act(request, persona)
            messages.success(request, _("You act as %(name)s now.") % {"name": persona.name})
            return _back(request, organisation)
    context = {
        "form": form,
        "own": request.personas,
        "acting": request.acting,
        "given_up": queries.given_up(request.person),
        "looked": queries.own_lookups(request.person),
        "has_second_factor": queries.has_second_factor(request.user),
        "rule": queries.rule_in_force(request.organisation),
        "purpose": queries.purpose_of(request.organisation),
        "next": _next(request),
        "kept_days": KEPT_DAYS,
    }
    return render(request, "people/personas.html", context, status=422 if form.errors else 200)


@needs(Verb.SEE, by_name=True)
@require_POST
def act_as(request: HttpRequest, organisation: str) -> HttpResponse:
    """Acts as another of one's own from now on, in this browser."""
    persona = _own(request, request.POST.get("persona", ""))
    if persona.is_quiet:
        raise Http404
    _act(request, persona)
    messages.success(request, _("You act as %(name)s now.") % {"name": persona.name})
    return _back(request, organisation)


@needs(Verb.SEE, by_name=True)
@require_POST
def usual(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whom one acts as when one signs in again."""
    persona = _own(request, request.POST.get("persona", ""))
    actions.choose_usual(person=request.person, persona=persona)
    messages.success(request, _("You start as %(name)s when you sign in.") % {"name": persona.name})
    return redirect("people:personas", organisation)


@needs(Verb.SEE, by_name=True)
@require_POST
def show_name(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whether others see one under one's own name at all."""
    shown = request.POST.get("shown") == "yes"
    actions.show_name(person=request.person, shown=shown)
    if shown:
        messages.success(request, _("You can take part under your own name now."))
    else:
        messages.success(request, _("Nobody is shown your name any more, but for what you have written under it."))
    return _back(request, organisation)


@never_cache
@needs(Verb.SEE, by_name=True)
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, organisation: str, persona: UUID) -> HttpResponse:
    """Parts with a pseudonym, after asking once more."""
    found = _own(request, persona.hex)
    if not found.is_pseudonym:
        raise Http404
    if request.method == "POST":
        actions.give_up_pseudonym(person=request.person, persona=found)
        request.session.pop(queries.acting_key(request.organisation), None)
        messages.success(request, _("You gave %(name)s up.") % {"name": found.name})
        return redirect("people:personas", organisation)
    return render(request, "people/give_up.html", {"subject": found, "kept_days": KEPT_DAYS})


def _own(request: HttpRequest, key: str) -> Persona:
    for persona in request.personas:
        if persona.pk.hex == key:
            return persona
    raise Http404


def _act(request: HttpRequest, persona: Persona) -> None:
    request.session[queries.acting_key(request.organisation)] = persona.pk.hex


def _next(request: HttpRequest) -> str:
    """Where they came from, if that is a page of this organisation."""
    path = request.POST.get("next") or request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if here and path.startswith(f"/{request.organisation.slug}/") else ""


def _back(request: HttpRequest, organisation: str) -> HttpResponse:
    return redirect(_next(request)) if _next(request) else redirect("people:personas", organisation)
