"""Copies of a week's digest: made in portions, each in one transaction, everybody's once.

Killed at any moment it goes on where the last portion ended: a portion's copies, its letters and how far it got are
kept together or not at all; what is kept is sent by notices, never twice.
"""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import translation

from manyhands.core import clock, jobs
from manyhands.core.ids import uuid7
from manyhands.notices import actions as notices
from manyhands.notices import queries as told
from manyhands.notices.types import Way
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.types import Contact

from .. import queries
from ..models import Copy, Issue, Rhythm
from ..queries.issues import unfinished
from ..types import KIND, Content
from .letters import letter

if TYPE_CHECKING:
    from manyhands.people.models import Organisation, Person

JOB = "manyhands.digest.jobs:make_copies"
PORTION = 200  # people: a second's work, and one transaction
KEPT = timedelta(days=400)


def take_up() -> None:
    """Begins the digests that are due, and finds those whose worker was lost."""
    now = clock.now()
    for organisation in people.organisations():
        moment = None if organisation.is_demonstration else queries.due(organisation, now)
        if moment:
            _begin(organisation, moment)
    for issue in unfinished():
        jobs.enqueue(JOB, str(issue))


def _begin(organisation: "Organisation", until) -> None:
    with transaction.atomic():
        of = Rhythm.objects.select_for_update().filter(pk=organisation.pk).first()
        _issue, is_new = Issue.objects.get_or_create(
            organisation=organisation,
            until=until,
            defaults={"since": queries.begins(organisation.pk, until), "opening": of.opening if of else ""},
        )
        if is_new and of and of.opening:
            of.opening = ""
            of.save(update_fields=["opening"])


def make_copies(*, issue: UUID) -> int:
    """Writes everybody's copy that is not written yet; returns how many were."""
    made = 0
    while (portion := _portion(issue)) is not None:
        made += portion
    return made


def _portion(pk: UUID) -> int | None:
    """The next portion's copies and letters; None when nobody is left."""
    with transaction.atomic():
        issue = Issue.objects.select_for_update().select_related("organisation").filter(pk=pk, done=None).first()
        if issue is None:
            return None
        found = people.recipients(issue.organisation_id, after=issue.after, most=PORTION)
        if not found:
            issue.done = clock.now()
            issue.save(update_fields=["done"])
            return None
        count = _write(issue, found)
        issue.after = found[-1][0].person
        issue.copies += count
        issue.save(update_fields=["after", "copies"])
        return count


def _write(issue: Issue, found: list[tuple[Contact, frozenset[UUID]]]) -> int:
    ways = told.ways(KIND, [contact.person for contact, _own in found])
    wanted = [(contact, own) for contact, own in found if ways[contact.person] != Way.NEVER]
    drafts, copies = [], []
    for language in sorted({contact.language for contact, _own in wanted}):
        with translation.override(language):
            readers = {contact.person: own for contact, own in wanted if contact.language == language}
            contents = queries.compose(issue.organisation, readers, issue.since, issue.until)
            for contact, _own in wanted:
                content = contents.get(contact.person)
                if content is None or not (content.sections or issue.opening):
                    continue
                key = f"digest/{issue.pk.hex}/{contact.person.hex}"
                drafts.append(letter(contact, content, opening=issue.opening, issue=issue.pk, key=key))
                copies.append(
                    Copy(
                        organisation_id=issue.organisation_id,
                        issue=issue,
                        person_id=contact.person,
                        content=content.as_json(),
                    )
                )
    by = people.system_persona(issue.organisation_id).pk
    notices.write_all(organisation=issue.organisation_id, drafts=drafts, kind=KIND, by=by)
    Copy.objects.bulk_create(copies)
    return len(copies)


def send_test(*, organisation: "Organisation", person: "Person", content: Content, opening: str, by: UUID) -> bool:
    """Writes somebody the digest as it would be now, to themselves alone. False where they can't be written to."""
    contact = people.contacts([person.pk]).get(person.pk)
    if contact is None:
        return False
    with transaction.atomic():
        draft = letter(contact, content, opening=opening, issue=None, key=f"digest/test/{uuid7().hex}")
        notices.write_all(organisation=organisation.pk, drafts=[draft], kind=KIND, by=by)
    return True


def keep_rhythm(*, organisation: UUID, is_on: bool, weekday: int, hour: int, opening: str, by: UUID) -> None:
    """When the digest goes out, and the words with which the next one opens."""
    with transaction.atomic():
        Rhythm.objects.update_or_create(
            organisation_id=organisation,
            defaults={"is_on": is_on, "weekday": weekday, "hour": hour, "opening": opening.strip()},
        )
        people_actions.record(organisation=organisation, by=by, verb="keep_digest", object="")


def forget_copies() -> int:
    """Deletes what people were sent over a year ago."""
    return Copy.objects.filter(issue__until__lt=clock.now() - KEPT).delete()[0]
