"""Next hands: to the digital lead how many people are one step from the next, to each person their own step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from manyhands.people import queries as people
from manyhands.people.types import Verb, needs

from .. import queries
from ..queries import next_hands as found
from ..queries import rung_words, typed, use_followed, words
from ..queries.rungs import own_step
from ..rules.guarded import Guard
from ..types import Facts, Section
from .asked import sees_exactly
from .topics import csv_of


@never_cache
@needs(Verb.SEE)
@require_GET
def next_hands(request: HttpRequest, organisation: str) -> HttpResponse:
    """Counts by service for who keeps the list of people; names, by consent, for the digital lead; one's own step."""
    here = request.organisation
    facts = queries.facts(here.id)
    keeps = people.may(request.person, Verb.KEEP_PEOPLE, here)
    leads = people.may(request.person, Verb.SEE_EXACT, here)
    context = {
        "shown": found.next_hands(facts, Guard(sees_exactly(request))) if keeps and facts.months else None,
        "named": found.named(facts) if leads else (),
        "step": own_step(facts, request.person.id),
        "willing": typed.is_willing(here.id, request.person.id),
        "help": typed.own_help(here.id, request.person.id),
        "words": words,
        "rung_words": rung_words,
        "empty": not facts.months,
        "trained": _trained(facts, Guard(sees_exactly(request))) if keeps and facts.months else (),
        "exactly": sees_exactly(request),
        "may_see_exact": leads,
        "wide": True,
    }
    return render(request, "participation/next_hands.html", context)


@needs(Verb.KEEP_PEOPLE)
@require_GET
def steps_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The steps as a file."""
    return _csv(request, found.steps_section)


@needs(Verb.KEEP_PEOPLE)
@require_GET
def by_service_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The counts as a file."""
    return _csv(request, found.counts_section)


@needs(Verb.KEEP_PEOPLE)
@require_GET
def invitations_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The rounds as a file."""
    return _csv(request, found.rounds_section)


def _trained(facts: Facts, guard: Guard) -> tuple[Section, ...]:
    """Who was helped and whether use followed, where anybody wrote it down."""
    sections = use_followed.helped_section(facts, guard), use_followed.use_section(facts, guard)
    return tuple(section for section in sections if section.rows)


def _csv(request: HttpRequest, make) -> HttpResponse:
    section: Section = make(queries.facts(request.organisation.id), Guard(sees_exactly(request)))
    return csv_of(section, f"{request.organisation.slug}-next-hands-{section.key}.csv")
