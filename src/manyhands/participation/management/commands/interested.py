"""`manyhands interested`: how many are interested, as a number or as a list."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people

from ... import actions
from ...queries import list_words, typed
from ...rules.interested import MOST_BYTES
from ...types import KnownOf


def _day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Write down how many are interested: a number, or a list in CSV of days with counts, or of people."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("what", metavar="NUMBER|FILE", help="57, or a file; people in it are counted and not kept")
        parser.add_argument("--on", type=_day, metavar="2026-10-31", help="the day that it is about; default: today")
        parser.add_argument("--organisation", help="its slug, when the hub has several")

    def handle(self, *, what, on, organisation, **options):
        try:
            organisation = people.chosen_organisation(organisation)
            today = clock.local_date(clock.now(), organisation.zone)
            on = on or today
            if on > today:
                raise CommandError(_("The day is still to come."))
            content = what.encode() if what.isdecimal() else self._content(Path(what))
            by = people.system_persona(organisation).id
            found = actions.take_interested(organisation=organisation.id, content=content, today=on, by=by)
        except ManyhandsError as error:
            raise CommandError(error.message) from None
        for line in found.left_out:
            self.stderr.write(_("Line {line}: {reason}").format(line=line.line, reason=list_words.reason(line.why)))
        sentences = list_words.taken(found, on, typed.known_number(organisation.id, KnownOf.INTERESTED))
        if not sentences:
            raise CommandError(list_words.nothing())
        for sentence in sentences[what.isdecimal() :]:
            self.stdout.write(sentence)

    def _content(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MOST_BYTES + 1)
        except OSError:
            raise CommandError(_("There is no file {path}.").format(path=path)) from None
