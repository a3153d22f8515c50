"""Sharing the load: how many hands each place has, and what could be handed over to whom."""

from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.people.queries import who_is_who
from manyhands.ui.formats import capital, number_word, percent

from ...rules.cube import FEWEST
from ...rules.guarded import Guard
from ...rules.moves import against
from ...rules.relief import HandsBand, Ready, bands_of_hands, largest_group, ranks_away, ready_for
from ...types import FEW, Cell, Column, Facts, Section, Topic
from ..belonging import Belonging, belonging
from ..load import MONTHS, Before, Load, load, most_any_could
from ..words import months
from . import changes

KEY = "sharing-the-load"
LISTED = 50


class HandOver(NamedTuple):
    """A place that would gain from another pair of hands, and who could lend one."""

    place: str
    hands: int
    contributions: int
    change: Cell  # of the hands; None: not known
    ready: Cell
    ask: str  # the service or place where most of them are
    there: Cell  # how many


def sharing(facts: Facts, guard: Guard) -> Topic:
    """The topic's answer for one reader."""
    question = _("Sharing the load")
    found = load(facts, exactly=guard.exact)
    if found is None or guard.few(found.people):
        return Topic(
            KEY,
            question,
            _("Too few people have taken part lately to say how the load is shared."),
            step=_("Invite five people to one place each: a question they can answer is enough."),
        )
    wanting = int(found.needs.sum())
    over = hand_overs(facts, found, guard)
    return Topic(
        KEY,
        question,
        ngettext(
            "{number} of {all} place would gain from another pair of hands.",
            "{number} of {all} places would gain from another pair of hands.",
            int(found.open.sum()),
        ).format(number=capital(number_word(wanting)), all=number_word(int(found.open.sum()))),
        more=tuple(_more(found, over, guard)),
        step=_step(over),
        sections=(_over(found, over, guard), _hands(found, guard), _away(found, guard)),
        limits=(
            _("A place may be quiet because its work is done. It says where to ask, not what is wrong."),
            _("One contribution makes an active hand; help given by telephone or in person is not seen."),
            _("Who stays connected is known from replies and mentions only."),
        ),
    )


def hand_overs(facts: Facts, found: Load, guard: Guard) -> list[HandOver]:
    """What could be handed over, in order: first what rests on fewest hands, then what most people stand ready for.

    To everybody the order says no more than what is shown: by how many stand ready, and by name.
    """
    known = belonging(facts, exactly=guard.exact)
    hands = found.now.hands(len(facts.places))
    before = found.before.hands(len(facts.places))
    done = np.bincount(found.now.place, found.now.n, minlength=len(facts.places))
    wanting = np.flatnonzero(found.needs)
    if guard.exact:
        wanting = wanting[np.lexsort((-done[wanting], hands[wanting], hands[wanting] == 0))]
    rows = []
    for at in wanting[: 10 * LISTED]:
        ready = ready_for(int(at), found.now, facts.members_of_place.get(int(at)), exactly=guard.exact)
        rows.append(
            HandOver(
                facts.places[at].name,
                int(hands[at]),
                int(done[at]),
                changes.change(int(before[at]), int(hands[at])) if found.held else None,
                guard.people(ready.people.size),
                *_ask(facts, known, ready, guard),
            )
        )
    if not guard.exact:
        rows.sort(key=lambda row: (row.hands == 0, -_size(row.ready), row.place))
    return rows[:LISTED]


def _size(ready: Cell) -> float:
    return ready if isinstance(ready, int) else 1


def _ask(facts: Facts, known: Belonging, ready: Ready, guard: Guard) -> tuple[str, Cell]:
    """Where to ask first, and how many are there: a service or a place that enough of them are in, never a name."""
    enough = 1 if guard.exact else FEWEST
    service, size = largest_group(ready.people, known.service)
    if size >= enough:
        return known.names[service], guard.people(size)
    if ready.there >= enough:
        return facts.places[ready.place].name, guard.people(ready.there)
    return "", None


