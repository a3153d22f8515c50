"""What this room holds about somebody, what it asks of a newcomer, and what they may hear."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from manyhands.core import registry
from manyhands.people import queries as people

from ..models import Follow, GroupMember, Post, Reaction, Read
from .groups import first_group_id, writable_groups
from .kept import export_kept
from .practice import export_practice
from .threads import unanswered
from .visible import visible_threads

if TYPE_CHECKING:
    from manyhands.people.models import Person


def may_hear_thread(person: "Person", pk: UUID | None) -> bool:
    """Whether somebody may be told at once of what happens in a thread."""
    return pk is not None and visible_threads(person).filter(pk=pk).exists()


def export_person(asked: registry.Person) -> dict[str, Any]:
    """This room's part of what the hub holds about somebody: what they wrote and did, under the names asked for."""
    mine = {"persona__in": list(asked.personas)}
    posts = Post.objects.filter(**mine).order_by("id").select_related("thread", "group", "persona")
    return {
        **export_practice(asked),
        **export_kept(asked),
        "messages": [
            {
                "as": post.persona.name,
                "group": post.group.name,
                "thread": post.thread.title,
                "text": post.source,
                "at": post.created.isoformat(),
                "edited": post.edited.isoformat() if post.edited else None,
                "deleted": post.deleted.isoformat() if post.deleted else None,
            }
            for post in posts.iterator(2000)
        ],
        "groups": [
            {"as": name, "group": group, "standing": standing, "since": since.isoformat()}
            for name, group, standing, since in GroupMember.objects.filter(**mine)
            .order_by("id")
            .values_list("persona__name", "group__name", "standing", "since")
        ],
        "reactions": [
            {"as": name, "reaction": kind, "thread": title, "at": at.isoformat()}
            for name, kind, title, at in Reaction.objects.filter(**mine)
            .order_by("id")
            .values_list("persona__name", "kind", "post__thread__title", "at")
        ],
        "follows": [
            {"as": name, "kind": kind, "what": target, "since": at.isoformat()}
            for name, kind, target, at in Follow.objects.filter(**mine)
            .order_by("id")
            .values_list("persona__name", "kind", "target", "at")
        ],
        "read": [
            {"as": name, "thread": title, "day": day.isoformat()}
            for name, title, day in Read.objects.filter(**mine)
            .order_by("day", "id")
            .values_list("persona__name", "thread__title", "day")
        ],
    }


def first_steps(person: "Person") -> list[registry.FirstStep]:
    """Small things for somebody who has written nothing yet: say hello, answer the newest question, or ask one."""
    personas = people.persona_ids(person)
    if Post.objects.filter(persona__in=personas, group__is_practice=False).exists():
        return []
    slug = person.organisation.slug
    groups = {pk for each in personas[:1] for pk, _name in writable_groups(person, each)}
    hello = _say_hello(person, groups)
    for row in unanswered(person).rows[:1]:
        path = reverse("discussions:thread", args=[slug, row.id])
        question = _("Somebody asks: “%(title)s”") % {"title": row.title}
        return [*hello, registry.FirstStep(10, question, _("Answer"), path)]
    if groups and not hello:
        path = reverse("discussions:ask", args=[slug])
        return [registry.FirstStep(10, _("Ask your colleagues one thing that you would like to know."), _("Ask"), path)]
    return hello


def _say_hello(person: "Person", groups: set[UUID]) -> list[registry.FirstStep]:
    """In the group that the organisation began with, where it is still open to them."""
    pk = first_group_id(person.organisation_id)
    if pk not in groups:
        return []
    words = {"group": pk, "title": _("Hello"), "question": "no"}
    if acting := getattr(person, "acting", None):
        words["title"] = _("Hello from %(name)s") % {"name": acting.name}
    path = f"{reverse('discussions:ask', args=[person.organisation.slug])}?{urlencode(words)}"
    return [registry.FirstStep(5, _("Say hello to your colleagues in one sentence."), _("Say hello"), path)]
