"""What is new for somebody."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from manyhands.core import registry

from ..models import Notice

PER_PAGE = 30


class NoticeRow(NamedTuple):
    """A notice as it is shown."""

    id: UUID
    sentence: str
    path: str
    created: datetime
    is_new: bool


def unread_count(person: Any) -> int:
    """How much a person (people.models.Person) has not read."""
    return Notice.objects.filter(person=person.pk, read=None).count()


def unread_counts(people: Collection[UUID]) -> dict[UUID, int]:
    """The same of several; who has read everything is not in it."""
    rows = Notice.objects.filter(person__among=list(people), read=None).values("person_id").order_by()
    return {row["person_id"]: row["n"] for row in rows.annotate(n=Count("id"))}


def notices_page(person: Any, number: str | None, *, unread: bool = False) -> Page:
    """A page of somebody's notices, newest first, as NoticeRow."""
    rows = Notice.objects.filter(person=person.pk).order_by("-created", "-id")
    if unread:
        rows = rows.filter(read=None)
    page = Paginator(rows, PER_PAGE).get_page(number)
    page.object_list = [
        NoticeRow(each.pk, sentence(each.kind, each.words), each.path, each.created, each.read is None)
        for each in page.object_list
    ]
    return page


def own_notice(person: Any, notice: UUID) -> Notice | None:
    return Notice.objects.filter(person=person.pk, pk=notice).first()


def sentence(kind: str, words: dict[str, Any]) -> str:
    """What a notice says, in the language spoken now. One whose room is gone, or whose words are not what its room
    expects any more, says only that something was there."""
    found = registry.notice_kinds.get(kind)
    try:
        return str(found.sentence(words)) if found else _("Something happened that is not shown here any more.")
    except (KeyError, TypeError, ValueError):
        return _("Something happened that is not shown here any more.")
