"""From where networks can be reached: what people say of themselves, and the lead of everybody."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from manyhands.core import clock
from manyhands.people import actions as people

from ..models import Reached
from ..types import Where


def set_reached(
    *, organisation: UUID, person: UUID | None, answers: Mapping[tuple[str, Where], bool | None], by: UUID
) -> None:
    """Keeps whether networks can be reached from where; None: it is not said. Without `person` it is said of everybody
    who says nothing themselves, which is audited."""
    now = clock.now()
    with transaction.atomic():
        for (network, where), works in answers.items():
            rows = Reached.objects.filter(organisation=organisation, person=person, network=network, where=where)
            if works is None:
                rows.delete()
            elif not rows.update(works=works, by=by, recorded=now):
                Reached.objects.create(
                    organisation_id=organisation,
                    person=person,
                    network=network,
                    where=where,
                    works=works,
                    by=by,
                    recorded=now,
                )
        if person is None:
            people.record(organisation=organisation, by=by, verb="set_reached")
