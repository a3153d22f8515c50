"""Who comes in: how many people take each step from interested to helping others, and who comes back."""

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core import clock
from manyhands.measures import queries as measures
from manyhands.measures.types import Step
from manyhands.ui.formats import capital, date, number

from ...rules.cohorts import FURTHEST, cohorts, of_rows, together
from ...rules.guarded import Guard
from ...rules.safe_figures import FEWEST_MEASURED
from ...types import EARLY, UNKNOWN, Cell, Column, Facts, KnownOf, Section, Topic
from .. import typed, words
from ..journeys import Journeys, journeys
from .by_year import newcomers_by_year

KEY = "who-comes-in"


def coming_in(facts: Facts, guard: Guard) -> Topic:
    """The topic's answer for one reader."""
    question = _("Who comes in")
    if not facts.months:
        return Topic(KEY, question, _("Nothing has been brought in yet, so nobody is seen coming in."))
    # For everybody the running month waits: from day to day it tells who came.
    ways = journeys(facts, None if guard.exact else clock.month_of(clock.now().date()))
    if np.isnat(ways.until):
        return Topic(
            KEY,
            question,
            _("There is nothing to show yet."),
            more=(_("A month is shown when it is over and five people took part."),),
        )
    steps = {step.key: step for step in _funnel(facts, ways)}
    return Topic(
        KEY,
        question,
        _answer(steps, guard),
        more=tuple(_more(steps, guard)),
        step=_("Answer somebody’s first message this week: an answer says that they are welcome."),
        sections=(
            _steps(facts, steps, ways, guard),
            *_interested(facts, guard),
            *_newcomers(facts, ways, guard),
            _returning(facts, ways, guard),
            _by_month(facts, ways, guard),
            *_beside(facts, guard),
        ),
        limits=tuple(_limits(ways)),
    )


def _funnel(facts: Facts, ways: Journeys) -> tuple[Step, ...]:
    contributed = ways.contributed
    new = ways.newcomers
    return measures.funnel(
        {
            # As on the overview: who contributed had access, whatever a list of accounts says.
            "has_access": np.union1d(facts.members, contributed),
            "signed_up": ways.person if ways.more_than_posts else None,
            "contributed": contributed,
            "regular": new.person[new.survived],
            "helps_others": ways.helpers if ways.answers_known else None,
        },
        waiting={"regular": new.person[new.censored]},
    )


def _answer(steps: dict[str, Step], guard: Guard) -> str:
    """What could be."""
    access, begun = steps["has_access"].people or 0, steps["contributed"].people or 0
    could = access - begun
    if could and not guard.few(could):
        return ngettext(
            "{people} person could still make a first contribution.",
            "{people} people could still make a first contribution.",
            could,
        ).format(people=capital(words.cell(guard.people(could))))
    if not could or not guard.few(begun):
        return _("Nearly everybody with access has made a first contribution.")
    return _("There is room for more first contributions.")


def _more(steps: dict[str, Step], guard: Guard):
    """What is."""
    access, begun, regular = steps["has_access"], steps["contributed"], steps["regular"]
    if guard.few(begun.people) or not begun.people:
        yield _("So far fewer than five have.") if begun.people else _("So far nobody has: anyone could be the first.")
        return
    yield _("Of {all} with access, {some} have made one so far.").format(
        all=words.cell(guard.people(access.people)), some=words.cell(guard.people(begun.people))
    )
    if regular.people and not guard.few(regular.people):
        yield ngettext(
            "{people} of them became regular: back in their second month.",
            "{people} of them became regular: back in their second month.",
            regular.people,
        ).format(people=capital(words.cell(guard.people(regular.people))))


