"""What people are told of, and how it is said."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.core.registry import NoticeKind
from manyhands.ui import formats


def notice_kinds() -> dict[str, NoticeKind]:
    """The kinds of notice that this room makes, by name."""
    return {
        "participation.helped": NoticeKind(
            gettext_lazy("When somebody writes down that you were trained or helped"), _helped, "daily", place=40
        ),
    }


def _helped(words: dict[str, Any]) -> str:
    day = formats.date(date.fromisoformat(words["on"]))
    if words.get("title"):
        return _("It was written down that you were at “{title}” on {day}. You can have your name taken off.").format(
            title=words["title"], day=day
        )
    return _("It was written down that you were helped on {day}. You can have your name taken off.").format(day=day)
