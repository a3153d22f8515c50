"""The overview as chapters of a report: what could be and is, the months, the places, how evenly."""

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.networks.types import AccountHands, UsageRow
from manyhands.ui import formats
from manyhands.ui.formats import capital, number_word
from manyhands.ui.report import Cell, Chapter, Figure, Heading, Part, Picture, Table

from ...types import FEW, HELD, Overview, TrendShown
from .. import pictures, words
from .cells import cell, text
from .chapters import read_out
from .plain import plainly

STEPS = 3  # places named under what to do next
MOST_DOTS = 30


def summary(shown: Overview) -> Chapter:
    """The first page and the months."""
    answer, *rest = words.sentences(shown)
    empty = not shown.contributors or shown.withheld
    return Chapter(
        key="summary",
        title=_("Who takes part"),
        answer=answer,
        more=tuple(rest),
        steps=() if empty else tuple(_steps(shown)),
        parts=() if empty or not shown.trend else (_months(shown),),
    )


def dots(shown: Overview) -> int:
    return min(MOST_DOTS, max(1, round(shown.effective_hands))) if shown.effective_hands else 0


def figures(shown: Overview) -> Iterator[Figure]:
    """The numbers of the first page."""
    if not shown.contributors:
        return
    if shown.members is not None:
        yield Figure(words.cell(shown.members), _("people could take part: they have access"))
    yield Figure(words.cell(shown.contributors), _("took part: they wrote, answered or shared something"))
    if shown.effective_hands:
        yield Figure(
            formats.number(round(shown.effective_hands)),
            _("effective hands: as if so many shared all of it equally"),
        )
    if wanting := sum(row.needs_more_hands for row in shown.places):
        yield Figure(
            formats.number(wanting),
            ngettext(
                "place would gain from another pair of hands",
                "places would gain from another pair of hands",
                wanting,
            ),
        )


def more(shown: Overview, hands: list[AccountHands], usage: list[UsageRow]) -> Iterator[Chapter]:
    """Places, and how evenly; nothing where there is too little to say."""
    if shown.withheld or not shown.contributors:
        return
    if shown.places:
        yield _places(shown, hands, usage)
    if shown.lorenz:
        yield _evenly(shown)


def _steps(shown: Overview) -> Iterator[str]:
    wanting = [row.place.name for row in shown.places if row.needs_more_hands]
    if not wanting:
        yield _("No place hangs on few people. Thank somebody, and ask who would like to help others begin.")
        return
    yield _("Invite one more person, by name, to do one small thing:")
    for name in wanting[:STEPS]:
        yield _("in {place}: answer one question, or say what they know about it").format(place=name)


def _months(shown: Overview) -> Part:
    values = [(words.months(row.since, row.until), words.cell(row.contributors)) for row in shown.trend]
    rows = tuple(
        (text(words.months(row.since, row.until)), cell(row.contributors), cell(row.contributions))
        for row in shown.trend
    )
    return Part(
        key="months",
        title=_("How many took part, by month"),
        sentences=tuple(_of_months(shown)),
        picture=Picture(pictures.trend(shown, "s"), read_out(_("Contributors in each month"), values)),
        table=Table(
            (Heading(_("Months"), False), Heading(_("Contributors")), Heading(_("Contributions"))), rows, False
        ),
        how="monthly_actives",
    )


def _of_months(shown: Overview) -> Iterator[str]:
    told = [row for row in shown.trend if isinstance(row.contributors, int)]
    if len(told) > 1:
        most = max(told, key=_contributors)
        yield ngettext(
            "{people} person took part in {months}, the latest that is shown here.",
            "{people} people took part in {months}, the latest that is shown here.",
            _contributors(told[-1]),
        ).format(
            people=capital(number_word(_contributors(told[-1]))),
            months=words.months(told[-1].since, told[-1].until),
        )
        if _contributors(most) > _contributors(told[-1]):
            yield _("The most were {people}, in {months}.").format(
                people=number_word(_contributors(most)), months=words.months(most.since, most.until)
            )
        else:
            yield _("In no month were there more.")
    if not shown.exact:
        yield _("Months in which one to four people took part are shown together with the next.")


def _contributors(row: TrendShown) -> int:
    return int(row.contributors or 0)


