"""Who joined lately and chose to be found."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from ..models import Invitation, Persona, PersonaLink


class Newcomer(NamedTuple):
    """Somebody new, as others see them."""

    persona: UUID
    name: str
    knows: str  # "" where they don't show it


def newcomers(organisation: UUID, since: datetime, until: datetime) -> list[Newcomer]:
    """Those who joined in that time under a professional name and are listed in the directory, the latest first.

    Never a pseudonym: when it came would help to tell whose it is.
    """
    joined = Invitation.objects.filter(organisation=organisation, joined__gte=since, joined__lt=until)
    when = dict(joined.filter(person__left__isnull=True).values_list("person_id", "joined"))
    links = PersonaLink.objects.filter(person__among=list(when), persona__is_pseudonym=False)
    whose = dict(links.values_list("persona_id", "person_id"))
    listed = Persona.objects.filter(pk__among=list(whose), profile__listed=True, is_quiet=False)
    found = sorted(
        listed.values_list("pk", "name", "profile__knows", "profile__shown"),
        key=lambda row: when[whose[row[0]]],
        reverse=True,
    )
    return [Newcomer(pk, name, knows if "knows" in shown.split() else "") for pk, name, knows, shown in found]
