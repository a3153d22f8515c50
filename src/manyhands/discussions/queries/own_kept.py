"""What is kept beside what somebody said: their part of their own data, and their files."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage

from manyhands.core import registry

from ..models import Attachment, Decision, Draft, PostVersion, Report, Saved


def export_kept(asked: registry.Person) -> dict[str, Any]:
    """Drafts, earlier versions, files, saved messages, reports they made, and decisions on their messages."""
    mine = {"persona__in": list(asked.personas)}
    decisions = Decision.objects.filter(**mine).select_related("persona", "thread").order_by("at", "id")
    return {
        "drafts": [
            {"as": name, "title": title, "text": text, "at": at.isoformat()}
            for name, title, text, at in Draft.objects.filter(**mine)
            .order_by("at", "id")
            .values_list("persona__name", "title", "source", "at")
        ],
        "earlier_versions": [
            {"as": name, "thread": thread, "number": number, "title": title, "text": text, "at": at.isoformat()}
            for name, thread, number, title, text, at in PostVersion.objects.filter(
                post__persona__in=list(asked.personas)
            )
            .order_by("post", "number")
            .values_list("post__persona__name", "post__thread__title", "number", "title", "source", "at")
        ],
        "files": [
            {
                "as": each.persona.name,
                "name": each.name,
                "kind": each.kind,
                "bytes": each.size,
                "shows": each.alt,
                "at": each.at.isoformat(),
            }
            for each in _files(asked).select_related("persona")
        ],
        "saved": [
            {"as": name, "thread": title, "at": at.isoformat()}
            for name, title, at in Saved.objects.filter(**mine)
            .order_by("id")
            .values_list("persona__name", "post__thread__title", "at")
        ],
        "reports": [
            {"as": name, "thread": title, "reason": reason, "text": text, "at": at.isoformat()}
            for name, title, reason, text, at in Report.objects.filter(**mine)
            .order_by("id")
            .values_list("persona__name", "post__thread__title", "reason", "words", "at")
        ],
        # Not by whom: that is about somebody else.
        "moderators_decisions": [
            {
                "as": each.persona.name,
                "thread": each.thread.title,
                "decision": each.measure,
                "reason": each.reason,
                "at": each.at.isoformat(),
                "appeal": each.appeal,
                "answer": each.answer,
                "ended": each.ended.isoformat() if each.ended else None,
            }
            for each in decisions
        ],
    }


def export_files(asked: registry.Person) -> Iterator[registry.PersonFile]:
    """The files that somebody put with messages, each under a name of its own."""
    for each in _files(asked):
        yield registry.PersonFile(f"files/{each.at:%Y-%m-%d}-{each.pk.hex[-6:]}-{each.name}", _opener(each.file))


def _files(asked: registry.Person):
    return Attachment.objects.filter(persona__in=list(asked.personas)).order_by("at", "id")


def _opener(name: str):
    return lambda: default_storage.open(name) if default_storage.exists(name) else None
