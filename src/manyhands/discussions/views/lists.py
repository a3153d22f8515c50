"""What is new: of what somebody follows, of everything, unanswered, by hashtag and by whom."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from manyhands.people import queries as people
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..errors import TooMuch
from ..types import Following
from .common import begins_at, follow_state, page


@needs(Verb.SEE)
@require_safe
def timeline(request: HttpRequest, organisation: str) -> HttpResponse:
    """What the groups, people, tags and threads that one follows brought, newest first."""
    found = queries.timeline(request.person, request.persona.pk, before=begins_at(request))
    context = {"found": found, "follows": bool(found.rows) or bool(queries.follows_of(request.persona.pk))}
    return page(request, "timeline", context)


@needs(Verb.SEE)
@require_safe
def everything(request: HttpRequest, organisation: str) -> HttpResponse:
    """All threads that one may read, that with the latest message first."""
    return page(request, "all", {"found": queries.all_threads(request.person, before=begins_at(request))})


@needs(Verb.SEE)
@require_safe
def unanswered(request: HttpRequest, organisation: str) -> HttpResponse:
    """The questions that nobody has answered."""
    return page(request, "unanswered", {"found": queries.unanswered(request.person, before=begins_at(request))})


@needs(Verb.SEE)
@require_safe
def tags(request: HttpRequest, organisation: str) -> HttpResponse:
    """The hashtags that are in use."""
    followed = {target for kind, target in queries.follows_of(request.persona.pk) if kind == Following.TAG}
    return page(request, "tags", {"tags": queries.tags(request.person), "followed": followed})


@needs(Verb.SEE)
@require_safe
def tag(request: HttpRequest, organisation: str, tag: str) -> HttpResponse:
    """The messages with a hashtag, newest first."""
    tag = tag.lower()[:100]
    context = {
        "tag": tag,
        "found": queries.messages_tagged(request.person, tag, before=begins_at(request)),
        "follow": follow_state(request, Following.TAG, tag),
    }
    return page(request, "tag", context)


@needs(Verb.SEE)
@require_safe
def person(request: HttpRequest, organisation: str, persona: UUID) -> HttpResponse:
    """What somebody wrote, as far as one may read it."""
    found = people.persona(persona)
    if found is None or found.is_system or found.organisation_id not in _around(request):
        raise Http404
    context = {
        "shown": found,
        "found": queries.messages_by(request.person, found.pk, before=begins_at(request)),
        "follow": follow_state(request, Following.PERSON, found.pk.hex),
        "is_own": found.pk == request.persona.pk,
    }
    return page(request, "person", context)


@needs(Verb.SEE)
@require_safe
def following(request: HttpRequest, organisation: str) -> HttpResponse:
    """What one follows, to look through and to leave."""
    return page(request, "following", {"followed": queries.followed(request.person, request.persona.pk)})


@needs(Verb.SEE)
@require_safe
def reads(request: HttpRequest, organisation: str) -> HttpResponse:
    """What one has read: nobody else sees it."""
    return page(request, "reads", {"found": queries.own_reads(request.person, request.persona.pk)})


@needs(Verb.TAKE_PART)
@require_POST
def follow(request: HttpRequest, organisation: str) -> HttpResponse:
    """Follows, or no longer follows, what is there for them."""
    kind, target = request.POST.get("kind", ""), request.POST.get("target", "")[:100]
    if not queries.may_follow(request.person, kind, target, _around(request)):
        raise Http404
    if request.POST.get("stop"):
        actions.unfollow(kind=Following(kind), target=target, by=request.persona)
    else:
        try:
            actions.follow(kind=Following(kind), target=target, by=request.persona)
        except TooMuch as problem:
            messages.warning(request, problem.message)
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}):
        after = reverse("discussions:following", args=[organisation])
    return redirect(after)


def _around(request: HttpRequest) -> list[UUID]:
    """The organisations whose people one can meet: one's own, and those with whom a group is shared."""
    return queries.organisations_around(request.person)
