"""What is new for somebody, and how they want to hear of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.core import registry
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..forms import WaysForm
from ..types import Way


@never_cache
@needs(Verb.SEE)
@require_safe
def notices(request: HttpRequest, organisation: str) -> HttpResponse:
    """Everything that somebody was told, newest first."""
    unread = queries.unread_count(request.person)
    only_new = request.GET.get("show") == "new"
    page = queries.notices_page(request.person, request.GET.get("page"), unread=only_new)
    return render(request, "notices/notices.html", {"page": page, "unread": unread, "only_new": only_new})


@never_cache
@needs(Verb.SEE)
@require_http_methods(["GET", "HEAD"])
def notice(request: HttpRequest, organisation: str, notice: UUID) -> HttpResponse:
    """To what a notice is about; it is read then."""
    found = queries.own_notice(request.person, notice)
    if found is None:
        raise Http404
    if request.method == "GET" and found.read is None:
        actions.mark_read(person=request.person.pk, notices=[found.pk], by=_by(request))
    return redirect(f"/{organisation}/{found.path}" if found.path else "notices:notices", *_slug(found, organisation))


@needs(Verb.SEE)
@require_POST
def read_all(request: HttpRequest, organisation: str) -> HttpResponse:
    """All are read."""
    count = actions.mark_read(person=request.person.pk, by=_by(request))
    told = ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.", count)
    messages.success(request, told % {"count": count})
    return redirect("notices:notices", organisation)


@never_cache
@needs(Verb.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def ways(request: HttpRequest, organisation: str) -> HttpResponse:
    """How somebody wants to hear of each kind of thing."""
    form = WaysForm(request.POST if request.method == "POST" else None, ways=queries.own_ways(request.person.pk))
    if request.method == "POST" and form.is_valid():
        actions.prefer(
            organisation=request.organisation.pk, person=request.person.pk, ways=form.chosen(), by=_by(request)
        )
        messages.success(request, _("Your choices are kept."))
        return redirect("notices:ways", organisation)
    return render(request, "notices/ways.html", {"form": form, "address": request.user.email})


@csrf_exempt  # a mail program posts here (RFC 8058); the signed link itself is the leave
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops e-mails of one kind, for whoever holds the link. Looking at it asks; only posting stops."""
    asked = queries.stop_asked(token)
    if asked is None:
        raise Http404
    contact, kind = asked
    found = registry.notice_kinds.get(kind)
    with translation.override(contact.language):
        if request.method == "POST":
            kinds = list(registry.notice_kinds) if kind == queries.EVERY else [kind]
            ways = dict.fromkeys(kinds, Way.NEVER)
            actions.prefer(organisation=contact.organisation, person=contact.person, ways=ways, by=None)
        context = {"done": request.method == "POST", "label": str(found.label) if found else "", "slug": contact.slug}
        response = render(request, "notices/stop.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _by(request: HttpRequest) -> UUID | None:
    return request.persona.pk if request.persona else None


def _slug(found, organisation: str) -> list[str]:
    return [] if found.path else [organisation]
