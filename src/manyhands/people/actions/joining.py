"""Joining with the link of an invitation: once, and only as whoever the invitation is for."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from manyhands.core import clock, registry

from .. import queries
from ..errors import NotPossible
from ..models import Invitation, Membership, Organisation, Person, Persona, PersonaLink, Service, User
from .audit import changed, record
from .grants import grant
from .invitations import join_as, write_letters
from .organisations import add_person
from .people import move
from .profiles import keep_profile


def join(
    *,
    invitation: Invitation,
    name: str,
    user: User | None = None,
    password: str = "",
    knows: str = "",
    wants: str = "",
    service: Service | None = None,
    language: str = "",
    listed: bool = False,
    by_name: bool = True,
) -> Person:
    """Takes an invitation up: a sign-in, a person who may take part, and what they say of themselves.

    `user` is who is signed in, if anybody; who doesn't take part `by_name` is shown to nobody until they choose a
    pseudonym. Raises NotPossible when the link opens nothing any more, when the
    invitation is for somebody else, or when the address can sign in already and nobody has: a link alone never
    lets anybody in to what is there.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if queries.link_state(invitation) != queries.Link.OPEN:
            raise NotPossible(_("This link has been used, or opens nothing any more."))
        user = _user_for(invitation, user, password)
        if language and language != user.language:
            user.language = language
            user.save(update_fields=["language"])
        known = Person.objects.filter(organisation=organisation, user=user).first()
        if known and known.left:
            raise NotPossible(_("You were here before. Ask your administrator to let you in again."))
        person = add_person(organisation=organisation, user=user, name=name, email=invitation.email)
        persona = _persona_of(person)
        persona.name, persona.is_quiet = person.name or invitation.email, not by_name
        persona.save(update_fields=["name", "is_quiet"])
        role = join_as(person=person, kind=invitation.kind)
        if not person.grants.filter(service=None, thing="").exists():
            grant(organisation=organisation.pk, role=role, person=person, by=persona.pk)
        if service:
            _place(person, service, persona.pk)
        shown = ["knows", "wants", "languages", "whereabouts", "pronouns", "photo", "service"]
        keep_profile(persona=persona, listed=listed and by_name, shown=shown, words={"knows": knows, "wants": wants})
        invitation.person, invitation.joined, invitation.lost = person, clock.now(), ""
        invitation.save(update_fields=["person", "joined", "lost"])
        record(organisation=organisation.pk, by=persona.pk, verb="join", object=person.pk.urn)
        changed(organisation.pk)
        for told in registry.joined:
            told(registry.Joined(organisation.pk, persona.pk, persona.actor, invitation.joined))
        _say_so(invitation, persona)
    return person


def _user_for(invitation: Invitation, user: User | None, password: str) -> User:
    """Who joins: the one signed in if the address is theirs, else a new sign-in with the password given."""
    if user is not None:
        if not queries.is_theirs(user, invitation.email):
            raise NotPossible(_("This invitation is for somebody else."))
        return user
    user = queries.user_called(invitation.email)
    if user and queries.can_sign_in(user):
        raise NotPossible(_("Sign in first: this address has a sign-in already."))
    if not password:
        raise NotPossible(_("Choose a password."))
    if user is None:
        user = User.objects.create_user(invitation.email, password)
    else:
        user.set_password(password)
        user.save(update_fields=["password"])
    is_first = not EmailAddress.objects.filter(user=user, primary=True).exclude(email=invitation.email).exists()
    EmailAddress.objects.update_or_create(
        user=user, email=invitation.email, defaults={"primary": is_first, "verified": True}
    )
    return user


def _persona_of(person: Person) -> Persona:
    """Their name as others see it, which is theirs alone to change."""
    links = PersonaLink.objects.filter(person=person, persona__is_pseudonym=False)
    return Persona.objects.get(pk__in=links.values("persona"))


def _place(person: Person, service: Service, by: UUID) -> None:
    """Into the service they chose: from today, or from ever where nothing else is known of them."""
    mine = list(Membership.objects.filter(person=person))
    today = queries.today_in(person.organisation)
    if not mine:
        Membership.objects.create(organisation_id=person.organisation_id, person=person, service=service)
        record(organisation=person.organisation_id, by=by, verb="move", object=person.pk.urn)
    elif not any(each.service_id == service.pk and each.since <= today < each.until for each in mine):
        move(person=person, service=service, on=today, by=by)


def _say_so(invitation: Invitation, persona: Persona) -> None:
    """Tells the address itself that somebody joined as them: should it have been another, they hear of it."""
    organisation = invitation.organisation
    with translation.override(organisation.language):
        context = {
            "name": persona.name,
            "organisation": organisation.name,
            "link": f"{settings.MANYHANDS_BASE_URL}/{organisation.slug}/",
        }
        letter = registry.Letter(
            organisation=organisation.pk,
            to=invitation.email,
            key=f"joined/{invitation.pk.hex}/{invitation.turn}",
            subject=_("You have joined Manyhands at %(organisation)s") % {"organisation": organisation.name},
            text=render_to_string("people/joined.txt", context, using="jinja2").strip() + "\n",
            kind="security",
            by=persona.pk,
        )
    write_letters([letter])
