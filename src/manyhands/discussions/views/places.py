"""Where something is written: a new thread, an answer, a change; and the files that come with it."""

from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from manyhands.core.errors import ManyhandsError

from .. import actions, queries
from ..errors import NotPossible
from ..models import Group, Thread
from ..rules import files


class Place(NamedTuple):
    """`key` as in models.Draft; `back` is the page where one goes on writing."""

    key: str
    group: Group | None
    thread: Thread | None
    back: str


def find_place(request: HttpRequest, key: str) -> Place:
    """The place that a key names, where the reader may write; 404 for anything else."""
    slug = request.organisation.slug
    kind, _slash, name = key.partition("/")
    if key == "ask":
        group = _id(request.POST.get("group", ""))
        found = queries.group(request.person, group) if group in queries.readable_ids(request.person) else None
        return Place(key, found, None, reverse("discussions:ask", args=[slug]))
    pk = _id(name)
    if kind == "thread" and pk and (thread := queries.thread(request.person, pk)):
        back = reverse("discussions:thread", args=[slug, pk])
        return Place(f"thread/{pk.hex}", thread.group, thread, f"{back}#answer")
    if kind == "post" and pk and (post := queries.own_post(request.person, pk)):
        return Place(f"post/{pk.hex}", post.group, post.thread, reverse("discussions:post_change", args=[slug, pk]))
    raise Http404


def written(request: HttpRequest, place: str) -> dict[str, Any]:
    """What the part of a page needs that one writes in: what was kept there, and its files. Two queries."""
    return {
        "place": place,
        "draft": queries.draft_of(request.persona.pk, place),
        "waiting": queries.waiting_attachments(request.persona.pk, place),
        "file_kinds": ",".join(f".{kind}" for kind in [*files.Kind, "jpeg", "gif"]),
    }


def take_files(request: HttpRequest, place: str) -> list[str]:
    """Takes the files that came with a form; returns what was wrong, a sentence for each that was not taken."""
    problems = []
    for file in request.FILES.getlist("files")[: files.MOST_FILES + 1]:
        try:
            if (file.size or 0) > files.MOST_BYTES:
                content = b"x" * (files.MOST_BYTES + 1)  # refused by its size; what it holds is not read
            else:
                content = file.read()
            actions.add_attachment(place=place, name=file.name or "", content=content, by=request.persona)
        except ManyhandsError as problem:
            problems.append(_("%(file)s: %(problem)s") % {"file": (file.name or "")[:60], "problem": problem.message})
    return problems


def refuse_untaken(request: HttpRequest, place: str) -> None:
    """Takes the files that came with a form; NotPossible when one was not taken, so that nothing goes without it."""
    if problems := take_files(request, place):
        raise NotPossible(" ".join(problems))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
