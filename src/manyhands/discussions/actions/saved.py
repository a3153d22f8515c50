"""Messages that somebody wants to find again."""

from typing import TYPE_CHECKING

from ..models import Post, Saved

if TYPE_CHECKING:
    from manyhands.people.models import Persona


def save_post(*, post: Post, by: "Persona") -> None:
    """Puts a message on one's own list."""
    Saved.objects.get_or_create(persona=by, post=post, defaults={"organisation_id": by.organisation_id})


def unsave_post(*, post: Post, by: "Persona") -> None:
    """Takes a message off one's own list."""
    Saved.objects.filter(persona=by, post=post).delete()
