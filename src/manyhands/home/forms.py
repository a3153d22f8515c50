"""What is looked for in the hub."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from .types import Found, SoughtAnywhere, When

LONGEST = 200


class SearchForm(forms.Form):
    """A search and where it looks. What makes no sense is left out, so that every address answers."""

    mark_optional = False
    q = forms.CharField(label=_("Words"), required=False, max_length=LONGEST)
    kind = forms.ChoiceField(
        label=_("Look in"),
        required=False,
        choices=[
            ("", _("Everything")),
            (Found.CONVERSATIONS, _("Conversations, by how they begin")),
            (Found.MESSAGES, _("Messages")),
            (Found.GROUPS, _("Groups")),
            (Found.PEOPLE, _("People")),
        ],
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    when = forms.ChoiceField(
        label=_("Said"),
        required=False,
        choices=[
            ("", _("At any time")),
            (When.WEEK, _("In the last week")),
            (When.MONTH, _("In the last month")),
            (When.YEAR, _("In the last year")),
            (When.OLDER, _("Longer ago")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("First"), required=False, choices=[("", _("What fits best")), ("newest", _("The newest"))]
    )

    def __init__(self, *args: Any, groups: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("All")), *((str(pk), name) for pk, name in groups)]

    def sought(self) -> SoughtAnywhere:
        self.is_valid()
        asked = self.cleaned_data
        group = asked.get("group")
        text = asked.get("q") or self.data.get("q", "").replace("\x00", "")[:LONGEST]
        return SoughtAnywhere(
            text.strip(),
            asked.get("kind", ""),
            UUID(group) if group else None,
            asked.get("when", ""),
            asked.get("sort") == "newest",
        )
