"""The page on next hands, as one reader may see it."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.measures import queries as measures
from manyhands.people import queries as people
from manyhands.ui.formats import capital, number, percent

from ..models import Invitation
from ..rules.guarded import Guard
from ..types import Cell, Column, Facts, KnownOf, Rung, Section
from . import access, rung_words, typed, words
from .rounds import EARLY, NOBODY_WAITS, TOO_SOON, Came, RoundRow, not_invited, rounds
from .rungs import ByService, by_service, grouped, in_all, moved, rungs, rungs_before, without_access
from .topics import changes


class RungShown(NamedTuple):
    """A rung as the digital lead sees it: how many stand there, the step, and a text to invite with."""

    key: str
    name: str
    people: Cell
    told: str  # the same as a sentence
    moved: Cell  # against three months before; None where that is not known
    step: str
    invitation: str


class NextHands(NamedTuple):
    """All that the digital lead sees."""

    answer: str
    more: tuple[str, ...]
    rungs: tuple[RungShown, ...]
    first: RungShown | None  # whom to ask next
    since: str  # which moment the steps are held against; "" for none
    by_service: Section
    rounds: Section


class Named(NamedTuple):
    """Somebody who may be named, and the step that could be theirs."""

    id: str
    name: str
    rung: str  # "" for none
    step: str


class ServiceToInvite(NamedTuple):
    """A service in which somebody stands on a step and was not invited yet; "" for none that is named."""

    id: str
    name: str
    people: Cell


def next_hands(facts: Facts, guard: Guard) -> NextHands:
    """For the digital lead: counts, never names."""
    totals = in_all(facts)
    since, changed = _changed(facts, guard)
    shown = tuple(
        RungShown(
            rung,
            rung_words.name(rung),
            guard.people(count),
            _told(count, guard),
            changed.get(rung),
            rung_words.step(rung),
            rung_words.invitation(rung),
        )
        for rung, count in totals.items()
    )
    some = [rung for rung in shown if rung.people]
    everybody = sum(totals.values())
    return NextHands(
        answer=_answer(everybody, guard),
        more=tuple(_more(facts, guard)),
        rungs=shown,
        first=max(some, key=lambda rung: rung.people if isinstance(rung.people, int) else 1, default=None),
        since=since,
        by_service=counts_section(facts, guard),
        rounds=rounds_section(facts, guard),
    )


def steps_section(facts: Facts, guard: Guard) -> Section:
    """How many stand on which step, and how that changed, as a table."""
    since, changed = _changed(facts, guard)
    return Section(
        "steps",
        _("The steps"),
        (since,) if since else (),
        (Column(_("Step"), "text"), Column(_("People")), *((changes.column(),) if since else ())),
        tuple(
            (rung_words.name(rung), guard.people(count), *((changed[rung],) if since else ()))
            for rung, count in in_all(facts).items()
        ),
    )


def _changed(facts: Facts, guard: Guard) -> tuple[str, dict[str, Cell]]:
    """Since when, in a sentence, and how many more or fewer stand on each step: too few to say where one to four came
    or went, as two round numbers could tell of them."""
    found = rungs_before(facts)
    if found is None:
        return "", {}
    month, then = found
    came_or_went = moved(then, rungs(facts))
    counts = {rung: len(there) for rung, there in then.on.items()}
    return _("The change is that since the end of {month}, of those who have access today.").format(
        month=words.month(month)
    ), {
        rung: str(changes.TOO_FEW)
        if guard.few(came_or_went[rung])
        else changes.change(guard.people(counts[rung]), guard.people(count))
        for rung, count in in_all(facts).items()
    }


def counts_section(facts: Facts, guard: Guard) -> Section:
    """How many stand on which step, by service."""
    said = [_("Counts, never names.")]
    rows = by_service(facts, guard)
    if any(None in row.counts.values() for row in rows):
        said.append(_("A dash: one to four people of the service stand on this step, and count in the service above."))
    if any(row.depth for row in rows):
        said.append(_("A service with others below it counts those who are in none of them, or in one with few."))
    if facts.services and rows and not rows[-1].id:
        said.append(_("Others: their service is not known, or too few of it stand there to name it."))
    return Section(
        "by-service",
        _("Where they are"),
        tuple(said),
        (Column(_("Service"), "text"), *(Column(rung_words.name(rung)) for rung in Rung)),
        tuple((_service(row, facts), *(row.counts[rung] for rung in Rung)) for row in rows),
    )


def rounds_section(facts: Facts, guard: Guard) -> Section:
    """Who was invited when, and what came of it."""
    return Section(
        "invitations",
        _("What came of invitations"),
        (
            _("How many took the step within thirty days, beside those on the same step who were not invited yet."),
            _("Everybody is invited in the end."),
        ),
        (
            Column(_("Sent"), "text"),
            Column(_("Step"), "text"),
            Column(_("To"), "text"),
            Column(_("Invited")),
            Column(_("Of them, took it"), "share"),
            Column(_("Not invited yet")),
            Column(_("Of those, took it"), "share"),
            Column(_("What that says"), "text"),
        ),
        tuple(_round(row, guard) for row in rounds(facts)),
        how="invited",
    )


def named(facts: Facts) -> list[Named]:
    """People who said that they may be named as somebody who would like to be asked. For the digital lead alone."""
    who = people.who_is_who(facts.organisation)
    found = rungs(facts) if facts.months else None
    rows = []
    for person, name in people.names_of(facts.organisation, typed.willing(facts.organisation)).items():
        at = who.number_of(person)
        rung = found.of(at) if found and at is not None else None
        rows.append(
            Named(str(person), name, rung or "", rung_words.step(rung) if rung else _("Answer somebody who is new."))
        )
    return sorted(rows, key=lambda row: row.name.casefold())


def services_to_invite(facts: Facts, rung: Rung) -> list[ServiceToInvite]:
    """Where people stand on a step who were not invited yet, in the order of the tree."""
    guard = Guard(exact=False)
    service = grouped(facts, not_invited(facts, rung), guard)
    rows = [
        ServiceToInvite(node.id, node.name, guard.people(count))
        for at, node in enumerate(facts.services)
        if (count := int((service == at).sum()))
    ]
    if left := int((service < 0).sum()):
        rows.append(ServiceToInvite("", nowhere(facts), guard.people(left)))
    return rows


def services_of(round_: Invitation) -> list[str]:
    """The names of the services that a round went to; "" for no named one."""
    return [name or "" for name in round_.services.order_by("service__name").values_list("service__name", flat=True)]


def nowhere(facts: Facts) -> str:
    """What those are called whose service is not named."""
    return _("Others") if facts.services else _("Everybody")


def _told(count: int, guard: Guard) -> str:
    if not count:
        return _("Nobody now.")
    return ngettext("{people} person.", "{people} people.", count).format(
        people=capital(words.cell(guard.people(count)))
    )


def _answer(everybody: int, guard: Guard) -> str:
    if not everybody:
        return _("Nobody is seen one step from taking part, or taking part more.")
    if guard.few(everybody):
        return _("Fewer than five people are one step from taking part, or taking part more.")
    return ngettext(
        "{people} person is one step from taking part, or taking part more.",
        "{people} people are one step from taking part, or taking part more.",
        everybody,
    ).format(people=capital(words.cell(guard.people(everybody))))


def _more(facts: Facts, guard: Guard):
    missing = without_access(facts)
    if missing and not guard.few(missing):
        yield ngettext(
            "{people} person has no access to any of these networks: the organisation’s gap, not theirs.",
            "{people} people have no access to any of these networks: the organisation’s gap, not theirs.",
            missing,
        ).format(people=capital(words.cell(guard.people(missing))))
    elif missing is None and not typed.known_number(facts.organisation, KnownOf.WORKFORCE):
        yield _("How many have no access is not known: type how many people work here.")
    yield from access.gap_sentences(facts.organisation, guard)


def _service(row: ByService, facts: Facts) -> str:
    return "– " * row.depth + row.name if row.id else nowhere(facts)


def _round(row: RoundRow, guard: Guard) -> tuple[Cell, ...]:
    to = _("people who may be named") if row.by_name else ", ".join(each or _("Others") for each in row.services)
    came = row.came
    if came is None or came.change is None:
        took = took_waiting = None
        waiting = guard.people(came.waiting) if came else None
    else:
        waiting = guard.people(came.waiting)
        took, took_waiting = guard.share(came.took, came.invited), guard.share(came.took_waiting, came.waiting)
    return (
        words.day(row.sent),
        rung_words.name(row.rung),
        to,
        guard.people(row.invited),
        took,
        waiting,
        took_waiting,
        _says(row, came, guard),
    )


def _says(row: RoundRow, came: Came | None, guard: Guard) -> str:
    """No claim where numbers are small, and none of a cause where chance did not choose."""
    if came is None:
        return _("It is not known any more.")
    too_few = measures.TOO_FEW["few_people"]
    few = _(too_few)
    reasons = {
        EARLY: _("Too early to say: bring in activity of thirty days after the invitation."),
        TOO_SOON: _("Nothing can be compared: the others were invited within a fortnight."),
        NOBODY_WAITS: _("Nothing to compare with: everybody was invited."),
    }
    if came.reason:
        return reasons.get(came.reason) or _(measures.TOO_FEW.get(came.reason, few))
    change = came.change
    if change is None or change.low is None or change.high is None:
        return few
    if None in (guard.share(came.took, came.invited), guard.share(came.took_waiting, came.waiting)):
        return _("Too few to say.")
    low, high = guard.low(change.low), guard.high(change.high)
    if not change.beyond_chance:
        return _("It may be chance: {low} points fewer to {high} points more of those invited took the step.").format(
            low=number(round(-100 * low)), high=number(round(100 * high))
        )
    if change.high is not None and change.high < 0:
        return _("Fewer of those invited took the step: {low} to {high} less. Ask what was in the way.").format(
            low=percent(abs(high)), high=percent(abs(low))
        )
    if row.drawn:
        return _("Because of the invitation {low} to {high} more of them took the step.").format(
            low=percent(low), high=percent(high)
        )
    return _(
        "{low} to {high} more of those invited took the step. Chance did not choose them: there may be other reasons."
    ).format(low=percent(low), high=percent(high))
