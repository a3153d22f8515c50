"""Django forms drawn with GOV.UK components: `{{ form }}`, or field by field `{{ form["email"].as_field_group() }}`.

A form is drawn with labels, hints (help_text) and errors. `class`, `rows`, `autocomplete`, `inputmode`, `spellcheck`
and the like come from the widget's attrs. A form with `mark_optional = False` doesn't say which fields may be left out
(filters); a widget with `hints = {value: text}` explains its choices.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template import engines
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Params = dict[str, Any]

# What the macros have a parameter for; anything else goes into their `attributes`.
PARAMETERS = ("autocomplete", "inputmode", "autocapitalize", "rows")
# The server checks, and says in words what to do; a browser's own checks do neither. What a placeholder says is gone
# when it is needed.
DROPPED = ("required", "maxlength", "minlength", "min", "max", "step", "pattern", "cols", "placeholder")


class Renderer(DjangoTemplates):
    """Our own form templates are Jinja2; those that a library brings along stay Django's."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("ui/"):
            return engines["jinja2"].get_template(template_name)
        return super().get_template(template_name)


class DateInputs(forms.SelectDateWidget):
    """A date that people know, typed as day, month and year."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        year = (data.get(self.year_field % name) or "").strip()
        typed = super().value_from_datadict(data, files, name)
        return typed if typed is None or len(year) == 4 else "0-0-0"  # 26 is not meant as the year 26


class DateField(forms.DateField):
    widget = DateInputs
    default_error_messages = {"invalid": gettext_lazy("Enter a real date, such as 27 3 2026")}


def component(field: BoundField, label: str = "", hint: str | None = None) -> tuple[str, Params]:
    """Which macro draws a field, and what it is given; the label and hint of a library's form can be said better."""
    if label:
        field.label = label
    if hint is not None:
        field.help_text = hint
    widget = field.field.widget
    for kind, (macro, give) in WIDGETS.items():
        if isinstance(widget, kind):
            params = _common(field) | give(field)
            return ("govukCharacterCount" if "maxlength" in params else macro), params
    return "other", _common(field)


def error_list(form: forms.BaseForm) -> list[Params]:
    """The errors of a form for the summary at the top of the page, each with a link to where it can be put right."""
    problems = [{"text": message} for message in form.non_field_errors()]
    for field in form:
        href = f"#{_first_id(field)}"
        problems += [{"text": message, "href": None if field.is_hidden else href} for message in _errors(field)]
    return problems


def _common(field: BoundField) -> Params:
    attrs = {name: value for name, value in field.field.widget.attrs.items() if name not in DROPPED}
    params: Params = {
        "id": field.id_for_label or field.auto_id,
        "name": field.html_name,
        "label": {"text": _label(field), "classes": "govuk-label--s"},
        "classes": attrs.pop("class", ""),
        "disabled": field.field.disabled,
    }
    params |= {name: attrs.pop(name) for name in PARAMETERS if name in attrs}
    if "spellcheck" in attrs:
        params["spellcheck"] = str(attrs.pop("spellcheck")).lower() == "true"
    if field.help_text:
        params["hint"] = (
            {"html": field.help_text} if hasattr(field.help_text, "__html__") else {"text": field.help_text}
        )
    if field.errors:
        params["errorMessage"] = {"text": " ".join(_errors(field)), "visuallyHiddenText": _("Error")}
    params["attributes"] = {name: value for name, value in attrs.items() if value not in (None, False)}
    return params


def _errors(field: BoundField) -> list[str]:
    """What is wrong, so that it is understood in the summary as well, where no label stands beside it."""
    missing = forms.Field.default_error_messages["required"]
    return [_missing(field) if message == missing else message for message in field.errors]


def _missing(field: BoundField) -> str:
    widget, label = field.field.widget, str(field.label)
    if isinstance(widget, forms.FileInput):
        return _("Choose a file for “%(label)s”") % {"label": label}
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick “%(label)s” to go on") % {"label": label}
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _("Choose an answer for “%(label)s”") % {"label": label}
    return _("Fill in “%(label)s”") % {"label": label}


def _hint(field: BoundField) -> Params:
    return {"html" if hasattr(field.help_text, "__html__") else "text": field.help_text}


def _label(field: BoundField) -> str:
    label = str(field.label)
    if field.field.required or not getattr(field.form, "mark_optional", True):
        return label
    return _("%(label)s (optional)") % {"label": label}


def _first_id(field: BoundField) -> str:
    """The control that a link to a field leads to: of several, the first."""
    widget = field.field.widget
    if isinstance(widget, DateInputs):
        return f"{field.auto_id}_day"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def _value(field: BoundField) -> str:
    shown = field.field.widget.format_value(field.value())
    return "" if shown is None else str(shown)


