"""Taking an export into the ledger, stretch by stretch, each in one transaction with the import's own state.

Killed at any moment and run again, it leaves the same ledger: ids come from the source, and what is there is kept.
"""

import gc
import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import bulk, clock
from manyhands.core.ids import ledger_ids, source_id
from manyhands.ledger import actions as ledger
from manyhands.people import actions as people

from .. import reader
from ..errors import ImportCancelled, UnreadableExport
from ..models import Import, Place, PlaceMember, RejectedRecord, Source, State, UsageReport
from ..types import Account, Rejected, Usage
from ..types import Place as PlaceRecord
from .imports import claim, delete_upload, step

if TYPE_CHECKING:
    from manyhands.people.models import Organisation

logger = logging.getLogger("manyhands.networks")
MOST_REJECTS = 100_000  # listed one by one; beyond that they are only counted
Progress = Callable[[Import], None]


def run(*, import_id: UUID, progress: Progress = lambda of: None) -> Import | None:
    """Reads a waiting import to its end and brings the columns up to date. None when another reader has it.

    Ends DONE, FAILED (with a sentence on the row) or CANCELLED; whichever it is, an uploaded file is deleted.
    """
    of = claim(import_id)
    if of is None:
        return None
    try:
        with no_cycles():
            Taker(of, progress).take_all()
            project(of, progress)
        end(of, State.DONE)
    except ImportCancelled:
        project(of, progress)
        end(of, State.CANCELLED)
    except UnreadableExport as error:
        end(of, State.FAILED, message=error.message)
    except Exception as error:
        # The text of an unforeseen error may quote the file, so only its kind and place are logged.
        place = str(error) if isinstance(error, reader.UnforeseenError) else reader.where(error)
        logger.error("import %s failed: %s", of.id, place)
        end(of, State.FAILED, message=_("Something unforeseen went wrong. What was read before it was kept."))
    return of


def _options(of: Import) -> dict[str, Any]:
    """An import's options, and a secret of this hub: an internet address is kept as a digest made with it,
    so that nobody can find out whose by trying all."""
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"networks").digest()
    key = hashlib.blake2b(of.organisation_id.bytes, key=secret, digest_size=16).hexdigest()
    return {**of.options, "key": key}


@contextmanager
def no_cycles() -> Iterator[None]:
    """Millions of rows come and go without a cycle among them; to look for one takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def project(of: Import, progress: Progress) -> None:
    """Brings the columns up to date, keeping the import's lease alive."""

    def months(done: int, total: int) -> None:
        of.reading = _("Working out the figures: month {done} of {total}").format(done=done, total=total)
        Import.objects.filter(pk=of.pk).update(heartbeat=clock.now(), reading=of.reading)
        progress(of)

    ledger.project(organisation=of.organisation_id, progress=months)


def end(of: Import, state: str, message: str = "") -> None:
    step(of, state, ended=clock.now(), message=message or of.message, reading="")
    delete_upload(of)


def source_of(*, organisation: "Organisation", network: str, workspace: str, name: str = "") -> Source:
    """The source of a network's workspace, made at first sight. Its id follows from both: it is always the same."""
    source, _made = Source.objects.get_or_create(
        organisation=organisation,
        network=network,
        workspace=workspace,
        defaults={"id": source_id(organisation.id, network, workspace), "name": name},
    )
    return source


