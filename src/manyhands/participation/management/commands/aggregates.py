"""`manyhands aggregates`: our figures as a file for other councils, which holds no group under five."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people

from ... import actions, queries
from ...queries import aggregates as files
from ...rules.aggregates import written


class Command(BaseCommand):
    help = "Write our aggregates, to be compared with other councils': no group under five, with --epsilon also noise."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--epsilon", type=float, help="add noise: differential privacy with this ε, from 0.1 to 3")
        parser.add_argument(
            "--since", metavar="2026-01", help="first month; default: the last twelve that may be shown"
        )
        parser.add_argument("--until", metavar="2026-12", help="last month, included")
        parser.add_argument("--organisation", help="its slug, when the hub has several")

    def handle(self, *, epsilon, since, until, organisation, **options):
        try:
            organisation = people.chosen_organisation(organisation)
            facts = queries.facts(organisation.id)
            chosen = queries.selection(facts, since=since, until=until)
            months = {"since": chosen.since, "until": chosen.until}
            if epsilon is None:
                found = files.own_aggregates(facts, organisation.name, **months)
            else:
                by = people.system_persona(organisation).id
                found = actions.release_with_noise(
                    facts=facts, name=organisation.name, epsilon=epsilon, by=by, **months
                )
        except ManyhandsError as error:
            raise CommandError(error.message) from None
        self.stdout.write(written(found).decode(), ending="")
        asked = (since, until)
        given = tuple(clock.format_month(clock.parse_month(m)) for m in (found.period.since, found.period.until))
        if any(a and a != g for a, g in zip(asked, given, strict=True)):
            self.stderr.write(_("The months asked for would have been about too few people: a longer time is given."))
