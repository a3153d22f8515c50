"""What the hub holds about one person, from every room."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from manyhands.core import registry

from ..errors import NotPossible
from ..models import AuditEvent, Grant, Identity, Match, Merge, Person, PersonaLink, Reveal, User
from .people import identities_of, memberships_of
from .sign_in import own_ways_in


def about(person: Person, *, own: bool = False) -> registry.Person:
    """The person as the rooms' duties know them; their pseudonyms too only when it is `own`, for themselves."""
    actors = frozenset(Identity.objects.filter(person=person).values_list("actor", flat=True))
    links = PersonaLink.objects.filter(person=person)
    if not own:
        links = links.filter(persona__is_pseudonym=False)
    personas = dict(links.values_list("persona_id", "persona__actor"))
    return registry.Person(person.organisation_id, person.pk, actors | set(personas.values()), frozenset(personas), own)


def export(person: Person, *, own: bool = False) -> dict[str, Any]:
    """What every room holds about a person, JSON-able, by heading; for others without all that is a pseudonym's."""
    found: dict[str, Any] = {}
    asked = about(person, own=own)
    for duty in registry.export_person:
        part = duty(asked)
        if twice := found.keys() & part.keys():
            raise ValueError(f"two rooms have a heading of this name: {sorted(twice)}")  # one would be lost
        found |= part
    return found


def addresses_held(person: UUID) -> set[str]:
    """The e-mail addresses by which somebody is known here."""
    rows = Person.objects.filter(pk=person).values_list("email", "user__email")
    return {address for row in rows for address in row if address}


def own_files(user: User, person: Person) -> Iterator[registry.PersonFile]:
    """The files that go with `own_export`."""
    if person.user_id != user.pk:
        raise NotPossible("This is for the person themselves.")
    asked = about(person, own=True)
    for duty in registry.export_files:
        yield from duty(asked)


def own_export(user: User, person: Person) -> dict[str, Any]:
    """The same for oneself: with one's personas, and with what one did and looked at that was written down."""
    if person.user_id != user.pk:
        raise NotPossible("This is for the person themselves.")
    links = PersonaLink.objects.filter(person=person).order_by("persona_id")
    personas = list(links.values_list("persona_id", "persona__name", "persona__is_pseudonym"))
    audit = AuditEvent.objects.filter(organisation=person.organisation_id, by__in=[str(pk) for pk, *_ in personas])
    return export(person, own=True) | {
        "personas": [{"name": name, "is_pseudonym": pseudonym} for _, name, pseudonym in personas],
        "pseudonym_looked_up": [
            {"pseudonym": name, "purpose": purpose, "rule_of": published.isoformat(), "at": at.isoformat()}
            for name, purpose, published, at in Reveal.objects.filter(persona__in=[pk for pk, *_ in personas])
            .order_by("at", "id")
            .values_list("persona__name", "purpose", "rule__published", "at")
        ],
        "sign_in": own_ways_in(user),
        "audit": [
            {"verb": each.verb, "object": each.object, "purpose": each.purpose, "at": each.at.isoformat()}
            for each in audit.order_by("at", "id")
        ],
    }


def export_person(asked: registry.Person) -> dict[str, Any]:
    """This room's part: who they are, where they have accounts, which services and roles they have had."""
    person = Person.objects.select_related("user", "organisation").get(pk=asked.person)
    user = person.user
    grants = Grant.objects.filter(person=person).order_by("granted")
    return {
        "person": {
            "organisation": person.organisation.name,
            "name": person.name,
            "email": person.email,
            "kind": person.kind,
            "since": person.created.isoformat(),
            "left": person.left.isoformat() if person.left else None,
            "signs_in_with": user.email if user else None,
            "last_signed_in": user.last_login.isoformat() if user and user.last_login else None,
            "language": user.language if user else "",
        },
        "accounts": [
            {"source": str(each.source), "id": each.external_id, "handle": each.handle, "is_member": each.is_member}
            for each in identities_of(person)
        ],
        "services": [
            {key: str(value) if isinstance(value, date) else value for key, value in each.items()}
            for each in memberships_of(person)
        ],
        "brought_together_with": [
            {"name": name, "email": email, "at": at.isoformat()}
            for name, email, at in Merge.objects.filter(person=person)
            .order_by("at", "id")
            .values_list("gone_name", "gone_email", "at")
        ],
        # Only that they were compared, and what came of it: with whom is about somebody else.
        "may_be_the_same_as_somebody": [
            {"probability": score, "reasons": reasons, "decision": state, "at": at.isoformat()}
            for score, reasons, state, at in Match.objects.filter(Q(one=person) | Q(other=person))
            .order_by("at", "id")
            .values_list("score", "reasons", "state", "at")
        ],
        "roles": [
            {"role": role, "service": service, "granted": granted.isoformat()}
            for role, service, granted in grants.values_list("role", "service__name", "granted")
        ],
    }