def _more(found: Load, over: list[HandOver], guard: Guard):
    if found.held and not guard.few(found.held.people):
        yield _("Places that would gain from another pair of hands, against the three months before: {moved}.").format(
            moved=changes.change(found.held.needs, int(found.needs.sum()))
        )
    helped = sum(1 for row in over if row.ready)
    if helped:
        yield ngettext(
            "For {number} of them people who are active nearby could take a part.",
            "For {number} of them people who are active nearby could take a part.",
            helped,
        ).format(number=number_word(helped))
    if found.truck is None:
        return
    if not guard.exact and found.truck < 5:
        yield _("More hands would let everybody take leave without a place going quiet.")
        return
    sentence = ngettext(
        "At least {number} person would have to be away before more than half of the places went quiet.",
        "At least {number} people would have to be away at once before more than half of the places went quiet.",
        found.truck,
    )
    if not found.proved:
        sentence = ngettext(
            "About {number} person would have to be away before more than half of the places went quiet.",
            "About {number} people, or fewer, would have to be away before more than half of the places went quiet.",
            found.truck,
        )
    yield sentence.format(number=number_word(found.truck))
    if found.held and found.truck_before is not None and (guard.exact or found.truck_before >= FEWEST):
        yield _("In the three months before it was {number}.").format(number=number_word(found.truck_before))


def _step(over: list[HandOver]) -> str:
    for row in over:
        if row.ready and row.ask:
            return _(
                "Ask in {where} who would look after {place} for a fortnight, so that those who do can rest."
            ).format(where=row.ask, place=row.place)
    if over:
        return _("Ask in one place who would share looking after it for a fortnight, so that those who do can rest.")
    return _("No place hangs on few people. Thank those who share, and ask what they would like to hand on.")


def _over(found: Load, over: list[HandOver], guard: Guard) -> Section:
    columns = [Column(_("Place"), "text"), Column(_("At present"), "text")]
    if guard.exact:
        columns += [Column(_("Active hands"))]
        columns += [changes.column()] if found.held else []
        columns += [Column(_("Contributions"))]
    columns += [
        Column(_("People who could take a part")),
        Column(_("Ask first in"), "text"),
    ]
    if guard.exact:  # so many of a place and of a service at once: beside other places it would tell of few
        columns.append(Column(_("Of them there")))
    rows: list[tuple[Cell, ...]] = []
    for row in over:
        state = _("more hands would help") if row.hands else _("nobody lately")
        if guard.exact:
            moved = (row.change,) if found.held else ()
            rows.append((row.place, state, row.hands, *moved, row.contributions, row.ready, row.ask or "–", row.there))
        else:
            rows.append((row.place, state, row.ready, row.ask or "–"))
    return Section(
        "hand-over",
        _("What could be handed over, and where to ask"),
        (_("From the top: begin with one place. People who could take a part are active elsewhere and near to it."),),
        tuple(columns),
        tuple(rows),
        how="hands_by_place",
    )


def _hands(found: Load, guard: Guard) -> Section:
    bands = bands_of_hands((found.now, found.before), found.open, exactly=guard.exact)
    said = [_("Whoever contributed in {months} is an active hand.").format(months=months(found.since, found.until))]
    columns = [Column(_("Active hands"), "text"), Column(_("Places")), Column(_("Three months before"))]
    rows: list[tuple[Cell, ...]] = [(_band(band), *band.places) for band in bands]
    if found.held:
        said.append(changes.compared(*against(found.until, MONTHS)))
        columns.append(changes.column())
        # Where nothing is said of the months before, they were those of one to four people.
        rows = [(*row, changes.change(FEW if row[2] is None else row[2], row[1])) for row in rows]
    return Section(
        "hands",
        _("Active hands by place"),
        tuple(said),
        tuple(columns),
        tuple(rows),
        how="hands_by_place",
        picture="bars",
        changes=found.held is not None,
    )


def _band(band: HandsBand) -> str:
    if band.high is None:
        return _("{low} or more").format(low=number_word(band.low))
    if band.low == band.high:
        return _("none") if not band.low else number_word(band.low)
    return _("{low} to {high}").format(low=number_word(band.low), high=number_word(band.high))


