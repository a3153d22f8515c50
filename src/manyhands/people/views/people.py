"""The list of people, and changing the kind of many."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from manyhands.ui.files import csv_file

from .. import actions, queries
from ..forms import PeopleFilterForm
from ..types import Kind, Verb, needs

ASKED = ("text", "kind", "service", "sort")


@needs(Verb.SEE_PEOPLE)
@require_safe
def people(request: HttpRequest, organisation: str) -> HttpResponse:
    """Everybody the hub knows of, 50 a page."""
    tree = queries.services_tree(request.organisation)
    form = PeopleFilterForm(request.GET, tree=tree)
    sought = form.sought()
    page = queries.people_page(request.organisation, sought, request.GET.get("page"), tree)
    context = {
        "form": form,
        "sought": sought,
        "asked": [(name, value) for name, value in zip(ASKED, sought[:3], strict=False) if value],
        "page": page,
        "kinds": queries.kind_labels(),
        "csv_url": f"{reverse('people:csv', args=[organisation])}?{_query(request)}",
        "change": _change(request),
    }
    return render(request, "people/people.html", context)


@needs(Verb.SEE_PEOPLE)
@require_safe
def people_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same list whole, as a file."""
    form = PeopleFilterForm(request.GET, tree=queries.services_tree(request.organisation))
    labels = queries.kind_labels()
    rows = (
        (row.name, row.email, labels[row.kind], row.services)
        for row in queries.all_people(request.organisation, form.sought())
    )
    header = [_("Name"), _("E-mail address"), _("Kind"), _("Services")]
    return csv_file(f"people-{organisation}.csv", header, rows)


@needs(Verb.KEEP_PEOPLE)
@require_POST
def kinds(request: HttpRequest, organisation: str) -> HttpResponse:
    """Makes those ticked, or all that match, one kind; asks once more before it does."""
    asked = QueryDict(mutable=True)
    asked.update({name: request.POST[name] for name in ASKED if request.POST.get(name)})
    back = f"{reverse('people:people', args=[organisation])}?{asked.urlencode()}"
    kind = request.POST.get("to", "")
    if kind not in queries.kind_labels():
        messages.warning(request, _("Choose what kind they are."))
        return redirect(back)
    everybody = request.POST.get("scope") == "all"
    if everybody:
        form = PeopleFilterForm(asked, tree=queries.services_tree(request.organisation))
        ids = queries.people_ids(request.organisation, form.sought())
    else:
        ids = queries.own_ids(request.organisation, _ids(request.POST.getlist("person")))
    if not ids:
        messages.warning(request, _("Tick at least one person."))
        return redirect(back)
    if request.POST.get("confirmed"):
        change = actions.set_kind(
            organisation=request.organisation.pk, people_ids=ids, kind=Kind(kind), by=request.persona.pk
        )
        asked["changed"] = str(change.pk)
        return redirect(f"{reverse('people:people', args=[organisation])}?{asked.urlencode()}")
    context = {
        "ids": [] if everybody else ids,
        "count": len(ids),
        "everybody": everybody,
        "to": kind,
        "label": queries.kind_labels()[kind],
        "asked": list(asked.items()),
        "back": back,
    }
    return render(request, "people/kinds.html", context)


@needs(Verb.KEEP_PEOPLE)
@require_POST
def undo_kinds(request: HttpRequest, organisation: str, change: UUID) -> HttpResponse:
    """Gives everybody in a change the kind they had."""
    found = queries.kind_change(request.organisation, change)
    if found is None:
        raise Http404
    count = actions.undo_set_kind(change=found, by=request.persona.pk)
    messages.success(
        request,
        ngettext("%(count)s person is what they were.", "%(count)s people are what they were.", count)
        % {"count": count},
    )
    return redirect("people:people", organisation)


def _change(request: HttpRequest) -> dict | None:
    """The change that was just made, while it can be undone."""
    (change,) = _ids([request.GET.get("changed", "")]) or (None,)
    found = change and queries.kind_change(request.organisation, change)
    if not found:
        return None
    return {
        "id": found.pk,
        "count": sum(len(ids) for *_, ids in found.before),
        "kind": queries.kind_labels()[found.kind],
    }


def _query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    for name in ("page", "changed"):
        asked.pop(name, None)
    return asked.urlencode()


def _ids(given: list[str]) -> list[UUID]:
    ids = []
    for each in given:
        try:
            ids.append(UUID(each))
        except ValueError:
            continue
    return ids
