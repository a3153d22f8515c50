"""The messages that somebody saved."""

from typing import TYPE_CHECKING
from uuid import UUID

from ..models import Saved
from .visible import readable_ids

if TYPE_CHECKING:
    from manyhands.people.models import Person

A_PAGE = 30


def saved_page(person: "Person", persona: UUID, *, before: UUID | None = None) -> tuple[list[dict], UUID | None]:
    """A page of one's saved messages, the latest saved first, and where the next begins. One query.

    What can't be read any more, or is gone, is left out.
    """
    found = Saved.objects.filter(
        persona=persona,
        post__group__in=readable_ids(person),
        post__deleted=None,
        post__hidden=None,
        post__thread__deleted=None,
    )
    if before:
        found = found.filter(pk__lt=before)
    rows = list(
        found.order_by("-id").values(
            "id",
            "at",
            "post_id",
            "post__html",
            "post__created",
            "post__persona__name",
            "post__thread__title",
            "post__group__name",
        )[: A_PAGE + 1]
    )
    more = rows[A_PAGE - 1]["id"] if len(rows) > A_PAGE else None
    return rows[:A_PAGE], more
