"""Joining: a name, a way in, and a line about oneself."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import User
from ..types import ServiceNode
from .who import service_choices


class JoinSignedInForm(forms.Form):
    """For somebody who is signed in already."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter your name")},
    )
    appear = forms.ChoiceField(
        label=gettext_lazy("How do you want to appear?"),
        widget=forms.RadioSelect,
        initial="name",
        error_messages={"required": gettext_lazy("Choose how you want to appear")},
    )
    knows = forms.CharField(
        label=gettext_lazy("What do you know that others may ask you about?"),
        help_text=gettext_lazy("A line will do: “Easy-read leaflets, and what our libraries lend”"),
        max_length=500,
        required=False,
    )
    wants = forms.CharField(
        label=gettext_lazy("What would you like to learn or find?"),
        help_text=gettext_lazy("“Somebody who has run a live question and answer session”"),
        max_length=500,
        required=False,
    )
    service = forms.ChoiceField(label=gettext_lazy("Your service"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    listed = forms.ChoiceField(
        label=gettext_lazy("May colleagues find you in the directory?"),
        help_text=gettext_lazy(
            "With your name, service and what you wrote above. Never under a name that is shown to nobody. You can "
            "change this at any time."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether colleagues may find you in the directory")},
    )

    def __init__(self, *args: Any, tree: list[ServiceNode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", _("Choose later")), *service_choices(tree)]
        self.fields["listed"].choices = [("yes", _("Yes")), ("no", _("No"))]
        self.fields["appear"].choices = [("name", _("Under this name")), ("pseudonym", _("Under a pseudonym"))]
        self.fields["appear"].widget.hints = {
            "pseudonym": _(
                "You choose it next. Your name is shown to no colleague; who invited you knows that you joined."
            )
        }
        if not tree:
            del self.fields["service"]

    def clean_listed(self) -> bool:
        return self.cleaned_data["listed"] == "yes"

    def clean_appear(self) -> bool:
        """Whether under their name."""
        return self.cleaned_data["appear"] == "name"


class JoinForm(JoinSignedInForm):
    """For somebody who has no way in yet."""

    password = forms.CharField(
        label=gettext_lazy("A password"),
        help_text=gettext_lazy("10 characters or more. Three random words make a good one."),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Enter a password")},
    )
    field_order = ["name", "password", "appear"]

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        try:
            validate_password(password, User(email=self.email))
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from None
        return password