def _places(shown: Overview, hands: list[AccountHands], usage: list[UsageRow]) -> Chapter:
    wanting = [row for row in shown.places if row.needs_more_hands]
    answer = (
        ngettext(
            "{wanting} of {all} place would gain from another pair of hands.",
            "{wanting} of {all} places would gain from another pair of hands.",
            len(shown.places),
        ).format(wanting=capital(number_word(len(wanting))), all=number_word(len(shown.places)))
        if wanting
        else _("No place hangs on few people.")
    )
    columns = [
        Heading(_("Place"), False),
        Heading(_("Needs"), False),
        Heading(_("Members")),
        Heading(_("Contributors")),
        Heading(_("Contributions")),
        Heading(_("Effective hands")),
        *([Heading(_("Top share")), Heading(_("Absence factor"))] if shown.exact else []),
        Heading(_("Last activity")),
    ]
    rows = tuple(
        tuple(_place(row, shown.exact)) for row in sorted(shown.places, key=lambda row: not row.needs_more_hands)
    )
    parts = [
        Part(
            key="places",
            title=_("Places, those that need hands first"),
            sentences=(
                _(
                    "A place is where people write to one another: a group, a channel, a page. One with fewer than "
                    "four effective hands has nobody to spare for a holiday and an illness at once."
                ),
            ),
            table=Table(tuple(columns), rows),
            how="needs_more_hands",
        )
    ]
    if hands:
        parts.append(_accounts(hands))
    if usage:
        parts.append(Part(key="usage", title=_("Reading counts too"), sentences=tuple(map(words.usage, usage))))
    return Chapter(key="places", title=_("Places that need hands"), answer=answer, parts=tuple(parts), own_page=False)


def _place(row, exact: bool) -> Iterator[Cell]:
    yield text(row.place.name)
    yield text(words.place_state(row))
    yield cell(row.members)
    yield cell(row.contributors)
    yield cell(row.contributions)
    yield cell(row.effective_hands, "decimal")
    if exact:
        yield cell(row.top_share, "share")
        yield cell(row.absence_factor)
    yield text(words.last(row.last))


def _accounts(hands: list[AccountHands]) -> Part:
    rows = tuple(
        (
            text(row.name),
            text(row.network),
            text(_("not known")) if row.hands is None else cell(row.hands),
            text(_("needs more hands") if row.needs_more_hands else ""),
        )
        for row in hands
    )
    columns = (
        Heading(_("Account"), False),
        Heading(_("Network"), False),
        Heading(_("How many can post")),
        Heading(_("Needs"), False),
    )
    return Part(key="accounts", title=_("Accounts and places: who can post"), table=Table(columns, rows))


def _evenly(shown: Overview) -> Chapter:
    said = [_("The further the curve sags below the straight line, the fewer carry the most.")]
    points = tuple(
        (
            text(_("contributors") if of == "contributors" else _("members")),
            Cell(formats.percent(people), float(people), "0.0%"),
            Cell(formats.percent(done), float(done), "0.0%"),
        )
        for of, curve in shown.lorenz.items()
        for people, done in curve
    )
    columns = (Heading(_("Among"), False), Heading(_("Share of people")), Heading(_("Share of contributions")))
    parts = [
        Part(
            key="bands",
            title=_("Contributors by how often they contributed"),
            sentences=tuple(_of_bands(shown)),
            picture=Picture(
                pictures.bands(shown),
                read_out(
                    _("Contributors by how often they contributed"),
                    [(words.band(row.low, row.high), words.cell(row.contributors)) for row in shown.bands],
                ),
            ),
            table=Table(
                (Heading(_("Contributions of each"), False), Heading(_("Contributors"))),
                tuple((text(words.band(row.low, row.high)), cell(row.contributors)) for row in shown.bands),
                on_paper=False,
            ),
            how="bands",
        ),
        Part(
            key="lorenz",
            title=_("From those who do least to those who do most"),
            sentences=tuple(said),
            picture=Picture(pictures.lorenz(shown), _curve(shown)),
            table=Table(columns, points, on_paper=False),
            how="lorenz",
        ),
    ]
    if shown.figures:
        parts.append(_measures(shown))
    return Chapter(
        key="evenly", title=_("How evenly it is shared"), answer=words.sentences(shown)[-1], parts=tuple(parts)
    )


def _of_bands(shown: Overview) -> Iterator[str]:
    told = [row for row in shown.bands if isinstance(row.contributors, int)]
    if told and isinstance(shown.contributors, int):
        yield _("{people} of the {all} people who took part did so {band} times. Each of them is a hand.").format(
            people=capital(number_word(told[0].contributors)),
            all=formats.number(shown.contributors),
            band=words.band(told[0].low, told[0].high),
        )
    if not shown.exact:
        yield _("Groups of one to four people are shown together with others.")


def _curve(shown: Overview) -> str:
    """The curve in words: what the half that does least did."""
    points = shown.lorenz.get("contributors") or next(iter(shown.lorenz.values()))
    half = float(np.interp(0.5, [people for people, _done in points], [done for _people, done in points]))
    return _("Lorenz curve. The half of the contributors that did least made {share} of all contributions.").format(
        share=formats.percent(half)
    )


def _measures(shown: Overview) -> Part:
    rows = tuple(
        (text(words.figure(one.key, one.of)), cell(one.value, one.form), text(plainly(one)))
        for one in shown.figures
        if one.value not in (None, FEW, HELD)
    )
    columns = (Heading(_("Measure"), False), Heading(_("Value")), Heading(_("In plain words"), False))
    return Part(key="figures", title=_("The other measures"), table=Table(columns, rows), how="hill")
