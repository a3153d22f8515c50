"""How long what is kept, and what would be deleted tonight."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from manyhands.ui.files import csv_file

from .. import queries
from ..types import Verb, needs


@never_cache
@needs(Verb.SEE_AUDIT)
@require_safe
def retention(request: HttpRequest, organisation: str) -> HttpResponse:
    """Every kind of record, how long it is kept, and how many would go tonight."""
    rows = queries.retention_rows(request.organisation.pk)
    context = {"rows": rows, "tonight": sum(row.tonight or 0 for row in rows)}
    context["documents"] = queries.document_titles()
    return render(request, "people/retention.html", context)


@never_cache
@needs(Verb.SEE_AUDIT)
@require_safe
def retention_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same as a file."""
    header = [_("Kind of record"), _("How long it is kept"), _("Would be deleted tonight")]
    rows = (
        (row.what, row.kept, "" if row.tonight is None else row.tonight)
        for row in queries.retention_rows(request.organisation.pk)
    )
    return csv_file(f"retention-{organisation}.csv", header, rows)
