"""`manyhands report`: the report for a committee as a file, for the operator of the machine."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console

from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people
from manyhands.ui import formats
from manyhands.ui import report as paper

from ... import queries

ENDINGS = {"pdf": ".pdf", "xlsx": ".xlsx", "png": ".zip"}
WRITERS = {"pdf": paper.pdf, "xlsx": paper.xlsx, "png": paper.zipped}


class Command(BaseCommand):
    help = "Write the report for a committee: exact figures, or with --for-everybody what everybody may see."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--format", choices=list(WRITERS), default="pdf", help="png: all charts in a ZIP, or one as FILE.png"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="default: report.pdf, .xlsx or .zip here")
        parser.add_argument("--chart", metavar="NAME", help="which, for FILE.png; a wrong name lists them all")
        parser.add_argument("--since", metavar="2026-01", help="first month")
        parser.add_argument("--until", metavar="2026-12", help="last month, included")
        parser.add_argument(
            "--for-everybody", action="store_true", help="without figures about fewer than five people, to be published"
        )
        parser.add_argument("--organisation", help="its slug, when the hub has several")

    def handle(self, *, format, output, chart, since, until, for_everybody, organisation, **options):
        if chart and format != "png":
            raise CommandError(_("--chart goes with --format png."))
        if format == "png" and output and output.suffix == ".png":
            chart = chart or "months"
        try:
            organisation = people.chosen_organisation(organisation)
            with Console(stderr=True).status(_("Writing the report")), translation.override(organisation.language):
                facts = queries.facts(organisation.id)
                chosen = queries.selection(facts, since=since, until=until)
                report = queries.report(facts, chosen, exactly=not for_everybody, of=organisation)
                written = _chart(report, chart) if chart else WRITERS[format](report)
        except ManyhandsError as error:
            raise CommandError(error.message) from None
        output = output or Path("report" + (".png" if chart else ENDINGS[format]))
        try:
            output.write_bytes(written)
        except OSError as error:
            raise CommandError(_("{file} can’t be written: {why}.").format(file=output, why=error.strerror)) from None
        self.stdout.write(f"{output} ({formats.size(len(written))})")
        for notice in report.notices:
            self.stderr.write(notice)


def _chart(report: paper.Report, key: str) -> bytes:
    drawn = paper.png(report, key)
    if drawn is None:
        names = ", ".join(part.key for _chapter, part in report.parts() if part.picture)
        raise CommandError(
            _("There is no chart called {name}. There are: {names}").format(name=key, names=names or _("none"))
        )
    return drawn
