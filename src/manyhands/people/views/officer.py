"""The rule for the named officer, who runs the hub, and looking who is behind a pseudonym."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, queries
from ..errors import NotPossible
from ..forms import HostForm, RevealForm, RuleForm, SoughtPseudonymForm
from ..types import Verb, needs


@needs(Verb.SEE)
@require_safe
def rule(request: HttpRequest, organisation: str) -> HttpResponse:
    """The published rule, its versions, who the officer is, and how often it was used: for everybody here."""
    versions = queries.rules(request.organisation)
    context = {
        "rule": queries.rule_in_force(request.organisation),
        "versions": versions,
        "today": queries.today_in(request.organisation),
        "officers": queries.officers(request.organisation),
        "used": queries.times_used(request.organisation),
        "purpose": queries.purpose_of(request.organisation),
    }
    return render(request, "people/rule.html", context)


@needs(Verb.KEEP_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def keep_rule(request: HttpRequest, organisation: str) -> HttpResponse:
    """A new version of the rule, and who runs the hub."""
    versions = queries.rules(request.organisation)
    asked = request.POST.get("what") if request.method == "POST" else ""
    rule_form = RuleForm(
        request.POST if asked == "rule" else None,
        initial={"text": versions[0].text if versions else queries.first_draft()},
    )
    host_form = HostForm(
        request.POST if asked == "host" else None, initial={"run_by": request.organisation.run_by}, prefix="host"
    )
    if rule_form.is_valid():
        published = actions.publish_rule(
            organisation=request.organisation, text=rule_form.cleaned_data["text"], by=request.persona.pk
        )
        if published.in_force > queries.today_in(request.organisation):
            messages.success(request, _("The new rule is published. Everybody is told, and it holds in two weeks."))
        else:
            messages.success(request, _("The rule is published, and holds from today."))
        return redirect("people:rule", organisation)
    if host_form.is_valid():
        actions.name_host(
            organisation=request.organisation, run_by=host_form.cleaned_data["run_by"], by=request.persona.pk
        )
        messages.success(request, _("The settings are kept."))
        return redirect("people:keep_rule", organisation)
    context = {
        "rule_form": rule_form,
        "host_form": host_form,
        "versions": versions,
        "form": rule_form if rule_form.errors else host_form if host_form.errors else None,
    }
    return render(request, "people/keep_rule.html", context)


@never_cache
@needs(Verb.REVEAL, by_name=True)
@require_safe
def pseudonyms(request: HttpRequest, organisation: str) -> HttpResponse:
    """For the officer: finds the pseudonym that something is about."""
    form = SoughtPseudonymForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    context = {
        "form": form,
        "text": text,
        "found": queries.pseudonyms_called(request.organisation.pk, text) if text else [],
        "why_not": queries.why_not_look(request.person),
    }
    return render(request, "people/pseudonyms.html", context)


@never_cache
@needs(Verb.REVEAL, by_name=True)
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest, organisation: str, persona: UUID) -> HttpResponse:
    """Who is behind one: said once, on the answer to the form; a reload asks for the form again."""
    found = queries.pseudonym_in(request.organisation.pk, persona)
    if found is None:
        raise Http404
    form = RevealForm(request.POST if request.method == "POST" else None)
    who = None
    if form.is_valid():
        try:
            who = actions.reveal(
                persona=found,
                officer=request.person,
                purpose=form.cleaned_data["purpose"],
                by=request.persona.pk,
            )
        except NotPossible as error:
            form.add_error("purpose", error.message)
    context = {
        "subject": found,
        "form": form,
        "who": who,
        "rule": queries.rule_in_force(request.organisation),
        "why_not": queries.why_not_look(request.person),
    }
    return render(request, "people/reveal.html", context, status=422 if form.errors else 200)
