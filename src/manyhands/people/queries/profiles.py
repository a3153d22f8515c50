"""Profiles: what others see of a persona, and only that."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import IO, Any
from uuid import UUID

from django.core.files import File

from manyhands.core import clock, registry

from ..models import Membership, Organisation, Persona, PersonaLink, Profile
from ..types import SHOWABLE, Card
from .invitations import invitations_held


def profile_of(persona: Persona) -> Profile:
    """What a persona says of itself, for its owner; an empty one where there is none yet."""
    return Profile.objects.filter(persona=persona).first() or Profile(
        persona=persona, organisation_id=persona.organisation_id
    )


def card_of(organisation: Organisation, persona: UUID) -> Card | None:
    """What others see of somebody of this organisation; None for the system's, and for who is not to be seen."""
    return next(iter(cards(organisation, [persona])), None)


def cards(organisation: Organisation, personas: Collection[UUID]) -> list[Card]:
    """What others see of these, in this order; three queries. Nobody of another organisation."""
    rows = Persona.objects.filter(organisation=organisation, id__among=list(personas), is_system=False, is_quiet=False)
    found = {each.pk: each for each in rows.select_related("profile")}
    behind = _by_name(organisation, found)
    services = _services(organisation, [person for person, _left, _email in behind.values()])
    made = []
    for pk in personas:
        if pk not in found:
            continue
        persona = found[pk]
        person, left, email = behind.get(pk, (None, None, ""))
        profile: Profile | None = getattr(persona, "profile", None)
        says = {"service": ", ".join(services.get(person, ())), "email": email}
        if profile:
            says |= {name: getattr(profile, name) for name in SHOWABLE if name not in ("photo", "service", "email")}
            says["photo"] = profile.photo.name.rpartition("/")[2] if profile.photo else ""
        shown = profile.shown.split() if profile else ()
        made.append(
            Card(
                pk,
                persona.name,
                persona.is_pseudonym,
                left is not None,
                **{name: said for name, said in says.items() if name in shown},
            )
        )
    return made


def photo_of(organisation: Organisation, persona: UUID, *, own: UUID | None = None) -> File | None:
    """The picture that a persona shows; one's own also when it is not shown."""
    found = Profile.objects.filter(organisation=organisation, persona=persona).select_related("persona").first()
    if found is None or not found.photo:
        return None
    seen = "photo" in found.shown.split() and not found.persona.is_quiet
    return found.photo if seen or own == persona else None


def export_profile(asked: registry.Person) -> dict[str, Any]:
    """All that somebody says of themselves, shown or not, and when they were invited."""
    profiles = Profile.objects.filter(organisation=asked.organisation, persona__in=asked.personas)
    return {
        "profiles": [
            {"as": each.persona.name}
            | {name: getattr(each, name) for name in SHOWABLE if name not in ("photo", "service", "email")}
            | {
                "photo": each.photo.name.rpartition("/")[2],
                "others_see": each.shown.split(),
                "in_the_directory": each.listed,
            }
            for each in profiles.select_related("persona").order_by("persona__name", "persona")
        ],
        "invitations": invitations_held(asked),
    }


def export_photos(asked: registry.Person) -> Iterator[registry.PersonFile]:
    """The pictures of somebody's profiles."""
    profiles = Profile.objects.filter(organisation=asked.organisation, persona__in=asked.personas).exclude(photo="")
    for number, each in enumerate(profiles.order_by("persona__name", "persona"), 1):
        yield registry.PersonFile(f"files/photo-{number}.jpg", partial(_open, each))


def _open(profile: Profile) -> IO[bytes] | None:
    try:
        return profile.photo.open("rb")
    except FileNotFoundError:
        return None


def _by_name(organisation: Organisation, personas: Iterable[UUID]) -> dict[UUID, tuple]:
    """Person, when they left, and e-mail address of those who go by their own name. Of a pseudonym never."""
    links = PersonaLink.objects.filter(
        organisation=organisation, persona__is_pseudonym=False, persona_id__among=list(personas)
    )
    rows = links.values_list("persona_id", "person_id", "person__left", "person__email")
    return {persona: (person, left, email) for persona, person, left, email in rows}


def _services(organisation: Organisation, people: Collection[UUID]) -> dict[UUID, list[str]]:
    today = clock.local_date(clock.now(), organisation.zone)
    rows = Membership.objects.filter(person__among=list(people), since__lte=today, until__gt=today)
    found: dict[UUID, list[str]] = {}
    for person, service in rows.order_by("service__name").values_list("person_id", "service__name"):
        found.setdefault(person, []).append(service)
    return found
