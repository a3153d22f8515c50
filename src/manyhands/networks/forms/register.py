"""The forms of the register of accounts and places."""

from datetime import date
from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.people.types import ServiceNode
from manyhands.ui.forms import DateField

from .. import queries
from ..rules import csvs
from ..rules import register as rules
from ..types import REGISTER_SORTS, SoughtPlaces

LENGTHS = rules.LENGTHS


class RegisterFilterForm(forms.Form):
    """Which lines the register shows; what doesn't fit is as if it weren't asked."""

    mark_optional = False
    network = forms.ChoiceField(label=gettext_lazy("Network"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    needs = forms.ChoiceField(label=gettext_lazy("Hands"), required=False)

    def __init__(self, data: Any, *, networks: list[str], tree: list[ServiceNode]) -> None:
        super().__init__(data)
        named = [(name, queries.network_title(name)) for name in networks]
        self.fields["network"].choices = [("", _("All networks")), *named]
        indented = [(node.id, "\u2003" * node.depth + node.name) for node in tree]
        self.fields["service"].choices = [("", _("All services")), *indented]
        self.fields["needs"].choices = [("", _("However many")), ("more", _("Needs more hands"))]

    def sought(self) -> SoughtPlaces:
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name, "") for name in ("network", "service", "needs")}
        sort = self.data.get("sort", "")
        return SoughtPlaces(
            chosen["network"],
            chosen["service"],
            bool(chosen["needs"]),
            sort if sort.removeprefix("-") in REGISTER_SORTS else "",
        )


class RegisterForm(forms.Form):
    """One account or place."""

    network = forms.CharField(
        label=gettext_lazy("Network"),
        help_text=gettext_lazy("Such as Facebook, Viva Engage or your website."),
        max_length=LENGTHS["network"],
        widget=forms.TextInput(attrs={"list": "networks", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the network, such as Facebook")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What the account, page or group is called there."),
        max_length=LENGTHS["name"],
        error_messages={"required": gettext_lazy("Enter what the account is called")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Its web address or handle."),
        max_length=LENGTHS["address"],
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
    )
    service = forms.CharField(
        label=gettext_lazy("Service"),
        help_text=gettext_lazy("The service area that it belongs to. A new name becomes a new service."),
        max_length=LENGTHS["service"],
        required=False,
        widget=forms.TextInput(attrs={"list": "services", "autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        help_text=gettext_lazy("What problem is it there to solve?"),
        max_length=LENGTHS["purpose"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audience = forms.CharField(
        label=gettext_lazy("Audience"),
        help_text=gettext_lazy("Who it is for, and how many follow it if you know."),
        max_length=LENGTHS["audience"],
        required=False,
    )
    hands = forms.IntegerField(
        label=gettext_lazy("How many people can post"),
        min_value=0,
        max_value=999_999,
        required=False,
        error_messages={
            "invalid": gettext_lazy("Enter how many people can post as a number, such as 3"),
            "min_value": gettext_lazy("Enter 0 or more people"),
            "max_value": gettext_lazy("Enter fewer people"),
        },
    )
    hand_names = forms.CharField(
        label=gettext_lazy("Who can post"),
        help_text=gettext_lazy("Names, one a line. Only those who look after accounts see them."),
        max_length=LENGTHS["hand_names"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    recovery_holder = forms.CharField(
        label=gettext_lazy("Recovery holder"),
        help_text=gettext_lazy("Who can get the account back when its password is lost. Shown to the same few."),
        max_length=LENGTHS["recovery_holder"],
        required=False,
    )
    last_used = DateField(
        label=gettext_lazy("Last used"),
        help_text=gettext_lazy("The day of the latest post, such as 27 3 2026."),
        required=False,
    )

    def __init__(
        self, *args: Any, today: date, networks: list[str], names: bool, fixed: bool = False, **kwargs: Any
    ) -> None:
        """`networks` are in the register; `names`: the reader may see who can post; `fixed`: a network says what the
        place is called."""
        super().__init__(*args, **kwargs)
        self.today, self.networks = today, networks
        for field in ("purpose", "hand_names"):  # a hint of length would stand there before it matters
            self.fields[field].widget.attrs.pop("maxlength", None)
        if not names:
            del self.fields["hand_names"], self.fields["recovery_holder"]
        if fixed:
            self.fields["network"].disabled = self.fields["name"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "network" in data:
            data["network"] = rules.network_called(data["network"], queries.networks_called(self.networks))
        if "hand_names" in data:
            data["hand_names"] = "\n".join(rules.names_in(data["hand_names"]))
        if not self.errors:
            try:
                rules.check(data, self.today)  # fills in how many, where only names are given
            except rules.Misread as problem:
                self.add_error(problem.field, _(problem.reason) % {"about": problem.about})
        return data

    def entry(self) -> rules.Entry:
        """What was said: every field that the form has, so that a blank one clears."""
        return rules.Entry(**self.cleaned_data)


class PasteForm(forms.Form):
    """Many lines at once, out of a spreadsheet."""

    mark_optional = False  # one of the two is needed
    text = forms.CharField(
        label=gettext_lazy("Paste lines from a spreadsheet"),
        help_text=gettext_lazy("With a heading that names the columns, or in the order below."),
        required=False,
        max_length=rules.MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={
            "max_length": gettext_lazy("Paste fewer lines at a time: this is more than can be read at once")
        },
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={"empty": gettext_lazy("This file is empty. Save it again as CSV and choose the new file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.pop("maxlength", None)

    def clean_file(self) -> str:
        """What the file says, as text."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        head = file.read(4 * rules.MOST_TEXT)
        if head[:2] == b"PK":
            raise forms.ValidationError(
                _("This is a workbook. Save the sheet as CSV, or copy its cells and paste them.")
            )
        text = csvs.open_text(BytesIO(head)).read()
        if len(text) > rules.MOST_TEXT:
            raise forms.ValidationError(_("This file is too large for the register. Is it the right one?"))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not (data.get("file") or data.get("text", "").strip()):
            self.add_error("text", _("Paste some lines, or choose a file"))
        return data

    def said(self) -> str:
        """The lines, from wherever they came."""
        return self.cleaned_data["file"] or self.cleaned_data["text"]
