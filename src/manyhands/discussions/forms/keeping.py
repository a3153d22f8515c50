"""Changing a message, reporting it, deciding about it; the house rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import queries
from ..rules.text import LONGEST


def _words(label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": more.pop("rows", 4), "spellcheck": "true"})
    return forms.CharField(label=label, help_text=help_text, max_length=1000, widget=widget, **more)


class ChangeForm(forms.Form):
    """A message, changed. `version` is the one that the change was begun from; `title` is of the thread it begins."""

    title = forms.CharField(label=_("Your question or subject, in one line"), max_length=200, widget=forms.TextInput)
    source = forms.CharField(
        label=_("Message"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
        strip=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, with_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_title:
            del self.fields["title"]


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is wrong with it?"), widget=forms.RadioSelect)
    words = _words(_("Anything that helps the moderators understand"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(queries.report_reason_labels().items())


class DecisionForm(forms.Form):
    measure = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reason = _words(_("Why"), _("The author reads this. Say which of the house rules it is about."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = list(queries.measure_labels().items())
        self.fields["measure"].widget.hints = queries.measure_hints()


class ReasonForm(forms.Form):
    reason = _words(_("Why"), _("The author reads this."))


class AppealForm(forms.Form):
    words = _words(_("What speaks against the decision?"), _("Somebody else than who decided reads this and answers."))


class AppealAnswerForm(forms.Form):
    stands = forms.ChoiceField(
        label=_("Does the decision stand?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, it stands")), ("no", _("No, it is taken back"))],
    )
    answer = _words(_("Why"), _("The author reads this."))


class HouseRulesForm(forms.Form):
    source = forms.CharField(
        label=_("House rules"),
        help_text=_("In plain words, few enough to be read. Leave it empty for the rules that Manyhands proposes."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
    )
    link_previews = forms.BooleanField(
        label=_("Show what a linked page says of itself"),
        help_text=_(
            "The hub then asks each linked page for its title. Whoever keeps that page learns that somebody here wrote "
            "about it, not who."
        ),
        required=False,
    )
