"""The life of an import, but for the reading itself."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from manyhands.core import clock, jobs
from manyhands.core.errors import ManyhandsError

from ..models import Import, State
from ..registry import open_export
from ..rules.states import ENDED, check_step

if TYPE_CHECKING:
    from manyhands.people.models import Organisation

logger = logging.getLogger("manyhands.networks")
LEASE = timedelta(seconds=60)  # a reader that has not been heard of for so long is taken for dead


def receive(
    *,
    organisation: "Organisation",
    network: str,
    filename: str,
    path: Path,
    by: UUID,
    options: dict | None = None,
    look: bool = True,
) -> Import:
    """Notes a file that has arrived, before anything in it is read. `path` lies in the uploads folder, or anywhere
    for the operator's own file, which is never deleted. Raises UnreadableExport when it can't be opened at all; not
    with `look` false, for a file that is read at once."""
    options = {"filename": filename[-255:], "zone": organisation.zone, **(options or {})}
    if look:
        with open_export(network, path, options):
            pass
    return Import.objects.create(
        organisation=organisation,
        network=network,
        filename=filename[-255:],
        path=str(path),
        options=options,
        by=by,
    )


def start(*, import_id: UUID, leave_out: list[str], by: UUID, enqueue: bool = True) -> None:
    """Hands an import to the worker, with the places (by the source's own ids) that are not to be read."""
    with transaction.atomic():
        of = Import.objects.get(pk=import_id)
        step(of, State.WAITING, options={**of.options, "leave_out": leave_out})
        if enqueue:
            transaction.on_commit(lambda: wake(of.id))


def wake(import_id: UUID) -> None:
    """Puts an import before the worker. Twice is no harm: the second finds it taken."""
    jobs.enqueue("manyhands.networks.jobs:run_import", str(import_id))


def match_columns(*, import_id: UUID, columns: dict[str, str], by: UUID) -> None:
    """Notes which column of a table is what, before anything in it is read."""
    of = Import.objects.get(pk=import_id)
    Import.objects.filter(pk=of.pk, state=State.UPLOADED).update(options={**of.options, "columns": columns})


def fail(*, import_id: UUID, message: str, by: UUID) -> None:
    """Ends an import whose file can't be opened."""
    of = Import.objects.get(pk=import_id)
    step(of, State.FAILED, ended=clock.now(), message=message)
    delete_upload(of)


def cancel(*, import_id: UUID, by: UUID) -> None:
    """Stops an import: at once when it is not being read, else at the reader's next stretch. What was read stays."""
    with transaction.atomic():
        of = Import.objects.select_for_update().get(pk=import_id)
        if of.state in ENDED:
            return
        if of.state == State.RUNNING and of.heartbeat and of.heartbeat > clock.now() - LEASE:
            Import.objects.filter(pk=of.pk).update(cancel_requested=True)
            return
        step(of, State.CANCELLED, ended=clock.now())
    delete_upload(of)


def step(of: Import, to: str, **fields) -> None:
    """Moves an import along its graph. Raises NotAStep, or ManyhandsError when somebody else moved it first."""
    check_step(of.state, to)
    if not Import.objects.filter(pk=of.pk, state=of.state).update(state=to, **fields):
        raise ManyhandsError(
            _("Somebody else changed this import a moment ago. Look at it again."), code="import_moved"
        )
    of.state = to
    for name, value in fields.items():
        setattr(of, name, value)


def claim(import_id: UUID) -> Import | None:
    """Takes an import for reading, once: one that waits, or whose reader has died. None when it is not to be had."""
    now = clock.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, heartbeat__lt=now - LEASE)
    taken = Import.objects.filter(free, pk=import_id).update(state=State.RUNNING, started=now, heartbeat=now)
    return Import.objects.select_related("organisation").get(pk=import_id) if taken else None


def take_up() -> None:
    """Finds imports that nobody reads: waiting ones whose wake-up was lost, and running ones whose reader died."""
    now = clock.now()
    lost = Q(state=State.WAITING) | Q(state=State.RUNNING, heartbeat__lt=now - LEASE)
    for import_id, cancelled in Import.objects.filter(lost).values_list("id", "cancel_requested"):
        if cancelled:
            of = Import.objects.get(pk=import_id)
            step(of, State.CANCELLED, ended=now)
            delete_upload(of)
        else:
            wake(import_id)
    purge_uploads()


def delete_upload(of: Import) -> None:
    """Deletes an uploaded file. The operator's own file, outside the uploads folder, is left."""
    if of.path and Path(of.path).is_relative_to(settings.UPLOADS):
        Path(of.path).unlink(missing_ok=True)
    Import.objects.filter(pk=of.pk).update(path="")
    of.path = ""


def purge_uploads() -> None:
    """Deletes uploads that nobody finished in MANYHANDS_UPLOAD_DAYS, and temporary files of broken uploads."""
    limit = clock.now() - timedelta(days=settings.MANYHANDS_UPLOAD_DAYS)
    for of in Import.objects.filter(state__in=[State.UPLOADED, State.WAITING], created__lt=limit):
        step(of, State.CANCELLED, ended=clock.now(), message=_("Nobody started this import, so its file was deleted."))
        delete_upload(of)
    wanted = set(Import.objects.exclude(path="").values_list("path", flat=True))
    a_day_ago = clock.now().timestamp() - 86_400
    for file in settings.UPLOADS.iterdir():
        if str(file) not in wanted and file.is_file() and file.stat().st_mtime < a_day_ago:
            file.unlink(missing_ok=True)
            logger.info("deleted an upload that belonged to no import")
