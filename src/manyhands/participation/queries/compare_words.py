"""What is compared, in plain words and as tables."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core import clock
from manyhands.ui import formats
from manyhands.ui.formats import capital, number_word

from ..rules.aggregates import LARGEST, Aggregates
from ..types import About, Cell, Facts, Overview
from . import sure_words, words
from .aggregates import CouncilRow
from .compare import COUNTED, Compared, ComparedRow
from .selections import choices

MOST_READ = LARGEST + 1


class RowShown(NamedTuple):
    """A line of the comparison as the page has it."""

    name: str
    key: str  # of its definition
    one: str
    other: str
    difference: str


def title(facts: Facts, shown: Overview) -> str:
    """What one side is: Libraries, January 2026 to June 2026."""
    said = [of_what(facts, shown), words.months(*shown.period) if shown.period else ""]
    return ", ".join(filter(None, said)) or _("Everything")


def of_what(facts: Facts, shown: Overview) -> str:
    """The network, place, service or kind that a side is about; "" where it is about all."""
    chosen = shown.selection
    if not chosen.dimension:
        return ""
    name = dict(choices(facts, chosen.dimension)).get(chosen.value, chosen.value)
    if chosen.dimension == "kind":
        return words.kind(name)
    return words.network(name) if chosen.dimension == "network" else name


def sentences(facts: Facts, found: Compared) -> list[str]:
    """One sentence for each side, and whether they differ by more than chance."""
    said = [
        _("{side}: {sentence}").format(side=title(facts, shown), sentence=words.sentences(shown)[0])
        for shown in (found.one, found.other)
    ]
    told = [row.changed.beyond_chance for row in found.rows if row.changed and row.changed.beyond_chance is not None]
    if told and not any(told):
        said.append(_("How it is shared differs by no more than chance would make."))
    elif told:
        said.append(
            ngettext(
                "{number} of {all} figures differs by more than chance would make.",
                "{number} of {all} figures differ by more than chance would make.",
                sum(told),
            ).format(number=capital(number_word(sum(told))), all=number_word(len(told)))
        )
    return said


def rows(found: Compared) -> list[RowShown]:
    return [
        RowShown(
            _name(row),
            row.key,
            _value(found, 0, row),
            _value(found, 1, row),
            _difference(row) if row.changed is None else sure_words.changed(row.changed, row.form),
        )
        for row in found.rows
    ]


def table(found: Compared | None) -> Iterator[tuple[object, ...]]:
    """The same with plain numbers, for the CSV."""
    yield _("figure"), _("of"), _("one side"), _("other side"), _("difference"), _("more than chance would make")
    for row in found.rows if found else ():
        change = row.changed
        yield (
            row.key,
            row.of,
            row.one,
            row.other,
            None if change is None else change.difference,
            None if change is None else change.beyond_chance,
        )


def councils_table(rows_of: list[CouncilRow]) -> Iterator[tuple[object, ...]]:
    yield (
        _("council"),
        _("first month"),
        _("last month"),
        _("members"),
        _("contributors"),
        _("contributions"),
        _("share of the top 6"),
        _("effective hands"),
        _("epsilon"),
        _("file"),
        _("received"),
    )
    for row in rows_of:
        figures = row.found.figures
        yield (
            row.council,
            row.found.period.since,
            row.found.period.until,
            figures.members,
            figures.contributors,
            figures.contributions,
            figures.top_shares.get("6"),
            figures.hill.get("2"),
            row.found.privacy.epsilon,
            row.filename,
            None if row.received is None else row.received.date().isoformat(),
        )


def council_period(found: Aggregates) -> str:
    return words.months(clock.parse_month(found.period.since), clock.parse_month(found.period.until))


def council_number(found: Aggregates, name: str) -> str:
    """A count of a council's file, with how far noise may have taken it."""
    count = getattr(found.figures, name)
    if count is None:
        return "–"
    within = found.privacy.within.get(name)
    if within is not None:
        return _("{number} ± {within}").format(number=formats.number(count), within=formats.number(round(within)))
    if name == "contributions" and found.figures.contributions_about:
        return words.cell(About(count))
    return formats.number(count)


def council_share(found: Aggregates) -> str:
    """Contributors of members."""
    figures = found.figures
    return formats.percent(figures.contributors / figures.members) if figures.members else "–"


def council_figure(value: float | None, form: str) -> str:
    return words.cell(value, form)


def council_noise(found: Aggregates) -> str:
    epsilon = found.privacy.epsilon
    return _("none") if epsilon is None else _("ε = {epsilon}").format(epsilon=f"{epsilon:g}")


def _name(row: ComparedRow) -> str:
    if row.key in COUNTED:
        return {
            "members": _("Members"),
            "contributors": _("Contributors"),
            "contributions": _("Contributions"),
        }[row.key]
    return words.figure(row.key, row.of)


def _difference(row: ComparedRow) -> str:
    """Of counts that both sides show as they are; chance has no part in these."""
    if not isinstance(row.one, int) or not isinstance(row.other, int) or row.key not in COUNTED:
        return "–"
    if isinstance(row.one, About) or isinstance(row.other, About):
        return "–"
    return sure_words.moved(row.other - row.one, "number") or _("no change")


def _value(found: Compared, side: int, row: ComparedRow) -> str:
    """A figure of a side, with its interval where it has one."""
    cell: Cell = (row.one, row.other)[side]
    if row.key in COUNTED:
        return words.cell(cell)
    interval = found.sure[side].intervals.get((row.key, row.of))
    return sure_words.of_place(cell, row.form, interval)
