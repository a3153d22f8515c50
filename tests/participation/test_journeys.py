"""How far everybody has come, against a plain reading of every activity, one after another."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest

from manyhands.core.ids import ledger_id
from manyhands.ledger import actions as ledger
from manyhands.ledger import columns
from manyhands.networks.models import Place, Source
from manyhands.participation import queries
from manyhands.participation.queries.acts import help_source
from manyhands.participation.queries.journeys import FEW_PLACES, LOOKS, journeys
from manyhands.people import queries as people
from tests.ledger.test_ledger import ORGANISATION, SOURCE, row
from tests.people import factories
from tests.people.factories import Account, council

pytestmark = pytest.mark.django_db(transaction=True)
START, DAYS, PLACES, LEFT_OUT = date(2026, 1, 20), 130, 6, 5
NOBODY, STRANGERS = "nobody", (900, 901, 902)


@pytest.fixture
def organisation(data_folder, monkeypatch):
    monkeypatch.setattr(columns, "LEAST_PART", 1)
    organisation = council().organisation
    source = Source.objects.create(organisation=organisation, network="slack", workspace="w")
    for number in range(PLACES):
        name = f"place {number}"
        Place.objects.create(
            id=UUID(int=number), organisation=organisation, source=source, network="slack", external_id=name, name=name,
            left_out=number == LEFT_OUT,
        )  # fmt: skip
    factories.bring(organisation, [Account(str(number)) for number in range(12)], source.pk)
    factories.bring(organisation, [Account("bot", kind="bot")], source.pk)
    return organisation.pk


def made(organisation, seed, acts=400):
    """Activities of members, strangers and a bot: in a few places or many, answering what was, will be or never is."""
    chance = np.random.default_rng(seed)
    actors = [*people.who_is_who(organisation).actors.tolist(), *STRANGERS]
    rows = []
    for number in range(acts):
        at = int(chance.integers(0, len(actors)))
        day = START + timedelta(int(min(chance.exponential(15 + 5 * at), DAYS)))
        kind = str(chance.choice(["Create", "Create", "Create", "Like", "Read", "Join"]))
        place = int(chance.integers(0, PLACES if at % 2 else 3))
        to = chance.integers(0, acts + 40) if kind == "Create" and chance.random() < 0.6 else None
        rows.append(
            row(f"{seed}/{number}", actor=actors[at], day=str(day), kind=kind)._replace(
                place=None if chance.random() < 0.1 else UUID(int=place).hex,
                in_reply_to=None if to is None else ledger_id(ORGANISATION, SOURCE, f"{seed}/{to}").hex,
            )
        )
    return rows


def bring(organisation, source, rows, *, with_columns=True):
    parts = ledger.part_writer(organisation=organisation)(source, columns.fields_of(rows)) if with_columns else ()
    ledger.append(organisation=organisation, source=source, rows=rows, by=organisation, parts=parts)


def plainly(organisation, rows, before=None):
    """What `journeys` says, by loops."""
    who = people.who_is_who(organisation)
    number = dict(zip(who.actors.tolist(), who.actor_person.tolist(), strict=True))
    bots = {actor for actor, person in number.items() if who.kinds[person] == "bot"}
    left_out = UUID(int=LEFT_OUT).hex
    rows = [r for r in rows if r.actor not in bots and r.place != left_out and (not before or r.local_date < before)]
    person = {r.id: number.get(r.actor, -r.actor) for r in rows}
    day = {r.id: date.fromisoformat(r.local_date) for r in rows}
    said = {r.id: r for r in rows if r.contributing}
    days, places, answered, helped = defaultdict(set), defaultdict(set), defaultdict(set), set()
    for r in said.values():
        days[person[r.id]].add(day[r.id])
        if r.in_reply_to and r.place:
            places[person[r.id]].add(r.place)
    for r in said.values():
        target = said.get(r.in_reply_to)
        if target is None or person[target.id] == person[r.id]:
            continue
        answered[person[r.id]] |= {r.place} - {None}
        first = min(days[person[target.id]])
        if (day[target.id] - first).days < 30 and 0 <= (day[r.id] - first).days < 30:
            helped.add(person[r.id])
    until = max(day.values())
    found = {}
    for each in sorted(set(person.values())):
        own = [r for r in rows if person[r.id] == each]
        found[each] = (
            len(own),
            sum(r.type in LOOKS for r in own),
            sum(r.contributing for r in own),
            max(days[each], default=None),
            len(answered[each]) if len(places[each]) <= FEW_PLACES else 0,
        )
    new = {
        each: (min(on), any(30 <= (d - min(on)).days < 60 for d in on), min(on) + timedelta(59) > until)
        for each, on in sorted(days.items())
        if on
    }
    return until, found, new, sorted(helped)


def said(organisation, before=None):
    found = journeys(queries.facts(organisation), before)
    columns_ = (found.acts, found.looks, found.contributions, found.last, found.answered_in)
    rows = zip(*(column.tolist() for column in columns_), strict=True)
    new = zip(*(column.tolist() for column in found.newcomers[1:]), strict=True)
    return (
        found.until.item(),
        dict(zip(found.person.tolist(), rows, strict=True)),
        dict(zip(found.newcomers.person.tolist(), new, strict=True)),
        found.helpers.tolist(),
    )


@pytest.mark.parametrize("seed", range(4))
def test_they_are_what_reading_one_after_another_gives(organisation, seed):
    rows = made(organisation, seed)
    half = len(rows) // 2
    bring(organisation, organisation, rows[:half])
    assert said(organisation) == plainly(organisation, rows[:half])
    bring(organisation, organisation, rows[half:])  # another part of the same months
    found = said(organisation)
    assert found == plainly(organisation, rows)
    assert found[3], "somebody answered a newcomer"
    assert {row[4] for row in found[1].values()} > {0, 1}
    assert min(found[1]) < 0, "strangers are there"


def test_months_that_are_behind_are_read_from_the_database(organisation):
    rows = made(organisation, 7)
    bring(organisation, organisation, rows[:200])
    bring(organisation, organisation, rows[200:], with_columns=False)
    assert said(organisation) == plainly(organisation, rows)


def test_up_to_a_month_nothing_later_is_known(organisation):
    rows = made(organisation, 8)
    bring(organisation, organisation, rows)
    assert said(organisation, 202603) == plainly(organisation, rows, before="2026-03-01")
    none = journeys(queries.facts(organisation), 202601)
    assert np.isnat(none.until)
    assert (len(none.person), none.answers_known, none.more_than_posts) == (0, False, False)


def test_help_given_in_person_stands_apart(organisation):
    rows = made(organisation, 9)
    bring(organisation, organisation, rows)
    before = said(organisation)
    typed = [row(f"typed {number}", actor=STRANGERS[0])._replace(place=None) for number in range(5)]
    bring(organisation, help_source(organisation), typed)
    assert said(organisation) == before
