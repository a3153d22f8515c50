"""Signing in beyond a password: asking for a second factor, and an organisation's own sign-in."""

from urllib.parse import urlsplit
from uuid import UUID

from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.core import clock
from manyhands.core.outbound.providers import Unreachable

from .. import actions, queries
from ..errors import NotPossible
from ..forms import SignInProviderForm
from ..types import Verb, needs


@never_cache
@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Asks whoever needs a second factor to add one: with a way past it until the day comes."""
    then = request.GET.get("next", "/")
    then = then if url_has_allowed_host_and_scheme(then, allowed_hosts=None) else "/"
    due = queries.second_factor_from(request.user)
    if due is None or queries.has_second_factor(request.user):
        return redirect(then)
    return render(request, "people/second_factor.html", {"due": due, "over": due <= clock.now(), "then": then})


@never_cache
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to an organisation's own sign-in, by a page that leads there: our policy lets no form be sent elsewhere, and
    browsers hold a redirect after a form to it."""
    try:
        response = openid.login(request, provider_id=provider_id)
    except (Unreachable, KeyError, ValueError):  # no answer, or one that describes no provider
        return render(request, "socialaccount/authentication_error.html", status=502)
    to = response.headers.get("Location", "")
    if response.status_code != 302 or not urlsplit(to).netloc:
        return response
    return render(request, "socialaccount/leave.html", {"to": to, "provider": queries.sign_in_provider(provider_id)})


@needs(Verb.KEEP_ORGANISATION)
@require_safe
def providers(request: HttpRequest, organisation: str) -> HttpResponse:
    """The organisation's own sign-in: what there is, and how to set one up."""
    context = {"providers": queries.sign_in_providers(request.organisation)}
    return render(request, "people/providers.html", context)


@sensitive_post_parameters("secret")
@needs(Verb.KEEP_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: HttpRequest, organisation: str, provider: UUID | None = None) -> HttpResponse:
    """One of them, or a new one."""
    found = queries.sign_in_provider_in(request.organisation, provider) if provider else None
    if provider and found is None:
        raise Http404
    fields = ("name", "issuer", "client_id", "tenant", "anyone_joins", "is_on")
    initial = {name: getattr(found, name) for name in fields} if found else {"is_on": True}
    form = SignInProviderForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            kept = actions.keep_sign_in_provider(
                organisation=request.organisation, provider=found, by=request.persona.pk, **form.cleaned_data
            )
        except NotPossible as error:
            form.add_error("tenant", error.message)
        else:
            messages.success(request, _("Kept. Register the address below with your provider, then try it."))
            return redirect("people:provider", organisation, kept.pk)
    path = reverse("openid_connect_callback", kwargs={"provider_id": found.key}) if found else ""
    context = {
        "form": form,
        "subject": found,
        "callback": request.build_absolute_uri(path) if path else "",
        "lost_secret": found is not None and queries.secret_of(found) is None,
    }
    return render(request, "people/provider.html", context, status=422 if form.errors else 200)


@needs(Verb.KEEP_ORGANISATION)
@require_POST
def remove_provider(request: HttpRequest, organisation: str, provider: UUID) -> HttpResponse:
    """Takes one away; asks once more first."""
    found = queries.sign_in_provider_in(request.organisation, provider)
    if found is None:
        raise Http404
    if not request.POST.get("confirmed"):
        return render(request, "people/remove_provider.html", {"subject": found})
    actions.forget_sign_in_provider(provider=found, by=request.persona.pk)
    messages.success(request, _("%(name)s is removed.") % {"name": found.name})
    return redirect("people:providers", organisation)
