"""Answers that come by e-mail."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from manyhands.people import queries as people

from .. import queries
from ..errors import NotPossible
from ..models import Post
from .writing import answer

if TYPE_CHECKING:
    from manyhands.people.models import Person


def answer_by_mail(*, person: "Person", thread: UUID | None, source: str) -> Post:
    """Adds somebody's answer to a thread, under the name by which they take part in it.

    Who acts under several names and under none of them there is not guessed about: a guess might give them away.
    """
    found = thread and queries.thread(person, thread)
    if not found:
        raise NotPossible(_("The conversation is no longer there for you. Your answer was not kept."))
    return answer(thread=found, source=source, by=_as_whom(person, found.pk))


def _as_whom(person: "Person", thread: UUID) -> UUID:
    personas = people.persona_ids(person)
    if len(personas) == 1:
        return personas[0]
    here = set(Post.objects.filter(thread=thread, persona__in=personas).values_list("persona_id", flat=True))
    if len(here) != 1:
        raise NotPossible(_("You take part under several names. Answer on the page, where you choose one."))
    return here.pop()
