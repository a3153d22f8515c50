"""How somebody signs in, and an organisation's own sign-in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings

from ..models import Grant, Organisation, Person, PersonaLink, SignInProvider, User
from ..rules.arrivals import Known
from ..rules.second_factor import REQUIRED, needed_from
from ..rules.secrets import unseal
from .grants import roles_of

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User | None) -> bool:
    """Whether somebody has a passkey or an authenticator app; recovery codes alone are none."""
    return user is not None and Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def count_second_factors(user: User) -> int:
    """How many passkeys and authenticator apps somebody has."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).count()


def second_factor_from(user: User) -> datetime | None:
    """From when a user has to have a second factor, for what they may do in organisations that aren't made up."""
    held = Grant.objects.filter(
        person__user=user, person__left=None, role__in=REQUIRED, organisation__is_demonstration=False
    )
    return needed_from(held.values_list("role", "granted"))


def needs_second_factor(person: Person) -> bool:
    """Whether a person's roles ask for one, now or soon. No query where their grants were read."""
    return not REQUIRED.isdisjoint(roles_of(person))


def has_pseudonym(user: User) -> bool:
    """Whether a user has a pseudonym anywhere: for keeping their last second factor, never for a page of others."""
    return PersonaLink.objects.filter(person__user=user, persona__is_pseudonym=True, until=None).exists()


def addresses_of(user: User | None) -> list[str]:
    """A user's e-mail addresses."""
    if user is None:
        return []
    return [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]


def sign_in_providers(organisation: Organisation | None = None) -> list[SignInProvider]:
    """Those that are on, by name; of one organisation, all of them."""
    found = SignInProvider.objects.select_related("organisation").order_by("name", "id")
    return list(found.filter(organisation=organisation) if organisation else found.filter(is_on=True))


def sign_in_provider(key: str) -> SignInProvider | None:
    """The one with this key, if it is on."""
    return SignInProvider.objects.select_related("organisation").filter(key=key, is_on=True).first()


def sign_in_provider_in(organisation: Organisation, provider: UUID) -> SignInProvider | None:
    """One of this organisation's, on or off."""
    return SignInProvider.objects.filter(organisation=organisation, pk=provider).first()


def secret_of(provider: SignInProvider) -> str | None:
    """The provider's secret; None when the hub's own key is another than when it was entered."""
    return unseal(provider.secret, key=settings.SECRET_KEY)


def opens_only(user: User, organisation: Organisation) -> bool:
    """Whether signing in as this user opens that organisation and no other."""
    homes = set(_homes(user))
    return homes <= {organisation.pk}


def known_by_address(email: str, organisation: Organisation) -> tuple[User, Known] | None:
    """Whose verified or invited address this is, and where they belong."""
    if not email:
        return None
    user = User.objects.filter(email=email).first()
    if user is None:
        address = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
        user = address.user if address else None
    if user is None:
        return None
    homes = set(_homes(user))
    own_way = user.has_usable_password() or has_second_factor(user) or SocialAccount.objects.filter(user=user).exists()
    return user, Known(organisation.pk in homes, bool(homes - {organisation.pk}), own_way)


def own_ways_in(user: User) -> dict[str, Any]:
    """How somebody signs in and where they are signed in, for themselves alone: JSON-able, without any secret."""
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    factors = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    connected = SocialAccount.objects.filter(user=user).order_by("pk")
    sessions = UserSession.objects.filter(user=user).order_by("created_at", "pk")
    return {
        "addresses": [
            {"email": email, "confirmed": verified} for email, verified in addresses.values_list("email", "verified")
        ],
        "second_factors": [
            {"kind": each.type, "name": str(each), "at": each.created_at.isoformat()} for each in factors
        ],
        "connected": [{"provider": each.provider, "id": each.uid} for each in connected],
        "sessions": [
            {"at": each.created_at.isoformat(), "address": each.ip, "browser": each.user_agent} for each in sessions
        ],
    }


def _homes(user: User) -> list[UUID]:
    people = Person.objects.filter(user=user, left=None, organisation__is_demonstration=False)
    return list(people.values_list("organisation", flat=True))
