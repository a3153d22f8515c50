"""What somebody follows, and what they have read: for themselves alone."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from manyhands.people import queries as people

from ..models import Follow, Group, Read
from ..types import Following
from .threads import organisations_for
from .visible import visible_groups, visible_threads

if TYPE_CHECKING:
    from manyhands.people.models import Person

A_PAGE = 50


class Followed(NamedTuple):
    """Something that is followed, by the name it has for the reader."""

    kind: str
    target: str
    name: str
    id: UUID | None  # of what it leads to; None for a tag


class OwnRead(NamedTuple):
    """That one looked at a thread on a day."""

    day: date
    thread: UUID
    title: str


def organisations_around(person: "Person") -> list[UUID]:
    """The organisations whose people somebody can meet: their own, those that share with it, those it shares with."""
    across = Group.objects.filter(organisation=person.organisation_id, across=True).values_list("id", flat=True)
    partners = {grant.to_organisation_id for pk in across for grant in people.shared_with(pk)}
    return [*dict.fromkeys([*organisations_for(person), *partners])]


def may_follow(person: "Person", kind: str, target: str, around: Collection[UUID]) -> bool:
    """Whether there is, for them, what they ask to follow."""
    if kind == Following.TAG:
        return bool(target) and target == target.lower() and target.replace("_", "a").isalnum()
    try:
        pk = UUID(target)
    except ValueError:
        return False
    if kind == Following.GROUP:
        return visible_groups(person).filter(pk=pk).exists()
    if kind == Following.THREAD:
        return visible_threads(person).filter(pk=pk).exists()
    if kind == Following.PERSON:
        found = people.persona(pk)
        return found is not None and not found.is_system and found.organisation_id in around
    return False


def followed(person: "Person", persona: UUID) -> list[Followed]:
    """What a persona follows and may still see, by kind and name; threads last. Four queries."""
    targets: dict[str, list[str]] = {kind: [] for kind in Following}
    rows = Follow.objects.filter(persona=persona).values_list("kind", "target", "persona__organisation_id")
    for kind, target, _organisation in rows:
        targets[kind].append(target)
    ids = {kind: [UUID(each) for each in targets[kind]] for kind in Following if kind != Following.TAG}
    groups = visible_groups(person).filter(pk__among=ids[Following.GROUP]).order_by("name").values_list("id", "name")
    personas = Follow.persona.field.related_model.objects.filter(pk__among=ids[Following.PERSON])
    people_named = personas.order_by("name").values_list("id", "name")
    threads = visible_threads(person).filter(pk__among=ids[Following.THREAD]).order_by("-last_post")
    return [
        *(Followed(Following.GROUP, pk.hex, name, pk) for pk, name in groups),
        *(Followed(Following.PERSON, pk.hex, name, pk) for pk, name in people_named),
        *(Followed(Following.TAG, tag, f"#{tag}", None) for tag in sorted(targets[Following.TAG])),
        *(Followed(Following.THREAD, pk.hex, title, pk) for pk, title in threads.values_list("id", "title")[:A_PAGE]),
    ]


def own_reads(person: "Person", persona: UUID) -> list[OwnRead]:
    """The threads that somebody looked at, latest day first; of those that they may still see, the latest page."""
    rows = Read.objects.filter(persona=persona, thread__in=visible_threads(person).values("id"))
    rows = rows.order_by("-day", "-id").values_list("day", "thread_id", "thread__title")
    return [OwnRead(*row) for row in rows[: 4 * A_PAGE]]
