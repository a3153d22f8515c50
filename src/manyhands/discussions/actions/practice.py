"""Practising: a first message that one chosen colleague sees, and from there to where others see it.

Nothing of it is in the audit, the ledger or a list of groups: who practises, with whom, is between these two.
"""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from manyhands.core import clock, registry
from manyhands.core.ids import random_id
from manyhands.notices import actions as notices
from manyhands.people import queries as people

from .. import queries
from ..errors import NotPossible
from ..models import Attachment, Buddy, Group, GroupMember, Post, Practice, Thread
from ..rules.practice import OPEN, may_follow
from ..types import Access, PracticeState, Standing
from .attachments import delete_files
from .writing import begin_thread

if TYPE_CHECKING:
    from manyhands.people.models import Persona

KEPT = timedelta(days=90)  # what is over, after that


def set_buddy(*, willing: bool, by: UUID, says: str = "") -> None:
    """Somebody's own yes to being asked as a buddy, with a line about them; or no more. Who they have stays."""
    persona = _persona(by)
    if willing:
        Buddy.objects.update_or_create(
            persona=persona,
            defaults={"organisation_id": persona.organisation_id, "says": " ".join(says.split())[:200]},
        )
    else:
        Buddy.objects.filter(persona=persona).delete()


def ask_buddy(*, buddy: UUID, by: UUID) -> Practice:
    """Asks somebody who is willing, and tells them. One at a time."""
    newcomer = _persona(by)
    asked = Buddy.objects.select_related("persona").filter(persona=buddy, organisation=newcomer.organisation_id).first()
    if asked is None or queries.is_full(buddy):
        raise NotPossible(_("They have no time for another newcomer now. Choose somebody else."))
    if buddy == by:
        raise NotPossible(_("A buddy is somebody else. Choose one."))
    try:
        with transaction.atomic():
            made = Practice.objects.create(
                organisation_id=newcomer.organisation_id, newcomer=newcomer, buddy=asked.persona
            )
            _tell(made, buddy, "practice_asked", by)
    except IntegrityError:
        raise NotPossible(_("You have asked somebody already.")) from None
    return made


def accept_practice(*, practice: Practice, by: UUID) -> Practice:
    """The buddy says yes: the two have a place of their own, and the newcomer is told."""
    with transaction.atomic():
        practice = _step(practice, PracticeState.ACCEPTED, by, only=practice.buddy_id)
        group = Group.objects.create(
            organisation_id=practice.organisation_id,
            name=_("Practice space") + f" {random_id().hex[:8]}",  # names nobody: it outlives who leaves
            purpose=_("Only the two of you see what is written here."),
            access=Access.PRIVATE,
            is_practice=True,
            members=2,
        )
        for persona in (practice.newcomer_id, practice.buddy_id):
            GroupMember.objects.create(
                organisation_id=practice.organisation_id,
                group=group,
                persona_id=persona,
                standing=Standing.MEMBER,
            )
        practice.group = group
        practice.save(update_fields=["group"])
        _tell(practice, practice.newcomer_id, "practice_accepted", by)
    return practice


def decline_practice(*, practice: Practice, by: UUID) -> None:
    """The buddy has no time now. The newcomer is told, without a reason."""
    with transaction.atomic():
        practice = _step(practice, PracticeState.DECLINED, by, only=practice.buddy_id)
        _tell(practice, practice.newcomer_id, "practice_declined", by)


def take_back_practice(*, practice: Practice, by: UUID) -> None:
    """The newcomer no longer asks."""
    with transaction.atomic():
        _step(practice, PracticeState.TAKEN_BACK, by, only=practice.newcomer_id)


def end_practice(*, practice: Practice, by: UUID) -> None:
    """Either of the two ends it: it can be read for a while, and takes no new messages."""
    with transaction.atomic():
        practice = _step(practice, PracticeState.ENDED, by)
        Group.objects.filter(pk=practice.group_id).update(archived=clock.now())


