"""Two people who are one: brought together, many at once, and parted again without loss.

What `Merge.before` keeps, for `parting` to put back: the row of who is gone (`person`), the keys of their accounts
(`identities`) and of their own earlier merges (`merges`), rows of `memberships` and `grants` with the keys of those
grants that moved (`moved`), what was blank and got `filled` ([before, after] by field), pairs `made` for whoever
stayed (their state by id), and pairs `closed` because the one who is gone had been refused.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.core import serializers
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from manyhands.core import bulk, clock

from ..errors import NotPossible
from ..models import Grant, Identity, Match, Membership, Merge, Organisation, Person, PersonaLink
from ..rules.kinds import stronger
from ..types import MatchState
from .audit import changed, record_all


class Accepted(NamedTuple):
    """How many pairs became one person, and how many could not."""

    done: int
    left: int


@dataclass
class _Group:
    """People who are to be one, and what speaks against more joining them."""

    people: list[UUID]
    signs_in: int
    personas: int
    sources: set[UUID]


@dataclass
class _Plan:
    """Everything about the people to be merged, read once, and what is to be written."""

    organisation: UUID
    people: dict[UUID, Person]
    identities: dict[UUID, list[Identity]]
    memberships: dict[UUID, list[Membership]]
    grants: dict[UUID, list[Grant]]
    merges: dict[UUID, list[Merge]]
    personas: set[UUID]
    groups: dict[UUID, _Group] = field(default_factory=dict)


def merge_people(*, into: Person, other: Person, by: UUID) -> Person:
    """Two people turn out to be one: `other`'s accounts, services and roles become `into`'s. Returns who stays.

    Whoever signs in stays, so that nobody's sign-in and personas ever pass to somebody else. The ledger's keys stay as
    they are, so every figure changes at once. Raises NotPossible for people of two organisations, or when both sign in.
    """
    if into.organisation_id != other.organisation_id or into.pk == other.pk:
        raise NotPossible(_("Choose two different people of this organisation."))
    with transaction.atomic():
        plan = _read(into.organisation_id, [into.pk, other.pk])
        if why := _join(plan, into.pk, other.pk):
            raise NotPossible(why)
        (kept,) = _write(plan, by, first=into.pk)
    return plan.people[kept]


def accept_matches(*, organisation: UUID, match_ids: Collection[UUID], by: UUID) -> Accepted:
    """Makes one person of each of these pairs, the likeliest first.

    A pair is left as it is when it would also join two accounts that one source lists as two, two people who sign in,
    or two of whom somebody said that they are not the same.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation)
        matches = list(
            Match.objects.filter(
                organisation=organisation, id__among=list(match_ids), one__organisation=organisation,
                other__organisation=organisation,
            ).exclude(state=MatchState.ACCEPTED)
        )  # fmt: skip
        if not matches:
            return Accepted(0, 0)
        matches.sort(key=lambda each: (-(each.score or 0), each.pk))
        plan = _read(organisation, [pk for each in matches for pk in (each.one_id, each.other_id)])
        chosen = {each.pk for each in matches}
        apart = _refused(organisation, plan.people) - {
            frozenset((each.one_id, each.other_id)) for each in matches if each.pk in chosen
        }
        done = [each for each in matches if not _join(plan, each.one_id, each.other_id, apart=apart, by_hand=False)]
        _write(plan, by, accepted=done)
    return Accepted(len(done), len(matches) - len(done))


def _read(organisation: UUID, ids: Iterable[UUID]) -> _Plan:
    """Locks the organisation and reads its people with these ids; the number of queries is constant."""
    Organisation.objects.select_for_update().get(pk=organisation)
    wanted = sorted(set(ids))
    people = Person.objects.select_for_update().filter(organisation=organisation, id__among=wanted)
    plan = _Plan(
        organisation,
        {person.pk: person for person in people},
        _by_person(Identity.objects.filter(person__among=wanted).order_by("actor")),
        _by_person(Membership.objects.filter(person__among=wanted).order_by("id")),
        _by_person(Grant.objects.filter(person__among=wanted).order_by("id")),
        _by_person(Merge.objects.filter(person__among=wanted).order_by("id")),
        set(PersonaLink.objects.filter(person__among=wanted).values_list("person_id", flat=True)),
    )
    for pk, person in plan.people.items():
        sources = {each.source for each in plan.identities.get(pk, ()) if each.is_member}
        plan.groups[pk] = _Group([pk], person.user_id is not None, pk in plan.personas, sources)
    return plan


