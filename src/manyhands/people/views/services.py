"""The tree of services."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.ui.files import csv_file

from .. import actions, queries
from ..errors import NotPossible
from ..forms import ServiceForm
from ..models import Service
from ..types import Verb, needs


@needs(Verb.KEEP_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def services(request: HttpRequest, organisation: str) -> HttpResponse:
    """All services, and a form to add one."""
    tree = queries.services_tree(request.organisation)
    form = ServiceForm(request.POST if request.method == "POST" else None, tree=tree)
    if form.is_valid():
        try:
            actions.add_service(
                organisation=request.organisation,
                name=form.cleaned_data["name"],
                parent=_parent(request, form),
                by=request.persona.pk,
            )
        except NotPossible as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("The service is added."))
            return redirect("people:services", organisation)
    context = {"form": form, "tree": tree, "counts": queries.people_in_services(request.organisation)}
    return render(request, "people/services.html", context)


@needs(Verb.KEEP_PEOPLE)
@require_safe
def services_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The tree as a file, each service with the one above it."""
    tree = queries.services_tree(request.organisation)
    names, counts = {node.id: node.name for node in tree}, queries.people_in_services(request.organisation)
    rows = [(node.name, names.get(node.parent, ""), counts.get(node.id, 0)) for node in tree]
    return csv_file(f"services-{organisation}.csv", [_("Service"), _("Part of"), _("People today")], rows)


@needs(Verb.KEEP_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, organisation: str, service: UUID) -> HttpResponse:
    """One service's name and place in the tree."""
    found = _find(request, service)
    tree = queries.services_tree(request.organisation)
    initial = {"name": found.name, "parent": found.parent_id.hex if found.parent_id else ""}
    form = ServiceForm(request.POST if request.method == "POST" else None, tree=tree, initial=initial)
    if form.is_valid():
        try:
            actions.change_service(
                service=found, name=form.cleaned_data["name"], parent=_parent(request, form), by=request.persona.pk
            )
        except NotPossible as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The service is changed."))
            return redirect("people:services", organisation)
    context = {"form": form, "service": found, "unused": queries.is_unused(found)}
    return render(request, "people/service.html", context)


@needs(Verb.KEEP_PEOPLE)
@require_POST
def remove(request: HttpRequest, organisation: str, service: UUID) -> HttpResponse:
    """Removes a service that nobody ever was in."""
    try:
        actions.remove_service(service=_find(request, service), by=request.persona.pk)
    except NotPossible as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The service is removed."))
    return redirect("people:services", organisation)


def _find(request: HttpRequest, service: UUID) -> Service:
    found = queries.service_in(request.organisation, service)
    if found is None:
        raise Http404
    return found


def _parent(request: HttpRequest, form: ServiceForm) -> Service | None:
    chosen = form.cleaned_data["parent"]
    return queries.service_in(request.organisation, UUID(chosen)) if chosen else None
