"""Figures in plain words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from manyhands.networks.queries import network_title
from manyhands.networks.types import UsageRow
from manyhands.ui import formats
from manyhands.ui.formats import capital, number_word

from ..types import EARLY, FEW, HELD, UNKNOWN, About, Cell, Column, Overview, PlaceShown

QUESTIONS = {
    "who-comes-in": gettext_noop("Who comes in"),
    "next-hands": gettext_noop("Next hands"),
    "sharing-the-load": gettext_noop("Sharing the load"),
    "answers": gettext_noop("Answers and times"),
    "between-services": gettext_noop("Between services"),
    "compare": gettext_noop("Compare"),
}
"""The pages beside the overview, in their order: the last part of the address, and what the page is called."""


def sentences(shown: Overview) -> list[str]:
    """What could be, then what is. The first is the page's heading."""
    if shown.contributors == HELD:
        return [
            _("This is not shown."),
            _("What is left of the whole would be about fewer than five people, and could be worked out."),
        ]
    if not shown.contributors and shown.waiting:
        return [_("There is nothing to show yet."), _("A month is shown when it is over and five people took part.")]
    if not shown.contributors:
        return [_("Nobody has taken part here yet: anyone could be the first.")]
    said = [took_part(shown)]
    if shown.withheld:
        return [*said, _("That is too few people to show more about them.")]
    wanting = [row for row in shown.places if row.needs_more_hands]
    if wanting and shown.selection.dimension != "place":
        said.append(
            ngettext(
                "{number} place would gain from another pair of hands.",
                "{number} places would gain from another pair of hands.",
                len(wanting),
            ).format(number=capital(number_word(len(wanting))))
        )
    if shown.top and shown.effective_hands:
        rank, share = shown.top
        equal = max(1, round(shown.effective_hands))
        said.append(
            ngettext(
                "{people} people carry {share} of it: as much as if {equal} person did it all.",
                "{people} people carry {share} of it: as much as if {equal} shared it equally.",
                equal,
            ).format(people=capital(number_word(rank)), share=formats.percent(share), equal=number_word(equal))
        )
    return said


def took_part(shown: Overview) -> str:
    if shown.contributors == FEW:
        return _("Fewer than five people took part.")
    if shown.members in (None, FEW):
        return ngettext("{people} person took part.", "{people} people took part.", shown.contributors).format(
            people=formats.number(shown.contributors)
        )
    return ngettext(
        "{people} of {members} member took part.", "{people} of {members} members took part.", shown.members
    ).format(people=formats.number(shown.contributors), members=formats.number(shown.members))


def usage(report: UsageRow) -> str:
    """What a report on use says: how many read, and how many post."""
    counts = (report.accounts, report.readers, report.posters)
    # Those who did not read are as few people as those who did.
    if any(0 < some < 5 for count in counts for some in (count, report.accounts - count)):
        return _("{network}: too few people use it to say how many read.").format(network=network(report.network))
    if report.network == "teams":  # which says who was active, not who read
        sentence = ngettext(
            "{network}: of {accounts} person with access, {readers} were active, {posters} posted in channels in the "
            "{days} days to {date}.",
            "{network}: of {accounts} people with access, {readers} were active, {posters} posted in channels in the "
            "{days} days to {date}.",
            report.accounts,
        )
    else:
        sentence = ngettext(
            "{network}: of {accounts} person with access, {readers} read, {posters} posted in the {days} days to "
            "{date}.",
            "{network}: of {accounts} people with access, {readers} read, {posters} posted in the {days} days to "
            "{date}.",
            report.accounts,
        )
    return sentence.format(
        network=network(report.network),
        accounts=formats.number(report.accounts),
        readers=formats.number(report.readers),
        posters=formats.number(report.posters),
        days=formats.number(report.days),
        date=formats.date(report.report_date),
    )


