"""Ending somebody's sign-in to the organisation, and letting them in again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions, queries
from ..errors import NotPossible
from ..models import Person
from ..types import Verb, needs


@needs(Verb.KEEP_GRANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """Says what will happen, and does it when asked to."""
    found = _find(request, person)
    error = None
    if request.method == "POST":
        try:
            if found.pk == request.person.pk:
                raise NotPossible(_("This is you. Somebody else has to end your sign-in."))
            actions.deactivate(person=found, by=request.persona.pk)
        except NotPossible as problem:
            error = problem.message
        else:
            told = _("%(name)s can’t sign in here any more. What they wrote stays.")
            messages.success(request, told % {"name": found.name or found.email})
            return redirect("people:access", organisation)
    return render(request, "people/deactivate.html", {"subject": found, "error": error})


@needs(Verb.KEEP_GRANTS)
@require_POST
def reactivate(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """Undoes it."""
    found = _find(request, person)
    try:
        actions.reactivate(person=found, by=request.persona.pk)
    except NotPossible as problem:
        messages.warning(request, problem.message)
    else:
        messages.success(request, _("%(name)s can sign in again.") % {"name": found.name or found.email})
    return redirect("people:access", organisation)


def _find(request: HttpRequest, person: UUID) -> Person:
    found = queries.person_in(request.organisation, person)
    if found is None or found.user_id is None:
        raise Http404
    return found
