"""What is kept of somebody beside what they said: their part of what the hub holds about them, and their files."""

from collections.abc import Callable, Iterator
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from manyhands.core import registry

from ..models import Attachment, Decision, Draft, PostVersion, Report, Saved


def export_kept(asked: registry.Person) -> dict[str, Any]:
    """Drafts, earlier versions, files, saved messages, reports, and decisions about them. Under the names asked for.

    Not who decided: that is about somebody else.
    """
    mine = {"persona__in": list(asked.personas)}
    versions = PostVersion.objects.filter(post__persona__in=list(asked.personas)).order_by("id")
    return {
        "drafts": _rows(Draft.objects.filter(**mine), place="place", title="title", text="source"),
        "earlier_versions": _rows(
            versions, who="post__persona__name", thread="post__thread__title", number="number", text="source"
        ),
        "files": _rows(_files(asked), name="name", bytes="size", description="alt", thread="post__thread__title"),
        "saved": _rows(Saved.objects.filter(**mine), thread="post__thread__title"),
        "reports": _rows(Report.objects.filter(**mine), thread="post__thread__title", reason="reason", words="words"),
        "moderation": _rows(
            Decision.objects.filter(**mine),
            thread="thread__title",
            measure="measure",
            reason="reason",
            appeal="appeal",
            answer="answer",
            taken_back="ended",
        ),
    }


def export_files(asked: registry.Person) -> Iterator[registry.PersonFile]:
    """The files that somebody put with messages, each under a name of its own."""
    for each in _files(asked):
        name = each.name.replace("/", "_").replace("\\", "_")
        yield registry.PersonFile(f"files/{each.at:%Y-%m-%d}-{each.pk.hex[-6:]}-{name}", _opener(each.file))


def _files(asked: registry.Person) -> QuerySet[Attachment]:
    return Attachment.objects.filter(persona__in=list(asked.personas))


def _opener(name: str) -> Callable[[], IO[bytes] | None]:
    return lambda: default_storage.open(name) if default_storage.exists(name) else None


def _rows(found: QuerySet, *, who: str = "persona__name", **fields: str) -> list[dict[str, Any]]:
    """These fields of each row, by the names they are given, with under which name and when."""
    rows = found.order_by("id").values_list(who, "at", *fields.values())
    return [
        {"as": name}
        | {field: _said(value) for field, value in zip(fields, values, strict=True)}
        | {"at": at.isoformat()}
        for name, at, *values in rows.iterator(2000)
    ]


def _said(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
