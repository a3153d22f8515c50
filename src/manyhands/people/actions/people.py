"""Changing who is who: kinds, services over time, and erasing people."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from manyhands.core import clock, registry

from .. import queries
from ..errors import NotPossible
from ..models import (
    Grant,
    KindChange,
    Match,
    Membership,
    Merge,
    Organisation,
    Person,
    Persona,
    PersonaLink,
    Service,
)
from ..rules.pseudonyms import goes_on
from ..types import Kind
from .audit import changed, record

UNDO_DAYS = 7


def set_kind(*, organisation: UUID, people_ids: Collection[UUID], kind: Kind, by: UUID) -> KindChange:
    """Makes people of one organisation all the same kind; ids of others are passed over.

    Figures that count hands change at once. Can be undone for UNDO_DAYS days with what is returned.
    """
    kind = Kind(kind)
    with transaction.atomic():
        people = Person.objects.select_for_update().filter(organisation=organisation, id__among=list(people_ids))
        before: dict[tuple[str, bool], list[str]] = {}
        for pk, was, chosen in people.order_by("id").values_list("id", "kind", "kind_chosen"):
            before.setdefault((was, chosen), []).append(pk.hex)
        people.update(kind=kind, kind_chosen=True)
        change = KindChange.objects.create(
            organisation_id=organisation,
            kind=kind,
            before=[[was, chosen, ids] for (was, chosen), ids in before.items()],
            by=by,
        )
        record(organisation=organisation, by=by, verb="set_kind", object=change.pk.urn)
        changed(organisation)
    return change


def undo_set_kind(*, change: KindChange, by: UUID) -> int:
    """Gives people back the kind they had, unless it was changed again since; returns how many. Once only."""
    count = 0
    with transaction.atomic():
        change = KindChange.objects.select_for_update().get(pk=change.pk)
        if change.undone:
            return 0
        for was, chosen, ids in change.before:
            people = Person.objects.filter(
                organisation=change.organisation_id, kind=change.kind, id__among=[UUID(pk) for pk in ids]
            )
            count += people.update(kind=was, kind_chosen=chosen)
        change.undone = True
        change.save(update_fields=["undone"])
        record(organisation=change.organisation_id, by=by, verb="undo_set_kind", object=change.pk.urn)
        changed(change.organisation_id)
    return count


def forget_undo() -> int:
    """Deletes what was kept for undoing once UNDO_DAYS have passed."""
    return KindChange.objects.filter(at__lt=clock.now() - timedelta(days=UNDO_DAYS)).delete()[0]


def move(*, person: Person, service: Service | None, on: date, by: UUID) -> None:
    """From the day `on` the person is in `service` (None: in none), and no longer in what they were in.

    Memberships that had not begun by then are dropped: the move replaces what was foreseen.
    """
    if service and service.organisation_id != person.organisation_id:
        raise NotPossible(_("That service belongs to another organisation."))
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        mine = Membership.objects.filter(person=person)
        mine.filter(since__gte=on).delete()
        mine.filter(until__gt=on).update(until=on)
        if service:
            Membership.objects.create(
                organisation_id=person.organisation_id, person=person, service=service, since=on, until=date.max
            )
        record(organisation=person.organisation_id, by=by, verb="move", object=person.pk.urn)
        changed(person.organisation_id)


def erase_person(*, person: Person, by: UUID) -> None:
    """Deletes who somebody was: name, address, accounts, services, roles, personas, and a sign-in of no other use.

    The ledger's rows stay under keys that no longer stand for anybody, so that what many did together still counts.
    Every room erases its own in the same transaction.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=person.organisation_id)
        person = Person.objects.select_for_update().get(pk=person.pk)
        about = queries.about(person)
        if person.user_id and is_last_administrator(person):
            raise NotPossible(_("This is the only administrator. Give somebody else that role first."))
        for erase in registry.erase_person:
            erase(about)
        user = person.user
        were = {person.pk, *Merge.objects.filter(person=person).values_list("gone", flat=True)}
        Match.objects.filter(Q(one__in=were) | Q(other__in=were), organisation=about.organisation).delete()
        _part_from_pseudonyms(person)
        Persona.objects.filter(id__in=PersonaLink.objects.filter(person=person).values("persona_id")).delete()
        person.delete()
        if user and not Person.objects.filter(user=user).exists():
            user.delete()
        _forget_in_undo(about.organisation, were)
        record(organisation=about.organisation, by=by, verb="erase_person", object=about.person.urn)
        changed(about.organisation)


def _part_from_pseudonyms(person: Person) -> None:
    """Deletes the links to their pseudonyms, which go on other days, by chance: gone now, they would tell whose."""
    links = PersonaLink.objects.filter(person=person, persona__is_pseudonym=True)
    today = clock.now().date()
    for pk in list(links.values_list("persona_id", flat=True)):
        Persona.objects.filter(pk=pk).update(goes=goes_on(today))
    links.delete()


def is_last_administrator(person: Person) -> bool:
    """Whether nobody else who signs in could give roles."""
    administrators = Grant.objects.filter(
        organisation=person.organisation_id,
        role="administrator",
        service=None,
        thing="",
        person__user__isnull=False,
        person__left=None,
    )
    return administrators.filter(person=person).exists() and not administrators.exclude(person=person).exists()


def _forget_in_undo(organisation: UUID, people: Collection[UUID]) -> None:
    forgotten = {pk.hex for pk in people}
    for change in KindChange.objects.filter(organisation=organisation):
        change.before = [[was, chosen, [pk for pk in ids if pk not in forgotten]] for was, chosen, ids in change.before]
        change.save(update_fields=["before"])
