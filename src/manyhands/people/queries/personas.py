"""Who is behind a persona: the only reading of that link, and it is recorded."""

from uuid import UUID

from django.db import transaction

from ..errors import NotPossible
from ..models import AuditEvent, Person, Persona, PersonaLink


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
        link = PersonaLink.objects.filter(persona=persona).first()
        return Person.objects.filter(pk=link.person_id).first() if link else None
