"""Groups: the list, one with its threads, who belongs, making and changing one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people
from manyhands.people.types import Verb, needs
from manyhands.ui.files import csv_file

from .. import actions, queries
from ..forms.talk import GroupForm, GroupsFilterForm
from ..types import Access, Following, Standing
from .common import begins_at, follow_state, found_group, kept_group, may_keep, may_write, page, readable_group


@needs(Verb.SEE)
@require_safe
def groups(request: HttpRequest, organisation: str) -> HttpResponse:
    """The groups that one may know of."""
    form = GroupsFilterForm(request.GET)
    sought = form.sought(request.GET.get("sort", ""))
    context = {
        "form": form,
        "sought": sought,
        "asked": bool(sought.text or sought.access or sought.show),
        "groups": queries.groups(request.person, sought),
        "access_labels": queries.access_labels(),
        "csv_url": f"{reverse('discussions:groups_csv', args=[organisation])}?{request.GET.urlencode()}",
    }
    return page(request, "groups", context)


@needs(Verb.SEE)
@require_safe
def groups_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same list as a file."""
    sought = GroupsFilterForm(request.GET).sought(request.GET.get("sort", ""))
    access, standing = queries.access_labels(), queries.standing_labels()
    header = [_("Group"), _("What it is for"), _("Kind"), _("Organisation"), _("Members"), _("Threads")]
    header += [_("Last message"), _("You")]
    rows = (
        (
            row.name,
            row.purpose,
            access[row.access],
            row.organisation or request.organisation.name,
            row.members,
            row.threads,
            row.last_at.date().isoformat() if row.last_at else "",
            standing.get(row.standing, ""),
        )
        for row in queries.groups(request.person, sought)
    )
    return csv_file(f"groups-{organisation}.csv", header, rows)


@needs(Verb.SEE)
@require_safe
def group(request: HttpRequest, organisation: str, group: UUID) -> HttpResponse:
    """A group with its threads, the one with the latest message first. A closed one answers to members only."""
    found = readable_group(request, group)
    show, before = request.GET.get("show", ""), begins_at(request)
    if show == "unanswered":
        threads = queries.unanswered(request.person, group=found.pk, before=before)
    else:
        threads = queries.group_threads(found, questions=show == "questions", before=before)
    standing = queries.standing(found, request.persona.pk)
    context = {
        "group": found,
        "found": threads,
        "show": show,
        "standing": standing,
        "may_write": may_write(found, standing),
        "may_keep": may_keep(request, found, standing),
        "access_labels": queries.access_labels(),
        "follow": follow_state(request, Following.GROUP, found.pk.hex),
    }
    return page(request, "group", context)


@needs(Verb.TAKE_PART)
@require_POST
def join(request: HttpRequest, organisation: str, group: UUID) -> HttpResponse:
    """Joins an open group, or asks to join a closed one."""
    found = found_group(request, group)
    try:
        standing = actions.join(group=found, by=request.persona.pk)
    except ManyhandsError as problem:
        messages.warning(request, problem.message)
        return redirect("discussions:groups", organisation)
    if standing == Standing.ASKED:
        messages.success(request, _("You have asked to join. Those who keep the group will be told."))
        return redirect("discussions:groups", organisation)
    messages.success(request, _("You are a member, and hear of what is new here."))
    return redirect("discussions:group", organisation, found.pk)


@needs(Verb.TAKE_PART)
@require_POST
def leave(request: HttpRequest, organisation: str, group: UUID) -> HttpResponse:
    """Leaves a group, or takes back having asked."""
    found = found_group(request, group)
    try:
        actions.leave(group=found, by=request.persona.pk)
    except ManyhandsError as problem:
        messages.warning(request, problem.message)
        return redirect("discussions:group", organisation, found.pk)
    messages.success(request, _("You have left the group. What you wrote stays."))
    return redirect("discussions:groups", organisation)


@needs(Verb.KEEP_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: HttpRequest, organisation: str) -> HttpResponse:
    """Makes a group."""
    form = GroupForm(request.POST if request.method == "POST" else None, others=_others(request))
    if form.is_valid():
        asked = form.cleaned_data
        try:
            made = actions.create_group(
                organisation=request.organisation,
                name=asked["name"],
                purpose=asked["purpose"],
                access=Access(asked["access"]),
                share_with=form.chosen_organisations(),
                by=request.persona.pk,
            )
        except ManyhandsError as problem:
            form.add_error("name", problem.message)
        else:
            messages.success(request, _("The group is there. Begin it with a question."))
            return redirect("discussions:group", organisation, made.pk)
    return page(request, "group_form", {"form": form, "group": None}, 422 if form.errors else 200)


@needs(Verb.TAKE_PART)
@require_http_methods(["GET", "HEAD", "POST"])
def change_group(request: HttpRequest, organisation: str, group: UUID) -> HttpResponse:
    """Changes a group: for those who keep it, and those who keep groups."""
    found = kept_group(request, group)
    own = found.organisation_id == request.organisation.pk
    shared = [str(grant.to_organisation_id) for grant in people.shared_with(found.pk)]
    initial = {"name": found.name, "purpose": found.purpose, "access": found.access, "share_with": shared}
    others = _others(request) if own else []
    form = GroupForm(request.POST if request.method == "POST" else None, others=others, initial=initial)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            actions.change_group(
                group=found,
                name=asked["name"],
                purpose=asked["purpose"],
                access=Access(asked["access"]),
                share_with=form.chosen_organisations() if own else [UUID(pk) for pk in shared],
                by=request.persona.pk,
            )
        except ManyhandsError as problem:
            form.add_error("name", problem.message)
        else:
            messages.success(request, _("The group is changed."))
            return redirect(_home_of(request, organisation, found.pk))
    return page(request, "group_form", {"form": form, "group": found}, 422 if form.errors else 200)


@needs(Verb.TAKE_PART)
@require_POST
def archive(request: HttpRequest, organisation: str, group: UUID) -> HttpResponse:
    """Makes a group read only, or opens it again."""
    found = kept_group(request, group)
    archived = "reopen" not in request.POST
    actions.archive_group(group=found, archived=archived, by=request.persona.pk)
    if archived:
        messages.success(request, _("The group is archived: it can be read, and opened again."))
    else:
        messages.success(request, _("The group takes messages again."))
    return redirect(_home_of(request, organisation, found.pk))


def _others(request: HttpRequest) -> list[tuple[UUID, str]]:
    if request.organisation.is_demonstration:
        return []
    return [(each.pk, each.name) for each in people.other_organisations(request.organisation.pk)]


def _home_of(request: HttpRequest, organisation: str, group: UUID) -> str:
    """The group's page, for those who may read it; who only keeps groups goes back to the list."""
    if queries.readable_groups(request.person).filter(pk=group).exists():
        return reverse("discussions:group", args=[organisation, group])
    return reverse("discussions:groups", args=[organisation])
