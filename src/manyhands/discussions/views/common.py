"""What the pages of discussions have in common."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from manyhands.people import queries as people
from manyhands.people.types import Verb

from .. import queries
from ..models import Group, Thread
from ..types import BELONGS, Access, Following, Standing


def begins_at(request: HttpRequest, name: str = "before") -> UUID | None:
    """Where a page of a list begins; what is no id begins at the beginning."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def found_group(request: HttpRequest, pk: UUID) -> Group:
    found = queries.group(request.person, pk)
    if found is None:
        raise Http404
    return found


def readable_group(request: HttpRequest, pk: UUID) -> Group:
    """A group whose content they may see."""
    if pk not in queries.readable_ids(request.person):
        raise Http404
    return found_group(request, pk)


def kept_group(request: HttpRequest, pk: UUID) -> Group:
    """A group that they may change: as one who keeps it, or who keeps groups and knows of it."""
    found = found_group(request, pk)
    if not may_keep(request, found):
        raise Http404
    return found


def may_keep(request: HttpRequest, group: Group, standing: str | None = None) -> bool:
    standing = queries.standing(group, request.persona.pk) if standing is None else standing
    if standing == Standing.KEEPER:
        return True
    return group.access != Access.PRIVATE and people.may(request.person, Verb.KEEP_GROUPS, group)


def found_thread(request: HttpRequest, pk: UUID) -> Thread:
    found = queries.thread(request.person, pk)
    if found is None:
        raise Http404
    return found


def may_write(group: Group, standing: str) -> bool:
    return not group.archived and (group.access == Access.OPEN or standing in BELONGS)


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of this room."""
    labels = {"reaction_labels": queries.reaction_labels()}
    return render(request, f"discussions/{template}.html", {**labels, **context}, status=status)


def follow_state(request: HttpRequest, kind: Following, target: str) -> dict[str, Any]:
    """What the button that follows needs."""
    return {
        "kind": kind.value,
        "target": target,
        "on": queries.is_followed(request.persona.pk, kind, target),
    }
