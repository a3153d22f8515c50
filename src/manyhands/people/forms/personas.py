"""Pseudonyms: taking one, the rule for the named officer, and looking."""

from django import forms
from django.utils.translation import gettext_lazy

from ..rules.pseudonyms import LONGEST


class PseudonymForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Pseudonym"),
        help_text=gettext_lazy(
            "What others see instead of your name. It can’t be changed later: give it up and take another."
        ),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter a pseudonym")},
    )


class HostForm(forms.Form):
    run_by = forms.CharField(
        label=gettext_lazy("Who runs the machine that this hub is on?"),
        help_text=gettext_lazy(
            "A name, such as another council or a company. Leave it empty if your own organisation does: people are "
            "told so before they choose how to appear."
        ),
        max_length=200,
        required=False,
    )


class RuleForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The rule"),
        help_text=gettext_lazy("Everybody here can read it. Leave an empty line between paragraphs."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": gettext_lazy("Write the rule down")},
    )


class SoughtPseudonymForm(forms.Form):
    mark_optional = False
    text = forms.CharField(label=gettext_lazy("Part of the pseudonym"), required=False, max_length=LONGEST)


class RevealForm(forms.Form):
    purpose = forms.CharField(
        label=gettext_lazy("Why do you have to know?"),
        help_text=gettext_lazy(
            "What happened, and which part of the rule it falls under. No names of people. The person reads this, and "
            "so do those who see what was recorded."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write down why you have to know")},
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I know that the person is told at once that I looked, and why"),
        error_messages={"required": gettext_lazy("Tick that you know that the person is told")},
    )
