"""`manyhands participation`: who takes part, exactly, for the operator of the machine."""

import csv
import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.table import Table

from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people

from ... import queries
from ...types import DIMENSIONS


class Command(BaseCommand):
    help = "Show who takes part: exact figures, for the operator."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--since", metavar="2026-01", help="first month")
        parser.add_argument("--until", metavar="2026-12", help="last month, included")
        for dimension in DIMENSIONS:
            parser.add_argument(f"--{dimension}", default="", help=f"only this {dimension}, by name or key")
        parser.add_argument("--format", choices=["table", "csv", "json"], default="table")
        parser.add_argument("--organisation", help="its slug, when the hub has several")

    def handle(self, *, since, until, format, organisation, **options):
        try:
            organisation = people.chosen_organisation(organisation)
            with Console(stderr=True).status(_("Working out the figures")):
                facts = queries.facts(organisation.id)
                chosen = queries.selection(facts, since=since, until=until, **{d: options[d] for d in DIMENSIONS})
                result = queries.as_json(facts, chosen)
        except ManyhandsError as error:
            raise CommandError(error.message) from None
        if format == "json":
            self.stdout.write(json.dumps(result, indent=2, ensure_ascii=False))
        elif format == "csv":
            write_csv(result, self.stdout)
        else:
            show(result, organisation.name)


def write_csv(result: dict, out) -> None:
    """One line a figure: what, of what, how much."""
    writer = csv.writer(out)
    writer.writerow(["figure", "of", "value"])
    for figure, value in result.items():
        if figure in ("definitions", "trend", "places", "bands"):
            continue
        for of, number in value.items() if isinstance(value, dict) else [("", value)]:
            writer.writerow([figure, of, number])
    for band in result["bands"]:
        name = f"{band['low']}-{band['high']}" if band["high"] else f"{band['low']}+"
        writer.writerow(["contributors_in_band", name, band["contributors"]])
    for month in result["trend"]:
        writer.writerow(["contributors_in_month", month["month"], month["contributors"]])
        writer.writerow(["contributions_in_month", month["month"], month["contributions"]])
    for place in result["places"]:
        for figure in ("members", "contributors", "contributions", "top_share", "absence_factor", "last_activity"):
            writer.writerow([f"{figure}_of_place", place["place"], place[figure]])


def show(result: dict, name: str) -> None:
    console = Console(file=sys.stdout)
    console.print(f"[bold]{name}[/bold]  {result['period']['since'] or '–'} – {result['period']['until'] or '–'}")
    sentence = ngettext(
        "{contributors} of {members} member took part.",
        "{contributors} of {members} members took part.",
        result["members"],
    )
    console.print(sentence.format(contributors=f"{result['contributors']:,}", members=f"{result['members']:,}"))
    if not result["contributors"]:
        console.print(_("Nothing has been read for this period. Bring activity in: manyhands import slack FILE"))
        return
    console.print(figures(result))
    console.print(places(result))
    console.print(_("How each figure is worked out: docs/measures.md, or --format json."))


def figures(result: dict) -> Table:
    table = Table(show_header=False, box=None)
    hill, gini = result["hill"], result["gini"]
    table.add_row(_("Contributions"), f"{result['contributions']:,}")
    for rank, share in result["top_shares"].items():
        table.add_row(_("Share of the top {rank}").format(rank=rank), f"{share:.1%}")
    table.add_row(_("Effective hands (Hill number of order 2)"), f"{hill['2']:.2f}")
    table.add_row(_("Hill numbers of order 0 and 1"), f"{hill['0']:.0f}, {hill['1']:.2f}")
    table.add_row(_("Absence factor"), str(result["absence_factor"]))
    table.add_row(_("Gini among contributors, over members"), f"{gini['contributors']:.3f}, {gini['members']:.3f}")
    table.add_row(_("Evenness (Pielou)"), "–" if result["evenness"] is None else f"{result['evenness']:.3f}")
    for band in result["bands"]:
        label = f"{band['low']}–{band['high']}" if band["high"] else f"{band['low']}+"
        table.add_row(_("Contributors with {band} contributions").format(band=label), f"{band['contributors']:,}")
    return table


def places(result: dict) -> Table:
    table = Table(title=_("Places"))
    table.add_column(_("Place"))
    for heading in (_("Members"), _("Contributors"), _("Contributions"), _("Top share"), _("Absence factor")):
        table.add_column(heading, justify="right")
    table.add_column(_("Last activity"))
    table.add_column(_("Needs"))
    for place in result["places"]:
        if place["closed"]:
            needs = _("closed")
        elif place["hangs_on_one_person"]:
            needs = _("hangs on one person")
        else:
            needs = _("more hands") if place["needs_more_hands"] else ""
        table.add_row(
            place["place"],
            "–" if place["members"] is None else f"{place['members']:,}",
            f"{place['contributors']:,}",
            f"{place['contributions']:,}",
            "–" if place["top_share"] is None else f"{place['top_share']:.0%}",
            "–" if place["absence_factor"] is None else str(place["absence_factor"]),
            place["last_activity"] or "–",
            needs,
        )
    return table