def try_out(*, practice: Practice, title: str, source: str, by: UUID) -> Post:
    """Writes a message that only the buddy sees, and tells them. Raises NotPossible and TooMuch."""
    if practice.group is None:
        raise NotPossible(_("Your buddy has not said yes yet."))
    with transaction.atomic():
        post = begin_thread(group=practice.group, title=title, source=source, is_question=False, by=by)
        other = practice.buddy_id if practice.newcomer_id == by else practice.newcomer_id
        notices.notify(
            organisation=practice.organisation_id,
            people=[other] if other else [],
            kind="discussions.practice_post",
            key=f"post/{post.pk.hex}",  # as for any message: named in it as well, they are told once
            path=f"discussions/threads/{post.pk}",
            words={
                "who": post.persona.name,
                "title": post.thread.title,
                "thread": post.thread_id.hex,
                "text": post.source,
            },
            by=by,
        )
    return post


def publish_practice(*, practice: Practice, group: Group, title: str, source: str, is_question: bool, by: UUID) -> Post:
    """Puts a copy of what was practised where others see it: from then on a contribution like any other.

    Only the newcomer does, in words they see before. Raises NotPossible and TooMuch.
    """
    if practice.newcomer_id != by:
        raise NotPossible(_("Only whoever wrote it puts it where others see it."))
    if group.is_practice:
        raise NotPossible(_("Choose a group in which others see it."))
    with transaction.atomic():
        post = begin_thread(group=group, title=title, source=source, is_question=is_question, by=by)
        if practice.published_id is None:
            Practice.objects.filter(pk=practice.pk).update(published=post)
    return post


def forget_practice() -> int:
    """Deletes practice spaces that were over KEPT ago, with what was written there; returns how many."""
    over = Practice.objects.filter(ended__lt=clock.now() - KEPT)
    return _delete(list(over.order_by("ended").values_list("pk", "group_id")[:500]))


def erase_practice(about: registry.Person) -> None:
    """Takes a person out: a newcomer's practice space goes with them; of a buddy's, what the other wrote stays."""
    mine = {"organisation": about.organisation, "newcomer__actor__in": about.actors}
    _delete(list(Practice.objects.filter(**mine).values_list("pk", "group_id")))
    as_buddy = Practice.objects.filter(
        organisation=about.organisation, buddy__actor__in=about.actors, state__in=list(OPEN)
    )
    Group.objects.filter(pk__in=list(as_buddy.exclude(group=None).values_list("group_id", flat=True))).update(
        archived=clock.now()
    )
    as_buddy.update(state=PracticeState.ENDED, ended=clock.now())


def _delete(rows: list[tuple[UUID, UUID | None]]) -> int:
    groups = [group for _pk, group in rows if group]
    with transaction.atomic():
        delete_files(list(Attachment.objects.filter(post__group__in=groups)))
        Practice.objects.filter(pk__in=[pk for pk, _group in rows]).delete()
        Thread.objects.filter(group__in=groups).delete()
        Group.objects.filter(pk__in=groups, is_practice=True).delete()
    return len(rows)


def _step(practice: Practice, to: PracticeState, by: UUID, *, only: UUID | None = None) -> Practice:
    """Takes a step of the graph, for one of the two (or `only` one of them). Whoever came first has decided."""
    if by not in (practice.newcomer_id, practice.buddy_id) or (only and by != only):
        raise NotPossible(_("That is for the other of you to say."))
    found = (
        Practice.objects.select_for_update(of=("self",))
        .select_related("newcomer", "buddy", "group")
        .get(pk=practice.pk)
    )
    if not may_follow(found.state, to):
        raise NotPossible(_("That was decided already. Look at where it stands."))
    found.state = to
    if to not in OPEN:
        found.ended = clock.now()
    found.save(update_fields=["state", "ended"])
    return found


def _tell(practice: Practice, whom: UUID, what: str, by: UUID) -> None:
    """Tells one of the two what the other, `by`, did."""
    notices.notify(
        organisation=practice.organisation_id,
        people=[whom],
        kind=f"discussions.{what}",
        key=f"practice/{practice.pk.hex}/{what}",
        path=f"discussions/practice/{practice.pk}",
        words={"who": _persona(by).name},
        by=by,
    )


def _persona(by: UUID) -> "Persona":
    found = people.persona(by)
    if found is None:
        raise NotPossible(_("You can’t act under this name any more."))
    return found
