"""Pages for when something is wrong: each says what happened and what to do."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.middleware.csrf import CsrfViewMiddleware
from django.template import engines
from django.test import RequestFactory
from django.views import defaults


@pytest.mark.parametrize(
    ("view", "error", "status"),
    [
        (defaults.page_not_found, Http404(), 404),
        (defaults.permission_denied, PermissionDenied(), 403),
        (defaults.bad_request, BadRequest(), 400),
    ],
)
def test_problem_in_our_frame(view, error, status):
    response = view(RequestFactory().get("/"), error)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == status
    assert page.find(class_="mh-header")
    assert len(page.main("p")) >= 1


def test_forged_or_stale_form():
    request = RequestFactory(enforce_csrf_checks=True).post("/", {"a": "b"})
    request._dont_enforce_csrf_checks = False
    response = CsrfViewMiddleware(lambda request: None).process_view(request, lambda request: None, (), {})
    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()


def test_a_fault_needs_neither_request_nor_database():
    response = defaults.server_error(RequestFactory().get("/"))
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 500
    assert page.h1.string == "Something went wrong"
    assert not page("script")


def test_too_often():
    text = engines["jinja2"].get_template("429.html").render({}, RequestFactory().get("/"))
    assert "Wait a few minutes" in text