def _by_person(rows: models.QuerySet) -> dict[UUID, list]:
    found: dict[UUID, list] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _refused(organisation: UUID, people: Iterable[UUID]) -> set[frozenset[UUID]]:
    ids = list(people)
    rows = Match.objects.filter(
        organisation=organisation, state__in=(MatchState.REFUSED, MatchState.UNDONE), one__among=ids, other__among=ids
    )
    return {frozenset(pair) for pair in rows.values_list("one_id", "other_id")}


def _join(
    plan: _Plan,
    one: UUID,
    other: UUID,
    *,
    apart: Collection[frozenset[UUID]] = (),
    by_hand: bool = True,
) -> str | None:
    """Puts two people's groups together; a sentence that says why not when they can't be."""
    a, b = plan.groups.get(one), plan.groups.get(other)
    if a is None or b is None:
        return _("Choose two different people of this organisation.")
    if a is b:
        return None
    if (a.signs_in or a.personas) and (b.signs_in or b.personas):
        return _("Both of these people sign in. Take away one sign-in first, so that it is clear which stays.")
    emails = {plan.people[one].email, plan.people[other].email}
    if not by_hand and a.sources & b.sources and not (len(emails) == 1 and all(emails)):
        return _("One source lists both of these people.")
    if any(frozenset((x, y)) in apart for x in a.people for y in b.people):
        return _("Somebody said that these are two people.")
    a.people += b.people
    a.signs_in, a.personas, a.sources = a.signs_in or b.signs_in, a.personas or b.personas, a.sources | b.sources
    for pk in b.people:
        plan.groups[pk] = a
    return None


def _write(plan: _Plan, by: UUID, *, first: UUID | None = None, accepted: Sequence[Match] = ()) -> list[UUID]:
    """Makes each group one person; returns who stays. `first` stays where nobody else signs in."""
    groups = {id(group): group for group in plan.groups.values() if len(group.people) > 1}.values()
    merges: list[Merge] = []
    for group in groups:
        order = sorted(group.people, key=lambda pk: _rank(plan, pk, first), reverse=True)
        merges += [_merge(plan, order[0], gone, by) for gone in order[1:]]
    if not merges:
        return []
    gone = {merge.gone: merge.into for merge in merges}
    kept = list(dict.fromkeys(gone.values()))
    _settle_matches(plan.organisation, merges, gone, accepted, by)
    people = [plan.people[pk] for pk in kept]
    bulk.update(
        Person,
        ["name", "email", "kind", "kind_chosen"],
        [(p.name, p.email, p.kind, p.kind_chosen, p.pk) for p in people],
    )
    moved = [(merge.into, actor) for merge in merges for actor in merge.before["identities"]]
    bulk.update(Identity, ["person"], moved)
    Person.objects.filter(id__among=list(gone)).delete()
    Merge.objects.bulk_create(merges, batch_size=500)
    record_all(
        organisation=plan.organisation,
        by=by,
        verb="merge_people",
        objects=[f"{merge.into.urn} {merge.gone.urn}" for merge in merges],
    )
    changed(plan.organisation)
    return kept


def _rank(plan: _Plan, pk: UUID, first: UUID | None) -> tuple:
    """Who stays: whoever signs in, then whom somebody chose, then of whom most is known, then the first there was."""
    person = plan.people[pk]
    return (
        person.user_id is not None or pk in plan.personas,
        pk == first,
        bool(person.email),
        person.kind_chosen,
        len(plan.identities.get(pk, ())),
        -person.created.timestamp(),
    )


