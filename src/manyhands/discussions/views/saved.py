"""Messages that somebody wants to find again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.people.types import Verb, needs

from .. import actions, queries
from .common import begins_at, page


@needs(Verb.SEE)
@require_safe
def saved(request: HttpRequest, organisation: str) -> HttpResponse:
    """One's own list."""
    rows, older = queries.saved_page(request.person, request.persona.pk, before=begins_at(request))
    return page(request, "saved", {"rows": rows, "older": older})


@needs(Verb.SEE)
@require_POST
def save(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """Puts a message on one's own list, or takes it off."""
    found = queries.visible_post(request.person, post)
    if found is None:
        raise Http404
    stop = "stop" in request.POST
    (actions.unsave_post if stop else actions.save_post)(post=found, by=request.persona)
    if request.htmx:
        return page(request, "parts/saving", {"post": found.pk, "is_saved": not stop})
    messages.success(request, _("It is off your list.") if stop else _("It is on your list of saved messages."))
    if request.POST.get("next") == "saved":
        return redirect("discussions:saved", organisation)
    return redirect("discussions:post", organisation, post)