def _text(field: BoundField) -> Params:
    kind = field.field.widget.input_type
    exact = {"spellcheck": False, "autocapitalize": "none"} if kind in ("email", "url") else {}
    return {"type": kind, "value": _value(field), **exact}


def _number(field: BoundField) -> Params:
    """A text box with a number pad: number boxes change when scrolled over and drop what they don't understand."""
    mode = "numeric" if isinstance(field.field, forms.IntegerField) else "decimal"
    attrs = field.field.widget.attrs
    return {
        "type": "text",
        "value": _value(field),
        "inputmode": attrs.get("inputmode", mode),
        "classes": attrs.get("class", "govuk-input--width-5"),
        "spellcheck": False,
    }


def _password(field: BoundField) -> Params:
    return {
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }


def _textarea(field: BoundField) -> Params:
    attrs = field.field.widget.attrs
    params: Params = {"value": _value(field), "rows": attrs.get("rows", 5)}
    if longest := attrs.get("maxlength"):
        params |= {"maxlength": int(longest), "textareaDescriptionText": _("You can enter up to %{count} characters")}
        params |= {
            "charactersUnderLimitText": {
                "one": _("You have %{count} character remaining"),
                "other": _("You have %{count} characters remaining"),
            },
            "charactersAtLimitText": _("You have 0 characters remaining"),
            "charactersOverLimitText": {
                "one": _("You have %{count} character too many"),
                "other": _("You have %{count} characters too many"),
            },
        }
    return params


def _file(field: BoundField) -> Params:
    """The browser's own, which takes dropped files too: nothing to load, and its words are in the reader's language."""
    return {"multiple": getattr(field.field.widget, "allow_multiple_selected", False)}


def _date(field: BoundField) -> Params:
    if field.form.is_bound:  # as it was typed, even where it is no date
        parts = {part: field.form.data.get(f"{field.html_name}_{part}") for part in ("day", "month", "year")}
    else:
        parts = field.field.widget.format_value(field.value())
    widths = {"day": 2, "month": 2, "year": 4}
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    wrong = " govuk-input--error" if field.errors else ""
    return _fieldset(field) | {
        "id": field.auto_id,
        "items": [
            {
                "id": f"{field.auto_id}_{part}",
                "name": f"{field.html_name}_{part}",
                "label": labels[part],
                "value": parts.get(part) or "",
                "classes": f"govuk-input--width-{width}{wrong}",
            }
            for part, width in widths.items()
        ],
    }


def _fieldset(field: BoundField) -> Params:
    return {"fieldset": {"legend": {"text": _label(field), "classes": "govuk-fieldset__legend--s"}}}


def _choices(field: BoundField) -> list[Params]:
    hints = getattr(field.field.widget, "hints", {})
    items = []
    for choice in field.subwidgets:
        value = choice.data["value"]
        item = {"value": "" if value is None else str(value), "text": str(choice.data["label"])}
        item["checked"] = item["selected"] = choice.data["selected"]
        item["disabled"] = bool(choice.data["attrs"].get("disabled"))
        if "id" in choice.data["attrs"]:
            item["id"] = choice.data["attrs"]["id"]
        if value in hints:
            item["hint"] = {"text": hints[value]}
        items.append(item)
    return items


def _select(field: BoundField) -> Params:
    return {"items": _choices(field)}


def _group(field: BoundField) -> Params:
    return _fieldset(field) | {"idPrefix": field.auto_id, "items": _choices(field)}


def _tick(field: BoundField) -> Params:
    """One box: its label stands beside it, and there is no question above."""
    widget = field.field.widget
    item = {
        "id": field.auto_id,
        "value": "on",
        "text": str(field.label),
        "checked": widget.check_test(field.value()),
    }
    if field.help_text:
        item["hint"] = _hint(field)
    return {"idPrefix": field.auto_id, "items": [item], "hint": None}


# Most particular first.
WIDGETS = {
    DateInputs: ("govukDateInput", _date),
    forms.PasswordInput: ("govukPasswordInput", _password),
    forms.NumberInput: ("govukInput", _number),
    forms.FileInput: ("govukFileUpload", _file),
    forms.CheckboxInput: ("govukCheckboxes", _tick),
    forms.CheckboxSelectMultiple: ("govukCheckboxes", _group),
    forms.SelectMultiple: ("govukCheckboxes", _group),
    forms.RadioSelect: ("govukRadios", _group),
    forms.widgets.Input: ("govukInput", _text),
    forms.Textarea: ("govukTextarea", _textarea),
    forms.Select: ("govukSelect", _select),
}