class Taker:
    """Takes one export in. Holds the keys of accounts and places met so far, nothing that grows with the messages."""

    source: Source

    def __init__(self, of: Import, progress: Progress) -> None:
        self.of, self.progress = of, progress
        self.organisation = of.organisation
        self.leave_out = frozenset(of.options.get("leave_out", ()))
        self.actors: dict[str, int] = {}
        self.counts: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.usage: dict[tuple[str, int], Counter[str]] = {}  # by day and length of the report

    def opened(self, workspace: str, size: int) -> None:
        """The source is known: what an earlier try counted is forgotten."""
        of = self.of
        self.source = source_of(organisation=self.organisation, network=of.network, workspace=workspace)
        self.make_id = ledger_ids(self.organisation.id, self.source.id)
        of.source, of.size, of.done, of.added, of.read, of.rejected = self.source, size, 0, 0, 0, 0
        with transaction.atomic():
            RejectedRecord.objects.filter(of=of).delete()
            of.save(update_fields=["source", "size", "done", "added", "read", "rejected"])
        self.mark_left_out(self.leave_out)

    def take_all(self) -> None:
        of = self.of
        task = reader.Task(
            network=of.network,
            path=Path(of.path),
            options=_options(of),
            leave_out=self.leave_out,
            organisation=self.organisation.id,
            zone=self.organisation.zone,
            columns=ledger.part_writer(organisation=self.organisation.id),
            pack=ledger.row_packer(),
        )
        for stretch in reader.read(task, self):
            self.take(stretch)
            self.progress(of)
            if Import.objects.filter(pk=of.pk, cancel_requested=True).exists():
                raise ImportCancelled(_("The import was cancelled."))
        self.keep_usage()
        if not of.read and not self.usage:
            raise UnreadableExport(self.nothing_found())

    def nothing_found(self) -> str:
        if self.of.rejected:
            return _("None of the records could be read. The list of them says why.")
        return _("There are no messages in this file. Check that the export covers a time when there were some.")

    def mark_left_out(self, external_ids: frozenset[str]) -> None:
        """Remembers what is not read, so that the next export of this source proposes the same."""
        places = Place.objects.filter(source=self.source)
        places.filter(external_id__in=external_ids).update(left_out=True)
        places.exclude(external_id__in=external_ids).update(left_out=False)

    def take(self, stretch: reader.Stretch) -> None:
        """One stretch, one transaction: its rows, its rejects, and how far the import is."""
        of = self.of
        with ledger.incoming(stretch.rows) as rows, transaction.atomic():
            of.added += ledger.append(
                organisation=self.organisation.id,
                source=self.source.id,
                rows=rows,
                taken_back=stretch.taken_back,
                parts=stretch.parts,
                by=of.by,
            )
            of.read += stretch.count
            self.take_rejects(stretch.rejected)
            self.take_usage(stretch.usage)
            for skipped in stretch.skipped:
                self.skipped[skipped.reason] += skipped.count
            self.counts.update(stretch.kinds)
            of.done, of.reading = stretch.done, stretch.file[-300:]
            of.counts, of.skipped = dict(self.counts), dict(self.skipped)
            of.heartbeat = clock.now()
            of.save(update_fields=["added", "read", "done", "reading", "counts", "skipped", "rejected", "heartbeat"])

    def take_usage(self, lines: list[Usage]) -> None:
        for line in lines:
            counts = self.usage.setdefault((line.report_date, line.days), Counter())
            counts.update(accounts=1, readers=line.read > 0, likers=line.liked > 0, posters=line.posted > 0)
            counts.update(entered=line.entered, seconds_read=line.seconds_read)
            self.counts["usage"] += 1

    def keep_usage(self) -> None:
        """Keeps what reports on use add up to; the newest reading of a report stands."""
        for (day, days), counts in self.usage.items():
            if day:
                UsageReport.objects.update_or_create(
                    source=self.source,
                    report_date=day,
                    days=days,
                    defaults={"organisation": self.organisation, **counts},
                )

    def keys(self, accounts: list[Account], places: list[PlaceRecord]) -> reader.Keys:
        """The keys of accounts and places that the reader met, made where they are new."""
        with transaction.atomic():
            actors = self.take_accounts(accounts)
            return actors, self.take_places(places)

    def is_waiting(self) -> bool:
        return True

    def take_accounts(self, accounts: list[Account]) -> dict[str, int]:
        if not accounts:
            return {}
        actors = people.ensure_accounts(
            organisation=self.organisation, source=self.source.id, accounts=accounts, by=self.of.by
        )
        self.actors |= actors
        self.counts["accounts"] += sum(account.is_member for account in accounts)
        return actors

    def take_places(self, records: list[PlaceRecord]) -> dict[str, str]:
        if not records:
            return {}
        ids = {record.external_id: self.make_id(f"place/{record.external_id}") for record in records}
        Place.objects.bulk_create(
            [
                Place(
                    id=UUID(ids[record.external_id]),
                    organisation=self.organisation,
                    source=self.source,
                    external_id=record.external_id,
                    network=self.of.network,
                    name=record.name[:200],
                    kind=record.kind,
                    closed=record.closed,
                    members_known=record.members is not None,
                )
                for record in records
            ],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["name", "kind", "closed", "members_known"],
        )
        self.counts["places"] += len(records)
        self.take_members({ids[r.external_id]: r.members for r in records if r.members is not None})
        return ids

    def take_members(self, members: dict[str, tuple[str, ...]]) -> None:
        """Replaces who belongs to places by what this export says."""
        PlaceMember.objects.filter(place__in=list(members)).delete()
        organisation = self.organisation.id
        bulk.insert(
            PlaceMember,
            ["organisation", "place", "actor"],
            [
                (organisation, UUID(place), self.actors[member])
                for place, of_place in members.items()
                for member in dict.fromkeys(of_place)
            ],
        )

    def take_rejects(self, rejected: list[Rejected]) -> None:
        if not rejected:
            return
        room = max(0, MOST_REJECTS - self.of.rejected)
        self.of.rejected += len(rejected)
        RejectedRecord.objects.bulk_create(
            RejectedRecord(
                organisation=self.organisation, of=self.of, file=r.file[:300], line=r.line, reason=r.reason[:300]
            )
            for r in rejected[:room]
        )
