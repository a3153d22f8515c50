"""Letting people in: invitations and roles."""

from collections.abc import Collection
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Grant, Organisation, Person, User
from ..types import Role
from .audit import changed, record
from .grants import grant, revoke
from .organisations import add_person


def invite(*, organisation: Organisation, name: str, email: str, roles: Collection[Role], by: UUID) -> Person:
    """Lets somebody in with these roles, and writes to them once that is done.

    Somebody new to the hub gets a link with which they choose a password, which also shows that the address is theirs.
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
        transaction.on_commit(lambda: _write_to(user, person, organisation))
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


def _write_to(user: User, person: Person, organisation: Organisation) -> None:
    if user.has_usable_password():
        path = f"/{organisation.slug}/"
    else:
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}).replace(
            "UID-KEY", key
        )
    context = {
        "name": person.name,
        "organisation": organisation.name,
        "link": f"{settings.MANYHANDS_BASE_URL}{path}",
        "is_new": not user.has_usable_password(),
    }
    subject = _("You are invited to Manyhands at %(organisation)s") % {"organisation": organisation.name}
    send_mail(subject, render_to_string("people/invitation.txt", context, using="jinja2"), None, [user.email])
