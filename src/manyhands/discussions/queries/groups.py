"""Groups, who belongs to them, and who asks to."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from manyhands.core.ids import ledger_id
from manyhands.people import queries as people

from ..models import Follow, Group, GroupMember, PostTag
from ..types import BELONGS, Following, GroupRow, MemberRow, Slice, SoughtGroups, Standing
from .newest import cut
from .prepared import Prepared, PreparedObjects
from .threads import organisations_for
from .visible import readable_ids, visible_groups

if TYPE_CHECKING:
    from manyhands.people.models import Person

A_PAGE = 50
MOST_GROUPS = 1000  # on the page of groups: they are few, so that all are listed at once

_GROUP = (
    "id",
    "name",
    "purpose",
    "access",
    "organisation_id",
    "organisation__name",
    "across",
    "members",
    "threads",
    "last_at",
    "archived",
)
_group = PreparedObjects(lambda pk: Group.objects.filter(pk=pk), pk=UUID)
_standing = Prepared(
    lambda group, persona: GroupMember.objects.filter(group=group, persona=persona).values_list("standing"),
    group=UUID,
    persona=UUID,
)
_is_followed = Prepared(
    lambda persona, kind, target: Follow.objects.filter(persona=persona, kind=kind, target=target).values_list("id"),
    persona=UUID,
    kind=str,
    target=str,
)
_SORTS = {"name": "name", "members": "members", "threads": "threads", "last": "last_at"}


def groups(person: "Person", sought: SoughtGroups) -> list[GroupRow]:
    """The groups that somebody may know of. Two queries."""
    found = visible_groups(person).filter(is_practice=False)
    if sought.text:
        found = found.filter(Q(name__icontains=sought.text) | Q(purpose__icontains=sought.text))
    if sought.access:
        found = found.filter(access=sought.access)
    found = found.filter(archived__isnull=sought.show != "archived")
    mine = standings(people.persona_ids(person))
    if sought.show == "mine":
        found = found.filter(pk__in=[group for group, standing in mine.items() if standing in BELONGS])
    order = _SORTS.get(sought.sort.removeprefix("-"), "name")
    found = found.order_by(f"-{order}" if sought.sort.startswith("-") else order, "id")
    rows = found.values_list(*_GROUP)[:MOST_GROUPS]
    return [
        GroupRow(
            pk,
            name,
            purpose,
            access,
            "" if owner == person.organisation_id else organisation,
            across,
            members,
            threads,
            last_at,
            archived is not None,
            mine.get(pk, ""),
        )
        for pk, name, purpose, access, owner, organisation, across, members, threads, last_at, archived in rows
    ]


def group(person: "Person", pk: UUID) -> Group | None:
    """A group that somebody may know of, or None where it is not there for them."""
    if pk in readable_ids(person):
        return _group.first(pk=pk)
    return visible_groups(person).filter(pk=pk).first()


def first_group_id(organisation: UUID) -> UUID:
    """The id of the group that an organisation begins with: it follows from the organisation, not from any name."""
    return ledger_id(organisation, organisation, "first group")


def writable_groups(person: "Person", persona: UUID) -> list[tuple[UUID, str]]:
    """The groups in which a persona may write, by name: those they belong to first."""
    mine = {pk for pk, standing in standings([persona]).items() if standing in BELONGS}
    found = (
        visible_groups(person)
        .filter(archived__isnull=True, is_practice=False)
        .filter(Q(access="open") | Q(pk__in=mine))
    )
    rows = list(found.order_by("name").values_list("id", "name"))
    return sorted(rows, key=lambda row: row[0] not in mine)


def standings(personas: Collection[UUID]) -> dict[UUID, str]:
    """What somebody is in the groups they have to do with, under any of these names; the most of it counts."""
    order = list(Standing)
    rows = GroupMember.objects.filter(persona__in=personas).values_list("group_id", "standing")
    return dict(sorted(rows, key=lambda row: order.index(Standing(row[1]))))


def standing(group: Group, persona: UUID) -> str:
    """What a persona is in a group, or ""."""
    return next(iter(_standing.column(group=group.pk, persona=persona)), "")


def members(group: Group, *, after: UUID | None = None) -> Slice:
    """A page of a group's members, those who came first at the beginning."""
    found = _members(group).filter(standing__in=BELONGS)
    if after:
        found = found.filter(pk__gt=after)
    rows = _member_rows(found[: A_PAGE + 1], group)
    return cut(rows, A_PAGE, after, lambda row: row.id)


def all_members(group: Group) -> Iterator[MemberRow]:
    """Every member, for a file."""
    yield from _member_rows(_members(group).filter(standing__in=BELONGS), group)


def requests(group: Group) -> list[MemberRow]:
    """Who asks to join, the longest waiting first."""
    return _member_rows(_members(group).filter(standing=Standing.ASKED)[:A_PAGE], group)


def member(group: Group, pk: UUID) -> GroupMember | None:
    return GroupMember.objects.select_related("persona").filter(group=group, pk=pk).first()


def keepers(group: Group) -> list[UUID]:
    """The personas who keep a group."""
    return list(GroupMember.objects.filter(group=group, standing=Standing.KEEPER).values_list("persona_id", flat=True))


def is_followed(persona: UUID, kind: Following, target: str) -> bool:
    return bool(_is_followed.rows(persona=persona, kind=str(kind), target=target))


def tags(person: "Person") -> list[tuple[str, int]]:
    """The hashtags of the latest messages that somebody may read, with how many of those have each; most used first."""
    readable, counts = readable_ids(person), {}
    for organisation in organisations_for(person):
        found = PostTag.objects.filter(organisation=organisation, group__among=readable)
        for tag in found.order_by("-id").values_list("tag", flat=True)[:LATEST_TAGS]:
            counts[tag] = counts.get(tag, 0) + 1
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


LATEST_TAGS = 2000


def _members(group: Group) -> QuerySet[GroupMember]:
    return GroupMember.objects.filter(group=group).order_by("id")


def _member_rows(found: QuerySet[GroupMember], group: Group) -> list[MemberRow]:
    rows = found.values_list(
        "id", "persona_id", "persona__name", "persona__is_pseudonym", "persona__organisation__name", "standing", "since"
    )
    return [
        MemberRow(pk, persona, name, pseudonym, organisation if group.across else "", standing, since)
        for pk, persona, name, pseudonym, organisation, standing, since in rows
    ]
