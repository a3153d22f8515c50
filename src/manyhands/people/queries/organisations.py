"""Organisations, who belongs to them, and whether the hub has been set up."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from ..errors import UnclearOrganisation
from ..models import Organisation, OrganisationSlug, Person, Persona, PersonaLink, Purpose, User
from ..types import PurposeRecord, Role


def organisation_by_slug(slug: str) -> Organisation | None:
    return Organisation.objects.filter(slug=slug).first()


def organisation_by_id(organisation: UUID) -> Organisation | None:
    return Organisation.objects.filter(pk=organisation).first()


def slug_today(former: str) -> str | None:
    """The present slug of the organisation that once had this one."""
    return OrganisationSlug.objects.filter(slug=former).values_list("organisation__slug", flat=True).first()


def organisations() -> Iterable[Organisation]:
    return Organisation.objects.order_by("name")


def demonstrations() -> list[Organisation]:
    """The organisations that are made up: one, as a rule."""
    return list(Organisation.objects.filter(is_demonstration=True).order_by("created"))


def zone_of(organisation: UUID) -> str:
    """The time zone an organisation lives by, such as "Europe/London"."""
    return Organisation.objects.values_list("zone", flat=True).get(pk=organisation)


def organisations_of(user: User) -> list[Organisation]:
    """Where a user has a person who has not left, by name."""
    return list(Organisation.objects.filter(people__user=user, people__left=None).order_by("name"))


def person_of(user: User, organisation: Organisation) -> Person | None:
    """Who a user is in an organisation, unless they have left. `elsewhere` on them: the user's other organisations."""
    if not user.is_authenticated:
        return None
    people = list(Person.objects.filter(user=user, left=None).select_related("organisation"))
    person = next((each for each in people if each.organisation_id == organisation.pk), None)
    if person:
        person.organisation, person.user = organisation, user  # known already: no query when asked
        others = (each.organisation for each in people if each is not person)
        person.elsewhere = sorted(others, key=lambda each: each.name)
    return person


def own_persona(user: User, organisation: Organisation) -> Persona | None:
    """The professional persona of whoever is signed in: one's own, so that reading it needs no record."""
    links = PersonaLink.objects.filter(person__user=user, organisation=organisation)
    return Persona.objects.filter(id__in=links.values("persona_id"), is_pseudonym=False).first()


def system_persona(organisation: Organisation | UUID) -> Persona:
    """The named system person by whom jobs write in an organisation."""
    return Persona.objects.get(organisation=organisation, is_system=True)


def is_set_up() -> bool:
    """Whether somebody can sign in to an organisation that is no demonstration: then set-up is over for good."""
    return Person.objects.filter(user__isnull=False, organisation__is_demonstration=False).exists()


def waiting_organisation() -> Organisation | None:
    """The organisation that was prepared without its first person, if there is one and the hub isn't set up."""
    if is_set_up():
        return None
    return Organisation.objects.filter(is_demonstration=False).order_by("created").first()


def demonstrator(organisation: UUID) -> Person | None:
    """Whom a visitor looks around as: the administrator of a demonstration, and of nothing else."""
    people = Person.objects.filter(
        organisation=organisation,
        organisation__is_demonstration=True,
        user__isnull=False,
        grants__role=Role.ADMINISTRATOR,
    )
    return people.select_related("organisation", "user").order_by("created", "id").first()


def purpose_of(organisation: Organisation) -> PurposeRecord | None:
    """What was recorded before the first real file."""
    found = Purpose.objects.filter(organisation=organisation).first()
    if not found:
        return None
    return PurposeRecord(
        found.purpose, found.lawful_basis, found.data_protection_contact, found.staff_told, found.recorded.date()
    )


def ready_for_files(organisation: Organisation) -> bool:
    """Whether real activity may be brought in: purpose, basis, contact and notice are recorded, or all is made up."""
    return organisation.is_demonstration or Purpose.objects.filter(organisation=organisation).exists()


def chosen_organisation(slug: str | None = None) -> Organisation:
    """The organisation of that slug, or the hub's only one (the demonstration apart). Raises UnclearOrganisation."""
    every = list(organisations())
    real = [one for one in every if not one.is_demonstration]
    found = [one for one in every if one.slug == slug] if slug else real or every
    if len(found) == 1:
        return found[0]
    if not every:
        raise UnclearOrganisation(_("Set the hub up first: manyhands setup --organisation NAME"))
    names = ", ".join(one.slug for one in every)
    raise UnclearOrganisation(_("Say which organisation with --organisation: {names}").format(names=names))
