"""Bringing an export in: send the file, choose what is left out, watch it being read, see what came of it."""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manyhands.core import clock
from manyhands.core.errors import ManyhandsError
from manyhands.core.ids import uuid7
from manyhands.core.spreadsheets import csv_lines
from manyhands.people import queries as people
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..forms import BringInForm, ColumnsForm, LeaveOutForm
from ..registry import AUTO, recognise
from ..types import ImportRow, TablePreview

A_PAGE = 50


@needs(Verb.BRING_IN)
@require_GET
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    rows = queries.imports(request.organisation.id)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    titles = {network: queries.network_title(network) for network in {of.network for of in page.object_list}}
    return render(request, "networks/index.html", {"page": page, "titles": titles, "wide": True})


@needs(Verb.BRING_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, organisation: str) -> HttpResponse:
    ready = request.organisation.is_demonstration or people.ready_for_files(request.organisation)
    form = BringInForm(request.POST or None, request.FILES or None, ready=ready)
    if request.method == "POST" and form.is_valid():
        try:
            of = _receive(request, form.cleaned_data)
        except ManyhandsError as error:
            form.add_error("file", _(error.message))
        else:
            return _to("networks:import", request, of.id)
    status = 422 if form.errors else 200
    return render(request, "networks/bring_in.html", {"form": form, "ready": ready}, status=status)


def _receive(request: HttpRequest, data: dict):
    """Moves the upload to its place and looks whether it can be opened; if not, nothing of it is kept."""
    file = data["file"]
    path = settings.UPLOADS / uuid7().hex
    os.rename(file.temporary_file_path(), path)
    Path(file.temporary_file_path()).touch()  # Django deletes it when the request ends
    path.chmod(0o600)
    try:
        network = recognise(path, file.name).name if data["network"] == AUTO else data["network"]
        return actions.receive(
            organisation=request.organisation,
            network=network,
            filename=file.name,
            path=path,
            by=request.persona.id,
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@needs(Verb.BRING_IN)
@require_GET
def detail(request: HttpRequest, organisation: str, pk) -> HttpResponse:
    of = _find(request, pk)
    if of.state == "uploaded":
        return _preview(request, of)
    return render(request, "networks/import.html", {"of": of, **_how_far(of), **_outcome(of)})


def _preview(request: HttpRequest, of: ImportRow) -> HttpResponse:
    try:
        if table := queries.table_of(of.id):
            return _match(request, of, table, ColumnsForm(table=table))
        preview = queries.preview(of.id)
    except ManyhandsError as error:
        actions.fail(import_id=of.id, message=error.message, by=request.persona.id)
        return _to("networks:import", request, of.id)
    proposed = [place for place in preview.places if place.leave_out]
    context = {
        "of": of,
        "title": queries.network_title(of.network),
        "preview": preview,
        "proposed": proposed,
        "places": sorted(preview.places, key=lambda place: (not place.leave_out, place.name.lower())),
    }
    return render(request, "networks/preview.html", context)


def _match(request: HttpRequest, of: ImportRow, table: TablePreview, form: ColumnsForm) -> HttpResponse:
    context = {"of": of, "title": queries.network_title(of.network), "table": table, "form": form, "wide": True}
    return render(request, "networks/columns.html", context, status=422 if form.errors else 200)


@needs(Verb.BRING_IN)
@require_POST
def columns(request: HttpRequest, organisation: str, pk) -> HttpResponse:
    """Notes which column of a table is what."""
    of = _find(request, pk)
    table = queries.table_of(of.id) if of.state == "uploaded" else None
    if table:
        form = ColumnsForm(request.POST, table=table)
        if not form.is_valid():
            return _match(request, of, table, form)
        actions.match_columns(import_id=of.id, columns=form.cleaned_data, by=request.persona.id)
    return _to("networks:import", request, of.id)


@needs(Verb.BRING_IN)
@require_POST
def start(request: HttpRequest, organisation: str, pk) -> HttpResponse:
    """Hands the import to the worker. Pressed twice, or too late, it shows where the import is by now."""
    of = _find(request, pk)
    if of.state != "uploaded":
        return _to("networks:import", request, of.id)
    try:
        form = LeaveOutForm(request.POST, preview=queries.preview(of.id))
        if not form.is_valid():
            raise Http404
        actions.start(import_id=of.id, leave_out=form.cleaned_data["leave_out"], by=request.persona.id)
    except ManyhandsError as error:
        messages.warning(request, _(error.message))
    return _to("networks:import", request, of.id)


@needs(Verb.BRING_IN)
@require_POST
def cancel(request: HttpRequest, organisation: str, pk) -> HttpResponse:
    of = _find(request, pk)
    actions.cancel(import_id=of.id, by=request.persona.id)
    return _to("networks:import", request, of.id)


@needs(Verb.BRING_IN)
@require_GET
def progress(request: HttpRequest, organisation: str, pk) -> HttpResponse:
    """How far it is, for the page that watches; once it has ended, the page is loaded anew."""
    of = _find(request, pk)
    if of.ended:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "networks/parts/progress.html", {"of": of, **_how_far(of)})


