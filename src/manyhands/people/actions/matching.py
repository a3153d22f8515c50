"""Looking for people who may be one, and saying that they are not."""

import json
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from manyhands.core import bulk, clock, jobs
from manyhands.core.ids import uuid7

from .. import queries
from ..models import Match, Merge, Organisation, Person, Search
from ..rules import matching
from ..rules.decisions import from_which
from ..types import MatchState
from .audit import record

QUIET = timedelta(seconds=30)
"""How long nobody may have asked again before people are compared: an import asks with every few thousand accounts."""
LEASE = timedelta(minutes=15)
"""A search that takes longer has died with its worker."""


def ask_for_search(*, organisation: UUID) -> None:
    """Somebody is new: people are to be compared when it has been quiet for a while. In the caller's transaction."""
    Search.objects.bulk_create(
        [Search(organisation_id=organisation, asked=clock.now())],
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["asked"],
    )


def search_now(*, organisation: UUID, by: UUID) -> None:
    """Wakes a search at once."""
    with transaction.atomic():
        ask_for_search(organisation=organisation)
        record(organisation=organisation, by=by, verb="search_matches")
        transaction.on_commit(lambda: _wake(organisation))


def take_up_searches() -> None:
    """Wakes the searches that are due."""
    now = clock.now()
    for organisation in _due(now).filter(asked__lt=now - QUIET).values_list("organisation_id", flat=True):
        _wake(organisation)


def search(*, organisation: UUID) -> int | None:
    """Compares everybody with everybody and keeps the pairs that may be one; returns how many wait for a decision.

    None when there is nothing to do, or another worker does it. What somebody decided stays as it is; a pair that no
    longer looks like one is taken off the list.
    """
    now = clock.now()
    if not _due(now).filter(organisation=organisation).update(started=now):
        return None
    pairs = matching.pairs(queries.people_to_match(organisation))  # outside a transaction: it takes seconds
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation)
        _keep(organisation, pairs)
        Search.objects.filter(organisation=organisation).update(started=None, done=now)
    return Match.objects.filter(organisation=organisation, state=MatchState.SUGGESTED).count()


def refuse_matches(*, organisation: UUID, match_ids: Collection[UUID], by: UUID) -> int:
    """These are two people each: never suggested again. Returns how many."""
    return _decide(organisation, match_ids, MatchState.REFUSED, by)


def reopen_matches(*, organisation: UUID, match_ids: Collection[UUID], by: UUID) -> int:
    """Puts refused pairs back among those to be decided. Returns how many."""
    return _decide(organisation, match_ids, MatchState.SUGGESTED, by)


def forget_matches() -> int:
    """Deletes pairs of people who are gone for good: neither there nor to come back when a merge is undone."""
    return sum(orphans(organisation).delete()[0] for organisation in Organisation.objects.values_list("pk", flat=True))


def _decide(organisation: UUID, match_ids: Collection[UUID], to: MatchState, by: UUID) -> int:
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation)
        matches = Match.objects.filter(organisation=organisation, id__among=list(match_ids), state__in=from_which(to))
        count = matches.update(state=to, by=by, at=clock.now())
        if count:
            verb = "refuse_matches" if to == MatchState.REFUSED else "reopen_matches"
            record(organisation=organisation, by=by, verb=verb, object=str(count))
    return count


def _due(now) -> QuerySet[Search]:
    free = Q(started=None) | Q(started__lt=now - LEASE)
    return Search.objects.filter(free, Q(done=None) | Q(done__lt=F("asked")))


def _wake(organisation: UUID) -> None:
    jobs.enqueue("manyhands.people.jobs:search", str(organisation))


def _keep(organisation: UUID, pairs: list[matching.Pair]) -> None:
    there = set(Person.objects.filter(organisation=organisation).values_list("id", flat=True))
    known = {
        (one, other): (pk, state, score, reasons)
        for pk, one, other, state, score, reasons in Match.objects.filter(organisation=organisation).values_list(
            "id", "one_id", "other_id", "state", "score", "reasons"
        )
    }
    now, found = clock.now(), set()
    new, altered = [], []
    for pair in pairs:
        key = UUID(pair.one), UUID(pair.other)
        if not there.issuperset(key):
            continue  # merged or erased while we looked
        found.add(key)
        reasons = [str(each) for each in pair.reasons]
        score = round(pair.score, 4)
        if key not in known:
            new.append((uuid7(), organisation, *key, score, json.dumps(reasons), str(MatchState.SUGGESTED), now))
        elif known[key][1] == MatchState.SUGGESTED and known[key][2:] != (score, reasons):
            altered.append((score, json.dumps(reasons), known[key][0]))
    over = [
        pk
        for key, (pk, state, *_) in known.items()
        if state == MatchState.SUGGESTED and key not in found and there.issuperset(key)
    ]
    bulk.insert(Match, ["id", "organisation", "one", "other", "score", "reasons", "state", "at"], new)
    bulk.update(Match, ["score", "reasons"], altered)
    Match.objects.filter(id__among=over).delete()
    orphans(organisation).delete()


def orphans(organisation: UUID) -> QuerySet[Match]:
    """Pairs one of whom is gone, but not into somebody else."""
    people = Person.objects.filter(organisation=organisation).values("id")
    merged = Merge.objects.filter(organisation=organisation).values("gone")
    gone = (~Q(one__in=people) & ~Q(one__in=merged)) | (~Q(other__in=people) & ~Q(other__in=merged))
    return Match.objects.filter(gone, organisation=organisation)
