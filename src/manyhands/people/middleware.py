"""Which organisation a request is about, who is asking and as whom, and whether they may."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode

from manyhands.core import clock

from . import queries
from .models import Organisation
from .types import UNDER_PSEUDONYM, Verb

OPEN_BEFORE_SET_UP = ("/setup", "/i18n/", settings.STATIC_URL)
_SECOND_FACTOR = "second_factor_from"  # in the session: until when it need not be asked again
_NEVER = "9999"


class TenancyMiddleware:
    """Sets `request.organisation`, `request.person` and `request.persona`, and keeps everybody else out.

    Every URL with an <organisation> is for signed-in people of that organisation whose grants give them the verb
    that the view names with `types.needs`: others get the page to sign in, or 404. Elsewhere the three are None.
    `request.persona` is whom they act as, `request.personas` all they can act as. Under a pseudonym they may do what
    every member may, and no more. While nobody can sign in yet, every page leads to set-up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = request.person = request.persona = None
        request.personas = []
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
        timezone.activate(ZoneInfo(organisation.zone))
        _speak(request, organisation)
        return _second_factor(request) or _as_whom(request, verb, by_name=getattr(view, "by_name", False))

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


def _as_whom(request: HttpRequest, verb: Verb, *, by_name: bool) -> HttpResponse | None:
    """Sets whom they act as; a page instead where that is not who may do this, or not who began it."""
    person, organisation = request.person, request.organisation
    request.personas = queries.own_personas(person)
    acting = queries.acts_as(request.personas, request.session.get(queries.acting_key(organisation), ""))
    if acting is None:
        return None
    own = next((each for each in request.personas if not each.is_pseudonym), acting)
    request.acting = acting
    queries.act_as(person, acting)
    if verb not in UNDER_PSEUDONYM and acting.is_pseudonym:
        request.persona = acting
        return render(request, "people/own_name.html", {"own": own}, status=403)
    request.persona = own if by_name else acting
    if verb == Verb.TAKE_PART and acting.is_quiet:
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('people:personas', args=[organisation.slug])}?{query}")
    several = len(request.personas) > 1 and request.method == "POST" and not by_name
    began = request.POST.get(queries.ACTING_FIELD) if several else None
    if began and not constant_time_compare(began, queries.acting_mark(acting)):
        # Written on a page of another persona's, perhaps in another tab.
        return render(request, "people/other_name.html", {"acting": acting}, status=409)
    return None


def _second_factor(request: HttpRequest) -> HttpResponse | None:
    """Where somebody has to add a second factor before anything else."""
    if request.organisation.is_demonstration or not queries.needs_second_factor(request.person):
        return None
    if clock.now().isoformat() < request.session.get(_SECOND_FACTOR, ""):
        return None
    due = queries.second_factor_from(request.user)
    if due is None or due > clock.now():
        request.session[_SECOND_FACTOR] = due.isoformat() if due else _NEVER
    elif queries.has_second_factor(request.user):
        request.session[_SECOND_FACTOR] = _NEVER
    else:
        return redirect("people:second_factor")
    return None


def _speak(request: HttpRequest, organisation: Organisation | None = None) -> None:
    """In the reader's own language; else the one chosen in this browser; else the organisation's."""
    chosen = getattr(request.user, "language", "") if request.user.is_authenticated else ""
    if not chosen and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and organisation:
        chosen = organisation.language
    if chosen and chosen in dict(settings.LANGUAGES):
        translation.activate(chosen)
        request.LANGUAGE_CODE = translation.get_language()
