"""The one function that says who may what."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from ..models import Grant, Organisation, Person
from ..rules.grants import Held, allows
from ..types import UNDER_PSEUDONYM, Role, Verb


def may(person: Person | None, verb: Verb, obj: Any) -> bool:
    """Whether a person may do `verb` to `obj`: the answer for pages, search, feeds and the API alike.

    `obj` is an organisation or anything that belongs to one (it has `organisation_id`); its `service_id`, where it
    has one, lets a grant for that service count. What a person may not see is, to them, not there: answer 404.
    The person's grants are read once and kept on them. Acting under a pseudonym they may do what every member may.
    """
    if person is None or obj is None or person.left:
        return False
    if getattr(person, "is_pseudonymous", False) and verb not in UNDER_PSEUDONYM:
        return False
    owner = getattr(obj, "organisation_id", None) or obj.pk
    own, given = _grants_of(person)
    service = getattr(obj, "service_id", None) or (obj.pk if obj._meta.label_lower == "people.service" else None)
    about = {"service": service.hex if service else "", "thing": obj.pk.urn if hasattr(obj.pk, "urn") else ""}
    if owner == person.organisation_id:
        return allows(own, verb, **about)
    return allows(given.get(owner, ()), verb, **about, shared=True)


def _grants_of(person: Person) -> tuple[list[Held], dict]:
    """A person's own grants, and those that other organisations gave to theirs, by organisation."""
    kept = getattr(person, "_grants", None)
    if kept is None:
        own: list[Held] = []
        given: dict = {}
        rows = Grant.objects.filter(
            Q(person_id=person.pk, organisation_id=person.organisation_id)
            | Q(to_organisation_id=person.organisation_id)
        )
        for organisation, to_person, role, service, thing in rows.values_list(
            "organisation_id", "person_id", "role", "service_id", "thing"
        ):
            held = Held(role, service.hex if service else "", thing)
            (own if to_person else given.setdefault(organisation, [])).append(held)
        kept = person._grants = (own, given)
    return kept


def roles_of(person: Person) -> list[str]:
    """The roles that a person holds in their whole organisation."""
    return [held.role for held in _grants_of(person)[0] if not held.service and not held.thing]


def service_roles_of(person: Person) -> list[Grant]:
    """The roles that a person holds for one service each."""
    held = Grant.objects.filter(person=person, service__isnull=False, thing="")
    return list(held.select_related("service").order_by("service__name", "role"))


def service_roles(organisation: Organisation) -> dict[UUID, list[tuple[str, str]]]:
    """Role and service of all who hold a role for one service, by person."""
    rows = Grant.objects.filter(organisation=organisation, person__isnull=False, service__isnull=False, thing="")
    found: dict[UUID, list[tuple[str, str]]] = {}
    for person, role, service in rows.order_by("service__name").values_list("person_id", "role", "service__name"):
        found.setdefault(person, []).append((role, service))
    return found


def people_who_left(organisation: Organisation) -> list[Person]:
    """Whose sign-in to the organisation was ended, the latest first."""
    gone = Person.objects.filter(organisation=organisation, left__isnull=False)
    return list(gone.select_related("user").order_by("-left", "id"))


def people_with_access(organisation: Organisation) -> list[tuple[Person, list[str]]]:
    """Who signs in to the organisation, by name, each with the roles they hold in the whole of it."""
    people = list(
        Person.objects.filter(organisation=organisation, user__isnull=False, left=None)
        .select_related("user")
        .order_by("name", "id")
    )
    roles: dict = {}
    held = Grant.objects.filter(organisation=organisation, person__isnull=False, service=None, thing="")
    for person, role in held.values_list("person_id", "role"):
        roles.setdefault(person, []).append(role)
    order = list(Role)
    return [(person, sorted(roles.get(person.pk, []), key=order.index)) for person in people]
