"""`manyhands import auto FILE`: brings an export in from the terminal, as the operator of the machine."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people

from ... import actions, queries
from ...models import State
from ...registry import AUTO, NETWORKS, recognise

BAR = (
    SpinnerColumn(),
    TextColumn("{task.description}"),
    BarColumn(),
    TextColumn("{task.fields[count]}"),
    TimeRemainingColumn(),
)
SHOWN = 20  # records that could not be read


class Command(BaseCommand):
    help = "Bring a network's export in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        common = ", ".join(name for name, network in NETWORKS.items() if network.common)
        more = ", ".join(name for name, network in NETWORKS.items() if not network.common)
        parser.add_argument(
            "network",
            choices=[AUTO, *NETWORKS],
            metavar="NETWORK",
            help=f"{AUTO} finds out from the file; or one of {common}; or, more rarely, {more}",
        )
        parser.add_argument("file", type=Path, metavar="FILE", help="the export as it was downloaded, or a folder")
        parser.add_argument("--organisation", help="its slug, when the hub has several")
        parser.add_argument(
            "--leave-out", action="append", default=[], metavar="PLACE", help="a place, by name or id, not to be read"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=COLUMN", help="for tables: which column is what"
        )

    def handle(self, *, network, file, organisation, leave_out, column, **_options):
        if not file.exists():
            raise CommandError(_("There is no file {file}.").format(file=file))
        options = {"columns": dict(pair.partition("=")[::2] for pair in column)} if column else {}
        name = file.resolve().name
        try:
            if network == AUTO:
                network = recognise(file.resolve(), name).name
                title = queries.network_title(network)
                self.stderr.write(_("This is taken to be from: {network}").format(network=title))
            chosen = people.chosen_organisation(organisation)
            by = people.system_persona(chosen).id
            of = actions.receive(
                organisation=chosen,
                network=network,
                filename=name,
                path=file.resolve(),
                by=by,
                options=options,
                look=False,
            )
            left_out = queries.places_named(of.id, leave_out) if leave_out else []
            actions.start(import_id=of.id, leave_out=left_out, by=by, enqueue=False)
            done = self.run(of)
        except ManyhandsError as error:
            raise CommandError(_(error.message)) from None
        self.report(done)

    def run(self, of):
        with Progress(*BAR, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(_("Opening the file"), total=None, count="")

            def show(row):
                count = _("{number} activities").format(number=f"{row.read:,}")
                bar.update(task, description=row.reading[-40:], total=row.size or None, completed=row.done, count=count)

            return actions.run(import_id=of.id, progress=show)

    def report(self, of):
        if of.state == State.FAILED:
            raise CommandError(_(of.message))
        read, added = f"{of.read:,}", f"{of.added:,}"
        sentence = _("Read {read} activities from {file}; {added} were new.")
        self.stdout.write(sentence.format(read=read, file=of.filename, added=added))
        for what, count in sorted(of.counts.items()):
            self.stdout.write(f"  {count:>10,}  {what}")
        for reason, count in sorted(of.skipped.items()):
            self.stdout.write(f"  {count:>10,}  {_('skipped')}: {_(reason)}")
        if of.rejected:
            self.stdout.write(f"  {of.rejected:>10,}  " + _("could not be read:"))
            for record in queries.rejects(of.id, most=SHOWN):
                self.stdout.write(f"              {record.file}:{record.line}: {_(record.reason)}")
