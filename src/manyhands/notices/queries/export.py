"""What notices hold about a person."""

from typing import Any
from uuid import UUID

from django.db.models import Count

from manyhands.core import registry

from ..models import Incoming, Letter, Notice, Preference, ReplyAddress
from .notices import sentence


def export_person(asked: registry.Person) -> dict[str, Any]:
    """How they want to hear of things; and for themselves alone, how much they were told, sent and answered.

    To somebody else even the counts would tell: they go up when a pseudonym of theirs is answered, or looked up.
    Which thing it was, and when, they read on their own page.
    """
    how = dict(Preference.objects.filter(person=asked.person).order_by("kind").values_list("kind", "way"))
    if not asked.own:
        return {"notices": {"how": how}}
    told = Notice.objects.filter(person=asked.person).values("kind").order_by("kind").annotate(n=Count("id"))
    return {
        "notices": {
            "how": how,
            "told": {row["kind"]: row["n"] for row in told},
            "letters": Letter.objects.filter(person=asked.person).count(),
            "answers_by_mail": Incoming.objects.filter(person=asked.person).count(),
        }
    }
