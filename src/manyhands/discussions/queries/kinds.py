"""What people are told of, and how it is said."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.core.registry import NoticeKind

Words = dict[str, Any]


def notice_kinds() -> dict[str, NoticeKind]:
    """The kinds of notice that this room makes, by name."""
    return {
        "discussions.mention": NoticeKind(
            gettext_lazy("When somebody names you"), _mention, "at_once", _thread, _text, place=10
        ),
        "discussions.answer": NoticeKind(
            gettext_lazy("When somebody answers in a conversation that you take part in"),
            _answer,
            "at_once",
            _thread,
            _text,
            place=11,
        ),
        "discussions.thread": NoticeKind(
            gettext_lazy("When something is asked or begun that you follow"), _begun, "daily", _thread, _text, place=12
        ),
        "discussions.tagged": NoticeKind(
            gettext_lazy("When a message has a hashtag that you follow"), _tagged, "daily", _thread, _text, place=13
        ),
        "discussions.helped": NoticeKind(gettext_lazy("When your answer helped"), _helped, "daily", place=14),
        "discussions.reaction": NoticeKind(
            gettext_lazy("When somebody reacts to what you wrote"), _reacted, "never", place=15
        ),
        "discussions.asked_to_join": NoticeKind(
            gettext_lazy("When somebody asks to join a group that you keep"), _asked_to_join, "at_once", place=16
        ),
        "discussions.is_member": NoticeKind(
            gettext_lazy("When you are let into a group"), _is_member, "at_once", place=17
        ),
        "discussions.decision": NoticeKind(
            gettext_lazy("When a moderator decides about a message of yours"), _decided, "at_once", place=18
        ),
        "discussions.decision_ended": NoticeKind(
            gettext_lazy("When such a decision is taken back"), _decision_ended, "at_once", place=19
        ),
        "discussions.appeal_answered": NoticeKind(
            gettext_lazy("When your appeal is answered"), _appeal_answered, "at_once", place=20
        ),
        "discussions.report_decided": NoticeKind(
            gettext_lazy("When the moderators have looked at what you reported"), _report_decided, "daily", place=21
        ),
        "discussions.reported": NoticeKind(
            gettext_lazy("When a message is reported, if you moderate"), _reported, "at_once", place=22
        ),
        "discussions.appealed": NoticeKind(
            gettext_lazy("When somebody appeals, if you moderate"), _appealed, "at_once", place=23
        ),
        "discussions.practice_asked": NoticeKind(
            gettext_lazy("When a newcomer asks you to be their buddy"), _practice_asked, "at_once", place=18
        ),
        "discussions.practice_accepted": NoticeKind(
            gettext_lazy("When somebody will be your buddy"), _practice_accepted, "at_once", place=19
        ),
        "discussions.practice_declined": NoticeKind(
            gettext_lazy("When somebody has no time to be your buddy"), _practice_declined, "at_once", place=20
        ),
        "discussions.practice_post": NoticeKind(
            gettext_lazy("When something is written for you alone, to practise"),
            _practice_post,
            "at_once",
            _thread,
            _text,
            place=21,
        ),
    }


def _mention(words: Words) -> str:
    return _("%(who)s named you in “%(title)s”.") % words


def _answer(words: Words) -> str:
    return _("%(who)s answered in “%(title)s”.") % words


def _begun(words: Words) -> str:
    if words.get("question"):
        return _("%(who)s asks in %(group)s: “%(title)s”") % words
    return _("%(who)s began a conversation in %(group)s: “%(title)s”") % words


def _tagged(words: Words) -> str:
    return _("%(who)s wrote in “%(title)s”, with a hashtag that you follow.") % words


def _helped(words: Words) -> str:
    return _("%(who)s says that your answer in “%(title)s” helped.") % words


def _reacted(words: Words) -> str:
    return _("%(who)s reacted to what you wrote in “%(title)s”.") % words


def _asked_to_join(words: Words) -> str:
    return _("%(who)s asks to join %(group)s.") % words


def _is_member(words: Words) -> str:
    return _("You are a member of %(group)s now.") % words


def _decided(words: Words) -> str:
    return _("A moderator has decided about your message in “%(title)s”. Read why, and what you can do.") % words


def _decision_ended(words: Words) -> str:
    return _("A moderator has taken back a decision about your message in “%(title)s”.") % words


def _appeal_answered(words: Words) -> str:
    return _("Your appeal about “%(title)s” is answered.") % words


def _report_decided(words: Words) -> str:
    return _("The moderators have looked at the message in “%(title)s” that you reported. Thank you.") % words


def _reported(words: Words) -> str:
    return _("Somebody asks the moderators to look at a message.")


def _appealed(words: Words) -> str:
    return _("Somebody has appealed against a decision of the moderators.")


def _practice_asked(words: Words) -> str:
    return _("%(who)s would like to show you a first message before others see it. Will you be their buddy?") % words


def _practice_accepted(words: Words) -> str:
    return _("%(who)s will be your buddy. Write what you like: only the two of you see it.") % words


def _practice_declined(words: Words) -> str:
    return _("%(who)s has no time now. Ask somebody else.") % words


def _practice_post(words: Words) -> str:
    return _("%(who)s wrote “%(title)s” for you alone to see.") % words


def _thread(words: Words) -> str:
    return f"thread/{words['thread']}" if words.get("thread") else ""


def _text(words: Words) -> str:
    return words.get("text", "")
