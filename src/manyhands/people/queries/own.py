"""What the hub holds about one person, from every room."""

from typing import Any

from manyhands.core import registry

from ..models import AuditEvent, Grant, Identity, Person, PersonaLink
from .people import memberships_of


def about(person: Person) -> registry.Person:
    """The person as the rooms' duties know them."""
    actors = Identity.objects.filter(person=person).values_list("actor", flat=True)
    return registry.Person(person.organisation_id, person.pk, frozenset(actors))


def export(person: Person) -> dict[str, Any]:
    """All that every room holds about a person, JSON-able, by heading."""
    found: dict[str, Any] = {}
    asked = about(person)
    for duty in registry.export_person:
        found.update(duty(asked))
    return found


def export_person(asked: registry.Person) -> dict[str, Any]:
    """This room's part: who they are, where they have accounts, which services and roles they had."""
    person = Person.objects.select_related("user", "organisation").get(pk=asked.person)
    identities = Identity.objects.filter(person=person).order_by("source", "external_id")
    personas = PersonaLink.objects.filter(person=person).values_list("persona_id", "persona__name", "persona__is_pseudonym")
    own = [str(pk) for pk, _, _ in personas]
    return {
        "person": {
            "organisation": person.organisation.name,
            "name": person.name,
            "email": person.email,
            "kind": person.kind,
            "since": person.created.isoformat(),
            "signs_in_with": person.user.email if person.user else None,
            "last_signed_in": person.user.last_login.isoformat() if person.user and person.user.last_login else None,
            "language": person.user.language if person.user else "",
        },
        "accounts": [
            {"source": str(each.source), "id": each.external_id, "handle": each.handle, "is_member": each.is_member}
            for each in identities
        ],
        "services": [
            {**each, "since": each["since"] and str(each["since"]), "until": each["until"] and str(each["until"])}
            for each in memberships_of(person)
        ],
        "roles": [
            {"role": role, "service": service, "granted": granted.isoformat()}
            for role, service, granted in Grant.objects.filter(person=person).values_list("role", "service__name", "granted")
        ],
        "personas": [{"name": name, "is_pseudonym": pseudonym} for _, name, pseudonym in personas],
        "audit": [
            {"verb": each.verb, "object": each.object, "purpose": each.purpose, "at": each.at.isoformat()}
            for each in AuditEvent.objects.filter(organisation=person.organisation_id, by__in=own).order_by("at")
        ],
    }
