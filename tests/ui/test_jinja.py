"""The environments of our templates."""

import datetime
from uuid import UUID

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from manyhands.ui.jinja import query, url_for_each

SAYS = (
    "{{ _('Pages') }}|{{ day | date }}|{{ moment | datetime }}|{% trans number=1025 %}Page {{ number }}{% endtrans %}"
)
GIVEN = {"day": datetime.date(2026, 7, 9), "moment": datetime.datetime(2026, 7, 9, 13, 30, tzinfo=datetime.UTC)}
ENGLISH = "Pages|9 July 2026|9 July 2026 at 1:30pm|Page 1,025"


def said():
    return engines["jinja2"].from_string(SAYS).render(GIVEN)


def test_each_language_has_its_own_words_and_dates():
    english = said()
    with translation.override("cy"):
        welsh = said()
    assert english == said() == ENGLISH
    assert "9 Gorffennaf 2026" in welsh
    assert not set(welsh.split("|")) & set(ENGLISH.split("|"))


def test_a_template_speaks_the_language_in_which_it_was_got():
    template = engines["jinja2"].from_string(SAYS)
    with translation.override("cy"):
        assert template.render(GIVEN) == ENGLISH
        assert said() != ENGLISH


@pytest.mark.parametrize(("text", "shown"), [("", ""), ("nobody's", "nobody&#39;s"), ("100%%", "100%")])
def test_words_that_nobody_translated_are_said_as_they_are(text, shown):
    assert engines["jinja2"].from_string("{{ _(text | e) }}").render({"text": text}) == shown


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, "?kind=staff&kind=peer&q=a%26b&page=2"),
        ({"page": 3}, "?kind=staff&kind=peer&q=a%26b&page=3"),
        ({"page": None, "sort": "-name"}, "?kind=staff&kind=peer&q=a%26b&sort=-name"),
        ({"kind": "staff", "page": None}, "?kind=staff&q=a%26b"),
    ],
)
def test_a_query_string_keeps_what_is_not_changed(changes, asked):
    request = RequestFactory().get("/?kind=staff&kind=peer&q=a%26b&page=2")
    assert query(request, **changes) == asked


def test_addresses_of_rows_are_those_of_the_view():
    id = UUID("01a1fe9d-df57-7559-bca7-284dfc0d2f2d")
    to = url_for_each("networks:import", "ambridge-council")
    assert to(id) == reverse("networks:import", args=("ambridge-council", id))
