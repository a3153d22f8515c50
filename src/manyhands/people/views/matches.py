"""People who may be one: deciding about many pairs at once, and undoing what was decided."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from manyhands.ui.files import csv_file

from .. import actions, queries
from ..forms import MatchFilterForm
from ..types import MatchState, Verb, needs

ASKED = ("text", "least", "state", "sort")


@needs(Verb.SEE_PEOPLE)
@require_safe
def matches(request: HttpRequest, organisation: str) -> HttpResponse:
    """Pairs of people who may be one, 50 a page, with what speaks for it and against."""
    form = MatchFilterForm(request.GET)
    sought = form.sought()
    context = {
        "form": form,
        "sought": sought,
        "asked": [(name, request.GET[name]) for name in ASKED[:3] if request.GET.get(name)],
        "carried": [(name, request.GET[name]) for name in ASKED if request.GET.get(name)],
        "page": queries.matches_page(request.organisation, sought, request.GET.get("page")),
        "reasons": queries.reason_labels(),
        "likeliness": queries.likeliness_label,
        "decided": sought.state != MatchState.SUGGESTED,
        "search": queries.last_search(request.organisation),
        "csv_url": f"{reverse('people:matches_csv', args=[organisation])}?{_query(request)}",
    }
    return render(request, "people/matches.html", context)


@needs(Verb.SEE_PEOPLE)
@require_safe
def matches_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same list whole, as a file."""
    labels = queries.reason_labels()
    rows = (
        (
            queries.likeliness_label(row.score),
            None if row.score is None else round(row.score, 2),
            *_side(row.one),
            *_side(row.other),
            "; ".join(labels[each] for each in row.reasons if each in labels),
        )
        for row in queries.all_matches(request.organisation, MatchFilterForm(request.GET).sought())
    )
    about = [_("name"), _("e-mail address"), _("user names"), _("services")]
    header = [
        _("How likely"),
        _("Probability"),
        *(_("First: %(what)s") % {"what": each} for each in about),
        *(_("Second: %(what)s") % {"what": each} for each in about),
        _("Why"),
    ]
    return csv_file(f"same-person-{organisation}.csv", header, rows)


@needs(Verb.KEEP_PEOPLE)
@require_POST
def decide(request: HttpRequest, organisation: str) -> HttpResponse:
    """Accepts, refuses or puts back the pairs ticked, or all that match after asking once more."""
    asked = QueryDict(mutable=True)
    asked.update({name: request.POST[name] for name in ASKED if request.POST.get(name)})
    back = f"{reverse('people:matches', args=[organisation])}?{asked.urlencode()}"
    what, _sep, scope = request.POST.get("do", "").partition("-")
    if what not in ("accept", "refuse", "reopen"):
        return redirect(back)
    if scope == "all":
        ids = queries.match_ids(request.organisation, MatchFilterForm(asked).sought())
        if ids and not request.POST.get("confirmed"):
            context = {"count": len(ids), "do": f"{what}-all", "what": what, "asked": list(asked.items()), "back": back}
            return render(request, "people/decide.html", context)
    else:
        ids = queries.own_match_ids(request.organisation, _ids(request.POST.getlist("match")))
    if not ids:
        messages.warning(request, _("Tick at least one pair."))
        return redirect(back)
    _decide(request, what, ids)
    return redirect(back)


@needs(Verb.KEEP_PEOPLE)
@require_POST
def search(request: HttpRequest, organisation: str) -> HttpResponse:
    """Compares everybody now, in the background."""
    actions.search_now(organisation=request.organisation.pk, by=request.persona.pk)
    messages.info(request, _("Everybody is being compared. It takes some seconds; then load this page again."))
    return redirect("people:matches", organisation)


@needs(Verb.SEE_PEOPLE)
@require_safe
def merges(request: HttpRequest, organisation: str) -> HttpResponse:
    """Those who were brought together, latest first."""
    page = queries.merges_page(request.organisation, request.GET.get("page"))
    context = {"page": page, "csv_url": reverse("people:merges_csv", args=[organisation])}
    return render(request, "people/merges.html", context)


@needs(Verb.SEE_PEOPLE)
@require_safe
def merges_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same list whole, as a file."""
    rows = ((each.name, each.gone_name, each.at, each.by) for each in queries.all_merges(request.organisation))
    header = [_("Name"), _("Brought together with"), _("When"), _("By")]
    return csv_file(f"brought-together-{organisation}.csv", header, rows)


@needs(Verb.KEEP_PEOPLE)
@require_POST
def undo(request: HttpRequest, organisation: str) -> HttpResponse:
    """Parts again those ticked."""
    ids = queries.merge_ids(request.organisation, _ids(request.POST.getlist("merge")))
    if not ids:
        messages.warning(request, _("Tick at least one."))
        return redirect("people:merges", organisation)
    done, left = actions.undo_merges(organisation=request.organisation.pk, merge_ids=ids, by=request.persona.pk)
    if done:
        text = ngettext("%(count)s pair is two people again.", "%(count)s pairs are two people again.", done)
        messages.success(request, text % {"count": done})
    if left:
        messages.warning(request, _("Some were brought together with somebody else since then. Undo that first."))
    return redirect("people:merges", organisation)


def _decide(request: HttpRequest, what: str, ids: list[UUID]) -> None:
    about = {"organisation": request.organisation.pk, "match_ids": ids, "by": request.persona.pk}
    if what == "accept":
        done, left = actions.accept_matches(**about)
        text = ngettext(
            "%(count)s pair is one person now. Every figure follows.",
            "%(count)s pairs are one person each now. Every figure follows.",
            done,
        )
        if left:
            why = ngettext(
                "%(count)s pair was left: it would join two who sign in, two accounts of one source, or two who "
                "somebody said are two people.",
                "%(count)s pairs were left: they would join two who sign in, two accounts of one source, or two who "
                "somebody said are two people.",
                left,
            )
            messages.warning(request, why % {"count": left})
    elif what == "refuse":
        done = actions.refuse_matches(**about)
        text = ngettext(
            "%(count)s pair is two people, and won’t be suggested again.",
            "%(count)s pairs are two people each, and won’t be suggested again.",
            done,
        )
    else:
        done = actions.reopen_matches(**about)
        text = ngettext("%(count)s pair is to be decided.", "%(count)s pairs are to be decided.", done)
    if done:
        messages.success(request, text % {"count": done})


def _side(side) -> Iterable[str]:
    return side.name, side.email, side.handles, side.services


def _query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def _ids(given: list[str]) -> list[UUID]:
    ids = []
    for each in given:
        try:
            ids.append(UUID(each))
        except ValueError:
            continue
    return ids
