"""A list of who is interested: its numbers are kept, by day; whom it names is kept nowhere."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.people import actions as people

from ..errors import UnreadableList
from ..models import KnownNumber
from ..queries import typed
from ..rules.interested import MOST_BYTES, Understood, understand
from ..types import KnownOf


def take_interested(*, organisation: UUID, content: bytes, today: date, by: UUID) -> Understood:
    """Writes down what a list says (rules.interested); people are counted as of `today`. The same again adds nothing.

    Raises UnreadableList for one that is too large.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableList(_("This list is larger than 5 MB. Leave out the columns that are not needed."))
    found = understand(content, today)
    with transaction.atomic():
        known = {row.on: row.number for row in typed.known_numbers(organisation, KnownOf.INTERESTED)}
        new = {day: number for day, number in found.numbers(today).items() if known.get(day) != number}
        recorded = clock.now()
        KnownNumber.objects.bulk_create(
            KnownNumber(
                organisation_id=organisation, of=KnownOf.INTERESTED, number=number, on=day, by=by, recorded=recorded
            )
            for day, number in sorted(new.items())
        )
        if new:
            people.record(organisation=organisation, by=by, verb="import_interested", object=f"{len(new)}")
    return found
