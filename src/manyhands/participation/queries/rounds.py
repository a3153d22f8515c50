"""Rounds of invitations, and what came of each against those not invited yet."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from manyhands.measures import queries as measures
from manyhands.measures.types import Change
from manyhands.people import queries as people
from manyhands.people.types import WhoIsWho

from ..models import Invitation, InvitedService, OnRung
from ..rules.outcomes import Counted, Round, counted, first_steps, last_day
from ..types import Facts, Rung
from .acts import acts
from .journeys import LOOKS
from .kept import Kept
from .rungs import rungs

EARLY, TOO_SOON, NOBODY_WAITS, NO_SERVICES = "early", "too_soon", "nobody_waits", "few_services"
EPOCH = date(1970, 1, 1)


class Came(NamedTuple):
    """What came of a round. `reason`: why nothing is said of the difference, "" where something is."""

    took: int
    invited: int
    took_waiting: int
    waiting: int
    change: Change | None
    reason: str


class RoundRow(NamedTuple):
    """A round as the digital lead sees it."""

    id: UUID
    rung: str
    sent: date
    drawn: bool
    by_name: bool
    invited: int
    services: tuple[str, ...]
    text: str
    came: Came | None


_kept: Kept[dict[UUID, Came]] = Kept(4)


def rounds(facts: Facts) -> list[RoundRow]:
    """All rounds, newest first, each with what came of it."""
    rows = list(Invitation.objects.filter(organisation=facts.organisation).order_by("-sent", "-recorded"))
    services: dict[UUID, list[str]] = defaultdict(list)
    named = InvitedService.objects.filter(organisation=facts.organisation).order_by("service__name")
    for invitation, name in named.values_list("invitation_id", "service__name"):
        services[invitation].append(name or "")
    came = outcomes(facts, rows)
    return [
        RoundRow(
            row.pk, row.rung, row.sent, row.drawn, row.by_name, row.invited, tuple(services[row.pk]), row.text,
            came.get(row.pk) or _as_kept(row.came),
        )
        for row in rows
    ]  # fmt: skip


def invited_before(organisation: UUID, rung: Rung) -> set[int]:
    """Accounts of people who were invited to this step by an earlier round."""
    rows = OnRung.objects.filter(organisation=organisation, invitation__rung=rung, invited=True)
    return set(rows.values_list("actor", flat=True))


def not_invited(facts: Facts, rung: Rung) -> np.ndarray:
    """People who stand on a rung and were not invited to the step from it yet."""
    who = people.who_is_who(facts.organisation)
    there = rungs(facts).on[rung]
    before = np.array(sorted(invited_before(facts.organisation, rung)), np.int64)
    return np.setdiff1d(there, _persons(who, before))


def outcomes(facts: Facts, rows: list[Invitation]) -> dict[UUID, Came]:
    """What came of the rounds of which it is still known who was in them."""
    key = (facts.version, tuple((row.pk, row.invited) for row in rows))
    return _kept.get(facts.organisation, key, lambda: _outcomes(facts, rows)) if rows else {}


def _outcomes(facts: Facts, rows: list[Invitation]) -> dict[UUID, Came]:
    who = people.who_is_who(facts.organisation)
    found = _rounds_of(facts.organisation, who)
    rows = [row for row in rows if row.pk in found]
    until = rungs(facts).until
    if not rows or np.isnat(until):
        return {}
    everybody = np.unique(np.concatenate([found[row.pk].person for row in rows]))
    days, firsts = _acts_of(facts.organisation, everybody, min(row.sent for row in rows))
    end_of_data = int(until.astype(np.int64))
    came = {}
    for row in rows:
        of = found[row.pk]
        waiting = of.person[~of.invited]
        later = [
            found[other.pk].sent
            for other in rows
            if other.rung == row.rung
            and (other.sent, other.recorded) > (row.sent, row.recorded)
            and np.isin(waiting, found[other.pk].person[found[other.pk].invited]).any()
        ]
        person, day = _steps(row.rung, days, firsts)
        end = last_day(of.sent, later, end_of_data)
        took = first_steps(person, day, of.person, of.sent, end if end else of.sent)
        came[row.pk] = _judged(row, counted(of, took, True), counted(of, took, False), end)
    return came


def _judged(row: Invitation, invited: Counted, waiting: Counted, end: int | None) -> Came:
    numbers = (*invited.sums, *waiting.sums)
    if not end:
        return Came(*numbers, None, EARLY if end is None else TOO_SOON)
    if not numbers[3]:
        return Came(*numbers, None, NOBODY_WAITS)
    if row.by_name:
        change = measures.difference(waiting.sums, invited.sums)
    else:
        change = measures.difference_of_clusters(waiting, invited)
    return Came(*numbers, change, change.reason or "")


def _rounds_of(organisation: UUID, who: WhoIsWho) -> dict[UUID, Round]:
    columns: dict[UUID, list[tuple[int, UUID | None, bool]]] = defaultdict(list)
    sent: dict[UUID, date] = {}
    rows = OnRung.objects.filter(organisation=organisation).order_by("id")
    for invitation, day, *row in rows.values_list("invitation_id", "invitation__sent", "actor", "service", "invited"):
        columns[invitation].append(tuple(row))
        sent[invitation] = day
    found = {}
    for invitation, entries in columns.items():
        actors, services, invited = zip(*entries, strict=True)
        number = {key: at for at, key in enumerate({key for key in services if key}, 0)}
        person = _person_of(who, np.array(actors, np.int64))
        here = person >= 0  # erased since: nobody any more
        found[invitation] = Round(
            (sent[invitation] - EPOCH).days,
            person[here],
            np.array([number.get(key, -1) for key in services], np.int64)[here],
            np.array(invited, bool)[here],
        )
    return found


def _person_of(who: WhoIsWho, actors: np.ndarray) -> np.ndarray:
    """The number of whose account each is today; −1: nobody's."""
    if not len(who.actors):
        return np.full(len(actors), -1, np.int64)
    at = np.minimum(np.searchsorted(who.actors, actors), len(who.actors) - 1)
    return np.where(who.actors[at] == actors, who.actor_person[at], -1).astype(np.int64)


