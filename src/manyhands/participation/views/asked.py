"""What a request asks to see, and how much of it this reader may see."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.people import queries as people
from manyhands.people.types import Verb

from .. import queries
from ..forms import FilterForm, only
from ..queries import words
from ..queries.selections import UnknownSelection
from ..types import Facts, Overview, Selection

LASTS = 30 * 60  # seconds that a stated purpose opens the exact figures for


class Asked(NamedTuple):
    facts: Facts
    shown: Overview
    form: FilterForm
    problem: str  # why the address was not understood; everything is shown then
    query: str  # the filters, to be put behind other addresses


def asked(request: HttpRequest) -> Asked:
    """The figures that an address names. What it means is the same for the page, its charts, CSV and JSON."""
    facts = queries.facts(request.organisation.id)
    problem = ""
    try:
        chosen = queries.selection(
            facts,
            since=request.GET.get("since"),
            until=request.GET.get("until"),
            **_dimension(request),
        )
    except UnknownSelection as error:
        problem, chosen = error.message, Selection()
    shown = queries.overview(facts, chosen, exactly=sees_exactly(request))
    return Asked(facts, shown, form_of(facts, shown), problem, request.GET.urlencode())


def _dimension(request: HttpRequest) -> dict[str, str]:
    """From "only=place:…" as the form writes it, or place=… as a person types it."""
    typed = {name: request.GET[name] for name in ("network", "place", "service", "kind") if request.GET.get(name)}
    return typed or only(request.GET.get("only", ""))


def sees_exactly(request: HttpRequest) -> bool:
    """Whether this reader has stated a purpose within the last half hour, and may."""
    until = request.session.get(_key(request), 0)
    return until > clock.now().timestamp() and people.may(request.person, Verb.SEE_EXACT, request.organisation)


def open_exactly(request: HttpRequest) -> None:
    request.session[_key(request)] = clock.now().timestamp() + LASTS


def close_exactly(request: HttpRequest) -> None:
    request.session.pop(_key(request), None)


def _key(request: HttpRequest) -> str:
    return f"exact-until-{request.organisation.id}"


def form_of(facts: Facts, shown: Overview) -> FilterForm:
    """The form with what may be chosen, filled in with what was."""
    chosen = shown.selection
    groups = [
        (words.dimension(dimension), [(f"{dimension}:{key}", name) for key, name in named])
        for dimension in ("network", "place", "service", "kind")
        if len(named := _choices(facts, dimension, shown.exact)) > 1
    ]
    form = months_form(shown, groups)
    form.initial["only"] = f"{chosen.dimension}:{chosen.value}" if chosen.dimension else ""
    return form


def months_form(shown: Overview, groups: list | None = None) -> FilterForm:
    """The form with the months that may be chosen; with `groups`, also with what only is to be shown."""
    chosen = shown.selection
    form = FilterForm(  # not bound: what the address asks for need not be among the choices
        initial={
            "since": clock.format_month(chosen.since) if chosen.since else "",
            "until": clock.format_month(chosen.until) if chosen.until else "",
        },
        starts=[(clock.format_month(month), words.month(month)) for month in shown.starts],
        ends=[(clock.format_month(month), words.month(month)) for month in reversed(shown.ends)],
        groups=groups or [],
    )
    if groups is None:
        del form.fields["only"]
    return form


def _choices(facts: Facts, dimension: str, exactly: bool) -> list[tuple[str, str]]:
    """What there is to choose, in words."""
    found = queries.choices(facts, dimension, exactly=exactly)
    if dimension == "kind":
        return [(key, words.kind(key)) for key, _name in found]
    if dimension == "network":
        return [(key, words.network(key)) for key, _name in found]
    if dimension == "place":
        closed = {place.id for place in facts.places if place.closed}
        return [(key, _("{place} (closed)").format(place=name) if key in closed else name) for key, name in found]
    depth = {node.id: node.depth for node in facts.services}
    return [(key, "– " * depth[key] + name) for key, name in found]
