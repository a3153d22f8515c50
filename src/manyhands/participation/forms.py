"""What to show, why somebody wants to see more, and what people tell about taking part."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.ui.forms import DateField

from .queries.access import where_label
from .rules.interested import MOST_BYTES
from .rules.privacy import LARGEST, SMALLEST
from .types import DIMENSIONS, HelpKind


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


class CouncilFileForm(forms.Form):
    """Another council's aggregates."""

    file = forms.FileField(
        label=gettext_lazy("Another council’s file"),
        help_text=gettext_lazy("The aggregates.json that they downloaded here or made with: manyhands aggregates"),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("This file is empty. Ask the other council for it again."),
        },
    )


class NoiseForm(forms.Form):
    """How much noise our own aggregates get."""

    epsilon = forms.FloatField(
        label=gettext_lazy("Epsilon (ε)"),
        help_text=gettext_lazy("From 0.1 (much noise) to 3 (little). 1 is usual."),
        min_value=SMALLEST,
        max_value=LARGEST,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
        error_messages={
            "required": gettext_lazy("Enter a number from 0.1 to 3"),
            "invalid": gettext_lazy("Enter a number from 0.1 to 3, such as 1"),
            "min_value": gettext_lazy("Enter a number from 0.1 to 3"),
            "max_value": gettext_lazy("Enter a number from 0.1 to 3"),
        },
    )