def _persons(who: WhoIsWho, actors: np.ndarray) -> np.ndarray:
    found = _person_of(who, actors)
    return np.unique(found[found >= 0])


def _acts_of(organisation: UUID, persons: np.ndarray, since: date) -> tuple[pa.Table, pa.Table]:
    """Days on which these people did something from a day on, and the day of their first contribution to each place."""
    import ibis  # takes a second to load, so only when it is needed

    with acts(organisation) as found:
        theirs = np.isin(found.who.actor_person, persons)
        actors = {"actor": found.who.actors[theirs], "person": found.who.actor_person[theirs].astype(np.int64)}
        done = found.activities.join(ibis.memtable(pa.table(actors)), "actor")
        seen = done.filter(done["contributing"] | done["type"].isin(LOOKS))
        days = seen.filter(seen["local_date"] >= ibis.literal(since))
        days = days.select("person", "contributing", day=days["local_date"]).distinct()
        said = done.filter(done["contributing"] & done["place"].notnull())
        firsts = said.group_by(["person", "place"]).aggregate(day=said["local_date"].min())
        return found.engine.to_pyarrow(days), found.engine.to_pyarrow(firsts)


def _steps(rung: str, days: pa.Table, firsts: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """Rows (person, day) of what counts as the step from a rung."""
    if rung == Rung.ELSEWHERE:
        table = firsts
    elif rung == Rung.NOT_BEGUN:
        table = days
    else:
        table = days.filter(pc.field("contributing"))
    return table["person"].to_numpy(), table["day"].to_numpy().astype("datetime64[D]").astype(np.int64)


def _as_kept(came: dict | None) -> Came | None:
    if came is None:
        return None
    return Came(**{**came, "change": came["change"] and Change(*came["change"])})
