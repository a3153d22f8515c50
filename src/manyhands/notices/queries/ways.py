"""How people want to hear of things."""

from collections.abc import Collection
from uuid import UUID

from manyhands.core import registry

from ..models import Preference
from ..types import Way


def default_way(kind: str) -> Way:
    """How somebody hears of a kind who chose nothing. A kind that nobody registered stays on screen."""
    found = registry.notice_kinds.get(kind)
    return Way(found.way) if found else Way.NEVER


def ways(kind: str, people: Collection[UUID]) -> dict[UUID, Way]:
    """How each of these people wants to hear of a kind, in one query."""
    chosen = dict(Preference.objects.filter(person__among=list(people), kind=kind).values_list("person_id", "way"))
    default = default_way(kind)
    return {person: Way(chosen.get(person, default)) for person in people}


def way_of(person: UUID, kind: str) -> Way:
    return ways(kind, [person])[person]


def own_ways(person: UUID) -> dict[str, Way]:
    """A person's way for every kind there is, in the order of the choices."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "way"))
    kinds = sorted(registry.notice_kinds, key=lambda name: (registry.notice_kinds[name].place, name))
    return {kind: Way(chosen.get(kind, default_way(kind))) for kind in kinds}