@needs(Verb.BRING_IN)
@require_GET
def rejects(request: HttpRequest, organisation: str, pk) -> HttpResponse:
    """Records that could not be read, as CSV: file, line and reason, never what they said."""
    of = _find(request, pk)
    rows = ((row.file, row.line or "", _(row.reason)) for row in queries.rejects(of.id))
    lines = csv_lines([_("file"), _("line"), _("reason")], rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="not-read-{of.id}.csv"'
    return response


def _find(request: HttpRequest, pk) -> ImportRow:
    of = queries.import_of(request.organisation.id, pk)
    if of is None:
        raise Http404
    return of


def _to(view: str, request: HttpRequest, pk) -> HttpResponse:
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = redirect(view, request.organisation.slug, pk).url
        return response
    return redirect(view, request.organisation.slug, pk)


def _how_far(of: ImportRow) -> dict:
    """The sentence, the counts and the time left of a reading."""
    if of.state == "waiting":
        doing = _("Waiting for the worker to take it up")
    elif of.reading:
        doing = of.reading if of.done >= of.size else _("Reading {file}").format(file=of.reading)
    else:
        doing = _("Opening the file")
    return {"doing": doing, "left": _time_left(of, clock.now()), "counts": _counts(of)}


def _time_left(of: ImportRow, now: datetime) -> str:
    if not (of.started and of.done and of.size) or of.done >= of.size:
        return ""
    spent = (now - of.started).total_seconds()
    left = spent * (of.size - of.done) / of.done
    if left < 60:
        return _("less than a minute left")
    minutes = round(left / 60)
    return ngettext("about {n} minute left", "about {n} minutes left", minutes).format(n=minutes)


def _counts(of: ImportRow) -> list[dict]:
    """What has been read, in words."""
    words = {
        "accounts": _("people with an account"),
        "places": _("places"),
        "contributions": _("contributions"),
        "Join": _("joins"),
        "Leave": _("leaves"),
        "Like": _("likes and reactions"),
        "Update": _("edits and changes"),
        "Delete": _("deletions"),
        "Add": _("pins"),
        "usage": _("lines of a usage report"),
    }
    known = [{"label": words[key], "value": of.counts[key]} for key in words if of.counts.get(key)]
    return known + [{"label": key, "value": count} for key, count in of.counts.items() if key not in words and count]


def _outcome(of: ImportRow) -> dict:
    skipped = [
        {"reason": _(reason), "count": count} for reason, count in sorted(of.skipped.items(), key=lambda s: -s[1])
    ]
    return {"skipped": skipped, "some_rejects": list(queries.rejects(of.id, most=20)) if of.rejected else []}
