"""The link of an invitation: who it is for, joining with it, and what to do with one that is somebody else's or old."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import actions, queries
from ..errors import NotPossible
from ..forms import AskForOwnForm, JoinForm, JoinSignedInForm
from ..models import Invitation
from ..queries import Link

TRIES, SECONDS = 5, 3600
"""How often one link can be used to ask for an invitation of one's own, in how long."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a letter leads to. Looking at it changes nothing: mail programs look at links before people do."""
    found = queries.by_link(token)
    if found is None:
        return render(request, "people/no_invitation.html", status=404)
    invitation, link = found
    if link == Link.USED and request.user.is_authenticated and queries.is_theirs(request.user, invitation.email):
        return redirect("home:home", invitation.organisation.slug)
    if link != Link.OPEN:
        return _opens_nothing(request, token, invitation, link)
    here = request.user if request.user.is_authenticated else None
    if here and not queries.is_theirs(here, invitation.email):
        return _page(request, "people/not_yours.html", token, invitation, who=here.email, status=403)
    known = queries.user_called(invitation.email)
    if not here and known and queries.can_sign_in(known):
        return _page(request, "people/join_sign_in.html", token, invitation)
    form = _form(request, invitation, signed_in=here is not None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        service, by_name = data.pop("service", ""), data.pop("appear")
        data["service"] = queries.service_in(invitation.organisation, UUID(service)) if service else None
        try:
            person = actions.join(invitation=invitation, user=here, by_name=by_name, **data)
        except NotPossible as error:
            form.add_error(None, error.message)
        else:
            if not here:
                login(request, person.user, backend=BACKEND)
            translation.activate(data["language"])
            if not by_name:
                return redirect("people:personas", person.organisation.slug)
            messages.success(request, _("You have joined %(name)s.") % {"name": person.organisation.name})
            return redirect("home:home", person.organisation.slug)
    return _page(request, "people/join.html", token, invitation, form=form)


@never_cache
@require_POST
def send_anew(request: HttpRequest, token: str) -> HttpResponse:
    """A new link, to the address that the invitation is for and to no other."""
    found = queries.by_link(token)
    if found is None:
        return render(request, "people/no_invitation.html", status=404)
    invitation, link = found
    if link == Link.TAKEN_BACK:
        return _opens_nothing(request, token, invitation, link)
    actions.send_anew(invitation=invitation)
    minutes = int(queries.WAIT.total_seconds() // 60)
    return _page(request, "people/sent_anew.html", token, invitation, minutes=minutes)


@never_cache
@require_POST
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Signs whoever is signed in out, and back to the link."""
    logout(request)
    return redirect("people:join", token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_own(request: HttpRequest, token: str) -> HttpResponse:
    """For somebody to whom a link was passed on: an invitation of their own, once somebody says yes."""
    found = queries.by_link(token)
    if found is None:
        return render(request, "people/no_invitation.html", status=404)
    invitation, link = found
    if link == Link.TAKEN_BACK:
        return _opens_nothing(request, token, invitation, link)
    form = AskForOwnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = f"ask-for-own:{invitation.pk.hex}"
        cache.add(key, 0, SECONDS)
        if cache.incr(key) > TRIES:
            form.add_error(None, _("This link has been used for many. Ask who sent it to you to have you invited."))
        else:
            actions.ask_for_own(invitation=invitation, **form.cleaned_data)
            return redirect("people:asked_for_own", token)
    return _page(request, "people/ask_for_own.html", token, invitation, form=form)


@never_cache
@require_GET
def asked_for_own(request: HttpRequest, token: str) -> HttpResponse:
    """What happens next; the same whoever asked."""
    found = queries.by_link(token)
    if found is None:
        return render(request, "people/no_invitation.html", status=404)
    return _page(request, "people/asked_for_own.html", token, found[0])


def _form(request: HttpRequest, invitation: Invitation, *, signed_in: bool) -> JoinForm | JoinSignedInForm:
    tree = queries.services_tree(invitation.organisation)
    chosen = request.user.language if signed_in else ""
    initial = {
        "name": invitation.name or (invitation.person.name if invitation.person else ""),
        "service": invitation.service_id.hex if invitation.service_id else "",
        "language": chosen or (translation.get_language() or "en").split("-")[0],
    }
    data = request.POST if request.method == "POST" else None
    if signed_in:
        return JoinSignedInForm(data, tree=tree, initial=initial)
    return JoinForm(data, tree=tree, initial=initial, email=invitation.email)


def _opens_nothing(request: HttpRequest, token: str, invitation: Invitation, link: Link) -> HttpResponse:
    return _page(request, "people/old_link.html", token, invitation, link=link, status=410)


def _page(
    request: HttpRequest, template: str, token: str, invitation: Invitation, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"token": token, "invitation": invitation, "council": invitation.organisation, **more}
    return render(request, template, context, status=status)
