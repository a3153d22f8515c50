"""Practising: being a buddy, a first message, and putting it where others see it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ..rules.text import LONGEST


class BuddyForm(forms.Form):
    """What somebody says who is willing to be a buddy."""

    says = forms.CharField(
        label=_("A line for newcomers"),
        help_text=_("For example: I look in every morning, and like plain questions."),
        max_length=200,
        required=False,
    )


class PracticeForm(forms.Form):
    """A first message."""

    title = forms.CharField(
        label=_("What it is about, in one line"),
        max_length=200,
        error_messages={"required": _("Say in a few words what it is about")},
    )
    source = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true"}),
        max_length=LONGEST * 2,
        strip=False,
        error_messages={"required": _("Write something first")},
    )


class PublishForm(PracticeForm):
    """The same, and where others are to see it: `groups` as pairs of id and name."""

    group = forms.ChoiceField(
        label=_("Who is to see it?"),
        help_text=_("Everybody who can read this group."),
        error_messages={"required": _("Choose a group")},
    )
    is_question = forms.BooleanField(
        label=_("I am asking a question"),
        help_text=_("It is listed until somebody answers, and you can say what helped."),
        required=False,
    )

    field_order = ("group", "title", "source", "is_question")

    def __init__(self, *args: Any, groups: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("Choose a group")), *((str(pk), name) for pk, name in groups)]