def _merge(plan: _Plan, into: UUID, gone: UUID, by: UUID) -> Merge:
    """Moves what moves, and keeps what is needed to move it back."""
    person, other = plan.people[into], plan.people[gone]
    identities = plan.identities.pop(gone, [])
    memberships, grants = plan.memberships.pop(gone, []), plan.grants.pop(gone, [])
    merges = plan.merges.pop(gone, [])
    before: dict[str, Any] = {
        "person": _kept([other])[0],
        "identities": [each.actor for each in identities],
        "memberships": _kept(memberships),
        "grants": _kept(grants),
        "merges": [each.pk.hex for each in merges],
        "filled": _fill(person, other),
        "made": {},
        "closed": [],
    }
    plan.identities.setdefault(into, []).extend(identities)
    if not plan.memberships.get(into):
        bulk.update(Membership, ["person"], [(into, each.pk) for each in memberships])
        plan.memberships[into] = memberships
    held = plan.grants.setdefault(into, [])
    has = {(each.role, each.service_id, each.thing) for each in held}
    given = [each for each in grants if (each.role, each.service_id, each.thing) not in has]
    bulk.update(Grant, ["person"], [(into, each.pk) for each in given])
    held += given
    before["moved"] = [each.pk.hex for each in given]
    bulk.update(Merge, ["person"], [(into, each.pk) for each in merges])
    return Merge(
        organisation_id=plan.organisation,
        person_id=into,
        into=into,
        gone=gone,
        gone_name=other.name,
        gone_email=other.email,
        before=before,
        by=by,
    )


def _fill(person: Person, other: Person) -> dict[str, list]:
    """Fills what is blank, and a kind that says more; what somebody chose stays."""
    kind, chosen = person.kind, person.kind_chosen
    if other.kind_chosen and not chosen:
        kind, chosen = other.kind, True
    elif not chosen:
        kind = stronger(kind, other.kind)
    wanted = {
        "name": person.name or other.name,
        "email": person.email or other.email,
        "kind": str(kind),
        "kind_chosen": chosen,
    }
    filled = {name: [getattr(person, name), now] for name, now in wanted.items() if getattr(person, name) != now}
    for name, now in wanted.items():
        setattr(person, name, now)
    return filled


def _kept(rows: Sequence[models.Model]) -> list[dict]:
    return json.loads(serializers.serialize("json", rows))


def _settle_matches(
    organisation: UUID, merges: list[Merge], gone: dict[UUID, UUID], accepted: Sequence[Match], by: UUID
) -> None:
    """Marks what was accepted, and lets what is open or was refused about one who is gone hold for whoever stays."""
    now = clock.now()
    ids = list({*gone, *gone.values()})
    rows = Match.objects.filter(Q(one__among=ids) | Q(other__among=ids), organisation=organisation)
    matches: dict[tuple[UUID, UUID], Match] = {}
    about: dict[UUID, list[Match]] = {}

    def add(match: Match) -> None:
        matches[match.one_id, match.other_id] = match
        for pk in (match.one_id, match.other_id):
            about.setdefault(pk, []).append(match)

    for each in rows:
        add(each)
    taken = {each.pk for each in accepted}
    new: list[Match] = []
    altered: dict[UUID, Match] = {}

    def decide(match: Match, state: MatchState) -> None:
        match.state, match.by, match.at = state, by, now
        if match.pk in known:
            altered[match.pk] = match

    known = {each.pk for each in matches.values()}
    for match in list(matches.values()):
        if match.pk in taken:
            decide(match, MatchState.ACCEPTED)
    for merge in merges:
        pair = _pair(merge.into, merge.gone)
        if pair not in matches:
            new.append(Match(organisation_id=organisation, one_id=pair[0], other_id=pair[1]))
            add(new[-1])
        decide(matches[pair], MatchState.ACCEPTED)
        for match in list(about[merge.gone]):
            if match.state == MatchState.ACCEPTED:
                continue
            third = match.other_id if match.one_id == merge.gone else match.one_id
            third = gone.get(third, third)
            if third == merge.into:
                continue
            carried = _pair(merge.into, third)
            theirs = matches.get(carried)
            if theirs is None:
                theirs = Match(
                    organisation_id=organisation, one_id=carried[0], other_id=carried[1], score=match.score,
                    reasons=match.reasons, state=match.state, by=match.by, at=match.at,
                )  # fmt: skip
                new.append(theirs)
                add(theirs)
                merge.before["made"][theirs.pk.hex] = str(match.state)
            elif theirs.state == MatchState.SUGGESTED and match.state != MatchState.SUGGESTED:
                if theirs.pk.hex in merge.before["made"]:
                    merge.before["made"][theirs.pk.hex] = str(MatchState.REFUSED)
                else:
                    merge.before["closed"].append(theirs.pk.hex)
                decide(theirs, MatchState.REFUSED)
    Match.objects.bulk_create(new, batch_size=500)
    bulk.update(Match, ["state", "by", "at"], [(str(m.state), m.by, m.at, m.pk) for m in altered.values()])


def _pair(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one < other else (other, one)
