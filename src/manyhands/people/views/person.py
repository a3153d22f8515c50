"""One person: what is known, moving, merging, and erasing them; and what the hub holds about oneself."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.core import clock

from .. import actions, queries
from ..errors import NotPossible
from ..forms import MergeForm, MoveForm
from ..models import Person
from ..types import Kind, Verb, needs
from .files import json_file, json_text, packed


@needs(Verb.SEE_PEOPLE)
@require_safe
def person(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """What is known of somebody, and what can be changed."""
    return _show(request, _find(request, person))


@needs(Verb.KEEP_PEOPLE)
@require_POST
def move(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """Another service from a day on."""
    found = _find(request, person)
    form = MoveForm(request.POST, tree=queries.services_tree(request.organisation))
    if not form.is_valid():
        return _show(request, found, move_form=form)
    chosen = form.cleaned_data["service"]
    service = queries.service_in(request.organisation, UUID(chosen)) if chosen else None
    actions.move(person=found, service=service, on=form.cleaned_data["on"], by=request.persona.pk)
    messages.success(request, _("The move is written down. Figures follow it from that day on."))
    return redirect("people:person", organisation, person)


@needs(Verb.KEEP_PEOPLE)
@require_POST
def merge(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """Somebody else turns out to be the same person: names them, then asks once more."""
    found = _find(request, person)
    form = MergeForm(request.POST)
    if form.is_valid():
        others = [
            each for each in queries.find_person(request.organisation, form.cleaned_data["other"]) if each != found
        ]
        if len(others) != 1:
            form.add_error(
                "other",
                _("Nobody else has exactly that e-mail address or name.")
                if not others
                else _("Several people are called that. Enter the e-mail address."),
            )
        elif not request.POST.get("confirmed"):
            context = {"subject": found, "other": others[0], "words": form.cleaned_data["other"]}
            return render(request, "people/merge.html", context)
        else:
            try:
                kept = actions.merge_people(into=found, other=others[0], by=request.persona.pk)
            except NotPossible as error:
                form.add_error("other", error.message)
            else:
                messages.success(request, _("They are one person now."))
                return redirect("people:person", organisation, kept.pk)
    return _show(request, found, merge_form=form)


@needs(Verb.KEEP_PEOPLE)
@require_POST
def kind(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """Another kind, for one person."""
    found = _find(request, person)
    if request.POST.get("to") in queries.kind_labels():
        actions.set_kind(
            organisation=request.organisation.pk,
            people_ids=[found.pk],
            kind=Kind(request.POST["to"]),
            by=request.persona.pk,
        )
        messages.success(request, _("The kind is changed."))
    return redirect("people:person", organisation, person)


@never_cache
@needs(Verb.ERASE_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """Deletes who somebody was, after asking once more."""
    found = _find(request, person)
    error = None
    if request.method == "POST":
        try:
            actions.erase_person(person=found, by=request.persona.pk)
        except NotPossible as problem:
            error = problem.message
        else:
            if found.pk == request.person.pk:
                logout(request)
                return redirect("account_login")
            messages.success(
                request,
                _("Who this was is erased. What many did together still counts, under keys that stand for nobody."),
            )
            return redirect("people:people", organisation)
    return render(request, "people/erase.html", {"subject": found, "error": error})


@never_cache
@needs(Verb.ERASE_PERSON)
@require_safe
def export(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """What the hub holds about somebody, to answer a request; that it was looked at is written down."""
    found = _find(request, person)
    actions.record(
        organisation=request.organisation.pk, by=request.persona.pk, verb="export_person", object=found.pk.urn
    )
    return json_file(f"person-{found.pk}.json", queries.export(found))


@never_cache
@needs(Verb.SEE)
@require_safe
def me(request: HttpRequest, organisation: str) -> HttpResponse:
    """What the hub holds about whoever is reading."""
    context = {
        "held": queries.own_export(request.user, request.person),
        "kinds": queries.kind_labels(),
        "roles": queries.role_labels(),
        "purpose": queries.purpose_of(request.organisation),
        "heading": queries.heading,
    }
    return render(request, "people/me.html", context)


@never_cache
@needs(Verb.SEE)
@require_safe
def me_json(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same as a file."""
    return json_file(f"my-data-{organisation}.json", queries.own_export(request.user, request.person))


@never_cache
@needs(Verb.SEE)
@require_safe
def me_html(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same as a page to keep and to read without the hub: one file, with nothing to fetch."""
    response = HttpResponse(_own_page(request, queries.own_export(request.user, request.person)))
    response["Content-Disposition"] = f'attachment; filename="my-data-{organisation}.html"'
    return response


@never_cache
@needs(Verb.SEE)
@require_safe
def me_zip(request: HttpRequest, organisation: str) -> FileResponse:
    """All of it in one file: the page, the same for programs, and the reader's own files and photos."""
    held = queries.own_export(request.user, request.person)
    made = packed(
        {"my-data.html": _own_page(request, held), "my-data.json": json_text(held)},
        queries.own_files(request.user, request.person),
    )
    return FileResponse(made, as_attachment=True, filename=f"my-data-{organisation}.zip")


def _own_page(request: HttpRequest, held: dict[str, Any]) -> str:
    context = {
        "held": queries.readable(queries.in_order(held)),
        "now": clock.now(),
        "heading": queries.heading,
        "word": queries.field_word,
    }
    return render_to_string("people/everything.html", context, request)


def _find(request: HttpRequest, person: UUID) -> Person:
    found = queries.person_in(request.organisation, person)
    if found is None:
        raise Http404
    return found


def _show(request: HttpRequest, found: Person, **forms: MoveForm | MergeForm) -> HttpResponse:
    today: date = clock.local_date(clock.now(), request.organisation.zone)
    context = {
        "subject": found,
        "memberships": queries.memberships_of(found),
        "identities": queries.identities_of(found),
        "kinds": queries.kind_labels(),
        "move_form": MoveForm(tree=queries.services_tree(request.organisation), initial={"on": today}),
        "merge_form": MergeForm(),
        **forms,
    }
    context["form"] = next((form for form in forms.values() if form.errors), None)
    return render(request, "people/person.html", context)
