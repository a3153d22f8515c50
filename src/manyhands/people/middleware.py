"""Which organisation a request is about, who is asking, and whether they may."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from . import queries
from .models import Organisation

OPEN_BEFORE_SET_UP = ("/setup", "/i18n/", settings.STATIC_URL)


class TenancyMiddleware:
    """Sets `request.organisation`, `request.person` and `request.persona`, and keeps everybody else out.

    Every URL with an <organisation> is for signed-in people of that organisation whose grants give them the verb
    that the view names with `types.needs`: others get the page to sign in, or 404. Elsewhere the three are None.
    While nobody can sign in yet, every page leads to set-up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = request.person = request.persona = None
        if (
            not request.path.startswith(OPEN_BEFORE_SET_UP)
            and not request.user.is_authenticated
            and not queries.is_set_up()
        ):
            return redirect("people:setup")
        _speak(request)
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        slug = kwargs.get("organisation")
        if slug is None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        organisation = queries.organisation_by_slug(slug)
        if organisation is None:
            return self._moved(request, slug)
        person = queries.person_of(request.user, organisation)
        verb = getattr(view, "needs", None)
        if verb is None or not queries.may(person, verb, organisation):
            raise Http404
        request.organisation, request.person = organisation, person
        request.persona = SimpleLazyObject(lambda: queries.own_persona(request.user, organisation))
        timezone.activate(ZoneInfo(organisation.zone))
        _speak(request, organisation)
        return None

    def _moved(self, request: HttpRequest, slug: str) -> HttpResponse:
        """To the same page under today's slug, for the organisation's own people."""
        today = queries.slug_today(slug)
        organisation = today and queries.organisation_by_slug(today)
        if not organisation or not queries.person_of(request.user, organisation):
            raise Http404
        match = request.resolver_match
        address = reverse(match.view_name, args=match.args, kwargs={**match.kwargs, "organisation": today})
        query = request.META.get("QUERY_STRING")
        moved = HttpResponseRedirect(f"{address}?{query}" if query else address)
        moved.status_code = 301 if request.method in ("GET", "HEAD") else 308  # 308: posted again as it was
        return moved


def _speak(request: HttpRequest, organisation: Organisation | None = None) -> None:
    """In the reader's own language; else the one chosen in this browser; else the organisation's."""
    chosen = getattr(request.user, "language", "") if request.user.is_authenticated else ""
    if not chosen and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and organisation:
        chosen = organisation.language
    if chosen and chosen in dict(settings.LANGUAGES):
        translation.activate(chosen)
        request.LANGUAGE_CODE = translation.get_language()
