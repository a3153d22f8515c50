"""A profile, its picture, and the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import queries
from ..types import SHOWABLE, ServiceNode, SoughtCards
from .who import service_choices


class ProfileForm(forms.Form):
    mark_optional = False  # the page says so of all of it
    name = forms.CharField(
        label=gettext_lazy("Your name, as others see it"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter your name")},
    )
    pronouns = forms.CharField(
        label=gettext_lazy("Pronouns"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    knows = forms.CharField(
        label=gettext_lazy("What I know"),
        help_text=gettext_lazy("What others may ask you about."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wants = forms.CharField(
        label=gettext_lazy("What I want"),
        help_text=gettext_lazy("What you would like to learn or find, or whom you would like to meet."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    whereabouts = forms.CharField(
        label=gettext_lazy("Where I am"),
        help_text=gettext_lazy("A building, a town, the days on which you are there."),
        max_length=200,
        required=False,
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("What you speak or sign, such as Welsh, Polish, BSL."),
        max_length=200,
        required=False,
    )
    shown = forms.MultipleChoiceField(
        label=gettext_lazy("What others see"), required=False, widget=forms.CheckboxSelectMultiple
    )
    listed = forms.BooleanField(
        label=gettext_lazy("Colleagues can find me in the directory"),
        help_text=gettext_lazy("If not, they see this only where you have written something yourself."),
        required=False,
    )

    def __init__(self, *args: Any, is_pseudonym: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        never = {"service", "email"} if is_pseudonym else set()
        labels = queries.showable_labels()
        self.fields["shown"].choices = [(name, labels[name]) for name in SHOWABLE if name not in never]
        if is_pseudonym:
            del self.fields["name"]  # a pseudonym is taken and given up, not renamed


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=gettext_lazy("A photo"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP or GIF, 10 MB at most. It is cut square, and where and when it was taken is removed."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        error_messages={"required": gettext_lazy("Choose a picture"), "empty": gettext_lazy("Choose a picture")},
    )


class DirectoryForm(forms.Form):
    """Whom the directory shows; what doesn't fit is as if it weren't asked."""

    mark_optional = False
    text = forms.CharField(label=gettext_lazy("Name, or what they know or want"), required=False, max_length=200)
    field = forms.ChoiceField(label=gettext_lazy("Look in"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)

    def __init__(self, data: Any, *, tree: list[ServiceNode]) -> None:
        super().__init__(data)
        self.fields["field"].choices = [
            ("", _("Everything")),
            ("name", _("Names")),
            ("knows", _("What they know")),
            ("wants", _("What they want")),
        ]
        self.fields["service"].choices = [("", _("All services")), *service_choices(tree)]

    def sought(self) -> SoughtCards:
        self.is_valid()
        return SoughtCards(**{name: self.cleaned_data.get(name, "") for name in SoughtCards._fields})
