"""An organisation's own sign-in, and who joins by it."""

import secrets
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from manyhands.core import clock, registry

from .. import queries
from ..errors import NotPossible
from ..models import Organisation, Person, SignInProvider, User
from ..rules.arrivals import Arrival
from ..rules.secrets import seal
from .audit import changed, record
from .grants import grant
from .invitations import take_up
from .organisations import add_person

NO_ADDRESS = "no-address.invalid"
"""Stands where a provider named no verified address: mail to it goes nowhere (RFC 2606)."""


def keep_sign_in_provider(
    *,
    organisation: Organisation,
    name: str,
    issuer: str,
    client_id: str,
    secret: str = "",
    tenant: str = "",
    anyone_joins: bool = False,
    is_on: bool = True,
    provider: SignInProvider | None = None,
    by: UUID,
) -> SignInProvider:
    """Keeps how an organisation signs its people in. An empty secret leaves the one that is there.

    Another issuer or tenant makes a provider of its own, and nobody is known to it: whoever says who somebody is
    can't be changed for another who says the same of others.
    """
    issuer, tenant = issuer.strip().rstrip("/"), tenant.strip()
    if anyone_joins and not tenant and "microsoftonline.com" in issuer:
        raise NotPossible(_("Enter the tenant’s id first: otherwise anybody with a Microsoft account could join."))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if provider and (provider.issuer, provider.tenant) != (issuer, tenant):
            forget_sign_in_provider(provider=provider, by=by)
            provider = None
        if provider is None:
            provider = SignInProvider(organisation=organisation, key=_key(organisation))
        provider.name, provider.issuer, provider.client_id = name.strip(), issuer, client_id.strip()
        provider.tenant, provider.anyone_joins, provider.is_on = tenant, anyone_joins, is_on
        if secret:
            provider.secret = seal(secret, key=settings.SECRET_KEY)
        provider.save()
        record(organisation=organisation.pk, by=by, verb="keep_sign_in_provider", object=f"{name} {issuer}")
    return provider


def forget_sign_in_provider(*, provider: SignInProvider, by: UUID) -> None:
    """Takes it away, with everybody's connection to it: they sign in by their other ways, or choose a password."""
    with transaction.atomic():
        SocialAccount.objects.filter(provider=provider.key).delete()
        record(
            organisation=provider.organisation_id,
            by=by,
            verb="forget_sign_in_provider",
            object=f"{provider.name} {provider.issuer}",
        )
        provider.delete()


def join_by_provider(*, provider: SignInProvider, arrival: Arrival) -> Person:
    """Somebody new whom the organisation's own sign-in vouches for, as a member.

    Their address is kept only if it is verified: one that anybody could have typed would take a later invitation.
    """
    organisation = provider.organisation
    email = arrival.email or f"{secrets.token_hex(12)}@{NO_ADDRESS}"
    with transaction.atomic():
        user = User.objects.create_user(email)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        if arrival.email:
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        name = arrival.name or arrival.email.partition("@")[0]
        person = add_person(organisation=organisation, user=user, name=name, email=email)
        if not arrival.email:  # only now: an empty one would have found whoever was imported without
            Person.objects.filter(pk=person.pk).update(email="")
        role = take_up(person=person, email=arrival.email)
        persona = queries.own_persona(user, organisation)
        grant(organisation=organisation.pk, role=role, person=person, by=persona.pk)
        record(organisation=organisation.pk, by=persona.pk, verb="join", object=person.pk.urn)
        changed(organisation.pk)
        for told in registry.joined:
            told(registry.Joined(organisation.pk, persona.pk, persona.actor, clock.now()))
    return person


def _key(organisation: Organisation) -> str:
    """Part of an address that the provider is told: it stays when the organisation is renamed."""
    return f"{slugify(organisation.name)[:28] or 'sign-in'}-{secrets.token_hex(4)}"
