"""Inviting colleagues, and how far their invitations are."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.ui.files import csv_file

from .. import actions, queries
from ..forms import InvitationFilterForm, InvitePeopleForm
from ..rules.invitees import as_csv, read_csv, with_kind
from ..rules.kinds import INVITABLE
from ..types import InvitationState, Verb, needs


@needs(Verb.INVITE)
@require_safe
def invitations(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who was invited, who has joined, whose letter came back."""
    form = InvitationFilterForm(request.GET)
    sought = form.sought()
    context = {
        "form": form,
        "asked": [(name, value) for name, value in sought.items() if value],
        "page": queries.invitations_page(request.organisation, **sought, number=request.GET.get("page")),
        "counts": queries.invitation_counts(request.organisation),
        "labels": queries.invitation_labels(),
        "kinds": queries.invitable_labels(),
        "states": InvitationState,
        "keeps_mail": queries.keeps_mail(),
        "csv_url": f"{reverse('people:invitations_csv', args=[organisation])}?{_asked(request)}",
    }
    return render(request, "people/invitations.html", context)


@needs(Verb.INVITE)
@require_safe
def invitations_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same list whole, as a file."""
    labels, kinds = queries.invitation_labels(), queries.invitable_labels()
    rows = (
        (
            row.name,
            row.email,
            row.service,
            kinds.get(row.kind, row.kind),
            labels[row.state],
            _day(row.made),
            _day(row.sent),
            _day(row.joined),
            row.lost,
        )
        for row in queries.all_invitations(request.organisation, **InvitationFilterForm(request.GET).sought())
    )
    header = [
        _("Name"), _("E-mail address"), _("Service"), _("Kind"), _("How far"), _("Invited"), _("Latest letter"),
        _("Joined"), _("Why the letter came back"),
    ]  # fmt: skip
    return csv_file(f"invitations-{organisation}.csv", header, rows)


@needs(Verb.INVITE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, organisation: str) -> HttpResponse:
    """Addresses go in, what was understood comes back to look at, and only then letters go out."""
    if request.method == "POST" and "understood" in request.POST:
        people = with_kind(read_csv(request.POST["understood"].encode()), INVITABLE[0])[0].people
        if "change" in request.POST:
            lines = [f"{each.name} <{each.email}>" if each.name else each.email for each in people]
            kind = Counter(each.kind for each in people).most_common(1)[0][0] if people else INVITABLE[0]
            return _ask(request, InvitePeopleForm(initial={"addresses": "\n".join(lines), "kind": kind}))
        done = actions.invite_all(organisation=request.organisation, people=people, by=request.persona.pk)
        _tell(request, done.sent)
        return redirect("people:invitations", organisation)
    form = InvitePeopleForm(request.POST, request.FILES) if request.method == "POST" else InvitePeopleForm()
    if not form.is_valid():
        return _ask(request, form)
    found = form.cleaned_data["found"]
    context = {
        "sorted": queries.sorted_out(request.organisation, found.people),
        "broken": found.broken,
        "problems": queries.problem_labels(),
        "days": actions.INVITATION_DAYS,
        "kinds": queries.invitable_labels(),
        "unknown_kinds": form.cleaned_data["unknown_kinds"],
        "chosen": form.cleaned_data["kind"],
    }
    context["understood"] = as_csv(context["sorted"].new)
    return render(request, "people/invite_preview.html", context)


@needs(Verb.INVITE)
@require_POST
def change_invitations(request: HttpRequest, organisation: str) -> HttpResponse:
    """Writes again to those ticked, or takes their invitations back."""
    ids = queries.own_invitations(request.organisation, _ids(request.POST.getlist("invitation")))
    do = request.POST.get("do")
    if not ids:
        messages.warning(request, _("Tick at least one invitation."))
    elif do == "remind":
        _tell(request, actions.remind(organisation=request.organisation, invitations=ids, by=request.persona.pk))
    elif do == "take_back":
        count = actions.take_back(organisation=request.organisation, invitations=ids, by=request.persona.pk)
        said = ngettext("%(count)s invitation is taken back.", "%(count)s invitations are taken back.", count)
        messages.success(request, said % {"count": count} + " " + _("To undo it, send it again."))
    return redirect("people:invitations", organisation)


def _ask(request: HttpRequest, form: InvitePeopleForm) -> HttpResponse:
    return render(request, "people/invite.html", {"form": form, "keeps_mail": queries.keeps_mail()})


def _tell(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("No letter was needed: they sign in already, or were invited before."))
    elif queries.keeps_mail():
        said = ngettext("%(count)s invitation waits in the outbox.", "%(count)s invitations wait in the outbox.", count)
        messages.success(request, said % {"count": count})
    else:
        said = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count)
        messages.success(request, said % {"count": count})


def _asked(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def _day(moment: object) -> object:
    return moment.date() if moment else ""  # type: ignore[attr-defined]  # a datetime or None


def _ids(given: list[str]) -> list[UUID]:
    ids = []
    for each in given:
        try:
            ids.append(UUID(each))
        except ValueError:
            continue
    return ids
