"""Setting the hub up, and organisations' names."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import registry

from .. import queries
from ..errors import AlreadySetUp, NotPossible
from ..models import Grant, Hub, Organisation, OrganisationSlug, Person, Persona, PersonaLink, User
from ..rules.slugs import free_slug
from ..types import Kind, Role
from .audit import changed, record

FIRST_ROLES = (Role.MEMBER, Role.DIGITAL_LEAD, Role.ADMINISTRATOR)
"""What the first person of an organisation holds: whoever sets the hub up is, as a rule, its digital lead."""


def set_up(*, organisation_name: str, person_name: str, email: str, password: str, by: UUID | None = None) -> Person:
    """Makes the hub's first organisation and first person, who may then do everything in it.

    Takes the organisation that was prepared without a person where there is one, and keeps its name. Raises
    AlreadySetUp when somebody else was first: of two at the same moment, one.
    """
    with transaction.atomic():
        Hub.objects.get_or_create(pk=1)
        Hub.objects.select_for_update().get(pk=1)
        if queries.is_set_up():
            raise AlreadySetUp(_("This hub has been set up already. Sign in instead."))
        organisation = queries.waiting_organisation() or create_organisation(name=organisation_name, by=by)
        return found(organisation=organisation, name=person_name, email=email, password=password, by=by)


def found(*, organisation: Organisation, name: str, email: str, password: str, by: UUID | None = None) -> Person:
    """Sets an organisation up with its first person, and lets every room make what a new one begins with."""
    with transaction.atomic():
        person = add_first_person(organisation=organisation, name=name, email=email, password=password, by=by)
        persona = queries.own_persona(person.user, organisation)
        for begin in registry.founded if persona else ():
            begin(registry.Founded(organisation.pk, persona.pk))
    return person


def create_organisation(*, name: str, by: UUID | None = None, is_demonstration: bool = False) -> Organisation:
    """An organisation with a free slug and its system persona. `by` is nobody's where the operator does it."""
    name = " ".join(name.split())
    if not name:
        raise NotPossible(_("Enter the organisation’s name."))
    with transaction.atomic():
        organisation = Organisation.objects.create(
            name=name[:200],
            slug=free_slug(name, _slug_taken, fallback="council"),
            is_demonstration=is_demonstration,
        )
        system = Persona.objects.create(organisation=organisation, name="Manyhands", is_system=True)
        record(organisation=organisation.pk, by=by or system.pk, verb="create_organisation", object=organisation.pk.urn)
    return organisation


def add_first_person(
    *, organisation: Organisation, name: str, email: str, password: str, by: UUID | None = None
) -> Person:
    """A person who signs in and may do everything in the organisation.

    A user who takes part in another organisation of the hub with this e-mail address keeps their password.
    """
    email = email.strip().lower()
    with transaction.atomic():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, password)
        elif not Person.objects.filter(user=user, organisation__is_demonstration=False).exists():
            user.set_password(password)
            user.save(update_fields=["password"])
        EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
        person = add_person(organisation=organisation, user=user, name=name, email=email)
        by = by or queries.system_persona(organisation).pk
        for role in FIRST_ROLES:
            Grant.objects.get_or_create(organisation=organisation, person=person, role=role)
        record(organisation=organisation.pk, by=by, verb="add_first_person", object=person.pk.urn)
        changed(organisation.pk)
    return person


def add_person(*, organisation: Organisation, user: User, name: str, email: str) -> Person:
    """The user's person here, with a professional persona: the one whose e-mail it is, if an import brought them."""
    person = Person.objects.filter(organisation=organisation, user=user).first()
    if person is None:
        person = (
            Person.objects.filter(organisation=organisation, email=email, user=None).order_by("created", "id").first()
        )
    if person is None:
        person = Person(organisation=organisation, email=email, kind=Kind.STAFF)
    person.user, person.name = user, " ".join(name.split())[:200] or person.name
    person.save()
    links = PersonaLink.objects.filter(person=person, persona__is_pseudonym=False)
    if not links.exists():
        persona = Persona.objects.create(organisation=organisation, name=person.name or email)
        PersonaLink.objects.create(persona=persona, person=person, organisation=organisation)
    return person


def rename_organisation(*, organisation: Organisation, name: str, by: UUID) -> Organisation:
    """A new name and slug; pages under the old slug redirect from now on."""
    name = " ".join(name.split())
    if not name:
        raise NotPossible(_("Enter the organisation’s name."))
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        former, organisation.name = organisation.slug, name[:200]

        def taken(slug: str) -> bool:
            return slug != former and _slug_taken(slug, but=organisation.pk)

        organisation.slug = free_slug(name, taken, fallback="council")
        organisation.save(update_fields=["name", "slug"])
        if organisation.slug != former:
            OrganisationSlug.objects.filter(slug=organisation.slug, organisation=organisation).delete()
            OrganisationSlug.objects.create(slug=former, organisation=organisation)
        record(organisation=organisation.pk, by=by, verb="rename_organisation", object=former)
    return organisation


def change_organisation(*, organisation: Organisation, name: str, language: str, by: UUID) -> Organisation:
    """A name and the language of those who chose none."""
    with transaction.atomic():
        if name != organisation.name:
            organisation = rename_organisation(organisation=organisation, name=name, by=by)
        if language != organisation.language:
            organisation.language = language
            organisation.save(update_fields=["language"])
            record(organisation=organisation.pk, by=by, verb="change_organisation", object=f"language {language}")
    return organisation


def set_language(*, user: User, language: str) -> None:
    """The language that a user reads in, wherever they sign in."""
    User.objects.filter(pk=user.pk).update(language=language)


def _slug_taken(slug: str, *, but: UUID | None = None) -> bool:
    return (
        Organisation.objects.filter(slug=slug).exclude(pk=but).exists()
        or OrganisationSlug.objects.filter(slug=slug).exclude(organisation=but).exists()
    )
