"""What notices hold about a person."""

from typing import Any
from uuid import UUID

from manyhands.core import registry

from ..models import Incoming, Letter, Notice, Preference, ReplyAddress
from .notices import sentence


def export_person(asked: registry.Person) -> dict[str, Any]:
    """How they want to hear of things; and for themselves alone, what they were told, sent and answered.

    To somebody else even the counts would tell: they go up when a pseudonym of theirs is answered, or looked up.
    """
    if asked.own:
        return _own(asked.person)
    how = Preference.objects.filter(person=asked.person).order_by("kind").values_list("kind", "way")
    return {"notices": {"how": dict(how)}}


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
