"""What people type about taking part: invitations sent, their own consent, help given in person, numbers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from manyhands.core import clock
from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..forms import HelpForm, InviteForm, ListForm, NumbersForm
from ..queries import list_words, rung_words, training, typed, words
from ..queries import next_hands as found
from ..rules.interested import MOST_BYTES
from ..types import KnownOf, Rung

NOWHERE = "others"  # stands for no service among the choices
CHOICES = 500  # places to choose from


@never_cache
@needs(Verb.KEEP_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, organisation: str, rung: str) -> HttpResponse:
    """Writes a round of invitations down."""
    if rung not in list(Rung):
        raise Http404
    form = _invite_form(request, Rung(rung))
    if form.is_valid():
        data = form.cleaned_data
        try:
            round_ = actions.invite(
                organisation=request.organisation.id,
                rung=Rung(rung),
                text=data["text"],
                sent=data["sent"],
                services=[None if key == NOWHERE else UUID(key) for key in data["services"]],
                persons=[UUID(key) for key in data.get("persons", ())] if data["how"] == "persons" else (),
                drawn=data["how"] == "drawn",
                by=request.persona.id,
            )
        except ManyhandsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _invited(round_.drawn, found.services_of(round_)))
            return redirect("participation:next_hands", organisation)
    context = {
        "form": form,
        "name": rung_words.name(rung),
        "step": rung_words.step(rung),
        "nobody": not form.fields["services"].choices,
        "told": people.purpose_of(request.organisation) is not None,
    }
    return render(request, "participation/invite.html", context, status=422 if form.errors else 200)


def _invite_form(request: HttpRequest, rung: Rung) -> InviteForm:
    facts = queries.facts(request.organisation.id)
    services = found.services_to_invite(facts, rung) if facts.months else []
    leads = people.may(request.person, Verb.SEE_EXACT, request.organisation)
    named = [each for each in found.named(facts) if each.rung == rung] if leads else []
    return InviteForm(
        request.POST if request.method == "POST" else None,
        services=[(row.id or NOWHERE, f"{row.name} ({words.cell(row.people)})") for row in services],
        persons=[(each.id, each.name) for each in named],
        may_draw=people.purpose_of(request.organisation) is not None,
        initial={"sent": _today(request), "text": rung_words.invitation(rung)},
    )


def _invited(drawn: bool, services: list[str]) -> str:
    if drawn:
        return _("Chance chose: {services}. Invite them first; the others follow.").format(
            services=", ".join(each or _("Others") for each in services)
        )
    return _("The invitation is written down. What came of it is shown when thirty days have passed.")


@needs(Verb.SEE, by_name=True)
@require_POST
def willing(request: HttpRequest, organisation: str) -> HttpResponse:
    """One's own yes to being named, or its withdrawal, which holds at once."""
    yes = request.POST.get("willing") == "yes"
    actions.set_willing(
        organisation=request.organisation.id, person=request.person.id, willing=yes, by=request.persona.id
    )
    messages.success(
        request,
        _("Your digital lead can see that you would like to be asked.")
        if yes
        else _("Your name is no longer shown. Nobody is told."),
    )
    return redirect("participation:next_hands", organisation)


@never_cache
@needs(Verb.SEE, by_name=True)
@require_http_methods(["GET", "HEAD", "POST"])
def offline_help(request: HttpRequest, organisation: str) -> HttpResponse:
    """Help given in person: one's own, and for who keeps the list also that of others, without names."""
    keeps = people.may(request.person, Verb.KEEP_PEOPLE, request.organisation)
    facts = queries.facts(request.organisation.id)
    tree = people.services_tree(request.organisation)
    form = HelpForm(
        request.POST if request.method == "POST" else None,
        services=[(node.id, "\u2003" * node.depth + node.name) for node in tree],
        places=[(place.id, place.name) for place in facts.places if not place.closed][:CHOICES],
        for_others=keeps,
        initial={"on": _today(request)},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_help(
                organisation=request.organisation.id,
                kind=data["kind"],
                on=data["on"],
                helped=data["helped"],
                service=UUID(data["service"]) if data["service"] else None,
                place=UUID(data["place"]) if data["place"] else None,
                person=None if data.get("mine") == "others" else request.person.id,
                by=request.persona.id,
            )
        except ManyhandsError as error:
            form.add_error("on", error.message)
        else:
            messages.success(request, _("Thank you. It stands beside what networks tell."))
            return redirect("participation:offline_help", organisation)
    context = {
        "form": form,
        "own": typed.own_help(request.organisation.id, request.person.id),
        "others": typed.help_by_nobody_named(request.organisation.id) if keeps else (),
        "received": training.received(request.organisation.id, request.person.id),
        "records": training.own_records(request.person),
        "words": words,
    }
    return render(request, "participation/offline_help.html", context, status=422 if form.errors else 200)


@needs(Verb.SEE, by_name=True)
@require_POST
def remove_help(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    """Takes back one's own, or one without a name for who keeps the list."""
    given = typed.help_given(request.organisation.id, pk)
    keeps = people.may(request.person, Verb.KEEP_PEOPLE, request.organisation)
    if given is None or not (given.person == request.person.id or (keeps and given.person is None)):
        raise Http404
    actions.remove_help(given=given, by=request.persona.id)
    messages.success(request, _("It is taken back."))
    return redirect("participation:offline_help", organisation)


@never_cache
@needs(Verb.KEEP_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, organisation: str) -> HttpResponse:
    """Numbers that no network knows."""
    known = {of: typed.known_number(request.organisation.id, of) for of in KnownOf}
    initial = {of: row.number for of, row in known.items() if row}
    form = NumbersForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        for of in KnownOf:
            if form.cleaned_data[of] != initial.get(of):
                actions.set_known_number(
                    organisation=request.organisation.id,
                    of=of,
                    number=form.cleaned_data[of],
                    on=_today(request),
                    by=request.persona.id,
                )
        messages.success(request, _("The numbers are written down."))
        return redirect("participation:next_hands", organisation)
    return _numbers_page(request, form=form)


@never_cache
@needs(Verb.KEEP_PEOPLE)
@require_POST
def interested_list(request: HttpRequest, organisation: str) -> HttpResponse:
    """Takes a list of who is interested, and says which of its lines could not be."""
    form, taken = ListForm(request.POST, request.FILES), None
    if form.is_valid():
        try:
            taken = actions.take_interested(
                organisation=request.organisation.id,
                content=form.cleaned_data["list"].read(MOST_BYTES + 1),
                today=_today(request),
                by=request.persona.id,
            )
        except ManyhandsError as error:
            form.add_error("list", error.message)
        else:
            if not taken.numbers(_today(request)):
                form.add_error("list", list_words.nothing())
    return _numbers_page(request, upload=form, taken=taken)


def _numbers_page(request: HttpRequest, *, form=None, upload=None, taken=None) -> HttpResponse:
    known = {of: typed.known_number(request.organisation.id, of) for of in KnownOf}
    context = {
        "form": form or NumbersForm(initial={of: row.number for of, row in known.items() if row}),
        "upload": upload or ListForm(),
        "taken": list_words.taken(taken, _today(request), known[KnownOf.INTERESTED]) if taken else [],
        "left_out": list_words.left_out(taken) if taken else "",
        "lines": [(each.line, list_words.reason(each.why)) for each in taken.left_out[: list_words.SHOWN]]
        if taken
        else [],
    }
    failed = (form and form.errors) or (upload and upload.errors)
    return render(request, "participation/numbers.html", context, status=422 if failed else 200)


def _today(request: HttpRequest):
    return clock.local_date(clock.now(), request.organisation.zone)
