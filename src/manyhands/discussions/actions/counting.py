"""What is counted and found of a message once it is gone, and when it is back. In the caller's transaction."""

from django.db.models import F

from manyhands.core.search import index

from ..models import Group, Post, PostTag, Thread
from . import live
from .writing import keep_tags


def take_out(post: Post) -> None:
    """A message was just deleted or hidden (and saved so): it no longer counts, and nothing leads to it.

    A thread whose only message is gone is gone too.
    """
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    PostTag.objects.filter(post=post).delete()
    index.take(Post, [post.pk])
    _count(thread, post, -1)
    if post.is_first and thread.posts <= 1 and post.deleted:
        Thread.objects.filter(pk=thread.pk).update(deleted=post.deleted)
        Group.objects.filter(pk=thread.group_id).update(threads=F("threads") - 1)
    live.changed(post)


def put_back(post: Post) -> None:
    """A message that was deleted or hidden is there again (and saved so)."""
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    keep_tags(post, post.hashtags)
    _count(thread, post, 1)
    if thread.deleted:
        Thread.objects.filter(pk=thread.pk).update(deleted=None)
        Group.objects.filter(pk=thread.group_id).update(threads=F("threads") + 1)
    live.changed(post)


def _count(thread: Thread, post: Post, change: int) -> None:
    there = Post.objects.filter(thread=thread, deleted__isnull=True, hidden__isnull=True).order_by("-id")
    latest = there.values_list("id", "created").first() or (thread.last_post, thread.last_at)
    an_answer = not post.is_first and post.persona_id != thread.persona_id
    Thread.objects.filter(pk=thread.pk).update(
        posts=F("posts") + change,
        answers=F("answers") + (change if an_answer else 0),
        helped=F("helped") + (change if post.helped else 0),
        last_post=latest[0],
        last_at=latest[1],
    )
