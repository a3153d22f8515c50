"""What browsers that look at a thread or a group are told at once: the same for everybody who may hear it.

A message is told whole, so that five hundred browsers that wait for it needn't ask five hundred times; each fills the
template of a message that its page holds, in its reader's language.
"""

from typing import TYPE_CHECKING

from manyhands.notices import actions as notices

from ..models import Post, Thread

if TYPE_CHECKING:
    from manyhands.people.models import Persona


def begun(thread: Thread, persona: "Persona") -> None:
    """A thread was begun in a group."""
    notices.tell(
        organisation=thread.organisation_id,
        topic=f"group/{thread.group_id.hex}",
        data={"kind": "thread", "thread": str(thread.pk), "title": thread.title, "author": persona.name},
    )


def answered(thread: Thread, post: Post, persona: "Persona") -> None:
    """A message was added to a thread."""
    notices.tell(
        organisation=thread.organisation_id,
        topic=f"thread/{thread.pk.hex}",
        data={
            "kind": "post",
            "post": str(post.pk),
            "author": persona.name,
            "persona": str(persona.pk),
            "organisation": persona.organisation.name if thread.group.across else "",
            "home": str(persona.organisation_id),
            "html": post.html,
            "at": post.created.isoformat(),
        },
    )
    notices.tell(
        organisation=thread.organisation_id,
        topic=f"group/{thread.group_id.hex}",
        data={"kind": "answer", "thread": str(thread.pk), "title": thread.title, "author": persona.name},
    )


def changed(post: Post) -> None:
    """A message looks different now: changed, deleted or put back, hidden or shown."""
    gone = bool(post.deleted or post.hidden)
    _of_post(post, {"kind": "changed", "html": "" if gone else post.html, "gone": gone})


def reacted(post: Post) -> None:
    """How many reacted to a message, or that it is what helped."""
    _of_post(post, {"kind": "reactions", "reactions": post.reactions, "helped": post.helped is not None})


def _of_post(post: Post, data: dict) -> None:
    notices.tell(
        organisation=post.organisation_id, topic=f"thread/{post.thread_id.hex}", data={**data, "post": str(post.pk)}
    )
