"""Letting people in: invitations and roles."""

from collections.abc import Collection
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from ..models import Grant, Organisation, Person, User
from ..types import Role
from .audit import changed, record
from .grants import grant, revoke
from .invitations import invite_in
from .organisations import add_person


def invite(*, organisation: Organisation, name: str, email: str, roles: Collection[Role], by: UUID) -> Person:
    """Lets somebody in with these roles, and writes to them: with the link they join (see `joining.join`).

    Somebody new to the hub chooses a password there; using the link also shows that the address is theirs.
    """
    email = email.strip().lower()
    with transaction.atomic():
        user, is_new = User.objects.get_or_create(email=email)
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            EmailAddress.objects.create(user=user, email=email, primary=True)
        person = add_person(organisation=organisation, user=user, name=name, email=email)
        for role in roles:
            grant(organisation=organisation.pk, role=role, person=person, by=by)
        record(organisation=organisation.pk, by=by, verb="invite", object=person.pk.urn)
        changed(organisation.pk)
        invite_in(person=person, by=by)
    return person


def set_roles(*, person: Person, roles: Collection[Role], by: UUID) -> None:
    """Gives and takes back until the person holds exactly these roles in the whole organisation."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=person.organisation_id)
        held = list(Grant.objects.filter(person=person, service=None, thing=""))
        for role in roles:
            grant(organisation=person.organisation_id, role=role, person=person, by=by)
        for each in held:
            if each.role not in roles:
                revoke(grant=each, by=by)
