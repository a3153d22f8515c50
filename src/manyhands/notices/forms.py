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


class WaysForm(forms.Form):
    """One choice for each kind of thing."""

    def __init__(self, data: Any = None, *, ways: Mapping[str, Way]) -> None:
        super().__init__(data)
        for kind, way in ways.items():
            self.fields[_field(kind)] = forms.ChoiceField(
                label=registry.notice_kinds[kind].label, choices=list(way_labels().items()), initial=way
            )
        self.kinds = list(ways)

    def chosen(self) -> dict[str, Way]:
        """The choices, once the form is valid, by kind."""
        return {kind: Way(self.cleaned_data[_field(kind)]) for kind in self.kinds}


def _field(kind: str) -> str:
    return kind.replace(".", "-")
