"""One's own digests on the web, what would go out now, and when it goes out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from manyhands.core import clock
from manyhands.people.types import Verb, needs
from manyhands.ui.files import csv_file

from .. import actions, queries
from ..forms import RhythmForm


@never_cache
@needs(Verb.SEE)
@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """What the next digest would say to the reader if it went out now, and those they were sent."""
    of = queries.rhythm(request.organisation.pk)
    context = {
        "content": _now(request),
        "opening": of.opening,
        "rhythm": of,
        "copies": queries.own_copies(request.person),
    }
    return render(request, "digest/index.html", context)


@never_cache
@needs(Verb.SEE)
@require_safe
def copy(request: HttpRequest, organisation: str, issue: UUID) -> HttpResponse:
    """The web copy of a digest, for whom it was sent to."""
    found = queries.copy_of(request.person, issue)
    if found is None:
        raise Http404
    return render(request, "digest/copy.html", {"copy": found})


@never_cache
@needs(Verb.KEEP_DIGEST)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, organisation: str) -> HttpResponse:
    """When it goes out and what it opens with; a try to oneself; what went out."""
    of = queries.rhythm(request.organisation.pk)
    initial = {"is_on": of.is_on, "weekday": of.weekday, "hour": of.hour, "opening": of.opening}
    form = RhythmForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.keep_rhythm(organisation=request.organisation.pk, by=request.persona.pk, **form.cleaned_data)
        if "try" in request.POST:
            _try(request, form.cleaned_data["opening"])
        else:
            messages.success(request, _("Kept."))
        return redirect("digest:settings", organisation)
    rows = list(queries.issues(request.organisation.pk)[:52])
    return render(request, "digest/settings.html", {"form": form, "issues": rows})


@never_cache
@needs(Verb.KEEP_DIGEST)
@require_safe
def issues_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """What went out, as a file."""
    header = [_("From"), _("Until"), _("Finished"), _("Sent to")]
    rows = (
        [row.since.isoformat(), row.until.isoformat(), row.done.isoformat() if row.done else "", row.copies]
        for row in queries.issues(request.organisation.pk)
    )
    return csv_file(f"digests-{organisation}.csv", header, rows)


def _now(request: HttpRequest):
    now = clock.now()
    readers = queries.reader_of(request.person)
    since = queries.begins(request.organisation.pk, now)
    return queries.compose(request.organisation, readers, since, now)[request.person.pk]


def _try(request: HttpRequest, opening: str) -> None:
    written = actions.send_test(
        organisation=request.organisation,
        person=request.person,
        content=_now(request),
        opening=opening,
        by=request.persona.pk,
    )
    if written:
        messages.success(request, _("Kept. A try is on its way to you."))
    else:
        messages.warning(request, _("Kept. You can’t be written to: you have no e-mail address here."))
