"""E-mail that did not arrive: for those who look after the hub."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from manyhands.people.types import Verb, needs
from manyhands.ui.files import csv_file

from .. import actions, queries


@never_cache
@needs(Verb.KEEP_DIGEST)
@require_safe
def letters(request: HttpRequest, organisation: str) -> HttpResponse:
    """What was refused, sent back or lost, and what can be done."""
    own = request.organisation.pk
    context = {
        "states": queries.letter_states(own),
        "waiting_because": queries.waiting_because(own),
        "unknown": queries.unknown_letters(own),
        "stopped": queries.stopped_addresses(own),
        "failed": queries.lost_page(own, request.GET.get("page")),
    }
    return render(request, "notices/letters.html", context)


@never_cache
@needs(Verb.KEEP_DIGEST)
@require_safe
def letters_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same, as a file."""
    rows = [(row.to, row.day.isoformat(), row.answer) for row in queries.all_lost(request.organisation.pk)]
    return csv_file(f"letters-{organisation}.csv", [_("To"), _("Day"), _("What the mail server said")], rows)


@needs(Verb.KEEP_DIGEST)
@require_POST
def settle(request: HttpRequest, organisation: str, letter: UUID) -> HttpResponse:
    """Somebody knows what came of a letter."""
    arrived = request.POST.get("arrived") == "yes"
    settled = actions.settle(
        letter=letter, organisation=request.organisation.pk, arrived=arrived, by=request.persona.pk
    )
    if settled is None:
        raise Http404
    if settled:
        messages.success(request, _("Noted.") if arrived else _("It is sent again."))
    else:
        messages.error(request, _("Somebody else has settled this letter meanwhile."))
    return redirect("notices:letters", organisation)


@needs(Verb.KEEP_DIGEST)
@require_POST
def allow(request: HttpRequest, organisation: str, address: UUID) -> HttpResponse:
    """An address is written to again."""
    email = actions.allow_address(organisation=request.organisation.pk, address=address, by=request.persona.pk)
    if not email:
        raise Http404
    messages.success(request, _("%(address)s is written to again.") % {"address": email})
    return redirect("notices:letters", organisation)
