"""The frame of every page, with much known about the reader and with nothing."""

import re
from types import SimpleNamespace
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

PAGE = (
    '{% extends "ui/base.html" %}{% block title %}Places{% endblock %}{% block content %}<h1>Places</h1>{% endblock %}'
)


def page(template=PAGE, user=None, address="/places?kind=staff", **context):
    request = RequestFactory().get(address)
    request.user = user or AnonymousUser()
    request.csp_nonce = "n0nce"
    request._messages = context.pop("messages", [])
    setting = "".join(f"{{% set {name} = given_{name} %}}" for name in context)
    text = template.replace("%}{% block title", f"%}}{setting}{{% block title", 1)
    given = {f"given_{name}": value for name, value in context.items()}
    return BeautifulSoup(engines["jinja2"].from_string(text).render(given, request), "html.parser")


def test_a_page_that_knows_nothing_about_its_reader():
    soup = page()
    assert soup.title.string == "Places – Manyhands"
    assert soup.html["lang"] == translation.get_language()
    assert soup.main.h1.string == "Places"
    assert soup.find("a", class_="govuk-skip-link")["href"] == f"#{soup.main['id']}"
    assert soup.find("nav") is None
    assert soup.find("form", action="/accounts/logout/") is None


def test_organisation_navigation_and_sign_out():
    soup = page(
        user=SimpleNamespace(is_authenticated=True),
        organisation=SimpleNamespace(name="Anyborough", slug="anyborough", is_demonstration=True),
        person=SimpleNamespace(pk=UUID(int=1)),
        acting=SimpleNamespace(name="Ann", is_quiet=False),
        personas=[],
        navigation=[{"text": "Participation", "href": "/p/", "current": True}, {"text": "Networks", "href": "/n/"}],
    )
    assert soup.title.string == "Places – Anyborough – Manyhands"
    assert [link["href"] for link in soup.nav.find_all("a")] == ["/p/", "/n/"]
    assert soup.nav.find("a", attrs={"aria-current": "page"})["href"] == "/p/"
    assert soup.find("a", href="/anyborough/").get_text(strip=True) == "Anyborough"
    out = soup.find("form", action="/accounts/logout/")
    assert out["method"] == "post"
    assert out.find("input", attrs={"name": "csrfmiddlewaretoken"})
    assert "Ann" in out.get_text()
    assert "made up" in soup.find(class_="mh-demonstration").get_text()


def test_language_is_chosen_by_a_form_that_comes_back_here():
    choice = page().find("form", class_="mh-languages")
    assert choice["method"] == "post"
    assert choice.find("input", attrs={"name": "next"})["value"] == "/places?kind=staff"
    welsh = choice.find("button")
    assert (welsh["name"], welsh["value"], welsh["lang"], welsh.string) == ("language", "cy", "cy", "Cymraeg")
    with translation.override("cy"):
        assert page().find("form", class_="mh-languages").find("button")["value"] == "en"


def test_errors_are_listed_above_and_told_in_the_title():
    class Form(forms.Form):
        name = forms.CharField(label="Name")

    soup = page(form=Form({}))
    assert soup.title.string == "Error: Places – Manyhands"
    summary = soup.main.find(class_="govuk-error-summary")
    assert summary.find("a", href="#id_name").string == "Fill in “Name”"
    assert page(form=Form()).find(class_="govuk-error-summary") is None


@pytest.mark.parametrize(
    ("level", "role", "title"),
    [("success", "alert", "Done"), ("error", "alert", "There is a problem"), ("info", "region", "Please note")],
)
def test_messages_are_banners(level, role, title):
    class Message(SimpleNamespace):
        def __str__(self):
            return self.message

    soup = page(messages=[Message(level_tag=level, message="Read <b>all</b>")])
    banner = soup.main.find(class_="govuk-notification-banner")
    assert banner["role"] == role
    assert banner.h2.get_text(strip=True) == title
    assert "Read <b>all</b>" in banner.get_text()


def test_scripts_and_styles_suit_the_policy():
    soup = page()
    assert all(script.get("src", "").startswith("/static/") or script["nonce"] == "n0nce" for script in soup("script"))
    assert len(soup("script")) >= 3
    assert not soup("style")
    assert not soup.find_all(style=True)
    addresses = re.findall(r'(?:href|src|action|data-vega)="([^"]*)"', str(soup))
    assert not [address for address in addresses if "//" in address]


def test_no_crown_and_no_letters_of_gov_uk():
    text = str(page())
    assert "crown" not in text.lower()
    assert "GOV.UK" not in text


def test_query_keeps_what_it_does_not_change():
    template = PAGE.replace("<h1>Places</h1>", "<h1>{{ query(request, page=2) }} {{ query(request, kind=none) }}</h1>")
    assert page(template, address="/?kind=a&kind=b&page=1").h1.string == "?kind=a&kind=b&page=2 ?page=1"