def _away(found: Load, guard: Guard) -> Section:
    """What a rest of the busiest would mean: the reason to share, not a list of people."""
    rows: list[tuple[Cell, ...]] = []
    form = "number" if guard.exact else "share"
    for away in ranks_away(found.people, exactly=guard.exact):
        linked = float(found.connected[away]) if away < len(found.connected) else None
        linked = None if linked is None or np.isnan(linked) else linked
        quiet = _quiet(found, away, guard)
        moved = (changes.change(_quiet(found.held, away, guard), quiet, form),) if found.held else ()
        if guard.exact:
            rows.append((str(away), quiet, *moved, most_any_could(found, away), linked))
        else:
            rows.append((str(away), quiet, *moved, _coarse(linked) if found.tied >= 20 else None))
    columns = [Column(_("Away at once, the most active first"), "text"), Column(_("Places left quiet"), form)]
    columns += [changes.column()] if found.held else []
    columns += [Column(_("The most that any so many could leave quiet"))] if guard.exact else []
    columns.append(Column(_("Of those who stay, still linked by replies"), "share"))
    said = [_("So that anybody can take leave: how far the others would carry on without the few who carry most now.")]
    if not rows:
        said = [_("Too few people have taken part lately to say more.")]
    elif found.live and not guard.exact and rows[0][1] is not None:
        said.append(
            _("If the {people} most active were away together, about {share} of the places would be quiet.").format(
                people=number_word(int(str(rows[0][0]))), share=percent(float(rows[0][1]))
            )
        )
    return Section(
        "away", _("How much rest there is"), tuple(said), tuple(columns), tuple(rows), how="falls_silent", folded=True
    )


def _quiet(found: Load | Before, away: int, guard: Guard) -> Cell:
    """Places left quiet: how many, or for everybody which part; FEW where so many of its people may not be told."""
    if guard.exact:
        return int(found.silent[min(away, len(found.silent) - 1)])
    if away not in ranks_away(found.people, exactly=False):
        return FEW
    return _coarse(int(found.silent[min(away, len(found.silent) - 1)]) / found.live) if found.live else None


def _coarse(share: float | None) -> float | None:
    """In steps of five per cent."""
    return None if share is None else round(share * 20) / 20


def own_sharing(facts: Facts, person: UUID) -> Section | None:
    """For that person alone: where nobody else is active, and a first thing to hand over. None: they carry no place."""
    found = load(facts, exactly=True)
    me = who_is_who(facts.organisation).number_of(person)
    if found is None or me is None:
        return None
    mine = found.now.place[found.now.person == me]
    if not mine.size:
        return None
    hands = found.now.hands(len(facts.places))
    alone = mine[hands[mine] == 1]
    title = _("What you carry")
    if not alone.size:
        return Section("own", title, (_("No place would go quiet without you: take your leave with an easy mind."),))
    guard = Guard(exact=False)  # what is said of others is as for everybody
    known = belonging(facts, exactly=False)
    rows: list[tuple[Cell, ...]] = []
    for at in alone:
        ready = ready_for(int(at), found.now, facts.members_of_place.get(int(at)))
        ask, _there = _ask(facts, known, ready, guard)
        rows.append((facts.places[at].name, guard.people(ready.people.size), ask or "–"))
    rows.sort(key=lambda row: (-_size(row[1]), str(row[0])))
    said = [
        ngettext(
            "{number} place would go quiet without you at present. You may ask for relief.",
            "{number} places would go quiet without you at present. You may ask for relief.",
            len(rows),
        ).format(number=capital(number_word(len(rows))))
    ]
    place, ready_people, ask = rows[0]
    if ready_people and ask != "–":
        said.append(
            _("A first thing to hand over: {place}. Ask in {where} who would look after it with you.").format(
                place=place, where=ask
            )
        )
    else:
        said.append(
            _("A first thing to hand over: {place}. Ask one colleague to look after it with you.").format(place=place)
        )
    columns = (
        Column(_("Place"), "text"),
        Column(_("People who could take a part")),
        Column(_("Ask first in"), "text"),
    )
    return Section("own", title, tuple(said), columns, tuple(rows))
