"""Who was trained or helped: writing it down, looking at it, taking one's own name off; and the figures as files."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manyhands.core import clock
from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..actions.training import Recorded
from ..forms import TrainingForm
from ..queries import list_words, words
from ..queries import training as found
from ..queries.use_followed import helped_section, use_section
from ..rules.attendees import Attendees, understand
from ..rules.guarded import Guard
from ..rules.interested import MOST_BYTES
from .asked import sees_exactly
from .topics import csv_of

CHOICES = 500  # places to choose from
SHOWN = 10  # lines that could not be understood


@never_cache
@needs(Verb.RECORD_HELP, by_name=True)
@require_http_methods(["GET", "HEAD", "POST"])
def training(request: HttpRequest, organisation: str) -> HttpResponse:
    """A course or surgery with who was there, pasted or as a file. Lines that are not understood come back."""
    form = _form(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        those = _understood(form, form.content())
        if not form.errors:
            try:
                recorded = _record(request, form, those)
            except ManyhandsError as error:
                form.add_error("those", error.message)
            else:
                messages.success(request, _said(recorded, those))
                return redirect("participation:help_record", organisation, recorded.help.pk)
    if form.errors and form.cleaned_data.get("file"):  # a browser does not send a file again: its text stands instead
        form.data = form.data.copy()
        form.data["those"] = form.content()[:MOST_BYTES].decode("utf-8-sig", "replace")
    return render(request, "participation/training.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@needs(Verb.SEE, by_name=True)
@require_GET
def record(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    """Help that was given, for who gave it or wrote it down: with the names of those who agreed."""
    given = found.own_record(request.person, pk)
    if given is None:
        raise Http404
    context = {
        "given": given,
        "named": found.those_named(given),
        "others": found.others_helped(given),
        "may_remove": _may_remove(request, given),
        "words": words,
    }
    return render(request, "participation/help_record.html", context)


@needs(Verb.SEE, by_name=True)
@require_POST
def take_off(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    """Takes one's own name off."""
    helped = found.received_row(request.organisation.id, request.person.id, pk)
    if helped is None:
        raise Http404
    actions.take_name_off(helped=helped, person=request.person, by=request.persona.id)
    messages.success(request, _("Your name is taken off. You count as one of the number, and nobody is told."))
    return redirect("participation:offline_help", organisation)


@needs(Verb.KEEP_PEOPLE)
@require_GET
def use_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whether use followed, as a file."""
    section = use_section(queries.facts(request.organisation.id), Guard(sees_exactly(request)))
    return csv_of(section, f"{request.organisation.slug}-use-followed.csv")


@needs(Verb.KEEP_PEOPLE)
@require_GET
def helped_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who was helped, in numbers, as a file."""
    section = helped_section(queries.facts(request.organisation.id), Guard(sees_exactly(request)))
    return csv_of(section, f"{request.organisation.slug}-helped.csv")


def _form(request: HttpRequest, data) -> TrainingForm:
    facts = queries.facts(request.organisation.id)
    tree = people.services_tree(request.organisation)
    return TrainingForm(
        data,
        request.FILES or None,
        services=[(node.id, "\u2003" * node.depth + node.name) for node in tree],
        places=[(place.id, place.name) for place in facts.places if not place.closed][:CHOICES],
        for_others=True,
        initial={"on": clock.local_date(clock.now(), request.organisation.zone), "kind": "training"},
    )


def _understood(form: TrainingForm, content: bytes) -> Attendees:
    """The list taken apart. Nothing is kept while a line is not understood, so that nobody is missing unseen."""
    if len(content) > MOST_BYTES:
        form.add_error("those", _("This list is larger than 5 MB. Leave out the columns that are not needed."))
        return Attendees([], 0, [])
    those = understand(content)
    for each in those.left_out[:SHOWN]:
        form.add_error("those", _("Line {line}: {why}").format(line=each.line, why=list_words.reason(each.why)))
    if not those.people and not those.left_out:
        form.add_error("those", _("Say who was there, or how many: one person a line, or a service and a number"))
    return those


def _record(request: HttpRequest, form: TrainingForm, those: Attendees) -> Recorded:
    data = form.cleaned_data
    return actions.record_help(
        organisation=request.organisation,
        kind=data["kind"],
        title=data["title"],
        on=data["on"],
        those=those.people,
        agreed=data["agreed"],
        helper=None if data.get("mine") == "others" else request.person.id,
        place=UUID(data["place"]) if data["place"] else None,
        service=UUID(data["service"]) if data["service"] else None,
        by=request.persona.id,
    )


def _said(recorded: Recorded, those: Attendees) -> str:
    named, counted = recorded.named, recorded.counted
    said = [
        ngettext(
            "{people} person is named, as they agreed.", "{people} people are named, as they agreed.", named
        ).format(people=named),
        ngettext("{people} is counted only.", "{people} are counted only.", counted).format(people=counted),
    ]
    if recorded.unknown:
        said.append(
            ngettext(
                "Of these {people} agreed, but is not known here by that address or name.",
                "Of these {people} agreed, but are not known here by that address or name.",
                recorded.unknown,
            ).format(people=recorded.unknown)
        )
    if those.again:
        said.append(
            ngettext(
                "{lines} line was about somebody named before.",
                "{lines} lines were about people named before.",
                those.again,
            ).format(lines=those.again)
        )
    return " ".join(said)


def _may_remove(request: HttpRequest, given) -> bool:
    keeps = people.may(request.person, Verb.KEEP_PEOPLE, request.organisation)
    return given.person == request.person.id or (keeps and given.person is None)
