"""What somebody may see: every page, search, feed, digest and live topic goes through these.

A group belongs to an organisation, and may be shared with others by a grant; within these it is open, closed or
private. What is not visible is, to them, not there: answer 404.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from manyhands.people import queries as people

from ..models import Group, GroupMember, Post, Thread
from ..types import BELONGS, Access
from .prepared import Prepared, PreparedObjects

if TYPE_CHECKING:
    from manyhands.people.models import Person, Persona


def visible_groups(person: "Person") -> QuerySet[Group]:
    """The groups that somebody may know of: open and closed ones, and private ones they belong to."""
    return _reached(person).filter(~Q(access=Access.PRIVATE) | Exists(_own_standing(person)))


def readable_groups(person: "Person") -> QuerySet[Group]:
    """The groups whose content somebody may see: open ones, and those they belong to."""
    return _reached(person).filter(Q(access=Access.OPEN) | Exists(_own_standing(person)))


def readable_ids(person: "Person") -> list[UUID]:
    """The ids of `readable_groups`, read once and kept on the person: one query."""
    kept = getattr(person, "_readable_groups", None)
    if kept is None:
        kept = person._readable_groups = _readable.column(
            organisation=person.organisation_id,
            shared=list(people.shared_things(person)),
            personas=people.persona_ids(person),
        )
    return kept


_readable = Prepared(
    lambda organisation, shared, personas: (
        Group.objects.filter(Q(organisation=organisation) | Q(pk__among=shared))
        .filter(
            Q(access=Access.OPEN)
            | Exists(GroupMember.objects.filter(group=OuterRef("pk"), persona__among=personas, standing__in=BELONGS))
        )
        .values_list("id")
    ),
    organisation=UUID,
    shared=list,
    personas=list,
)
_thread = PreparedObjects(
    lambda pk, groups: Thread.objects.filter(pk=pk, group__among=groups, deleted__isnull=True),
    "group",
    "persona",
    pk=UUID,
    groups=list,
)


def visible_threads(person: "Person") -> QuerySet[Thread]:
    """The threads that somebody may read."""
    return Thread.objects.filter(group__in=readable_groups(person).values("id"), deleted__isnull=True)


def visible_posts(person: "Person") -> QuerySet[Post]:
    """The messages that somebody may read. Of what was deleted or hidden only show that it was there."""
    return Post.objects.filter(group__in=readable_groups(person).values("id"), thread__deleted__isnull=True)


def thread(person: "Person", pk: UUID) -> Thread | None:
    """A thread with its group and who began it, or None where it is not there for them."""
    return _thread.first(pk=pk, groups=readable_ids(person))


def may_write(persona: "Persona", group: Group) -> bool:
    """Whether somebody may write in a group under this name: one of theirs, not archived, and not closed to it."""
    if group.archived or not reaches(persona, group):
        return False
    if group.access == Access.OPEN:
        return True
    return GroupMember.objects.filter(group=group, persona=persona, standing__in=BELONGS).exists()


def reaches(persona: "Persona", group: Group) -> bool:
    """Whether a persona's organisation has the group: its own, or shared with it."""
    if persona.organisation_id == group.organisation_id:
        return True
    return persona.organisation_id in organisations_of(group)


def organisations_of(group: Group) -> list[UUID]:
    """The organisations whose people a group is for: its own first."""
    if not group.across:
        return [group.organisation_id]
    return [group.organisation_id, *(grant.to_organisation_id for grant in people.shared_with(group.pk))]


def _reached(person: "Person") -> QuerySet[Group]:
    shared = people.shared_things(person)
    own = Q(organisation=person.organisation_id)
    return Group.objects.filter(own | Q(pk__in=list(shared)) if shared else own)


def _own_standing(person: "Person") -> QuerySet[GroupMember]:
    return GroupMember.objects.filter(
        group=OuterRef("pk"), persona__in=people.persona_ids(person), standing__in=BELONGS
    )
