"""What is kept of somebody beside what they said: their part of what the hub holds about them."""

from typing import Any

from manyhands.core import registry

from ..models import Attachment, Decision, Draft, PostVersion, Report, Saved


def export_kept(asked: registry.Person) -> dict[str, Any]:
    """Drafts, earlier versions, files, saved messages, reports, and decisions about them. Under the names asked for."""
    mine = {"persona__in": list(asked.personas)}
    versions = PostVersion.objects.filter(post__persona__in=list(asked.personas)).order_by("id")
    return {
        "drafts": [
            {"place": place, "title": title, "text": source, "at": at.isoformat()}
            for place, title, source, at in Draft.objects.filter(**mine)
            .order_by("id")
            .values_list("place", "title", "source", "at")
        ],
        "earlier_versions": [
            {"thread": thread, "number": number, "text": source, "at": at.isoformat()}
            for thread, number, source, at in versions.values_list("post__thread__title", "number", "source", "at")
        ],
        "files": [
            {"name": name, "bytes": size, "description": alt, "thread": thread, "at": at.isoformat()}
            for name, size, alt, thread, at in Attachment.objects.filter(**mine)
            .order_by("id")
            .values_list("name", "size", "alt", "post__thread__title", "at")
        ],
        "saved": [
            {"thread": thread, "at": at.isoformat()}
            for thread, at in Saved.objects.filter(**mine).order_by("id").values_list("post__thread__title", "at")
        ],
        "reports": [
            {"thread": thread, "reason": reason, "words": words, "at": at.isoformat()}
            for thread, reason, words, at in Report.objects.filter(**mine)
            .order_by("id")
            .values_list("post__thread__title", "reason", "words", "at")
        ],
        "moderation": [
            {
                "thread": thread,
                "measure": measure,
                "reason": reason,
                "at": at.isoformat(),
                "appeal": appeal,
                "answer": answer,
                "taken_back": ended.isoformat() if ended else None,
            }
            for thread, measure, reason, at, appeal, answer, ended in Decision.objects.filter(**mine)
            .order_by("id")
            .values_list("thread__title", "measure", "reason", "at", "appeal", "answer", "ended")
        ],
    }
