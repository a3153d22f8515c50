"""Taking in records that a program made, where there is no file."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from .. import reader
from ..models import Import, State
from ..rules.rows import RowMaker
from ..types import Batch
from .imports import claim
from .reading import Taker, end

if TYPE_CHECKING:
    from manyhands.people.models import Organisation


def take_records(
    *, organisation: "Organisation", network: str, workspace: str, filename: str, records: Batch, by: UUID
) -> Import:
    """Takes in what a file of this name would have held, all or nothing, just as an export is. The ledger's columns
    are then behind: `ledger.actions.project` brings them up to date."""
    with transaction.atomic():
        waiting = Import.objects.create(
            organisation=organisation, network=network, filename=filename, state=State.WAITING, by=by
        )
        of = claim(waiting.id)
        assert of is not None  # nobody else has seen it
        taker = Taker(of, progress=lambda of: None)
        taker.opened(workspace, size=len(records.acts))
        actors, places = taker.keys(records.accounts, records.places)
        maker = RowMaker(organisation.pk, taker.source.id, organisation.zone)
        rows, fields = maker.make(records.acts, actors, places)
        taker.take(reader.Stretch(done=len(rows), rows=rows, count=len(rows), kinds=reader.kinds(fields)))
        end(of, State.DONE)
    return of
