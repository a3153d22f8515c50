"""Who belongs to a group, who asks to, and what those who keep it decide."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people
from manyhands.people.types import Verb, needs
from manyhands.ui.files import csv_file

from .. import actions, queries
from ..forms.talk import AddMemberForm
from ..models import Group, GroupMember
from ..rules.text import name_key
from ..types import Standing
from .common import begins_at, found_group, kept_group, may_keep, page


@needs(Verb.SEE)
@require_safe
def members(request: HttpRequest, organisation: str, group: UUID) -> HttpResponse:
    """Who belongs to a group; for those who keep it also who asks to."""
    return _drawn(request, _seen(request, group), AddMemberForm())


@needs(Verb.SEE)
@require_safe
def members_csv(request: HttpRequest, organisation: str, group: UUID) -> HttpResponse:
    """The members as a file: for those who keep the group."""
    found = kept_group(request, group)
    labels = queries.standing_labels()
    header = [_("Name"), _("Organisation"), _("Standing"), _("Since")]
    rows = (
        (row.name, row.organisation or found.organisation.name, labels[row.standing], row.since.date().isoformat())
        for row in queries.all_members(found)
    )
    return csv_file(f"members-{found.pk}.csv", header, rows)


@needs(Verb.TAKE_PART)
@require_POST
def add(request: HttpRequest, organisation: str, group: UUID) -> HttpResponse:
    """Takes somebody into a group, by name."""
    found = kept_group(request, group)
    form = AddMemberForm(request.POST)
    if form.is_valid():
        key = name_key(form.cleaned_data["name"])
        named = [each for each in people.named_personas(queries.organisations_of(found)) if name_key(each.name) == key]
        if len(named) != 1:
            problem = _("Nobody has that name.") if not named else _("Several people have that name. Ask them to join.")
            form.add_error("name", problem)
        else:
            try:
                actions.add_member(group=found, persona=people.persona(named[0].id), by=request.persona.pk)
            except ManyhandsError as problem:
                form.add_error("name", problem.message)
            else:
                messages.success(request, _("%(name)s is a member now and has been told.") % {"name": named[0].name})
                return redirect("discussions:members", organisation, found.pk)
    return _drawn(request, found, form, 422)


@needs(Verb.TAKE_PART)
@require_POST
def decide(request: HttpRequest, organisation: str, group: UUID, member: UUID) -> HttpResponse:
    """Lets somebody in, or not; makes them keep the group, or no longer; takes them out."""
    found = kept_group(request, group)
    about = queries.member(found, member)
    if about is None:
        raise Http404
    try:
        said = _decided(request.POST.get("do", ""), about, request.persona.pk)
    except ManyhandsError as problem:
        messages.warning(request, problem.message)
    else:
        messages.success(request, said)
    return redirect("discussions:members", organisation, found.pk)


def _decided(do: str, about: GroupMember, by: UUID) -> str:
    name = {"name": about.persona.name}
    if do == "let_in" and about.standing == Standing.ASKED:
        actions.let_in(member=about, by=by)
        return _("%(name)s is a member now and has been told.") % name
    if do == "refuse" and about.standing == Standing.ASKED:
        actions.refuse(member=about, by=by)
        return _("%(name)s was not let in. They can ask again.") % name
    if do == "keep" and about.standing == Standing.MEMBER:
        actions.set_keeper(member=about, keeper=True, by=by)
        return _("%(name)s keeps the group too now.") % name
    if do == "no_keep" and about.standing == Standing.KEEPER:
        actions.set_keeper(member=about, keeper=False, by=by)
        return _("%(name)s is a member like others now.") % name
    if do == "remove" and about.standing != Standing.ASKED:
        actions.remove_member(member=about, by=by)
        return _("%(name)s is no longer a member. What they wrote stays.") % name
    raise Http404


def _seen(request: HttpRequest, pk: UUID) -> Group:
    """A group whose members they may see: who reads it, and who may keep it."""
    found = found_group(request, pk)
    if found.pk not in queries.readable_ids(request.person) and not may_keep(request, found):
        raise Http404
    return found


def _drawn(request: HttpRequest, found: Group, form: AddMemberForm, status: int = 200) -> HttpResponse:
    keeps = may_keep(request, found)
    context = {
        "group": found,
        "found": queries.members(found, after=begins_at(request, "after")),
        "requests": queries.requests(found) if keeps else [],
        "may_keep": keeps,
        "readable": found.pk in queries.readable_ids(request.person),
        "form": form,
        "labels": queries.standing_labels(),
    }
    return page(request, "members", context, status)
