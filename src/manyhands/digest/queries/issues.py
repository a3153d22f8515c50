"""When digests are due, and what went out."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from manyhands.core import clock
from manyhands.people import queries as people

from ..models import Copy, Issue, Rhythm
from ..rules.rhythm import last_due
from ..types import Content, IssueRow

if TYPE_CHECKING:
    from manyhands.people.models import Organisation, Person

WEEK = timedelta(days=7)
LATE = timedelta(days=3)  # a hub that was off for longer leaves a week out


class OwnCopy(NamedTuple):
    """A digest that somebody was sent."""

    issue: UUID
    since: datetime
    until: datetime
    opening: str
    content: Content


def rhythm(organisation: UUID) -> Rhythm:
    """When an organisation's digest goes out; unsaved where nobody changed anything."""
    return Rhythm.objects.filter(pk=organisation).first() or Rhythm(organisation_id=organisation)


def due(organisation: "Organisation", now: datetime) -> datetime | None:
    """The moment of the digest that is to go out now; None where there is none, or it went out."""
    of = rhythm(organisation.pk)
    if not of.is_on:
        return None
    moment = last_due(now, organisation.zone, of.weekday, of.hour)
    if moment < organisation.created or now - moment > LATE:
        return None
    return None if Issue.objects.filter(organisation=organisation, until__gt=moment - WEEK / 2).exists() else moment


def begins(organisation: UUID, until: datetime) -> datetime:
    """From when on a digest tells: where the one before ended, but no longer ago than two weeks."""
    before = Issue.objects.filter(organisation=organisation, until__lt=until).order_by("-until").first()
    return max(before.until, until - 2 * WEEK) if before else until - WEEK


def issues(organisation: UUID) -> QuerySet:
    """What went out, the latest first, each with the fields of an IssueRow."""
    return Issue.objects.filter(organisation=organisation).order_by("-until").values_list(*IssueRow._fields, named=True)


def own_copies(person: "Person") -> list[tuple[UUID, datetime]]:
    """The digests that somebody was sent, the latest first."""
    found = Copy.objects.filter(person=person.pk, organisation=person.organisation_id)
    return list(found.order_by("-issue__until").values_list("issue_id", "issue__until")[:52])


def copy_of(person: "Person", issue: UUID) -> OwnCopy | None:
    """What somebody was sent; None where it was not them."""
    found = Copy.objects.select_related("issue").filter(person=person.pk, issue=issue).first()
    if found is None:
        return None
    of = found.issue
    return OwnCopy(of.pk, of.since, of.until, of.opening, Content.from_json(found.content))


def reader_of(person: "Person") -> dict[UUID, frozenset[UUID]]:
    """Somebody alone, as `compose` takes readers."""
    return {person.pk: frozenset(people.persona_ids(person))}


def unfinished() -> list[UUID]:
    """Digests that not everybody has been sent."""
    return list(Issue.objects.filter(done=None, until__gte=clock.now() - LATE).values_list("id", flat=True))