class InviteForm(forms.Form):
    """A round of invitations that was sent, or is about to be: to whom, on which day, in which words."""

    mark_optional = False

    how = forms.ChoiceField(label=gettext_lazy("Who is invited first?"), widget=forms.RadioSelect, initial="services")
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Services"), widget=forms.CheckboxSelectMultiple, required=False
    )
    persons = forms.MultipleChoiceField(
        label=gettext_lazy("People who would like to be asked"), widget=forms.CheckboxSelectMultiple, required=False
    )
    sent = DateField(
        label=gettext_lazy("Sent on"), error_messages={"required": gettext_lazy("Enter the day on which it was sent")}
    )
    text = forms.CharField(
        label=gettext_lazy("The words you used"),
        help_text=gettext_lazy("Name nobody here."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": gettext_lazy("Enter the text of the invitation")},
    )

    def __init__(self, *args, services, persons, may_draw: bool, **kwargs):
        super().__init__(*args, **kwargs)
        hows = [("services", _("Services that you choose"))]
        if may_draw and len(services) > 1:
            hows.append(("drawn", _("Half of the services, by chance")))
        if persons:
            hows.append(("persons", _("People who said they would like to be asked")))
        self.fields["how"].choices = hows
        self.fields["how"].widget.hints = {
            "drawn": _("Only so can you know later whether the invitation made the difference. The others follow.")
        }
        if len(hows) == 1:
            self.fields["how"].widget = forms.HiddenInput()
        self.fields["services"].choices = services
        self.fields["persons"].choices = persons
        if not persons:
            del self.fields["persons"]

    def clean(self):
        data = super().clean()
        if data.get("how") == "services" and not data.get("services") and "services" not in self.errors:
            self.add_error("services", _("Choose at least one service"))
        if data.get("how") == "persons" and not data.get("persons") and "persons" not in self.errors:
            self.add_error("persons", _("Choose at least one person"))
        return data


class HelpForm(forms.Form):
    """Help that was given in person."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it was")},
    )
    on = DateField(label=gettext_lazy("When?"), error_messages={"required": gettext_lazy("Enter the day")})
    helped = forms.IntegerField(
        label=gettext_lazy("How many people were helped?"),
        min_value=1,
        max_value=10_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={
            "required": gettext_lazy("Enter how many people were helped"),
            "invalid": gettext_lazy("Enter a whole number, such as 3"),
        },
    )
    service = forms.ChoiceField(label=gettext_lazy("For which service?"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("About which place?"), required=False)
    mine = forms.ChoiceField(label=gettext_lazy("Who helped?"), widget=forms.RadioSelect, initial="me")

    def __init__(self, *args, services, places, for_others: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (HelpKind.SURGERY, _("A surgery: people came with their questions")),
            (HelpKind.TRAINING, _("A training")),
            (HelpKind.VISIT, _("A visit: somebody sat with them")),
            (HelpKind.OTHER, _("Something else")),
        ]
        self.fields["service"].choices = [("", _("None in particular")), *services]
        self.fields["place"].choices = [("", _("None in particular")), *places]
        if for_others:
            self.fields["mine"].choices = [("me", _("I did")), ("others", _("Somebody else, or several of us"))]
        else:
            del self.fields["mine"]


class TrainingForm(HelpForm):
    """A course or surgery, with who was there."""

    helped = None
    title = forms.CharField(
        label=gettext_lazy("What was it called?"),
        help_text=gettext_lazy("For example: First steps on Viva Engage"),
        max_length=200,
        required=False,
    )
    those = forms.CharField(
        label=gettext_lazy("Who was there?"),
        help_text=gettext_lazy(
            "One person a line: name, e-mail address, service. Or a service and a number: Libraries, 12. With a "
            "heading, columns may stand in any order; in one called “agreed” yes or no says who agreed."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file with the same columns"),
        required=False,
        error_messages={"empty": gettext_lazy("This file is empty. Choose the one with the list.")},
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("They agreed that the hub keeps who they are"),
        help_text=gettext_lazy(
            "Ask them first. It is used for one figure, whether use followed; only you and they see their names. They "
            "are told, and can take it back. Of everybody else only a number for each service is kept."
        ),
        required=False,
    )

    field_order = ("kind", "title", "on", "those", "file", "agreed", "service", "place", "mine")

    def content(self) -> bytes:
        """The list, from wherever it came."""
        if file := self.cleaned_data.get("file"):
            file.seek(0)
            return file.read(MOST_BYTES + 1)
        return self.cleaned_data.get("those", "").encode()


class NumbersForm(forms.Form):
    """Numbers that no network knows."""

    interested = forms.IntegerField(
        label=gettext_lazy("How many people are interested?"),
        help_text=gettext_lazy("Who put their name down, came to a session or answered a question. Empty: not known."),
        min_value=0,
        max_value=10_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    workforce = forms.IntegerField(
        label=gettext_lazy("How many people work here?"),
        help_text=gettext_lazy("With or without access to any network. Empty: not known."),
        min_value=0,
        max_value=10_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )


class ListForm(forms.Form):
    """A list of who is interested."""

    list = forms.FileField(
        label=gettext_lazy("A list of who is interested"),
        help_text=gettext_lazy(
            "CSV: days, each with how many were interested by then; or people, one a line, with name or e-mail "
            "address. People are counted, and the list is not kept."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("This file is empty. Choose the one with the list."),
        },
    )


class AccessForm(forms.Form):
    """From where each network works: one choice for each of `lines` (queries.access.NetworkReach) and place."""

    mark_optional = False

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = {}
        for at, line in enumerate(lines):
            for reach in line.reach:
                name = f"{reach.where}-{at}"
                self.keys[name] = line.network.key, reach.where
                self.fields[name] = forms.ChoiceField(
                    label=where_label(reach.where),
                    choices=[("", _unsaid(reach.everybody)), ("yes", _("Works")), ("no", _("Does not work"))],
                    initial={True: "yes", False: "no", None: ""}[reach.own],
                    required=False,
                )

    def answers(self):
        """What was said: network and place to whether it works; None where nothing is said."""
        meant = {"yes": True, "no": False, "": None}
        return {key: meant[self.cleaned_data[name]] for name, key in self.keys.items()}


def _unsaid(everybody: bool | None) -> str:
    """What holds where a person says nothing themselves."""
    return {True: _("As for everybody: works"), False: _("As for everybody: does not work"), None: _("Not said")}[
        everybody
    ]
