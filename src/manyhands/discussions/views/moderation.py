"""House rules, reporting, deciding, appealing."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from manyhands.core.errors import ManyhandsError
from manyhands.people.types import Verb, needs
from manyhands.ui.files import csv_file

from .. import actions, queries
from ..forms.keeping import AppealAnswerForm, AppealForm, DecisionForm, HouseRulesForm, ReasonForm, ReportForm
from ..models import Decision
from ..rules import text
from ..types import Measure, ReportReason
from .common import page


@needs(Verb.SEE)
@require_safe
def house_rules(request: HttpRequest, organisation: str) -> HttpResponse:
    """How people here want to talk with one another."""
    kept = queries.house_rules(request.organisation.pk)
    return page(request, "house_rules", {"rules": kept, "html": text.placed(kept.html, organisation)})


@needs(Verb.MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_house_rules(request: HttpRequest, organisation: str) -> HttpResponse:
    """Writes the house rules."""
    kept = queries.house_rules(request.organisation.pk)
    initial = {"source": kept.source, "link_previews": kept.link_previews}
    form = HouseRulesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.set_house_rules(organisation=request.organisation, by=request.persona.pk, **form.cleaned_data)
        except ManyhandsError as problem:
            form.add_error("source", problem.message)
        else:
            messages.success(request, _("The house rules are changed."))
            return redirect("discussions:house_rules", organisation)
    return page(request, "house_rules_form", {"form": form}, 422 if form.errors else 200)


@needs(Verb.TAKE_PART)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """Asks the moderators to look at a message."""
    found = queries.visible_post(request.person, post)
    if found is None or found.deleted or found.hidden or found.persona_id == request.persona.pk:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            actions.report_post(
                post=found, reason=ReportReason(asked["reason"]), words=asked["words"], by=request.persona
            )
        except ManyhandsError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The moderators will look at it, and you are told when they have. Thank you."))
            return redirect("discussions:post", organisation, post)
    return page(request, "report", {"form": form, "post": found}, 422 if form.errors else 200)


@needs(Verb.MODERATE)
@require_safe
def moderation(request: HttpRequest, organisation: str) -> HttpResponse:
    """What waits for a moderator, and what was decided."""
    asked = request.organisation.pk
    decided = Paginator(queries.decisions(asked), 30).get_page(request.GET.get("page"))
    context = {
        "reported": queries.reported(asked),
        "appeals": list(queries.appeals(asked)[:50]),
        "decided": decided,
        "reasons": queries.report_reason_labels(),
        "measures": queries.measure_labels(),
        "own": _own(request),
        "readable": queries.readable_ids(request.person),
    }
    return page(request, "moderation", context)


@needs(Verb.MODERATE)
@require_safe
def moderation_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """What was decided, as a file."""
    measures, readable = queries.measure_labels(), queries.readable_ids(request.person)
    elsewhere = _("A conversation in a group that you are not in")
    rows = [
        (
            found.at.isoformat(timespec="seconds"),
            measures[found.measure],
            found.thread.title if found.thread.group_id in readable else elsewhere,
            found.reason,
            found.by.name if found.by else "",
            found.ended.isoformat(timespec="seconds") if found.ended else "",
            found.appeal,
            found.answer,
        )
        for found in queries.decisions(request.organisation.pk).iterator(1000)
    ]
    header = [_("When"), _("What"), _("Conversation"), _("Why"), _("By"), _("Taken back"), _("Appeal"), _("Answer")]
    return csv_file(f"decisions-{organisation}.csv", header, rows)


@needs(Verb.MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """Decides about a message."""
    found = queries.reported_post(request.organisation.pk, post)
    if found is None:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        measure = form.cleaned_data["measure"]
        try:
            actions.decide(
                post=found,
                measure=None if measure == "leave" else Measure(measure),
                reason=form.cleaned_data["reason"],
                by=request.persona.pk,
                own=_own(request),
            )
        except ManyhandsError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("It is decided, and whom it concerns is told."))
            return redirect("discussions:moderation", organisation)
    context = {
        "form": form,
        "post": found,
        "html": text.placed(found.html, organisation),
        "reports": queries.reports_of(found),
        "reasons": queries.report_reason_labels(),
    }
    return page(request, "decide", context, 422 if form.errors else 200)


@needs(Verb.MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def decided(request: HttpRequest, organisation: str, decision: UUID) -> HttpResponse:
    """One decision, for a moderator: taken back, or its appeal answered."""
    found = queries.decision(request.organisation.pk, decision)
    if found is None:
        raise Http404
    own = _own(request)
    waits = bool(found.appealed and not found.answered)
    may_answer = waits and found.by_id not in own and found.persona_id not in own
    form_class = AppealAnswerForm if may_answer else ReasonForm
    form = form_class(request.POST if request.method == "POST" else None)
    may_end = not waits and not found.ended and found.persona_id not in own
    if request.method == "POST" and not (may_answer or may_end):
        raise Http404
    if form.is_valid():
        try:
            _settle(request, found, form.cleaned_data, own, answers=may_answer)
        except ManyhandsError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("It is decided, and whom it concerns is told."))
            return redirect("discussions:moderation", organisation)
    context = {
        "form": form,
        "decision": found,
        "may_answer": may_answer,
        "may_end": may_end,
        "waits": waits,
        "html": text.placed(found.post.html, organisation) if found.post else "",
        "measures": queries.measure_labels(),
    }
    return page(request, "decided", context, 422 if form.errors else 200)


@needs(Verb.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, organisation: str, decision: UUID) -> HttpResponse:
    """A decision about one's own message: why, and what one can say against it."""
    found = queries.own_decision(_own(request), decision)
    if found is None:
        raise Http404
    may_appeal = found.appealed is None and actions.may_appeal(found)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.appeal(decision=found, words=form.cleaned_data["words"], by=found.persona_id)
        except ManyhandsError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Somebody else than who decided looks at it, and you are told."))
            return redirect("discussions:decision", organisation, found.pk)
    context = {
        "form": form,
        "decision": found,
        "may_appeal": may_appeal,
        "html": text.placed(found.post.html, organisation) if found.post else "",
        "measures": queries.decided_labels(),
    }
    return page(request, "decision", context, 422 if form.errors else 200)


def _own(request: HttpRequest) -> list[UUID]:
    """All of the reader's personas, not only the one they act as: nobody decides on their own pseudonym."""
    return [each.pk for each in request.personas]


def _settle(request: HttpRequest, found: Decision, said: dict[str, str], own: list[UUID], *, answers: bool) -> None:
    if answers:
        upheld = said["stands"] == "yes"
        actions.answer_appeal(decision=found, upheld=upheld, answer=said["answer"], by=request.persona.pk, own=own)
    else:
        actions.take_back(decision=found, reason=said["reason"], by=request.persona.pk)
