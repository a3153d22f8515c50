"""Django forms come out as GOV.UK components, with what assistive technology needs."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.utils.safestring import mark_safe
from tests.ui.gallery.forms import Everything, Filters

from manyhands.ui.forms import DateField, error_list


def drawn(form):
    return BeautifulSoup(str(form), "html.parser")


def label_of(soup, control):
    return soup.find("label", attrs={"for": control["id"]}).get_text(strip=True)


@pytest.fixture
def soup():
    return drawn(Everything(initial={"name": "Ann", "service": "housing", "kind": "bot", "networks": ["viva"]}))


def test_text_has_label_hint_and_value(soup):
    control = soup.find("input", attrs={"name": "name"})
    assert control["class"] == ["govuk-input"]
    assert control["value"] == "Ann"
    assert label_of(soup, control) == "Name"
    assert soup.find(id=control["aria-describedby"]).get_text(strip=True) == "As colleagues know you"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("email", {"type": "email", "autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
        ("password", {"type": "password", "autocomplete": "new-password", "spellcheck": "false"}),
        ("people", {"type": "text", "inputmode": "numeric"}),
        ("file", {"type": "file", "accept": ".zip"}),
        ("token", {"type": "hidden"}),
    ],
)
def test_inputs_say_what_they_take(soup, name, expected):
    control = soup.find("input", attrs={"name": name})
    assert {key: control[key] for key in expected} == expected


def test_the_server_checks_and_not_the_browser(soup):
    unwanted = ("required", "maxlength", "min", "max", "step", "placeholder", "aria-invalid")
    controls = soup.find_all(["input", "select", "textarea"])
    assert len(controls) > 15
    assert not [(control["name"], name) for control in controls for name in unwanted if control.has_attr(name)]


def test_textarea_counts_characters_where_there_is_a_limit(soup):
    assert soup.find("textarea", attrs={"name": "purpose"})["rows"] == "3"
    note = soup.find("textarea", attrs={"name": "note"})
    group = note.find_parent(attrs={"data-module": "govuk-character-count"})
    assert group["data-maxlength"] == "200"
    assert "You can enter up to 200 characters" in group.get_text()


def test_select_keeps_its_choice(soup):
    control = soup.find("select", attrs={"name": "service"})
    assert [option["value"] for option in control.find_all("option", selected=True)] == ["housing"]
    assert label_of(soup, control) == "Service (optional)"


def test_radios_and_checkboxes_stand_in_a_fieldset(soup):
    for name, legend, checked in (("kind", "Kind of person", "bot"), ("networks", "Networks (optional)", "viva")):
        boxes = soup.find_all("input", attrs={"name": name})
        fieldset = boxes[0].find_parent("fieldset")
        assert fieldset.legend.get_text(strip=True) == legend
        assert [box["value"] for box in boxes if box.has_attr("checked")] == [checked]
        assert all(label_of(soup, box) for box in boxes)
    bot = soup.find("input", attrs={"name": "kind", "value": "bot"})
    assert soup.find(id=bot["aria-describedby"]).get_text(strip=True) == "A program that writes messages"


def test_a_single_checkbox_has_its_label_beside_it(soup):
    box = soup.find("input", attrs={"name": "told"})
    assert label_of(soup, box) == "Staff were told"
    assert box.find_parent("fieldset") is None
    assert "By e-mail" in soup.find(id=box["aria-describedby"]).get_text()


def test_date_is_three_inputs():
    soup = drawn(Everything(initial={"day": datetime.date(2026, 3, 27)}))
    parts = {part: soup.find("input", attrs={"name": f"day_{part}"}) for part in ("day", "month", "year")}
    assert {part: control["value"] for part, control in parts.items()} == {"day": "27", "month": "3", "year": "2026"}
    assert parts["day"].find_parent("fieldset").legend.get_text(strip=True) == "When were they told?"
    assert [label_of(soup, control) for control in parts.values()] == ["Day", "Month", "Year"]


class Dated(forms.Form):
    day = DateField()


def test_a_real_date_is_understood():
    form = Dated({"day_day": "27", "day_month": "3", "day_year": "2026"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == datetime.date(2026, 3, 27)


@pytest.mark.parametrize("typed", [("31", "2", "2026"), ("27", "3", "26"), ("x", "3", "2026"), ("27", "", "2026")])
def test_what_is_no_date_is_refused_and_shown_as_typed(typed):
    data = dict(zip(("day_day", "day_month", "day_year"), typed, strict=True))
    form = Dated(data)
    assert form.errors["day"] == ["Enter a real date, such as 27 3 2026"]
    soup = drawn(form)
    assert {name: soup.find("input", attrs={"name": name})["value"] for name in data} == data


def test_an_error_is_beside_its_field_and_leads_there_from_the_summary():
    form = Everything({"name": "nobody", "email": "ann", "kind": "pirate"})
    soup = drawn(form)
    problems = {problem.get("href"): problem["text"] for problem in error_list(form)}
    assert problems[None] == "Nobody cannot take part"
    assert problems["#id_email"] == "Enter a valid email address."
    assert problems["#id_password"] == "Fill in “Password”"
    assert problems["#id_file"] == "Choose a file for “Export”"
    assert problems["#id_told"] == "Tick “Staff were told” to go on"
    for href, text in problems.items():
        if href:
            assert soup.find(id=href[1:]).name in ("input", "textarea", "select"), href
            assert text in soup.get_text()
    email = soup.find("input", attrs={"name": "email"})
    assert "govuk-input--error" in email["class"]
    message = soup.find(id=email["aria-describedby"])
    assert message.get_text(" ", strip=True) == "Error: Enter a valid email address."
    assert "Nobody cannot take part" in soup.get_text()


def test_texts_are_escaped_and_hints_that_are_html_are_not():
    class Form(forms.Form):
        field = forms.CharField(label="<b>bold</b>", help_text=mark_safe('<a href="/">help</a>'), initial='"><script>')

    soup = drawn(Form())
    assert soup.find("b") is None
    assert soup.find("script") is None
    assert soup.find("input")["value"] == '"><script>'
    assert soup.find(class_="govuk-hint").a["href"] == "/"


def test_filters_do_not_say_what_is_optional():
    assert "optional" not in drawn(Filters()).get_text()


def test_a_widget_the_design_system_does_not_know_still_has_label_and_error():
    class Odd(forms.Widget):
        template_name = "django/forms/widgets/text.html"

    class Form(forms.Form):
        field = forms.CharField(widget=Odd, help_text="A hint")

    soup = drawn(Form({}))
    control = soup.find("input")
    assert label_of(soup, control) == "Field"
    described = [soup.find(id=part) for part in control["aria-describedby"].split()]
    assert [part.get_text(" ", strip=True) for part in described] == ["A hint", "Error: Fill in “Field”"]


def test_fields_of_two_forms_on_a_page_do_not_clash():
    both = BeautifulSoup(str(Dated(prefix="a")) + str(Dated(prefix="b")), "html.parser")
    ids = [control["id"] for control in both.find_all("input")]
    assert len(ids) == len(set(ids)) == 6
