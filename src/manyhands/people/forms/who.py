"""The forms of set-up and of who is who."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.ui.forms import DateField

from .. import queries
from ..models import User
from ..types import MATCH_SORTS, SORTS, MatchState, ServiceNode, Sought, SoughtMatches


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


class PeopleFilterForm(forms.Form):
    """Which people the list shows; what doesn't fit is as if it weren't asked."""

    mark_optional = False
    text = forms.CharField(label=gettext_lazy("Name or e-mail address"), required=False, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)

    def __init__(self, data: Any, *, tree: list[ServiceNode]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", _("All kinds")), *queries.kind_labels().items()]
        self.fields["service"].choices = [("", _("All services")), *service_choices(tree)]

    def sought(self) -> Sought:
        self.is_valid()
        found = Sought(**{name: self.cleaned_data.get(name, "") for name in ("text", "kind", "service")})
        sort = self.data.get("sort", "")
        return found._replace(sort=sort) if sort.removeprefix("-") in SORTS else found


class MatchFilterForm(forms.Form):
    """Which pairs the list shows; what doesn't fit is as if it weren't asked."""

    mark_optional = False
    text = forms.CharField(label=gettext_lazy("Name or e-mail address"), required=False, max_length=200)
    least = forms.ChoiceField(label=gettext_lazy("How likely"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Decision"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["least"].choices = [
            ("", _("All")),
            ("likely", _("Likely and very likely")),
            ("very", _("Very likely only")),
        ]
        self.fields["state"].choices = [
            ("" if state == MatchState.SUGGESTED else state, text)
            for state, text in queries.match_state_labels().items()
        ]

    def sought(self) -> SoughtMatches:
        self.is_valid()
        text, least, state = (self.cleaned_data.get(name, "") for name in ("text", "least", "state"))
        found = SoughtMatches(text, state or MatchState.SUGGESTED, least)
        sort = self.data.get("sort", "")
        return found._replace(sort=sort) if sort.removeprefix("-") in MATCH_SORTS else found


def service_choices(tree: list[ServiceNode]) -> list[tuple[str, str]]:
    """The tree as a list to choose from, deeper ones further in."""
    return [(node.id, "\u2003" * node.depth + node.name) for node in tree]


class ServiceForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the service"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the service’s name")},
    )
    parent = forms.ChoiceField(label=gettext_lazy("Part of"), required=False)

    def __init__(self, *args: Any, tree: list[ServiceNode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", _("Nothing above it")), *service_choices(tree)]


class MoveForm(forms.Form):
    mark_optional = False
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    on = DateField(label=gettext_lazy("From"), error_messages={"required": gettext_lazy("Enter the day of the move")})

    def __init__(self, *args: Any, tree: list[ServiceNode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", _("No service")), *service_choices(tree)]


class MergeForm(forms.Form):
    other = forms.CharField(
        label=gettext_lazy("E-mail address or name of the other"),
        help_text=gettext_lazy("Their accounts, services and roles come here. Every figure then counts one person."),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter the other’s e-mail address or name")},
    )


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=gettext_lazy("Why do you read activity?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write down why you read activity")},
    )
    lawful_basis = forms.ChoiceField(
        label=gettext_lazy("On what lawful basis?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the lawful basis")},
    )
    data_protection_contact = forms.CharField(
        label=gettext_lazy("Whom can people ask about data protection?"),
        help_text=gettext_lazy(
            "Your data protection officer: a name or job title, and an e-mail address or telephone number."
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter whom people can ask")},
    )
    staff_told = DateField(
        label=gettext_lazy("When were staff told?"),
        help_text=gettext_lazy("The day on which the notice to staff went out, such as 27 3 2026."),
        error_messages={"required": gettext_lazy("Enter the day on which staff were told")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lawful_basis"].choices = list(queries.basis_labels().items())
        self.fields["lawful_basis"].widget.hints = queries.basis_hints()


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = list(queries.role_labels().items())
        self.fields["roles"].widget.hints = queries.role_hints()


class InviteForm(RolesForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Enter the person’s name")}
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        error_messages={
            "required": gettext_lazy("Enter the person’s e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address in the right format, such as name@example.org"),
        },
    )
    field_order = ["name", "email", "roles"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].required = True
        self.fields["roles"].error_messages["required"] = _("Choose at least one role")


class ServiceRoleForm(forms.Form):
    """A role that somebody holds for one service only."""

    mark_optional = False
    role = forms.ChoiceField(label=gettext_lazy("Role"), error_messages={"required": gettext_lazy("Choose a role")})
    service = forms.ChoiceField(
        label=gettext_lazy("For the service"), error_messages={"required": gettext_lazy("Choose a service")}
    )

    def __init__(self, *args: Any, tree: list[ServiceNode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Choose a role")), *queries.role_labels().items()]
        self.fields["service"].choices = [("", _("Choose a service")), *service_choices(tree)]


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("The organisation’s name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the organisation’s name")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of those who chose none"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
