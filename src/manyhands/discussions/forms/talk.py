"""Asking and answering, and what a group is."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import queries
from ..types import GROUP_SORTS, SoughtGroups


class ThreadForm(forms.Form):
    """A new thread: `groups` are the ones it can be begun in, as pairs of id and name."""

    group = forms.ChoiceField(label=_("Group"))
    title = forms.CharField(label=_("Your question or subject, in one line"), max_length=200, widget=forms.TextInput)
    source = forms.CharField(
        label=_("Say more"),
        help_text=_("Name colleagues with @ and their name, and add a #hashtag so that others find it."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
        strip=False,
    )
    is_question = forms.BooleanField(
        label=_("I am asking a question"),
        help_text=_("It is listed until somebody answers, and you can say what helped."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, groups: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(str(pk), name) for pk, name in groups]


class AnswerForm(forms.Form):
    """An answer in a thread. `reply_to` is the message that it answers, where it is one in particular."""

    source = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "true"}),
        strip=False,
    )
    reply_to = forms.UUIDField(required=False, widget=forms.HiddenInput)


class GroupForm(forms.Form):
    """What a group is called and for, and for whom. `others` are organisations that it can be shared with."""

    name = forms.CharField(label=_("Name"), max_length=100)
    purpose = forms.CharField(
        label=_("What it is for"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    access = forms.ChoiceField(label=_("Whom it is for"), widget=forms.RadioSelect, initial="open")
    share_with = forms.MultipleChoiceField(
        label=_("Other organisations whose people it is for too"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, others: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["access"].choices = list(queries.access_labels().items())
        self.fields["access"].widget.hints = queries.access_hints()
        self.fields["share_with"].choices = [(str(pk), name) for pk, name in others]
        if not others:
            del self.fields["share_with"]

    def chosen_organisations(self) -> list[UUID]:
        return [UUID(pk) for pk in self.cleaned_data.get("share_with", [])]


class AddMemberForm(forms.Form):
    """Somebody to take into a group, by their name."""

    name = forms.CharField(
        label=_("Add somebody"),
        help_text=_("Their name as others see it."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class GroupsFilterForm(forms.Form):
    """Which groups a list shows."""

    mark_optional = False
    text = forms.CharField(label=_("Words"), required=False, max_length=100)
    access = forms.ChoiceField(label=_("Kind"), required=False)
    show = forms.ChoiceField(
        label=_("Which"), required=False, choices=[("", _("All")), ("mine", _("Mine")), ("archived", _("Archived"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["access"].choices = [("", _("All")), *queries.access_labels().items()]

    def sought(self, sort: str) -> SoughtGroups:
        """What is asked for; what makes no sense is left out."""
        self.is_valid()
        asked = self.cleaned_data
        sort = sort if sort.removeprefix("-") in GROUP_SORTS else "name"
        return SoughtGroups(asked.get("text", ""), asked.get("access", ""), asked.get("show", ""), sort)
