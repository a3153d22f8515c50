"""Who may sign in and do what; the organisation's own settings; mail that waits here."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.ui.files import csv_file

from .. import actions, queries
from ..errors import NotPossible
from ..forms import InviteForm, OrganisationForm, RolesForm, ServiceRoleForm
from ..models import Person
from ..types import Role, Verb, needs


@needs(Verb.KEEP_GRANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who signs in, with which roles, and a form to let somebody else in."""
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"roles": [Role.MEMBER]})
    if form.is_valid():
        person = actions.invite(organisation=request.organisation, by=request.persona.pk, **form.cleaned_data)
        if queries.keeps_mail():
            told = _("%(name)s may sign in. The invitation waits in the outbox: pass its link on.")
        else:
            told = _("%(name)s may sign in. The invitation is on its way.")
        messages.success(request, told % {"name": person.name})
        return redirect("people:access", organisation)
    context = {
        "form": form,
        "people": queries.people_with_access(request.organisation),
        "left": queries.people_who_left(request.organisation),
        "of_services": queries.service_roles(request.organisation),
        "roles": queries.role_labels(),
        "keeps_mail": queries.keeps_mail(),
    }
    return render(request, "people/access.html", context)


@needs(Verb.KEEP_GRANTS)
@require_safe
def access_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who signs in, as a file."""
    labels = queries.role_labels()
    people = queries.people_with_access(request.organisation)
    of_services = queries.service_roles(request.organisation)
    rows = [
        (
            each.name,
            each.user.email,
            ", ".join(labels[role] for role in held),
            ", ".join(f"{labels[role]}: {service}" for role, service in of_services.get(each.pk, ())),
        )
        for each, held in people
    ]
    header = [_("Name"), _("E-mail address"), _("Roles"), _("Roles for one service")]
    return csv_file(f"access-{organisation}.csv", header, rows)


@needs(Verb.KEEP_GRANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """One person's roles."""
    found = _who(request, person)
    form = RolesForm(request.POST if request.method == "POST" else None, initial={"roles": queries.roles_of(found)})
    if request.method == "POST" and form.is_valid():
        try:
            chosen = [Role(role) for role in form.cleaned_data["roles"]]
            actions.set_roles(person=found, roles=chosen, by=request.persona.pk)
        except NotPossible as error:
            form.add_error("roles", error.message)
        else:
            messages.success(request, _("The roles are changed."))
            return redirect("people:access", organisation)
    return _roles(request, found, form=form)


@needs(Verb.KEEP_GRANTS)
@require_POST
def service_role(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """A role for one service only."""
    found = _who(request, person)
    form = ServiceRoleForm(request.POST, tree=queries.services_tree(request.organisation))
    if not form.is_valid():
        return _roles(request, found, service_form=form)
    service = queries.service_in(request.organisation, UUID(form.cleaned_data["service"]))
    role = Role(form.cleaned_data["role"])
    actions.grant(organisation=request.organisation.pk, role=role, person=found, service=service, by=request.persona.pk)
    messages.success(request, _("The roles are changed."))
    return redirect("people:roles", organisation, person)


@needs(Verb.KEEP_GRANTS)
@require_POST
def remove_service_role(request: HttpRequest, organisation: str, person: UUID, grant: UUID) -> HttpResponse:
    """Takes a role for one service back."""
    found = _who(request, person)
    held = next((each for each in queries.service_roles_of(found) if each.pk == grant), None)
    if held is None:
        raise Http404
    actions.revoke(grant=held, by=request.persona.pk)
    messages.success(request, _("The roles are changed."))
    return redirect("people:roles", organisation, person)


def _who(request: HttpRequest, person: UUID) -> Person:
    found = queries.person_in(request.organisation, person)
    if found is None or found.user_id is None:
        raise Http404
    return found


def _roles(request: HttpRequest, subject: Person, **forms: Form) -> HttpResponse:
    context = {
        "subject": subject,
        "roles_form": RolesForm(initial={"roles": queries.roles_of(subject)}),
        "service_form": ServiceRoleForm(tree=queries.services_tree(request.organisation)),
        "held": queries.service_roles_of(subject),
        "labels": queries.role_labels(),
        "form": next(iter(forms.values()), None),
    }
    if "form" in forms:
        context["roles_form"] = forms["form"]
    if "service_form" in forms:
        context["service_form"] = forms["service_form"]
    return render(request, "people/roles.html", context)


@needs(Verb.KEEP_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_settings(request: HttpRequest, organisation: str) -> HttpResponse:
    """The organisation's name and language."""
    initial = {"name": request.organisation.name, "language": request.organisation.language}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        today = actions.change_organisation(
            organisation=request.organisation, by=request.persona.pk, **form.cleaned_data
        )
        messages.success(request, _("The settings are kept."))
        return redirect("people:organisation", today.slug)
    return render(request, "people/organisation.html", {"form": form})


@never_cache
@needs(Verb.SEE_AUDIT)
@require_safe
def audit(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who did or looked at what, and why, latest first."""
    page = queries.audit_page(request.organisation, request.GET.get("page"))
    return render(request, "people/audit.html", {"page": page, "label": queries.verb_label})


@never_cache
@needs(Verb.SEE_AUDIT)
@require_safe
def audit_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same whole, as a file."""
    header = [_("When"), _("Who"), _("What"), _("About"), _("Why")]
    rows = ((row.at.isoformat(), *row[1:]) for row in queries.all_audit(request.organisation))
    return csv_file(f"record-{organisation}.csv", header, rows)


@never_cache
@needs(Verb.SEE_OUTBOX)
@require_safe
def outbox(request: HttpRequest, organisation: str) -> HttpResponse:
    """Mail to this organisation's people that waits here, because no mail server is named."""
    context = {"mails": queries.outbox(request.organisation), "keeps_mail": queries.keeps_mail()}
    return render(request, "people/outbox.html", context)


@never_cache
@require_safe
def any_outbox(request: HttpRequest) -> HttpResponse:
    """The outbox of the first organisation whose outbox the reader may see."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    for organisation in queries.organisations_of(request.user):
        if queries.may(queries.person_of(request.user, organisation), Verb.SEE_OUTBOX, organisation):
            return redirect("people:outbox", organisation.slug)
    raise Http404