def _steps(facts: Facts, steps: dict[str, Step], ways: Journeys, guard: Guard) -> Section:
    interested = typed.known_number(facts.organisation, KnownOf.INTERESTED)
    said = [
        _("Each step counts people who took the ones before it too. Known up to {day}.").format(
            day=date(ways.until.item())
        ),
        _("Regular: contributed again on days 31 to 60. Helps others: answered somebody in their first thirty days."),
    ]
    rows: list[tuple[Cell, ...]] = [
        (_step_name("interested"), guard.people(interested.number) if interested else UNKNOWN, None, None, None, None)
    ]
    if interested:
        said.append(_("How many are interested was typed or imported, for {day}.").format(day=date(interested.on)))
    before: Step | None = None
    for key in measures.STEPS[1:]:
        step = steps[key]
        if step.people is None:
            rows.append((_step_name(key), UNKNOWN, None, None, None, None))
            continue
        waiting = guard.people(step.waiting) if step.waiting else None
        rows.append((_step_name(key), guard.people(step.people), *_share(step, before, guard), waiting))
        before = step
    helping = steps["helps_others"]
    if helping.outside and not guard.few(helping.outside):
        said.append(
            ngettext(
                "{people} more person answered a newcomer without being regular yet.",
                "{people} more people answered a newcomer without being regular yet.",
                helping.outside,
            ).format(people=capital(words.cell(guard.people(helping.outside))))
        )
    return Section(
        "steps",
        _("From interested to helping others"),
        tuple(said),
        (
            Column(_("Step"), "text"),
            Column(_("People")),
            Column(_("Of the step before"), "share"),
            Column(_("At least"), "share"),
            Column(_("At most"), "share"),
            Column(_("Too early to say")),
        ),
        tuple(rows),
        how="funnel",
        picture="bars",
        drawn=1,
    )


def _interested(facts: Facts, guard: Guard):
    """How many were interested by which day, where that is known of several."""
    known = typed.known_numbers(facts.organisation, KnownOf.INTERESTED)
    if len(known) > 1:
        yield Section(
            "interested",
            _("How many were interested, by when"),
            (_("As it was typed or imported. The newest day counts in the first step."),),
            (Column(_("Day"), "text"), Column(_("People"))),
            tuple((date(row.on), guard.people(row.number)) for row in reversed(known)),
            folded=True,
        )


def _share(step: Step, before: Step | None, guard: Guard) -> tuple[Cell, Cell, Cell]:
    """Which part of the step before, and the interval in which it would lie among many like them."""
    if before is None or before.people is None or step.people is None:
        return None, None, None
    share = guard.share(step.people, before.people - step.waiting)
    if share is None or step.share is None or step.share.low is None or step.share.high is None:
        return None, None, None
    return share, guard.low(step.share.low), guard.high(step.share.high)


def _step_name(key: str) -> str:
    return {
        "interested": _("Interested"),
        "has_access": _("Has access"),
        "signed_up": _("Signed up"),
        "contributed": _("First contribution"),
        "regular": _("Regular"),
        "helps_others": _("Helps others"),
    }[key]


def _returning(facts: Facts, ways: Journeys, guard: Guard) -> Section:
    found = _retention(facts, ways)
    # What is left of all without the rows of the other table would be about those who began last: one, perhaps.
    curve = together(found) if guard.exact else of_rows(cohorts(found, FEWEST_MEASURED))
    rows = tuple(
        (
            ngettext("{number} month later", "{number} months later", later).format(number=number(later)),
            guard.people(size),
            guard.share(active, size),
        )
        for later, (size, active) in enumerate(curve, 1)
        if size
    )
    enough = any(row[2] is not None for row in rows)
    said = (
        _("Of everybody who began long enough ago: how many contributed in the month that was so many months later.")
        if enough
        else _("Too few people have begun so far to say how many come back.")
    )
    return Section(
        "coming-back",
        _("Who comes back"),
        (said,),
        (Column(_("After the month they began in"), "text"), Column(_("People")), Column(_("Came back"), "share")),
        rows if enough else (),
        how="retention",
        picture="bars",
        drawn=2,
    )


