"""Who was trained or helped: those who agreed that it is kept, and of the others a number for each service."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.notices import actions as notices
from manyhands.people import actions as people
from manyhands.people import queries as who
from manyhands.people.errors import NotPossible

from ..models import Helped, OfflineHelp
from ..rules.attendees import Attendee
from ..types import HelpKind
from .telling import add_help

if TYPE_CHECKING:
    from manyhands.people.models import Organisation, Person

KEPT = timedelta(days=400)  # who was helped; then only how many


class Recorded(NamedTuple):
    """What was written down."""

    help: OfflineHelp
    named: int  # who agreed and is known here
    counted: int  # the others
    unknown: int  # of them, agreed, but nobody here has that address or name


def record_help(
    *,
    organisation: "Organisation",
    kind: HelpKind | str,
    on: date,
    those: list[Attendee],
    agreed: bool,
    by: UUID,
    title: str = "",
    helper: UUID | None = None,
    place: UUID | None = None,
    service: UUID | None = None,
) -> Recorded:
    """Writes down help with who was helped. `agreed` holds for whoever a line says nothing of, and so does `service`.

    Who agreed is told, and can take it back. Of the others, names and addresses are not kept. Raises NotPossible.
    """
    called = who.people_called(
        organisation, emails=[each.email for each in those], names=[each.name for each in those if not each.email]
    )
    named: set[UUID] = set()
    counted: Counter[UUID | None] = Counter()
    services = _services(organisation, {each.service for each in those}, service)
    unknown = 0
    for each in those:
        found = called.by_email.get(each.email) or called.by_name.get(" ".join(each.name.split()).casefold())
        if found and found == helper:
            continue
        agrees = agreed if each.agreed is None else each.agreed
        if found and agrees:
            named.add(found)
        else:
            counted[services[each.service]] += each.number
            unknown += agrees and not found
    total = len(named) + counted.total()
    if not total:
        raise NotPossible(_("Say who was helped, or how many: one person a line, or a service and a number."))
    with transaction.atomic():
        given = add_help(
            organisation=organisation.pk,
            kind=kind,
            title=title,
            helped=total,
            on=on,
            person=helper,
            place=place,
            service=service,
            by=by,
        )
        mine = {"organisation_id": organisation.pk, "help": given}
        Helped.objects.bulk_create(
            [
                *(Helped(**mine, person=person) for person in sorted(named)),
                *(Helped(**mine, service_id=of, number=number) for of, number in counted.items()),
            ],
            batch_size=1000,
        )
        notices.notify(
            organisation=organisation.pk,
            people=sorted(named),
            kind="participation.helped",
            key=f"helped/{given.pk.hex}",
            path="participation/next-hands/help/",
            words={"kind": given.kind, "title": given.title, "on": str(given.on)},
            by=by,
        )
    return Recorded(given, len(named), counted.total(), unknown)


def take_name_off(*, helped: Helped, person: "Person", by: UUID) -> None:
    """Somebody no longer agrees: they become one of the number of their service of today, and nobody is told."""
    today = clock.now().date()
    here = [each["service"] for each in who.memberships_of(person) if each["until"] is None or today < each["until"]]
    service = who.service_called(person.organisation, here[0]) if here else None
    with transaction.atomic():
        _count(helped.help_id, helped.organisation_id, service.pk if service else None)
        helped.delete()
        people.record(organisation=helped.organisation_id, by=by, verb="withdraw_consent_to_be_named")


def forget_helped() -> int:
    """Makes numbers of those who were helped KEPT ago; returns how many."""
    old = Helped.objects.filter(person__isnull=False, help__on__lt=(clock.now() - KEPT).date())
    gone = list(old.values_list("pk", "help_id", "organisation_id")[:5000])
    with transaction.atomic():
        for of, number in Counter((of, organisation) for _pk, of, organisation in gone).items():
            _count(*of, None, number)
        Helped.objects.filter(pk__in=[pk for pk, *_rest in gone]).delete()
    return len(gone)


def _count(of: UUID, organisation: UUID, service: UUID | None, number: int = 1) -> None:
    if not Helped.objects.filter(help=of, person=None, service=service).update(number=F("number") + number):
        Helped.objects.create(organisation_id=organisation, help_id=of, service_id=service, number=number)


def _services(organisation: "Organisation", names: Iterable[str], usual: UUID | None) -> dict[str, UUID | None]:
    """The ids of services by what lines call them; nothing for what is no service here."""
    found = {name: who.service_called(organisation, name) for name in names if name}
    return {"": usual} | {name: service.pk if service else None for name, service in found.items()}
