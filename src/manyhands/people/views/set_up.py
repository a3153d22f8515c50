"""First run: an organisation, its first person, or a look around the demonstration."""

from django.conf import settings
from django.contrib.auth import login
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from manyhands.core import registry

from .. import actions, queries
from ..errors import AlreadySetUp
from ..forms import FirstPersonForm, SetUpForm, TokenForm
from ..rules.loopback import plainly_local

TRIES, SECONDS = 10, 600
"""How many wrong tokens an address may enter in how long."""
_PASSED = "setup_token_entered"


@never_cache
@sensitive_post_parameters("password", "token")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Asks for the organisation's and the first person's name, an e-mail address and a password, and nothing more."""
    if queries.is_set_up():
        raise Http404
    if not _trusted(request):
        return _ask_for_token(request)
    waiting = queries.waiting_organisation()
    form = (FirstPersonForm if waiting else SetUpForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = {"organisation_name": waiting.name if waiting else "", **form.cleaned_data}
        try:
            person = actions.set_up(**data)
        except AlreadySetUp as error:
            form.add_error(None, error.message)
        else:
            actions.forget_setup_token()
            login(request, person.user)
            return redirect(f"/{person.organisation.slug}/")
    context = {"form": form, "waiting": waiting, "demonstration": bool(registry.demonstration)}
    return render(request, "people/setup.html", context)


@never_cache
@require_POST
def look_around(request: HttpRequest) -> HttpResponse:
    """Makes the demonstration council where it is missing, and signs the visitor in as its administrator.

    Only until the hub is set up: then there are people to sign in as.
    """
    if queries.is_set_up() or not registry.demonstration:
        raise Http404
    if not _trusted(request):
        return redirect("people:setup")
    administrator = queries.demonstrator(registry.demonstration[0]())
    if administrator is None:
        raise Http404
    login(request, administrator.user)
    return redirect(f"/{administrator.organisation.slug}/")


def _trusted(request: HttpRequest) -> bool:
    """Whoever sits at the machine itself, or has entered the token that it prints."""
    http_version = getattr(request, "scope", {}).get("http_version", "1.1")
    if plainly_local(request.META, base_url=settings.MANYHANDS_BASE_URL, http_version=http_version):
        return True
    return actions.is_setup_token(request.session.get(_PASSED, ""))


def _ask_for_token(request: HttpRequest) -> HttpResponse:
    actions.announce_setup_token()
    form = TokenForm(request.POST if "token" in request.POST else None)
    status = 200
    if form.is_bound and form.is_valid():
        key = f"setup-token-tries:{request.META.get('REMOTE_ADDR')}"
        cache.add(key, 0, SECONDS)
        if cache.incr(key) > TRIES:
            form.add_error("token", _("Too many tries. Wait ten minutes, then enter the token again."))
            status = 429
        elif actions.is_setup_token(form.cleaned_data["token"]):
            cache.delete(key)
            request.session[_PASSED] = form.cleaned_data["token"].strip()
            return redirect("people:setup")
        else:
            form.add_error("token", _("That is not the token. Copy it from the console that Manyhands runs in."))
    return render(request, "people/setup_token.html", {"form": form}, status=status)
