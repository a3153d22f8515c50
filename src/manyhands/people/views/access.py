"""Who may sign in and do what; the organisation's own settings; mail that waits here."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, queries
from ..errors import NotPossible
from ..forms import InviteForm, OrganisationForm, RolesForm
from ..types import Role, Verb, needs
from .files import csv_file


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
    rows = [(each.name, each.user.email, ", ".join(labels[role] for role in held)) for each, held in people]
    return csv_file(f"access-{organisation}.csv", [_("Name"), _("E-mail address"), _("Roles")], rows)


@needs(Verb.KEEP_GRANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """One person's roles."""
    found = queries.person_in(request.organisation, person)
    if found is None or found.user_id is None:
        raise Http404
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
    return render(request, "people/roles.html", {"form": form, "subject": found})


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
