"""Writing before it is posted: how it will look, and what is kept of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.core import clock
from manyhands.core.errors import ManyhandsError
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..rules import text
from .common import page
from .places import find_place


@needs(Verb.TAKE_PART)
@require_POST
def preview(request: HttpRequest, organisation: str) -> HttpResponse:
    """How a message will look. Without JavaScript it is a page, and what is written is kept."""
    place = find_place(request, request.POST.get("place", ""))
    source = request.POST.get("source", "")
    html, problem = "", ""
    try:
        actions.hold_back("preview", by=request.persona.pk)
        if place.group:
            html = actions.rendered_for(place.group, source, place.thread).html
        elif len(source) <= text.LONGEST:
            html = text.render(source).html
    except ManyhandsError as error:
        problem = error.message
    context = {"html": text.placed(html, organisation), "problem": problem, "back": place.back}
    if request.htmx:
        return page(request, "parts/preview", context)
    if not problem:
        _keep(request, place.key)
    return page(request, "preview", {**context, "title": request.POST.get("title", "")})


@needs(Verb.TAKE_PART)
@require_POST
def keep(request: HttpRequest, organisation: str) -> HttpResponse:
    """Keeps what is being written; the page tells when that was, or leads back to it."""
    place = find_place(request, request.POST.get("place", ""))
    quiet = request.htmx or request.headers.get("X-Requested-With")
    try:
        draft = _keep(request, place.key)
    except ManyhandsError as problem:
        if quiet:
            return page(request, "parts/kept", {"problem": problem.message}, 422)
        messages.warning(request, problem.message)
        return redirect(place.back)
    if quiet:
        return page(request, "parts/kept", {"at": clock.now() if draft else None})
    messages.success(request, _("It is kept. Only you see it."))
    return redirect(place.back)


@needs(Verb.TAKE_PART)
@require_POST
def forget(request: HttpRequest, organisation: str) -> HttpResponse:
    """Throws away what was being written at a place."""
    key = request.POST.get("place", "")
    actions.forget_draft(place=key, by=request.persona.pk)
    messages.success(request, _("It is thrown away."))
    if request.POST.get("next") == "drafts":
        return redirect("discussions:drafts", organisation)
    return redirect(find_place(request, key).back)


@needs(Verb.TAKE_PART)
@require_safe
def drafts(request: HttpRequest, organisation: str) -> HttpResponse:
    """All that one is writing."""
    return page(request, "drafts", {"drafts": queries.drafts(request.persona.pk)})


def _keep(request: HttpRequest, place: str) -> object:
    version = request.POST.get("version", "")
    return actions.keep_draft(
        place=place,
        title=request.POST.get("title", ""),
        source=request.POST.get("source", ""),
        version=int(version) if version.isdigit() and len(version) < 6 else 0,
        by=request.persona,
    )
