"""Answers and times: how soon people are answered, who still waits, and when people are there."""

from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core import clock
from manyhands.measures import queries as measures
from manyhands.measures.types import AnswerTimes, Estimate
from manyhands.networks.queries import network_title
from manyhands.ui.formats import capital, number, number_word, percent

from ...rules.answering import Span, coarse, may_say
from ...rules.guarded import Guard
from ...rules.hours import PARTS, part_of, shown_cells, shown_hours
from ...rules.local_time import SUBDIVISION, Moments, bank_holidays
from ...rules.moves import sides
from ...types import FEW, About, Cell, Column, Facts, Section, Topic
from ..answering import Answering, answering
from ..words import span
from . import changes
from .changes import last_months, months_before

KEY = "answers"
MONTHS = 12
RECENT = np.timedelta64(30, "D")
LISTED = 20


class Times(NamedTuple):
    """Answer times of the conversations begun in a year, and whether they may be said."""

    found: AnswerTimes
    said: bool
    conversations: Cell
    answered: float | None


def answers(facts: Facts, guard: Guard) -> Topic:
    """The topic's answer for one reader. For everybody what is not over, the running month, waits."""
    question = _("Answers and times")
    known = answering(facts)
    until = _until(known, guard)
    people = np.unique(known.person[known.said <= until]).size if until is not None else 0
    if until is None or not people or guard.few(people):
        return Topic(
            KEY,
            question,
            _("Too few people have taken part to say when they are there."),
            step=_("Ask a colleague a question in one place, and answer one of somebody else’s."),
        )
    complete = sides(clock.month_of(_since(known).item()), clock.month_of(until.item()), MONTHS)
    months = complete.months if complete else MONTHS
    until = np.datetime64(until, "s")
    starts = [until - np.timedelta64(365 * months * times // MONTHS, "D") for times in (1, 2)]
    now = _times(known, starts[0], until, guard)
    before = _times(known, starts[1], starts[0], guard, until)
    waiting = _waiting_at(known, until)
    sections = _when(known, until - np.timedelta64(365, "D"), until, guard)
    if known.networks:
        earlier = until - RECENT
        was = _waiting_at(known, earlier) if _since(known) <= earlier - RECENT else None
        soon = _soon(now, before if complete else None, months, guard)
        sections = [soon, _waiting(facts, known, waiting, was, guard), *sections]
    return Topic(
        KEY,
        question,
        _answer(known, waiting, guard),
        more=tuple(_more(known, now, guard)),
        step=_step(facts, known, waiting, guard),
        sections=tuple(sections),
        limits=tuple(_limits(known)),
    )


def _until(known: Answering, guard: Guard) -> np.datetime64 | None:
    """What is known ends here."""
    last = known.until()
    if last is None or guard.exact:
        return last
    month = clock.month_of(clock.local_date(clock.now(), known.zone))
    return min(last, np.datetime64(clock.month_days(month)[0]).astype("datetime64[s]") - np.timedelta64(1, "s"))


def _since(known: Answering) -> np.datetime64:
    """The first moment that is known of."""
    return min(each.min() for each in (known.said, known.asked) if each.size)


def _waiting_at(known: Answering, moment: np.datetime64) -> np.ndarray:
    """Which conversations of the thirty days before waited for a reply then."""
    begun = (known.asked > moment - RECENT) & (known.asked <= moment)
    return begun & (np.isnat(known.answered) | (known.answered > moment))


def _times(
    known: Answering, since: np.datetime64, until: np.datetime64, guard: Guard, end: np.datetime64 | None = None
) -> Times:
    """Of what was asked after `since` and by `until`; answers are known up to `end`."""
    end = until if end is None else end
    takes = (known.asked > since) & (known.asked <= until)
    asked, answered = known.asked[takes], known.answered[takes]
    seen = ~np.isnat(answered) & (answered <= end)
    years = range(int(str(since)[:4]), int(str(end)[:4]) + 1)
    found = measures.answer_times(asked, answered, end, holidays=bank_holidays(known.zone, years))
    said = guard.exact or may_say(known.asker[takes], known.answerer[takes][seen])
    share = found.answered / found.threads if found.threads else None
    return Times(
        found,
        said,
        _count(known.asker[takes], guard),
        None if share is None or not said else _share(share, guard),
    )


def _count(person: np.ndarray, guard: Guard) -> Cell:
    """How many there are, where each is of a person: about so many, of five people or more."""
    if guard.exact or not person.size:
        return int(person.size)
    return FEW if guard.few(np.unique(person).size) else About(max(10, round(person.size / 10) * 10))


def _share(share: float, guard: Guard) -> float:
    return share if guard.exact else round(share * 20) / 20


def _answer(known: Answering, waiting: np.ndarray, guard: Guard) -> str:
    if not known.networks:
        return _("When people are there is known; who answers whom is not.")
    count = _count(known.asker[waiting], guard)
    if count == FEW:
        return _("A few messages of the last 30 days have no reply yet: each is a chance to help.")
    if not count:
        return _("Everything asked in the last 30 days has a reply.")
    sentence = ngettext(
        "{number} message of the last 30 days has no reply yet: a chance to help.",
        "{number} messages of the last 30 days have no reply yet: each is a chance to help.",
        int(str(int(count))),
    )
    told = (
        _("About {number}").format(number=number(int(count))) if isinstance(count, About) else number_word(int(count))
    )
    return sentence.format(number=capital(told))


def _more(known: Answering, now: Times, guard: Guard):
    if not known.networks:
        yield _("No source that was brought in says which message answers which.")
        return
    if not now.said:
        yield _("Too few people answer to say how soon it happens: another pair of hands would help.")
        return
    median, soon = now.found.median, now.found.within_working_day
    if median.value is not None:
        shown = _span(median, guard)
        if shown.low is not None and shown.high is not None:
            yield _(
                "Half of what was asked had its first reply within {time}, likely between {low} and {high}."
            ).format(time=span(shown.value), low=span(shown.low), high=span(shown.high))
        else:
            yield _("Half of what was asked had its first reply within {time}.").format(time=span(shown.value))
    elif median.reason:
        yield _(measures.TOO_FEW[median.reason])
    if soon.value is not None:
        yield _("{share} was answered within a working day.").format(share=percent(_share(soon.value, guard)))


def _span(found: Estimate, guard: Guard) -> Span:
    shown = Span(found.value or 0.0, found.low, found.high)
    return shown if guard.exact else coarse(shown)


def _step(facts: Facts, known: Answering, waiting: np.ndarray, guard: Guard) -> str:
    for _at, place, people, _count in _by_place(facts, known, waiting, guard):
        if people:
            return _("Open {place} and answer one message that nobody has answered yet.").format(place=place)
    return _("Ask a question that somebody else would like to answer, and thank them for it.")


def _by_place(
    facts: Facts, known: Answering, waiting: np.ndarray, guard: Guard, most: int | None = LISTED
) -> list[tuple[int, str, Cell, Cell]]:
    """Places with people who wait for a reply, most people first as they are shown."""
    rows = []
    for at in np.unique(known.place[waiting & (known.place >= 0)]):
        if facts.places[at].closed:
            continue
        asker = known.asker[waiting & (known.place == at)]
        rows.append((int(at), facts.places[at].name, guard.people(np.unique(asker).size), _count(asker, guard)))
    return sorted(rows, key=lambda row: (-(row[2] if isinstance(row[2], int) else 1), row[1]))[:most]


def _soon(now: Times, before: Times | None, months: int, guard: Guard) -> Section:
    """How soon the first reply came, in the last months and in as many before; `before` None: they are not known."""
    said = [_("Of what was said first and could be answered.")]
    if not now.said:
        said.append(_("Too few people answer to say how soon it happens: another pair of hands would help."))
    columns = (
        Column(_("Said in"), "text"),
        Column(_("Conversations begun")),
        Column(_("Answered so far"), "share"),
        Column(_("Median time to the first reply"), "time"),
        Column(_("likely from"), "time"),
        Column(_("likely to"), "time"),
        Column(_("Within a working day"), "share"),
        Column(_("likely from"), "share"),
        Column(_("likely to"), "share"),
    )
    rows: list[tuple[Cell, ...]] = [(last_months(months), now.conversations, now.answered, *_timed(now, guard))]
    if before is not None:
        rows.append((months_before(months), before.conversations, before.answered, *_timed(before, guard)))
        rows.append(_changed(rows[1], rows[0], now.said and before.said))
        said.append(_("What was asked earlier had longer to be answered: how much of it was is not compared."))
    told = len(columns) if now.said or (before and before.said) else 2
    return Section(
        "soon",
        _("How soon people are answered"),
        tuple(said[: 3 if told > 2 else 2]),
        columns[:told],
        tuple(row[:told] for row in rows),
        how="first_reply",
        changes=before is not None,
    )


def _changed(before: tuple[Cell, ...], after: tuple[Cell, ...], said: bool) -> tuple[Cell, ...]:
    """The row that says how the figures of two others moved."""
    count = changes.change(before[1], after[1])
    if not said:
        return (_("Change"), count, None, str(changes.TOO_FEW), None, None, str(changes.TOO_FEW), None, None)
    median = changes.estimated(before[3:6], after[3:6], "time")
    soon = changes.estimated(before[6:9], after[6:9], "share")
    return (_("Change"), count, None, median, None, None, soon, None, None)


def _timed(times: Times, guard: Guard) -> tuple[Cell, ...]:
    """The median and what was answered within a working day, each with its interval."""
    if not times.said:
        return (None,) * 6
    median, soon = times.found.median, times.found.within_working_day
    shown: tuple[Cell, ...] = (None,) * 3 if median.value is None else _span(median, guard)
    if soon.value is None:
        return (*shown, None, None, None)
    ends = [None if end is None else rounded(end) for end, rounded in ((soon.low, guard.low), (soon.high, guard.high))]
    return (*shown, _share(soon.value, guard), *ends)


def _waiting(facts: Facts, known: Answering, waiting: np.ndarray, was: np.ndarray | None, guard: Guard) -> Section:
    """Where somebody waits; `was` are those who waited thirty days before, None where that is not known."""
    found = _by_place(facts, known, waiting, guard)
    rows: tuple[tuple[Cell, ...], ...] = tuple(row[1:] for row in found)
    said = [
        _("Nobody else has replied to these of the last 30 days yet. Not all of them ask for a reply.")
        if rows
        else _("Nobody waits for a reply from the last 30 days.")
    ]
    columns = [Column(_("Place"), "text"), Column(_("People who wait")), Column(_("Messages without a reply"))]
    if was is not None:
        then = _count(known.asker[was], guard)
        moved = changes.change(then, _count(known.asker[waiting], guard))
        said.append(_("Messages without a reply, against 30 days before: {moved}.").format(moved=moved))
        before = {row[0]: row[3] for row in _by_place(facts, known, was, guard, most=None)}
        columns.append(changes.column())
        rows = tuple((*row[1:], changes.change(before.get(row[0], 0), row[3])) for row in found)
    return Section(
        "waiting",
        _("Where a reply would help"),
        tuple(said),
        tuple(columns),
        rows,
        how="first_reply",
        changes=was is not None,
    )


def _when(known: Answering, since: np.datetime64, until: np.datetime64, guard: Guard) -> list[Section]:
    takes = (known.said > since) & (known.said <= until)
    person, n = known.person[takes], known.n[takes]
    grid = _cells(known.said[takes])
    hours = measures.by_hour_and_weekday(known.said[takes], n)
    week = part_of(grid)
    parts = np.bincount(week, n, minlength=7 * len(PARTS)).astype(np.int64)
    open_parts = shown_cells(week, person, parts.size) if not guard.exact else np.ones(parts.size, bool)
    open_hours = shown_hours(grid, person, open_parts) if not guard.exact else np.ones(168, bool)
    days = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    names = (_("to 9am"), _("9–12"), _("12–2"), _("2–5"), _("5pm on"))
    table = [
        tuple(
            _amount(int(parts[day * len(PARTS) + part]), bool(open_parts[day * len(PARTS) + part]), guard)
            for part in range(len(PARTS))
        )
        for day in range(7)
    ]
    whole = [
        tuple(_amount(int(hours[day, hour]), bool(open_hours[day * 24 + hour]), guard) for day in range(7))
        for hour in range(24)
    ]
    return [
        Section(
            "when",
            _("When people are there"),
            (_("Contributions of the last twelve months: when a question finds most people, not who works when."),),
            (Column(_("Weekday"), "text"), *(Column(name) for name in names)),
            tuple((day, *row) for day, row in zip(days, table, strict=True)),
            how="by_hour_and_weekday",
            picture="dots",
        ),
        Section(
            "hours",
            _("Hour by hour"),
            (_("Contributions by the hour in which they were made."),),
            (Column(_("Hour"), "text"), *(Column(day) for day in days)),
            tuple((f"{hour}:00", *row) for hour, row in enumerate(whole)),
            how="by_hour_and_weekday",
            folded=True,
        ),
    ]


def _cells(said: Moments) -> np.ndarray:
    """Weekday × 24 + hour of each moment."""
    days = said.astype("datetime64[D]")
    weekday = (days.astype(np.int64) + 3) % 7  # 1970 began on a Thursday
    return weekday * 24 + (said - days).astype(np.int64) // 3600


def _amount(count: int, shown: bool, guard: Guard) -> Cell:
    if guard.exact or (shown and not count):
        return count
    return About(max(10, round(count / 10) * 10)) if shown else None


def _limits(known: Answering):
    if known.networks:
        yield _(
            "Nights and weekends count in the time to the first reply; a working day leaves out bank holidays, too."
        )
    if known.networks and known.silent:
        yield _("Not in answer times, as nobody is known to have answered there: {networks}.").format(
            networks=", ".join(network_title(name) for name in known.silent)
        )
    if known.zone in SUBDIVISION:
        yield _("Times are those of {zone}, bank holidays those of England and Wales or of Northern Ireland.").format(
            zone=known.zone
        )
    else:
        yield _("Times are those of {zone}, whose public holidays are not known here.").format(zone=known.zone)
    yield _("An answer may come by telephone or in person, which is not seen.")
