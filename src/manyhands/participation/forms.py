"""What to show, and why somebody wants to see more."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .types import DIMENSIONS


class FilterForm(forms.Form):
    """Months and at most one of network, place, service or kind. Its answers are the page's address."""

    mark_optional = False

    since = forms.ChoiceField(label=gettext_lazy("From"), required=False)
    until = forms.ChoiceField(label=gettext_lazy("To"), required=False)
    only = forms.ChoiceField(label=gettext_lazy("Only"), required=False)

    def __init__(self, *args, starts, ends, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].choices = [("", _("The beginning")), *starts]
        self.fields["until"].choices = [("", _("The end")), *ends]
        self.fields["only"].choices = [("", _("Everything")), *groups]


def only(value: str) -> dict[str, str]:
    """The "only" of the form as a dimension and its value: "place:4f…" is one place."""
    dimension, _colon, key = value.partition(":")
    return {dimension: key} if dimension in DIMENSIONS and key else {}


class PurposeForm(forms.Form):
    """Why somebody has to see figures about fewer than five people."""

    purpose = forms.CharField(
        label=gettext_lazy("What do you need the exact figures for?"),
        help_text=gettext_lazy(
            "For example: to offer the person who carries the library’s account some help. It is kept with your name, "
            "and the data protection officer can read it. Never for performance management."
        ),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write what you need the exact figures for"),
            "min_length": gettext_lazy("Say a little more: at least ten characters"),
        },
    )
