"""Our choices in django-allauth: who gets an account, by which ways people sign in, and what they are told."""

import base64
import secrets
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.core.outbound import providers

from . import actions, queries
from .models import SignInProvider
from .rules.arrivals import Outcome, outcome, read
from .rules.secrets import seal, unseal

OPENID = "openid_connect"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: the first person is made at set-up, others are invited."""
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"Manyhands: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """In the reader's language, where they chose one."""
        language = getattr(context.get("user"), "language", "")
        with translation.override(language or translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever soon has to have a second factor is asked at each sign-in, and goes on from there."""
        then = super().get_login_redirect_url(request)
        return self._ask_first(request, then)

    def post_login(self, request: HttpRequest, user: Any, *, redirect_url: str | None, **kwargs: Any) -> Any:
        asked = self._ask_first(request, redirect_url) if redirect_url else None
        return super().post_login(request, user, redirect_url=asked, **kwargs)

    def _ask_first(self, request: HttpRequest, then: str) -> str:
        due = queries.second_factor_from(request.user)
        page = reverse("people:second_factor")
        if due is None or then.startswith(page) or queries.has_second_factor(request.user):
            return then
        return f"{page}?{urlencode({'next': then})}"


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes are sealed: a copy of the database alone makes no codes."""

    def encrypt(self, text: str) -> str:
        return seal(text, key=settings.SECRET_KEY)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where the hub's own key has changed, one that nobody knows: an empty one has codes to guess."""
        found = unseal(encrypted_text, key=settings.SECRET_KEY)
        return found or base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        return "Manyhands"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not the last one of somebody whose roles need it, or who has a pseudonym to keep."""
        user = authenticator.user
        if authenticator.type not in queries.FACTORS or queries.count_second_factors(user) > 1:
            return True
        due = queries.second_factor_from(user)
        return not (due and due <= clock.now()) and not queries.has_pseudonym(user)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = queries.count_second_factors(user)
        return _("My passkey") if not count else _("Passkey %(number)s") % {"number": count + 1}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Organisations' own sign-in: providers come from SignInProvider, and who may join by them is decided here."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list:
        found = queries.sign_in_providers() if provider in (None, OPENID) else [queries.sign_in_provider(provider)]
        return [
            _app(each) for each in found if each and (client_id is None or each.client_id == client_id) and each.is_on
        ]

    def get_requests_session(self) -> Any:
        return providers.session(trusted=settings.MANYHANDS_SIGN_IN_HOSTS)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whoever came this far was let in by `pre_social_login`."""
        return bool(getattr(sociallogin, "may_join", False))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Decides about an arrival before anybody is signed in."""
        provider = queries.sign_in_provider(sociallogin.account.provider)
        if provider is None:
            raise ImmediateHttpResponse(_refuse(request, Outcome.NOT_INVITED, ""))
        claims = _claims(sociallogin.account.extra_data)
        if claims is None or str(claims.get("sub", "")) != sociallogin.account.uid:
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=401))
        arrival = read(claims)
        sociallogin.account.extra_data = _kept(claims)
        if provider.tenant and arrival.tenant != provider.tenant:
            raise ImmediateHttpResponse(_refuse(request, Outcome.WRONG_TENANT, provider.organisation.name))
        if sociallogin.is_existing:
            if not queries.opens_only(sociallogin.user, provider.organisation):
                # Their organisation vouches for them at home, and opens no other's doors by it.
                raise ImmediateHttpResponse(_refuse(request, Outcome.SIGN_IN_FIRST, provider.organisation.name))
            return
        if sociallogin.state.get("process") == "connect":
            return  # somebody signed in connects their own; asked for their password or passkey first
        known = queries.known_by_address(arrival.email, provider.organisation)
        joins = provider.anyone_joins or queries.is_invited(provider.organisation, arrival.email)
        came = outcome(arrival, known[1] if known else None, tenant=provider.tenant, anyone_joins=joins)
        if came == Outcome.LINK and known:
            sociallogin.connect(request, known[0])
            if person := queries.person_of(known[0], provider.organisation):
                actions.take_up(person=person, email=arrival.email)
        elif came == Outcome.JOIN:
            sociallogin.may_join = True
            sociallogin.arrival, sociallogin.joins = arrival, provider
            sociallogin.email_addresses = []  # ours to decide: see actions.join_by_provider
        else:
            raise ImmediateHttpResponse(_refuse(request, came, provider.organisation.name))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """Somebody new, as a member of the provider's organisation."""
        person = actions.join_by_provider(provider=sociallogin.joins, arrival=sociallogin.arrival)
        sociallogin.connect(request, person.user)
        return person.user


def _app(provider: SignInProvider) -> SocialApp:
    return SocialApp(
        provider=OPENID,
        provider_id=provider.key,
        name=provider.name,
        client_id=provider.client_id,
        secret=queries.secret_of(provider) or "",
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True, "uid_field": "sub"},
    )


def _claims(data: dict[str, Any]) -> dict[str, Any] | None:
    """The ID token's claims and userinfo's, which must be about the same `sub` (OpenID Connect Core 5.3.2)."""
    token, userinfo = data.get("id_token"), data.get("userinfo") or {}
    if not token or (userinfo and userinfo.get("sub") != token.get("sub")):
        return None
    return {**userinfo, **token}


def _kept(claims: dict[str, Any]) -> dict[str, Any]:
    """What is kept of the claims: by which account of theirs they sign in, and no more."""
    return {"id_token": {name: claims[name] for name in ("sub", "oid", "tid", "preferred_username") if name in claims}}


def _refuse(request: HttpRequest, why: Outcome, organisation: str) -> Any:
    return render(request, "socialaccount/refused.html", {"why": why, "name": organisation}, status=403)