def _by_month(facts: Facts, ways: Journeys, guard: Guard) -> Section:
    found = cohorts(_retention(facts, ways), 1 if guard.exact else FEWEST_MEASURED)
    rows = tuple(
        (
            words.months(row.since, row.until),
            guard.people(row.size),
            *(EARLY if some is None else guard.share(some, row.size) for some in row.active),
        )
        for row in found
    )
    later = max((len(row.active) for row in found), default=0)
    said = [_("Of those who began in the same months, the part that contributed 1, 2 … months later.")]
    if not guard.exact:
        said.append(
            _("Months are put together until twenty people began in them; the newest wait. A dash: too few to say.")
        )
    return Section(
        "by-month",
        _("Who comes back, by when they began"),
        tuple(said),
        (
            Column(_("Began"), "text"),
            Column(_("People")),
            *(Column(number(month), "share") for month in range(1, min(later, FURTHEST) + 1)),
        ),
        rows,
        how="retention",
        folded=True,
    )


def _newcomers(facts: Facts, ways: Journeys, guard: Guard):
    last = min(_last_month(facts, ways), clock.month_of(ways.until.item()))
    if section := newcomers_by_year(facts, ways, last, guard):
        yield section


def _retention(facts: Facts, ways: Journeys):
    return measures.retention(facts.person, facts.month, _last_month(facts, ways))


def _last_month(facts: Facts, ways: Journeys) -> int:
    """The last that is wholly known: not the one in which the newest activity lies, unless that is over."""
    day = max(ways.until.item(), facts.last.max().item()) if len(facts) else ways.until.item()
    month = clock.month_of(day)
    if day < clock.month_days(month)[1]:
        month = clock.month_add(month, -1)
    return month


def _beside(facts: Facts, guard: Guard):
    """Reading, and help given in person: beside contributing, not below it."""
    told = typed.help_told(facts.organisation)
    helped = tuple(
        (
            words.help_kind(row.kind),
            None if guard.few(row.givers) else guard.people(row.helped),  # about those who helped, too
            guard.people(row.givers) if row.givers else UNKNOWN,
        )
        for row in told
    )
    if helped:
        yield Section(
            "in-person",
            _("Help given in person"),
            (_("Surgeries, training and visits stand beside what networks tell. Whoever helped can type it here."),),
            (Column(_("Kind"), "text"), Column(_("People helped")), Column(_("Who helped"))),
            helped,
        )
    read = tuple(
        (
            words.network(row.network),
            *map(guard.people, (row.accounts, row.readers, row.likers, row.posters)),
            *_each(row, guard),
        )
        for row in typed.reading(facts)
        if not guard.few(row.accounts - row.readers)
    )
    if read:
        yield Section(
            "reading",
            _("Who reads"),
            (_("Reading is taking part. These are the newest reports on use, which don’t say who anybody is."),),
            (
                Column(_("Network"), "text"),
                Column(_("Has access")),
                Column(_("Read")),
                Column(_("Liked")),
                Column(_("Posted")),
                Column(_("Topics opened by each reader"), "decimal"),
                Column(_("Time each spent reading"), "time"),
            ),
            read,
        )


def _each(row: typed.Reading, guard: Guard) -> tuple[Cell, Cell]:
    """What a reader did on average: topics opened, and seconds spent, which everybody hears in whole minutes."""
    entered = UNKNOWN if row.entered is None else guard.measure(row.entered, row.readers)
    if row.seconds is None:
        return entered, UNKNOWN
    minutes = guard.measure(row.seconds / 60, row.readers)
    if minutes is None:
        return entered, None
    return entered, row.seconds if guard.exact else round(minutes) * 60


def _limits(ways: Journeys):
    if not ways.more_than_posts:
        yield _("The networks here tell contributions only, so who signed up without contributing is not known.")
    if not ways.answers_known:
        yield _("The networks here do not tell who answers whom, so who helps others is not known.")
    yield _("Whoever was there before the data begin looks new in them.")
    yield _("People who read, or who help in person, take part too: that is why they stand beside the steps.")
