"""How to reach people: for delivering what is meant for them, never for a page."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, Q

from ..models import Person, PersonaLink
from ..types import Contact

_FIELDS = ("id", "organisation_id", "organisation__slug", "organisation__zone", "name")


def contacts(ids: Collection[UUID]) -> dict[UUID, Contact]:
    """Those of these people who may sign in, by the id asked for, in two queries.

    An id may be a persona's: what is for a pseudonym reaches its person, and nobody is shown who that is.
    """
    if not ids:
        return {}
    wanted = list(ids)
    behind = dict(PersonaLink.objects.filter(persona__among=wanted).values_list("persona_id", "person_id"))
    people = Person.objects.filter(pk__among=[*{*wanted, *behind.values()}]).filter(
        Q(user__is_active=True), user__isnull=False, left=None
    )
    found = {
        row[0]: Contact(*row)
        for row in people.values_list(
            *_FIELDS, F("user__email"), F("user__language"), F("organisation__language"), F("organisation__name")
        )
    }
    reached = {asked: found.get(behind.get(asked, asked)) for asked in wanted}
    return {asked: contact for asked, contact in reached.items() if contact}


def organisations_by_email(address: str) -> list[UUID]:
    """The organisations to which whoever signs in with an address belongs."""
    found = Person.objects.filter(user__email=address.strip().lower(), left=None).order_by("organisation_id")
    return list(found.values_list("organisation_id", flat=True))


def recipients(organisation: UUID, *, after: UUID | None, most: int) -> list[tuple[Contact, frozenset[UUID]]]:
    """Everybody who may sign in, by id from `after` on, at most so many, each with the ids of their personas.

    For delivering to many; two queries.
    """
    people = Person.objects.filter(organisation=organisation, user__isnull=False, user__is_active=True, left=None)
    if after:
        people = people.filter(pk__gt=after)
    found = [
        Contact(*row)
        for row in people.order_by("pk").values_list(
            *_FIELDS, F("user__email"), F("user__language"), F("organisation__language"), F("organisation__name")
        )[:most]
    ]
    own: dict[UUID, set[UUID]] = {contact.person: set() for contact in found}
    for person, persona in PersonaLink.objects.filter(person__among=list(own)).values_list("person_id", "persona_id"):
        own[person].add(persona)
    return [(contact, frozenset(own[contact.person])) for contact in found]
