"""An organisation's own sign-in (OpenID Connect)."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class SignInProviderForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What people know it by"),
        help_text=gettext_lazy("Stands on the button, such as “Ambridge Council account”."),
        max_length=100,
        error_messages={"required": gettext_lazy("Enter what people know it by")},
    )
    issuer = forms.CharField(
        label=gettext_lazy("Issuer"),
        help_text=gettext_lazy(
            "For Microsoft Entra: https://login.microsoftonline.com/ with your tenant’s id and /v2.0 after it."
        ),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the issuer’s address")},
    )
    client_id = forms.CharField(
        label=gettext_lazy("Client id"),
        help_text=gettext_lazy("Entra calls it application id."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the client id")},
    )
    secret = forms.CharField(
        label=gettext_lazy("Client secret"),
        help_text=gettext_lazy("Kept encrypted, and never shown. Leave it empty to keep the one that is there."),
        max_length=500,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    tenant = forms.CharField(
        label=gettext_lazy("Tenant id"),
        help_text=gettext_lazy(
            "For Entra: only people of this tenant are let in (its claim tid). Else leave it empty."
        ),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    anyone_joins = forms.BooleanField(
        label=gettext_lazy("Everybody it signs in may join, without an invitation"),
        required=False,
    )
    is_on = forms.BooleanField(label=gettext_lazy("Show it on the sign-in page"), required=False)

    def clean_issuer(self) -> str:
        issuer = self.cleaned_data["issuer"].strip().rstrip("/")
        try:
            parts = urlsplit(issuer)
            inside = {parts.hostname, parts.netloc} & set(settings.MANYHANDS_SIGN_IN_HOSTS)
        except ValueError:
            parts, inside = urlsplit(""), set()
        if not parts.hostname or parts.query or parts.fragment or parts.username or "\\" in issuer:
            raise ValidationError(_("Enter an address such as https://login.example.org"))
        if parts.scheme != "https" and not (parts.scheme == "http" and inside):
            raise ValidationError(_("The address has to begin with https://"))
        return issuer
