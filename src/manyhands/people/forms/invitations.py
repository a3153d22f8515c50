"""Inviting many people at once, and asking for an invitation of one's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import queries
from ..rules.invitees import Invitees, read_csv, read_pasted, with_kind
from ..rules.kinds import INVITABLE
from ..types import Kind

MOST_BYTES = 2 * 1024**2


class InvitePeopleForm(forms.Form):
    mark_optional = False
    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy(
            "One a line, or with commas or semicolons between. Names are welcome: Ann Smith <ann@example.org>"
        ),
        required=False,
        strip=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocapitalize": "none"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What are they?"),
        help_text=gettext_lazy("Each joins as this, unless the file says otherwise. You can change it later."),
        required=False,
        widget=forms.RadioSelect,
        initial=INVITABLE[0],
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        help_text=gettext_lazy(
            "With columns for name, e-mail address, service and kind (colleague, councillor or peer), in any order. "
            "Only the address is needed."
        ),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(queries.invitable_labels().items())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), data.get("addresses") or ""
        if file and file.size > MOST_BYTES:
            self.add_error("file", _("Choose a file of 2 MB or less."))
        elif not file and not text.strip() and not self.errors:
            self.add_error("addresses", _("Paste e-mail addresses, or choose a CSV file"))
        elif not self.errors:
            found = _both(read_pasted(text), read_csv(file.read()) if file else None)
            if not found.people and not found.broken:
                self.add_error("file" if file else "addresses", _("There is no e-mail address in it."))
            data["kind"] = Kind(data.get("kind") or INVITABLE[0])
            data["found"], data["unknown_kinds"] = with_kind(found, data["kind"])
        return data


def _both(pasted: Invitees, filed: Invitees | None) -> Invitees:
    if filed is None:
        return pasted
    known = {each.email for each in pasted.people}
    new = [each for each in filed.people if each.email not in known]
    return Invitees(pasted.people + new, pasted.broken + filed.broken)


class InvitationFilterForm(forms.Form):
    """Which invitations the list shows; what doesn't fit is as if it weren't asked."""

    mark_optional = False
    text = forms.CharField(label=gettext_lazy("Name or e-mail address"), required=False, max_length=200)
    state = forms.ChoiceField(label=gettext_lazy("How far"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["state"].choices = [("", _("All")), *queries.invitation_labels().items()]

    def sought(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("text", "state")}


class AskForOwnForm(forms.Form):
    name = forms.CharField(
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
