"""The forms of set-up and of who is who."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import User


class TokenForm(forms.Form):
    token = forms.CharField(
        label=gettext_lazy("Set-up token"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the set-up token")},
    )


class FirstPersonForm(forms.Form):
    """The first person of an organisation that was prepared from the command line."""

    person_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter your name")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Enter your e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address in the right format, such as name@example.org"),
        },
    )
    password = forms.CharField(
        label=gettext_lazy("A password"),
        help_text=gettext_lazy("10 characters or more. Three random words make a good one."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Enter a password")},
    )

    def clean(self):
        data = super().clean()
        if password := data.get("password"):
            try:
                validate_password(password, User(email=data.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data


class SetUpForm(FirstPersonForm):
    organisation_name = forms.CharField(
        label=gettext_lazy("Your organisation’s name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("Enter your organisation’s name")},
    )
    field_order = ["organisation_name", "person_name", "email", "password"]
