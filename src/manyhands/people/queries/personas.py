"""What a person acts as, and who is behind a persona: the only reading of that link for somebody else."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from manyhands.core import clock

from ..errors import NotPossible
from ..models import AuditEvent, Organisation, Person, Persona, PersonaLink

ACTING_FIELD = "acting_as"
"""The field of a form that carries `acting_mark`."""


def own_personas(person: Person) -> list[Persona]:
    """What a person can act as: by their name first, then pseudonyms by name. One query, for themselves alone.

    Each has `is_usual`: whether they act as it when they come back.
    """
    links = PersonaLink.objects.filter(person=person, until=None).select_related("persona")
    found = []
    for link in links:
        link.persona.is_usual = link.is_usual
        found.append(link.persona)
    return sorted(found, key=lambda each: (each.is_pseudonym, each.name.casefold(), each.pk))


def given_up(person: Person) -> list[PersonaLink]:
    """The pseudonyms that a person gave up, while the officer's rule still holds for them."""
    return list(PersonaLink.objects.filter(person=person, until__isnull=False).select_related("persona"))


def acts_as(personas: Iterable[Persona], chosen: str = "") -> Persona | None:
    """Of somebody's own: the one chosen in this browser (hex id), else the usual one, else their name."""
    personas = list(personas)
    for fits in (
        lambda each: each.pk.hex == chosen,
        lambda each: getattr(each, "is_usual", False),
        lambda each: not each.is_pseudonym,
    ):
        for persona in personas:
            if fits(persona):
                return persona
    return personas[0] if personas else None


def act_as(person: Person, persona: Persona) -> None:
    """In this request the person acts as `persona`: what they may see and do is that one's alone."""
    person.acting, person.is_pseudonymous = persona, persona.is_pseudonym
    person._persona_ids = [persona.pk]  # what `reach.persona_ids` would read


def acting_key(organisation: Organisation) -> str:
    """Where a browser's session says whom its user acts as there."""
    return f"acting:{organisation.pk.hex}"


def acting_mark(persona: Persona) -> str:
    """What a page's forms carry, so that what was written as one is not sent as another. Tells nobody else anything."""
    return salted_hmac("manyhands.people.acting", persona.pk.hex, algorithm="sha256").hexdigest()[:20]


def pseudonym_in(organisation: UUID, persona: UUID) -> Persona | None:
    """A pseudonym of this organisation by id."""
    return Persona.objects.filter(organisation=organisation, pk=persona, is_pseudonym=True).first()


def pseudonyms_called(organisation: UUID, text: str) -> list[Persona]:
    """Those pseudonyms whose name has this text in it, at most twenty, by name."""
    found = Persona.objects.filter(organisation=organisation, is_pseudonym=True, name__icontains=text.strip())
    return list(found.order_by("name", "id")[:20])


def names_taken(organisation: UUID) -> list[str]:
    """The names that others see in an organisation: a pseudonym can be none of them."""
    return list(Persona.objects.filter(organisation=organisation, is_quiet=False).values_list("name", flat=True))


def is_own(person: UUID, persona: UUID) -> bool:
    """Whether a persona is this person's: for refusing to write the two down side by side."""
    return PersonaLink.objects.filter(person=person, persona=persona, persona__is_pseudonym=True).exists()


def person_behind(persona: Persona, *, by: UUID, purpose: str) -> Person | None:
    """Whose a persona is, or None for the system's and those of erased people.

    Writes down who asked and why, before the answer is read; an asker without a purpose gets `NotPossible`.
    """
    if not purpose.strip():
        raise NotPossible("Say why you need to know who this is.")
    with transaction.atomic():
        AuditEvent.objects.create(
            organisation=persona.organisation_id,
            by=str(by),
            verb="person_behind",
            object=persona.id.urn,
            purpose=purpose,
        )
        today = clock.now().date()
        link = PersonaLink.objects.filter(Q(until=None) | Q(until__gte=today), persona=persona).first()
        return Person.objects.filter(pk=link.person_id).first() if link else None
