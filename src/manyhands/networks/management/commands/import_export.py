"""`manyhands import NETWORK FILE`: brings an export in from the terminal, as the operator of the machine."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people

from ... import actions, queries
from ...models import State
from ...registry import NETWORKS


class Command(BaseCommand):
    help = "Bring a network's export in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("network", choices=sorted(NETWORKS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", help="its slug, when the hub has several")
        parser.add_argument(
            "--leave-out", action="append", default=[], metavar="PLACE", help="a place by name or id, not to be read"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=COLUMN", help="for tables: which column is what"
        )

    def handle(self, *, network, file, organisation, leave_out, column, **_options):
        if not file.exists():
            raise CommandError(_("There is no file {file}.").format(file=file))
        try:
            organisation = people.chosen_organisation(organisation)
            options = {"columns": dict(pair.split("=", 1) for pair in column)} if column else {}
            by = people.system_persona(organisation).id
            of = actions.receive(
                organisation=organisation,
                network=network,
                filename=file.name,
                path=file.resolve(),
                by=by,
                options=options,
            )
            actions.start(import_id=of.id, leave_out=queries.places_named(of.id, leave_out), by=by, enqueue=False)
            done = self.run(of)
        except ManyhandsError as error:
            raise CommandError(error.message) from None
        self.report(done)

    def run(self, of):
        console = Console(stderr=True)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[count]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(_("Opening the file"), total=None, count="")

            def show(row):
                count = _("{number} activities").format(number=f"{row.read:,}")
                bar.update(task, description=row.reading[-40:], total=row.size or None, completed=row.done, count=count)

            return actions.run(import_id=of.id, progress=show)

    def report(self, of):
        write = self.stdout.write
        write(
            _("Read {read} activities from {file}; {added} were new.").format(
                read=f"{of.read:,}", file=of.filename, added=f"{of.added:,}"
            )
        )
        for what, count in sorted(of.counts.items()):
            write(f"  {count:>10,}  {what}")
        for reason, count in sorted(of.skipped.items()):
            write(f"  {count:>10,}  {_('skipped')}: {_(reason)}")
        if of.rejected:
            write(f"  {of.rejected:>10,}  " + _("could not be read:"))
            for record in of.rejects.order_by("id")[:20]:
                write(f"              {record.file}:{record.line}: {_(record.reason)}")
        if of.state == State.FAILED:
            raise CommandError(_(of.message))
