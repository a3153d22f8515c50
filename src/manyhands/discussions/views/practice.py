"""Practising: choosing a buddy, writing to them alone, and putting it where others see it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..forms.practice import BuddyForm, PracticeForm, PublishForm
from ..models import Practice
from ..types import PracticeState
from .common import page


@never_cache
@needs(Verb.TAKE_PART)
@require_safe
def practice(request: HttpRequest, organisation: str) -> HttpResponse:
    """One's own practice, whom one could ask, and whose buddy one is."""
    own = queries.own_practice(request.person)
    willing = queries.own_buddy(request.persona.pk)
    context = {
        "own": own,
        "is_open": own is not None and own.state in (PracticeState.ASKED, PracticeState.ACCEPTED),
        "buddies": queries.buddies(request.organisation, without=people.persona_ids(request.person)),
        "willing": willing,
        "form": BuddyForm(initial={"says": willing.says if willing else ""}),
        "newcomers": queries.practices_as_buddy(request.person),
    }
    return page(request, "practice", context)


@needs(Verb.TAKE_PART)
@require_POST
def willing(request: HttpRequest, organisation: str) -> HttpResponse:
    """One's own yes to being asked as a buddy, or its withdrawal."""
    yes = request.POST.get("willing") == "yes"
    actions.set_buddy(willing=yes, says=request.POST.get("says", ""), by=request.persona.pk)
    if yes:
        messages.success(request, _("Newcomers can ask you. You are told, and can say no each time."))
    else:
        messages.success(request, _("Newcomers can no longer ask you. Those whose buddy you are stay with you."))
    return redirect("discussions:practice", organisation)


@needs(Verb.TAKE_PART)
@require_POST
def ask_buddy(request: HttpRequest, organisation: str) -> HttpResponse:
    """Asks somebody who is willing."""
    try:
        buddy = UUID(request.POST.get("buddy", ""))
    except ValueError:
        raise Http404 from None
    try:
        actions.ask_buddy(buddy=buddy, by=request.persona.pk)
    except ManyhandsError as problem:
        messages.warning(request, problem.message)
    else:
        messages.success(request, _("They are asked. You hear when they answer."))
    return redirect("discussions:practice", organisation)


@never_cache
@needs(Verb.TAKE_PART)
@require_http_methods(["GET", "HEAD", "POST"])
def space(request: HttpRequest, organisation: str, practice: UUID) -> HttpResponse:
    """A practice space, for its two: what was written, and the next message."""
    found = _found(request, practice)
    me = _me(request, found)
    form = PracticeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            post = actions.try_out(
                practice=found, title=form.cleaned_data["title"], source=form.cleaned_data["source"], by=me
            )
        except ManyhandsError as problem:
            form.add_error("source", problem.message)
        else:
            messages.success(request, _("Only the two of you see it."))
            return redirect("discussions:thread", organisation, post.thread_id)
    newcomer = found.newcomer_id == me
    context = {
        "practice": found,
        "form": form,
        "is_newcomer": newcomer,
        "other": found.buddy if newcomer else found.newcomer,
        "posts": queries.practised(found),
    }
    return page(request, "practice_space", context, 422 if form.errors else 200)


@needs(Verb.TAKE_PART)
@require_POST
def decide(request: HttpRequest, organisation: str, practice: UUID) -> HttpResponse:
    """Yes, no, not any more."""
    found = _found(request, practice)
    steps: dict[str, tuple[Callable[..., object], str]] = {
        "accept": (actions.accept_practice, _("Thank you. They are told, and can write to you now.")),
        "decline": (actions.decline_practice, _("They are told that you have no time now. No reason is given.")),
        "take-back": (actions.take_back_practice, _("It is taken back. You can ask somebody else.")),
        "end": (actions.end_practice, _("It is ended. What was written can be read for three months, then it goes.")),
    }
    if request.POST.get("what") not in steps:
        raise Http404
    step, said = steps[request.POST["what"]]
    try:
        step(practice=found, by=_me(request, found))
    except ManyhandsError as problem:
        messages.warning(request, problem.message)
    else:
        messages.success(request, said)
    return redirect("discussions:practice_space", organisation, found.pk)


@never_cache
@needs(Verb.TAKE_PART)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, organisation: str, practice: UUID, post: UUID) -> HttpResponse:
    """Puts a copy of a message where others see it, for its writer alone, once they have seen who will read what."""
    found = _found(request, practice)
    me = _me(request, found)
    tried = queries.practised_post(found, post)
    if tried is None or found.newcomer_id != me:
        raise Http404
    groups = queries.writable_groups(request.person, me)
    initial = {"title": tried.thread.title, "source": tried.source, "is_question": "?" in tried.thread.title}
    form = PublishForm(request.POST if request.method == "POST" else None, groups=groups, initial=initial)
    if form.is_valid():
        asked = form.cleaned_data
        group = queries.group(request.person, UUID(asked["group"]))
        try:
            if group is None:
                raise Http404
            made = actions.publish_practice(
                practice=found,
                group=group,
                title=asked["title"],
                source=asked["source"],
                is_question=asked["is_question"],
                by=me,
            )
        except ManyhandsError as problem:
            form.add_error("source", problem.message)
        else:
            messages.success(request, _("It is there for everybody who can read the group. Your practice stays yours."))
            return redirect("discussions:thread", organisation, made.thread_id)
    context = {"practice": found, "form": form, "groups": groups}
    return page(request, "practice_publish", context, 422 if form.errors else 200)


def _found(request: HttpRequest, pk: UUID) -> Practice:
    found = queries.practice(request.person, pk)
    if found is None:
        raise Http404
    return found


def _me(request: HttpRequest, found: Practice) -> UUID:
    """Under which of their names the reader is in it: the one that was asked, or that asked."""
    mine = people.persona_ids(request.person)
    return found.newcomer_id if found.newcomer_id in mine else found.buddy_id
