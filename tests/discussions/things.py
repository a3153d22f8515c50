"""One of everything that an address of the room can name, in one group."""

from uuid import UUID

from manyhands.discussions.models import Group, GroupMember, Post, Practice

from .factories import Somebody
from .kept import kept_of


def things_of(
    group: Group, first: Post, reply: Post, member: Somebody, keeper: Somebody, moderator: Somebody
) -> dict[str, UUID]:
    """By the name of the URL's argument. The member began the thread, the keeper wrote the reply."""
    return {
        "group": group.pk,
        "thread": first.thread_id,
        "post": reply.pk,
        "member": GroupMember.objects.get(group=group, persona=member.persona).pk,
        # Of the member and the keeper, and of no group: one for all.
        "practice": Practice.objects.get_or_create(
            organisation=group.organisation, newcomer=member.persona, buddy=keeper.persona
        )[0].pk,
        **kept_of(reply, member, keeper, moderator),
    }
