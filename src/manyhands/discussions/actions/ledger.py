"""What happens here, into the ledger: who, did what, where and when. Never what was said."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.ledger.types import ActivityType
from manyhands.networks import actions as networks
from manyhands.networks.actions import HubAct

from .. import queries
from ..models import Group, GroupMember, Post
from ..types import BELONGS, Access

if TYPE_CHECKING:
    from manyhands.people.models import Persona


def record(group: Group, persona: "Persona", *acts: HubAct) -> None:
    """Adds acts of one persona in one group, in the caller's transaction.

    They count where the group is at home, and where the persona is: somebody who takes part across councils is a hand
    of their own council too. A practice space is nobody's figure: nothing of it is recorded.
    """
    if not is_place(group):
        return
    if group.pk == queries.first_group_id(group.organisation_id):  # which may have become a place by this very act
        keep_place(group, by=persona.pk)
    for organisation in dict.fromkeys([group.organisation_id, persona.organisation_id]):
        if organisation != group.organisation_id:
            keep_place(group, organisation, by=persona.pk)
        networks.record_hub_acts(organisation=organisation, acts=list(acts), by=persona.pk)


def is_place(group: Group) -> bool:
    """Whether figures know of a group: not of a practice space, and of the one that an organisation begins with only
    once somebody has said something there. Nobody made it who waits for hands."""
    if group.is_practice:
        return False
    begins = group.pk == queries.first_group_id(group.organisation_id)
    return not begins or Post.objects.filter(group=group).exists()


def keep_place(group: Group, organisation: UUID | None = None, *, by: UUID) -> None:
    """Keeps a group among the places that figures know. A private one has no name there, a practice space no place."""
    if not is_place(group):
        return
    closed = group.access != Access.OPEN
    members = None
    if closed:
        belong = GroupMember.objects.filter(group=group, standing__in=BELONGS)
        members = list(belong.values_list("persona__actor", flat=True))
    networks.keep_hub_place(
        organisation=organisation or group.organisation_id,
        place=group.pk,
        name=_("A private group") if group.access == Access.PRIVATE else group.name,
        kind="group",
        closed=closed,
        members=members,
        by=by,
    )


def said(post: Post, actor: int, mentions: tuple[int, ...] = ()) -> HubAct:
    """Somebody wrote a message: an answer to the first one of its thread where it names no other."""
    answered = None if post.is_first else post_id(post.reply_to_id or post.thread_id)
    return HubAct(
        post_id(post.pk),
        actor,
        ActivityType.CREATE,
        True,
        post.group_id,
        "Note",
        post.created,
        in_reply_to=answered,
        length=post.length,
        hashtags=tuple(post.hashtags),
        mentions=mentions,
    )


def changed(post: Post, actor: int) -> HubAct:
    """Somebody changed their message."""
    at = post.edited or clock.now()
    return HubAct(
        f"edit/{post.pk.hex}/{at:%Y%m%d%H%M%S%f}",
        actor,
        ActivityType.UPDATE,
        False,
        post.group_id,
        "Note",
        at,
        object=post_id(post.pk),
        length=post.length,
        hashtags=tuple(post.hashtags),
    )


def deleted(post: Post, actor: int) -> HubAct:
    """A message is gone: it no longer counts."""
    return HubAct(
        f"delete/{post.pk.hex}",
        actor,
        ActivityType.DELETE,
        False,
        post.group_id,
        "Note",
        post.deleted or clock.now(),
        object=post_id(post.pk),
    )


def on_post(name: str, post: Post, actor: int, type: ActivityType, key: UUID, at: datetime) -> HubAct:
    """Somebody did something to a message without a word; `key` makes the act one."""
    return HubAct(f"{name}/{key.hex}", actor, type, False, post.group_id, "Note", at, object=post_id(post.pk))


def on_group(name: str, group: Group, actor: int, type: ActivityType, key: str) -> HubAct:
    """Somebody made, joined or left a group; `key` makes the act one."""
    return HubAct(f"{name}/{key}", actor, type, False, group.pk, "Group", clock.now())


def post_id(post: UUID) -> str:
    """What the ledger calls the act that made a message."""
    return f"post/{post.hex}"
