"""What people type: numbers that no network knows, help given in person, and whether they would like to be asked."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.core.ids import ledger_id, uuid7
from manyhands.core.registry import Person
from manyhands.ledger import actions as ledger
from manyhands.ledger.types import ActivityType, Row
from manyhands.people import actions as people
from manyhands.people import queries as who
from manyhands.people.errors import NotPossible

from ..models import Helped, KnownNumber, OfflineHelp, OnRung, Reached, Willing
from ..queries.acts import help_source
from ..types import HelpKind, KnownOf

MOST_HELPED = 10_000
EARLIEST_ZONE = timedelta(hours=14)  # where tomorrow begins first
CREATED, DELETED = ActivityType.CREATE, ActivityType.DELETE


def set_known_number(*, organisation: UUID, of: KnownOf, number: int | None, by: UUID, on: date | None = None) -> None:
    """Writes down a number, as of `on` (today by default); None takes it back."""
    with transaction.atomic():
        KnownNumber.objects.create(
            organisation_id=organisation,
            of=KnownOf(of),
            number=number,
            on=on or clock.now().date(),
            by=by,
            recorded=clock.now(),
        )
        people.record(organisation=organisation, by=by, verb="set_known_number", object=f"{of} {number}")


def set_willing(*, organisation: UUID, person: UUID, willing: bool, by: UUID) -> None:
    """A person's own yes, or no more: whether the digital lead may see their name among those who like to be asked."""
    with transaction.atomic():
        if willing:
            _row, new = Willing.objects.get_or_create(
                organisation_id=organisation, person=person, defaults={"given": clock.now()}
            )
            changed = new
        else:
            changed = bool(Willing.objects.filter(organisation=organisation, person=person).delete()[0])
        if changed:
            verb = "consent_to_be_named" if willing else "withdraw_consent_to_be_named"
            people.record(organisation=organisation, by=by, verb=verb)


def add_help(
    *,
    organisation: UUID,
    kind: HelpKind | str,
    helped: int,
    by: UUID,
    on: date | None = None,
    person: UUID | None = None,
    place: UUID | None = None,
    service: UUID | None = None,
    title: str = "",
) -> OfflineHelp:
    """Writes down help given in person. Where `person` is said to have helped and has an account somewhere, it is an
    activity in the ledger as well: one that stands beside contributions and changes no figure made of them."""
    on = on or clock.now().date()
    if on > (clock.now() + EARLIEST_ZONE).date():
        raise NotPossible(_("Enter a day that has been: help is written down when it was given."))
    if not 1 <= helped <= MOST_HELPED:
        raise NotPossible(_("Enter how many people were helped: one or more."))
    with transaction.atomic():
        given = OfflineHelp.objects.create(
            id=uuid7(),
            organisation_id=organisation,
            on=on,
            kind=HelpKind(kind),
            title=" ".join(title.split())[:200],
            helped=helped,
            place_id=place,
            service_id=service,
            person=person,
            by=by,
            recorded=clock.now(),
        )
        actor = _account_of(organisation, person)
        if actor is not None:
            given.activity = _append(given, actor, by, CREATED)
            given.save(update_fields=["activity"])
        people.record(organisation=organisation, by=by, verb="add_help", object=given.pk.urn)
    return given


def remove_help(*, given: OfflineHelp, by: UUID) -> None:
    """Takes back what was written down; the ledger, which only grows, says that it was taken back."""
    with transaction.atomic():
        actor = _account_of(given.organisation_id, given.person)
        if given.activity and actor is not None:
            _append(given, actor, by, DELETED)
        people.record(organisation=given.organisation_id, by=by, verb="remove_help", object=given.pk.urn)
        given.delete()


def erase_person(person: Person) -> None:
    """Takes a person out of all that is kept here. How many were helped stays, by nobody in particular."""
    Willing.objects.filter(organisation=person.organisation, person=person.person).delete()
    OfflineHelp.objects.filter(organisation=person.organisation, person=person.person).update(person=None)
    OnRung.objects.filter(organisation=person.organisation, actor__in=person.actors).delete()
    Helped.objects.filter(organisation=person.organisation, person=person.person).update(person=None)
    Reached.objects.filter(organisation=person.organisation, person=person.person).delete()


def _account_of(organisation: UUID, person: UUID | None) -> int | None:
    """One of the accounts of a person, always the same; None for somebody without any."""
    if person is None:
        return None
    found = who.person_in(organisation, person)
    actors = sorted(who.about(found).actors) if found else []
    return actors[0] if actors else None


def _append(given: OfflineHelp, actor: int, by: UUID, act: ActivityType) -> UUID:
    """An activity at noon UTC of that day, as no hour is asked for."""
    source = help_source(given.organisation_id)
    of = ledger_id(given.organisation_id, source, given.pk.hex)
    name = given.pk.hex if act == CREATED else f"{given.pk.hex}/taken-back"
    row = Row(
        id=ledger_id(given.organisation_id, source, name).hex,
        source_id=name,
        actor=actor,
        type=act,
        object=None if act == CREATED else of.hex,
        object_type="Event",
        place=given.place_id.hex if given.place_id else None,
        in_reply_to=None,
        published=f"{given.on} 12:00:00.000000",
        local_date=str(given.on),
        contributing=False,
        length=None,
        hashtags=None,
        mentions=None,
    )
    ledger.append(
        organisation=given.organisation_id,
        source=source,
        rows=[row],
        by=by,
        taken_back=[given.pk.hex] if act == DELETED else (),
    )
    return of
