"""How somebody wants to hear of things."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from manyhands.core import registry

from .types import Way


def way_labels() -> dict[str, str]:
    return {
        Way.AT_ONCE: _("At once"),
        Way.DAILY: _("Once a day"),
        Way.WEEKLY: _("Once a week"),
        Way.NEVER: _("Never by e-mail"),
    }


EVERYTHING = "everything"


class WaysForm(forms.Form):
    """One choice for each kind of thing, and one for all."""

    mark_optional = False

    def __init__(self, data: Any = None, *, ways: Mapping[str, Way]) -> None:
        super().__init__(data)
        labels = way_labels()
        self.fields[EVERYTHING] = forms.ChoiceField(
            label=_("Everything"),
            required=False,
            choices=[("", _("As chosen below")), *labels.items()],
        )
        for kind, way in ways.items():
            of = registry.notice_kinds[kind]
            choices = [(each, label) for each, label in labels.items() if each in (of.ways or labels)]
            self.fields[_field(kind)] = forms.ChoiceField(label=of.label, choices=choices, initial=way)
        self.kinds = list(ways)

    def chosen(self) -> dict[str, Way]:
        """The choices, once the form is valid, by kind. What is chosen for everything goes before the others, where a
        kind can be had that way."""
        every = self.cleaned_data[EVERYTHING]
        found = {}
        for kind in self.kinds:
            offered = [value for value, _label in self.fields[_field(kind)].choices]
            found[kind] = Way(every if every in offered else self.cleaned_data[_field(kind)])
        return found


def _field(kind: str) -> str:
    return kind.replace(".", "-")
