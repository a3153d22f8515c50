"""Who may be one person, and who was brought together."""

from collections.abc import Iterator
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from ..models import Identity, Match, Membership, Merge, Organisation, Person, Persona, Search
from ..rules.matching import LIKELY, VERY, Someone
from ..types import MATCH_SORTS, MatchRow, MatchSide, MergeRow, SoughtMatches
from .people import today_in

PAGE = 50
_SIDE = ("id", "name", "email", "user_id")
_ROW = ("id", "score", "reasons", "state", *(f"{side}__{name}" for side in ("one", "other") for name in _SIDE))
_MERGE = ("id", "person_id", "person__name", "person__email", "gone_name", "gone_email", "by", "at", "into")


def people_to_match(organisation: UUID) -> list[Someone]:
    """Everybody, as the comparison wants them; three queries. Personas are not looked at."""
    handles: dict[UUID, set[str]] = {}
    sources: dict[UUID, set[str]] = {}
    rows = Identity.objects.filter(organisation=organisation)
    for person, source, handle, is_member in rows.values_list("person_id", "source", "handle", "is_member").iterator():
        if handle:
            handles.setdefault(person, set()).add(handle)
        if is_member:
            sources.setdefault(person, set()).add(source.hex)
    services: dict[UUID, set[str]] = {}
    for person, service in Membership.objects.filter(organisation=organisation).values_list("person_id", "service_id"):
        services.setdefault(person, set()).add(service.hex)
    people = Person.objects.filter(organisation=organisation).order_by("id")
    return [
        Someone(
            pk.hex,
            name,
            email,
            kind,
            user is not None,
            sorted(handles.get(pk, ())),
            sorted(services.get(pk, ())),
            sorted(sources.get(pk, ())),
        )
        for pk, name, email, kind, user in people.values_list("id", "name", "email", "kind", "user_id")
    ]


def matches_page(organisation: Organisation, sought: SoughtMatches, number: object) -> Page:
    """A page of PAGE pairs as MatchRow; four queries."""
    page = Paginator(_ordered(organisation, sought), PAGE).get_page(number)
    page.object_list = _rows(organisation, list(page.object_list))
    return page


def all_matches(organisation: Organisation, sought: SoughtMatches) -> Iterator[MatchRow]:
    """All pairs that match, for a file."""
    found = list(_ordered(organisation, sought))
    for start in range(0, len(found), 1000):
        yield from _rows(organisation, found[start : start + 1000])


def match_ids(organisation: Organisation, sought: SoughtMatches) -> list[UUID]:
    """All pairs that match, for a change to all of them."""
    return list(_matching(organisation, sought).values_list("id", flat=True))


def own_match_ids(organisation: Organisation, ids: list[UUID]) -> list[UUID]:
    """Those of the ids that are pairs of this organisation."""
    return list(Match.objects.filter(organisation=organisation, id__among=ids).values_list("id", flat=True))


def merges_page(organisation: Organisation, number: object) -> Page:
    """A page of those brought together as MergeRow, latest first; three queries."""
    page = Paginator(_merges(organisation), PAGE).get_page(number)
    page.object_list = _merge_rows(organisation, list(page.object_list))
    return page


def all_merges(organisation: Organisation) -> list[MergeRow]:
    """All those brought together, for a file."""
    return _merge_rows(organisation, list(_merges(organisation)))


def merge_ids(organisation: Organisation, ids: list[UUID]) -> list[UUID]:
    """Those of the ids that are merges of this organisation."""
    return list(Merge.objects.filter(organisation=organisation, id__among=ids).values_list("id", flat=True))


def last_search(organisation: Organisation) -> Search | None:
    """When people were last compared."""
    return Search.objects.filter(organisation=organisation).first()


def _merges(organisation: Organisation) -> QuerySet:
    return Merge.objects.filter(organisation=organisation).order_by("-at", "-id").values_list(*_MERGE)


def _merge_rows(organisation: Organisation, found: list[tuple]) -> list[MergeRow]:
    personas = Persona.objects.filter(organisation=organisation, id__among=sorted({row[6] for row in found}))
    names = dict(personas.values_list("id", "name"))
    return [
        MergeRow(pk, person, name or email, gone_name or gone_email, names.get(by, ""), at, person != into)
        for pk, person, name, email, gone_name, gone_email, by, at, into in found
    ]


def _matching(organisation: Organisation, sought: SoughtMatches) -> QuerySet[Match]:
    # The joins leave out pairs one of whom was merged away: the same pair stands there for whoever they are now.
    found = Match.objects.filter(organisation=organisation, state=sought.state).filter(
        one__organisation=organisation, other__organisation=organisation
    )
    if sought.text:
        words = Q()
        for side in ("one", "other"):
            words |= Q(**{f"{side}__name__icontains": sought.text}) | Q(**{f"{side}__email__icontains": sought.text})
        found = found.filter(words)
    if sought.least:
        found = found.filter(score__gte=VERY if sought.least == "very" else LIKELY)
    return found


def _ordered(organisation: Organisation, sought: SoughtMatches) -> QuerySet:
    down, key = sought.sort.startswith("-"), sought.sort.removeprefix("-")
    by = {"score": F("score"), "name": Lower(Coalesce(NullIf("one__name", Value("")), "one__email"))}
    order = by[key if key in MATCH_SORTS else "score"]
    found = _matching(organisation, sought)
    ordered = order.desc(nulls_last=True) if down else order.asc(nulls_first=True)
    return found.order_by(ordered, "id").values_list(*_ROW)


def _rows(organisation: Organisation, found: list[tuple]) -> list[MatchRow]:
    ids = sorted({pk for row in found for pk in (row[4], row[8])})
    handles: dict[UUID, list[str]] = {}
    accounts = Identity.objects.filter(person__among=ids).exclude(handle="").order_by("handle")
    for person, handle in accounts.values_list("person_id", "handle"):
        if handle not in (mine := handles.setdefault(person, [])):
            mine.append(handle)
    services: dict[UUID, list[str]] = {}
    today = today_in(organisation)
    inside = Membership.objects.filter(person__among=ids, since__lte=today, until__gt=today).order_by("service__name")
    for person, service in inside.values_list("person_id", "service__name"):
        services.setdefault(person, []).append(service)

    def side(pk: UUID, name: str, email: str, user: UUID | None) -> MatchSide:
        return MatchSide(
            pk, name, email, user is not None, ", ".join(handles.get(pk, ())), ", ".join(services.get(pk, ()))
        )

    return [
        MatchRow(pk, side(*rest[:4]), side(*rest[4:]), score, reasons, state)
        for pk, score, reasons, state, *rest in found
    ]
