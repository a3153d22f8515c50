"""The register of the organisation's accounts and places: read, typed, pasted, and as CSV in and out."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.core import clock
from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people
from manyhands.people.types import Verb, needs
from manyhands.ui.files import csv_file

from .. import actions, queries
from ..forms import PasteForm, RegisterFilterForm, RegisterForm
from ..models import Place
from ..rules import register as rules
from ..types import FEW, RegisterRow


@needs(Verb.SEE)
@require_safe
def register(request: HttpRequest, organisation: str) -> HttpResponse:
    """All lines, 50 a page; an invitation where there are none."""
    summary = queries.register_summary(request.organisation.pk)
    tree = people.services_tree(request.organisation)
    form = RegisterFilterForm(request.GET, networks=summary.networks, tree=tree)
    sought, reader = form.sought(), _reader(request)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "summary": summary,
        "sentences": queries.register_sentences(summary),
        "filter_form": form,
        "sought": sought,
        "filtered": any(sought[:3]),
        "page": queries.register_page(request.organisation.pk, sought, request.GET.get("page"), tree, reader),
        "reader": reader,
        "title_of": queries.network_title,
        "csv_url": f"{reverse('networks:register_csv', args=[organisation])}?{asked.urlencode()}".rstrip("?"),
        "paste_form": PasteForm(),
        "columns": queries.column_labels(),
        "wide": True,
    }
    return render(request, "networks/register.html", context)


@needs(Verb.SEE)
@require_safe
def register_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same lines whole, as a file that can be brought in again."""
    summary = queries.register_summary(request.organisation.pk)
    tree = people.services_tree(request.organisation)
    reader = _reader(request)
    sought = RegisterFilterForm(request.GET, networks=summary.networks, tree=tree).sought()
    labels = queries.column_labels()
    if not reader.names:
        del labels["hand_names"], labels["recovery_holder"]
    rows = queries.register_rows(request.organisation.pk, sought, tree, reader)
    header = [*labels.values(), _("Needs more hands")]
    return csv_file(f"accounts-and-places-{organisation}.csv", header, (_cells(row, labels) for row in rows))


@needs(Verb.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, organisation: str) -> HttpResponse:
    form = RegisterForm(request.POST if request.method == "POST" else None, **_form_options(request))
    if form.is_valid():
        try:
            place = actions.add_to_register(
                organisation=request.organisation, entry=form.entry(), by=request.persona.pk
            )
        except ManyhandsError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("%(name)s is in the register.") % {"name": place.name})
            return redirect("networks:register", organisation)
    return _show_form(request, form)


@needs(Verb.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    place = _find(request, pk)
    initial = dict(queries.entry_of(place), network=queries.network_title(place.network))
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        fixed=place.source_id is not None,
        **_form_options(request),
    )
    if form.is_valid():
        try:
            actions.change_in_register(
                organisation=request.organisation, place=place, entry=form.entry(), by=request.persona.pk
            )
        except ManyhandsError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": place.name})
            return redirect("networks:register", organisation)
    return _show_form(request, form, place)


@needs(Verb.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    """Takes a line out, after asking once more."""
    place = _find(request, pk)
    if request.method == "POST":
        actions.remove_from_register(place=place, by=request.persona.pk)
        messages.success(request, _("%(name)s is no longer in the register.") % {"name": place.name})
        return redirect("networks:register", organisation)
    context = {"place": place, "network": queries.network_title(place.network)}
    return render(request, "networks/register_remove.html", context)


@needs(Verb.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, organisation: str) -> HttpResponse:
    """Lines from a spreadsheet or a CSV file: shows what was understood, and changes nothing yet."""
    form = PasteForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    understood = None
    if form.is_valid():
        understood = queries.understand(request.organisation, form.said())
        if not understood.planned and not understood.refused:
            form.add_error("text", _("There is a heading but no line below it"))
            understood = None
    if understood is None:
        context = {"form": form, "columns": queries.column_labels(), "wide": True}
        return render(request, "networks/register_paste.html", context, status=422 if form.errors else 200)
    context = {
        "understood": understood,
        "text": form.said(),
        "sentence": _read_sentence(understood),
        "title_of": queries.network_title,
        "labels": queries.column_labels(),
        "again": PasteForm(initial={"text": form.said()}),
        "wide": True,
    }
    return render(request, "networks/register_preview.html", context)


@needs(Verb.KEEP_REGISTER)
@require_POST
def take(request: HttpRequest, organisation: str) -> HttpResponse:
    """Does what the preview showed."""
    done = actions.take_lines(
        organisation=request.organisation, text=request.POST.get("text", "")[: rules.MOST_TEXT], by=request.persona.pk
    )
    messages.success(request, _taken_sentence(done))
    return redirect("networks:register", organisation)


def _reader(request: HttpRequest) -> queries.Reader:
    def may(verb: Verb) -> bool:
        return people.may(request.person, verb, request.organisation)

    return queries.Reader(exactly=may(Verb.KEEP_REGISTER), names=may(Verb.SEE_HANDS))


def _form_options(request: HttpRequest) -> dict:
    today: date = clock.local_date(clock.now(), request.organisation.zone)
    networks = queries.register_summary(request.organisation.pk).networks
    return {"today": today, "networks": networks, "names": _reader(request).names}


def _show_form(request: HttpRequest, form: RegisterForm, place: Place | None = None) -> HttpResponse:
    context = {
        "form": form,
        "place": place,
        "networks": queries.network_suggestions(form.networks),
        "services": [node.name for node in people.services_tree(request.organisation)],
    }
    return render(request, "networks/register_form.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, pk: UUID) -> Place:
    place = queries.register_place(request.organisation.pk, pk)
    if place is None:
        raise Http404
    return place


def _cells(row: RegisterRow, labels: dict[str, str]) -> list[object]:
    """A line of the file: what the page shows, so that no spreadsheet runs it and it can be brought in again."""
    said = row._asdict() | {
        "network": queries.network_title(row.network),
        "hands": _("fewer than 5") if row.hands == FEW else row.hands,
        "hand_names": rules.names_as_cell("\n".join(row.hand_names)),
        "last_used": row.last_used and row.last_used.isoformat(),
    }
    cells = [said[field] for field in labels]
    cells.append(_("yes") if row.needs_more_hands else "")
    return [rules.guarded(cell) if isinstance(cell, str) else cell for cell in cells]


def _read_sentence(understood: queries.PastePreview) -> str:
    new, changed = understood.count("new"), understood.count("changed")
    said = [
        ngettext("%(count)s line is new.", "%(count)s lines are new.", new) % {"count": new} if new else "",
        ngettext("%(count)s line changes something.", "%(count)s lines change something.", changed) % {"count": changed}
        if changed
        else "",
    ]
    return " ".join(filter(None, said)) or _("Nothing here is new.")


def _taken_sentence(done: queries.PastePreview) -> str:
    new, changed, refused = done.count("new"), done.count("changed"), len(done.refused)
    said = [
        ngettext("%(count)s line was added.", "%(count)s lines were added.", new) % {"count": new},
        ngettext("%(count)s line was changed.", "%(count)s lines were changed.", changed) % {"count": changed},
    ]
    if refused:
        said.append(
            ngettext("%(count)s line was left out.", "%(count)s lines were left out.", refused) % {"count": refused}
        )
    return " ".join(said)
