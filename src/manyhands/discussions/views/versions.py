"""Changing one's message, what it said before, deleting it and bringing it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.core import clock
from manyhands.core.errors import ManyhandsError
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..errors import EditedMeanwhile
from ..forms.keeping import ChangeForm
from ..models import Post
from ..rules.text_changes import changes
from ..types import UNDO
from .common import page
from .places import refuse_untaken, written


@needs(Verb.TAKE_PART)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """Changes one's own message. Whoever changed it meanwhile, perhaps oneself in another tab, is shown beside."""
    found = _own(request, post)
    place = f"post/{found.pk.hex}"
    latest = queries.latest_version(found)
    asked = request.method == "POST"
    kept = written(request, place)
    draft = kept["draft"]
    initial = {
        "title": draft.title if draft and draft.title else found.thread.title,
        "source": draft.source if draft else found.source,
        "version": latest,
    }
    form = ChangeForm(request.POST if asked else None, initial=initial, with_title=found.is_first)
    mine = draft.source if draft and draft.version and draft.version != latest else None
    if asked and form.is_valid():
        try:
            refuse_untaken(request, place)
            actions.edit_post(
                post=found,
                source=form.cleaned_data["source"],
                title=form.cleaned_data.get("title", ""),
                version=form.cleaned_data["version"],
                by=request.persona.pk,
            )
        except EditedMeanwhile as problem:
            mine = form.cleaned_data["source"]
            form.add_error("source", problem.message)
            found = _own(request, post)
            latest = queries.latest_version(found)
            form.data = {**form.data.dict(), "version": str(latest)}
        except ManyhandsError as problem:
            form.add_error("source", problem.message)
        else:
            messages.success(request, _("The message is changed. What it said before can be looked up."))
            return redirect("discussions:post", organisation, found.pk)
        kept = written(request, place)
    context = {
        **kept,
        "form": form,
        "post": found,
        "attachments": queries.attachments_of([found.pk]).get(found.pk, ()),
        "differs": changes(found.source, mine) if mine is not None and mine != found.source else [],
    }
    return page(request, "change", context, 422 if form.errors else 200)


@needs(Verb.SEE)
@require_safe
def history(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """What a message said before it was changed: for everybody who may read it."""
    found = queries.visible_post(request.person, post)
    if found is None or found.deleted or found.hidden:
        raise Http404
    return page(request, "history", {"post": found, "versions": queries.versions(found)})


@needs(Verb.TAKE_PART)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """Asks before one's own message is deleted; after that, the page where it can be brought back."""
    found = _own(request, post)
    if request.method == "POST":
        actions.delete_post(post=found, by=request.persona.pk)
        return redirect("discussions:post_delete", organisation, post)
    until = found.deleted + UNDO if found.deleted and found.source else None
    if until and until < clock.now():
        until = None
    return page(request, "delete", {"post": found, "until": until})


@needs(Verb.TAKE_PART)
@require_POST
def restore(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """Brings one's own deleted message back, within half an hour."""
    found = _own(request, post)
    try:
        actions.restore_post(post=found, by=request.persona.pk)
    except ManyhandsError as problem:
        messages.warning(request, problem.message)
        return redirect("discussions:post_delete", organisation, post)
    messages.success(request, _("The message is back."))
    return redirect("discussions:post", organisation, post)


def _own(request: HttpRequest, pk: UUID) -> Post:
    found = queries.own_post(request.person, pk)
    if found is None or found.persona_id != request.persona.pk:
        raise Http404
    return found
