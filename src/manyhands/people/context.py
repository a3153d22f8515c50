"""What every page of ours knows about who is reading it."""

from typing import Any

from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from manyhands.core import registry

from . import queries


def person(request: HttpRequest) -> dict[str, Any]:
    """`organisation`, `person`, `may(verb)` and `navigation`, all as the tenancy middleware found them.

    `navigation` lists the pages that rooms registered and this person may open, for `govukServiceNavigation`.
    """
    organisation, reader = getattr(request, "organisation", None), getattr(request, "person", None)
    if organisation is None:
        return {"organisation": None, "person": None, "navigation": [], "may": lambda verb: False}
    return {
        "organisation": organisation,
        "person": reader,
        "may": lambda verb: queries.may(reader, verb, organisation),
        "navigation": _navigation(request),
    }


def _counted(page: registry.Page, count: int) -> str:
    """An entry that says how much waits behind it. An open page is told of later numbers (ui/live.js)."""
    hidden = mark_safe("" if count else " hidden")  # safe: made by us, of nothing else
    return format_html('{} <span class="mh-count" data-count="{}"{}>{}</span>', page.label, page.view, hidden, count)


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    pages = []
    for page in sorted(registry.navigation):
        if queries.may(request.person, page.verb, request.organisation):
            address = reverse(page.view, kwargs={"organisation": request.organisation.slug})
            entry = {"text": str(page.label), "href": address, "current": request.path == address, "active": False}
            if page.waiting:
                entry["html"] = _counted(page, page.waiting(request.person))
            pages.append(entry)
    # A page further in belongs to the entry whose address begins its own.
    within = [page for page in pages if request.path.startswith(page["href"]) and not page["current"]]
    if within and not any(page["current"] for page in pages):
        max(within, key=lambda page: len(page["href"]))["active"] = True
    return pages


def acting(request: HttpRequest) -> dict[str, Any]:
    """`acting`, the persona that the reader acts as. Where they have several, forms carry it beside the CSRF token, so
    that what was begun as one is not sent as another (`queries.acting_mark`)."""
    persona = getattr(request, "acting", None)
    found: dict[str, Any] = {
        "acting": persona,
        "personas": getattr(request, "personas", []),
        "sign_in_providers": queries.sign_in_providers,  # called by the pages that list the ways in
    }
    if persona and len(request.personas) > 1:
        field = '<input type="hidden" name="{}" value="{}">'
        mark = format_html(field, queries.ACTING_FIELD, queries.acting_mark(persona))
        found["csrf_input"] = lazy(lambda: csrf_input(request) + mark, SafeString, str)()
    return found
