"""What notices hold about a person."""

from typing import Any
from uuid import UUID

from django.db.models import Count

from manyhands.core import registry

from ..models import Incoming, Letter, Notice, Preference, ReplyAddress
from .notices import sentence


def export_person(asked: registry.Person) -> dict[str, Any]:
    """How they want to hear of things, and how much they were told, sent and answered.

    Which thing they were told of, and when, is not in it: whoever else may ask for this file would learn from it
    which pseudonym's messages were answered just then. They read that on their own page.
    """
    if asked.own:
        return _own(asked.person)
    told = Notice.objects.filter(person=asked.person).values("kind").order_by("kind").annotate(n=Count("id"))
    return {
        "notices": {
            "how": dict(Preference.objects.filter(person=asked.person).order_by("kind").values_list("kind", "way")),
            "told": {row["kind"]: row["n"] for row in told},
            "letters": Letter.objects.filter(person=asked.person).count(),
            "answers_by_mail": Incoming.objects.filter(person=asked.person).count(),
        }
    }


def _own(person: UUID) -> dict[str, Any]:
    """All of it, for themselves alone."""
    return {
        "notices": {
            "how": dict(Preference.objects.filter(person=person).order_by("kind").values_list("kind", "way")),
            "told": [
                {"text": sentence(kind, words), "at": at.isoformat(), "read": read.isoformat() if read else None}
                for kind, words, at, read in Notice.objects.filter(person=person)
                .order_by("created", "id")
                .values_list("kind", "words", "created", "read")
                .iterator()
            ],
            "letters": [
                {"subject": subject, "to": to, "state": state, "at": at.isoformat()}
                for subject, to, state, at in Letter.objects.filter(person=person)
                .order_by("created", "id")
                .values_list("subject", "to", "state", "created")
            ],
            "answers_by_mail": [
                {"state": state, "at": at.isoformat()}
                for state, at in Incoming.objects.filter(person=person).order_by("at").values_list("state", "at")
            ],
            "reply_addresses": ReplyAddress.objects.filter(person=person).count(),
        }
    }