def cell(value: Cell, form: str = "number") -> str:
    """A number as it is written in a table."""
    if value is None:
        return "–"
    if value == FEW:
        return _("fewer than 5")
    if value == HELD:
        return _("not shown")
    if value == EARLY:
        return _("too early to say")
    if value == UNKNOWN:
        return _("not known")
    if form == "text" or isinstance(value, str):
        return str(value)
    if isinstance(value, About):
        return _("about {number}").format(number=formats.number(value))
    if form == "share":
        return formats.percent(value)
    if form == "time":
        return span(float(value))
    if form == "decimal" and isinstance(value, float):
        return formats.number(value, 2 if value < 1 else 1)
    return formats.number(value)


def span(seconds: float) -> str:
    """How long it is: 40 minutes, 3.5 hours, 2 days."""
    minutes = seconds / 60
    if minutes < 90:
        return ngettext("{number} minute", "{number} minutes", round(minutes)).format(
            number=formats.number(round(minutes))
        )
    if minutes < 48 * 60:
        return _("{number} hours").format(number=formats.number(minutes / 60, 1))
    return _("{number} days").format(number=formats.number(minutes / 60 / 24, 1))


def headings(columns: tuple[Column, ...]) -> list[dict[str, object]]:
    """Columns as the table macro takes them."""
    return [{"text": column.text, "number": column.form != "text"} for column in columns]


def questions() -> list[tuple[str, str]]:
    """The pages on who takes part, by the last part of their addresses; "" is the overview."""
    return [("", _("Overview")), *((key, _(title)) for key, title in QUESTIONS.items())]


def last(value: int | str | None) -> str:
    """When somebody was last active: a month, or a day where that may be told."""
    if value is None:
        return "–"
    return month(value) if isinstance(value, int) else formats.date(date.fromisoformat(value))


def place_state(row: PlaceShown) -> str:
    """What a place is in need of, in two or three words."""
    if row.hangs_on_one and not row.place.closed:
        return _("hangs on one person")
    if row.needs_more_hands:
        return _("needs more hands")
    return _("closed") if row.place.closed else ""


def band(low: int, high: int | None) -> str:
    return (
        f"{formats.number(low)}–{formats.number(high)}" if high else _("{low} or more").format(low=formats.number(low))
    )


def day(value: date) -> str:
    """9 July 2026."""
    return formats.date(value)


def month(value: int) -> str:
    """July 2016."""
    return formats.month(date(value // 100, value % 100, 1))


def months(since: int, until: int) -> str:
    """July 2016, or May 2016 to July 2016."""
    if since == until:
        return month(since)
    return _("{since} to {until}").format(since=month(since), until=month(until))


def short_months(since: int, until: int) -> str:
    """For the axis of a picture: Jul 2016, or May 2016–Jul 2016."""
    first, final = (formats.short_month(date(value // 100, value % 100, 1)) for value in (since, until))
    return first if since == until else f"{first}–{final}"


def dimension(name: str) -> str:
    return {"network": _("Network"), "place": _("Place"), "service": _("Service"), "kind": _("Kind of person")}[name]


def kind(name: str) -> str:
    return {
        "staff": _("Staff"),
        "councillor": _("Councillors"),
        "peer": _("Peers from elsewhere"),
        "resident": _("Residents"),
        "corporate": _("Corporate accounts"),
        "bot": _("Bots"),
        "unknown": _("Not known"),
    }[name]


def help_kind(name: str) -> str:
    return {
        "surgery": _("Surgeries"),
        "training": _("Training"),
        "visit": _("Visits"),
        "other": _("Other help"),
    }[name]


def network(name: str) -> str:
    return network_title(name)


def figure(key: str, of: str) -> str:
    """The name of a measure in the list of them."""
    if key == "top_shares":
        return ngettext("Share of the top {k}", "Share of the top {k}", int(of)).format(k=of)
    return {
        ("gini", "contributors"): _("Gini coefficient, among contributors"),
        ("gini", "members"): _("Gini coefficient, over all members"),
        ("hill", "0"): _("Hill number of order 0: contributors"),
        ("hill", "1"): _("Hill number of order 1"),
        ("hill", "2"): _("Effective hands (Hill number of order 2)"),
        ("evenness", ""): _("Evenness (Pielou)"),
        ("absence_factor", ""): _("Contributor absence factor (CHAOSS)"),
    }[key, of]
