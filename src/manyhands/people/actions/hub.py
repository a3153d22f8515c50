"""The hub as a network of its own: whoever acts in it has an account there."""

from collections.abc import Collection
from uuid import UUID

from manyhands.core.ids import hub_source_id

from ..models import Identity, PersonaLink
from .audit import changed


def ensure_hub_identities(*, organisation: UUID, actors: Collection[int], by: UUID) -> None:
    """Gives the people behind professional personas an account in the hub, so that figures count them.

    A pseudonym gets none: figures count it as somebody of its own (`queries.who_is_who`), so that nothing
    links the two.
    """
    known = set(Identity.objects.filter(organisation=organisation, actor__in=actors).values_list("actor", flat=True))
    links = PersonaLink.objects.filter(
        organisation=organisation, persona__actor__in=set(actors) - known, persona__is_pseudonym=False
    )
    source = hub_source_id(organisation)
    made = [
        Identity(
            actor=link.persona.actor,
            organisation_id=organisation,
            person_id=link.person_id,
            source=source,
            external_id=link.persona_id.hex,
        )
        for link in links.select_related("persona")
    ]
    if made:
        Identity.objects.bulk_create(made, ignore_conflicts=True)
        changed(organisation)
