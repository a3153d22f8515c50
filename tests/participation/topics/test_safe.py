"""On the real export: nothing that everybody sees of who comes in, or the lead of next hands, is about one to four."""

import pytest

from manyhands.participation import queries
from manyhands.participation.queries import next_hands as page_of
from manyhands.participation.queries.journeys import journeys
from manyhands.participation.queries.rungs import by_service, in_all
from manyhands.participation.queries.topics.coming_in import _funnel, _retention
from manyhands.participation.rules.cohorts import cohorts, together
from manyhands.participation.rules.guarded import Guard
from manyhands.participation.types import EARLY, FEW, UNKNOWN, About, Rung
from tests.paths import shared
from tests.people.factories import council

pytestmark = pytest.mark.django_db(transaction=True)

OPEN, EXACT = Guard(exact=False), Guard(exact=True)


@pytest.fixture
def facts(data_folder):
    from manyhands.networks import actions as networks
    from manyhands.people import queries as people

    person = council()
    by = people.system_persona(person.organisation).id
    path = shared("data", "slack-real-export.zip")
    of = networks.receive(organisation=person.organisation, network="slack", filename="slack.zip", path=path, by=by)
    networks.start(import_id=of.id, leave_out=[], by=by, enqueue=False)
    networks.run(import_id=of.id)
    return queries.facts(person.organisation_id)


def few(count):
    return 0 < count < 5


def check_count(shown, true):
    """A count is rounded to tens; of one to four people it is said only that they are few."""
    assert shown == FEW if few(true) else shown == 0 if not true else isinstance(shown, About)
    assert not isinstance(shown, About) or (shown % 10 == 0 and abs(shown - true) <= 5)


def check_share(shown, part, whole):
    """A share is a step of five per cent, of twenty people or more, neither part of which is one to four people."""
    if shown is not None:
        assert whole >= 20
        assert not few(part)
        assert not few(whole - part)
        assert shown * 20 == pytest.approx(round(shown * 20))


def section(facts, key, *, exactly=False):
    topic = queries.topic(facts, "who-comes-in", exactly=exactly)
    return next(each for each in topic.sections if each.key == key)


def test_the_funnel_of_the_real_export(facts):
    found = {row[0]: row[1] for row in section(facts, "steps", exactly=True).rows}
    assert list(found.values()) == [UNKNOWN, 71, 71, 32, 6, UNKNOWN]


def test_steps(facts):
    steps = _funnel(facts, journeys(facts))
    rows = section(facts, "steps").rows[1:]
    before = None
    for step, row in zip(steps[1:], rows, strict=True):
        if step.people is None:
            assert row[1:] == (UNKNOWN, None, None, None, None)
            continue
        check_count(row[1], step.people)
        if before is not None:
            could = before.people - step.waiting
            check_share(row[2], step.people, could)
            low, high = row[3:5]
            if row[2] is None:
                assert (low, high) == (None, None)
            else:
                assert low <= step.people / could <= high
                assert (low * 20, high * 20) == (pytest.approx(round(low * 20)), pytest.approx(round(high * 20)))
        if step.waiting:
            check_count(row[5], step.waiting)
        before = step


def test_who_comes_back(facts):
    found = _retention(facts, journeys(facts))
    for (size, active), row in zip(together(found), section(facts, "coming-back").rows, strict=False):
        check_count(row[1], size)
        check_share(row[2], active, size)
    shown = section(facts, "by-month").rows
    assert shown
    for cohort, row in zip(cohorts(found, 20), shown, strict=True):
        assert cohort.size >= 20
        check_count(row[1], cohort.size)
        for active, cell in zip(cohort.active, row[2:], strict=True):
            if active is None:
                assert cell == EARLY
            else:
                check_share(cell, active, cohort.size)


def test_next_hands(facts):
    totals = in_all(facts)
    assert totals == {Rung.NOT_BEGUN: 37, Rung.READS: 2, Rung.ONCE: 7, Rung.ELSEWHERE: 0}
    for rung in page_of.next_hands(facts, OPEN).rungs:
        check_count(rung.people, totals[Rung(rung.key)])
    exact = {row.id: row.counts for row in by_service(facts, EXACT)}
    for row in by_service(facts, OPEN):
        for rung, cell in row.counts.items():
            check_count(cell, exact[row.id][rung])


def test_sentences_hold_no_small_number(facts):
    topic = queries.topic(facts, "who-comes-in", exactly=False)
    shown = page_of.next_hands(facts, OPEN)
    said = [topic.answer, *topic.more, *(line for each in topic.sections for line in each.sentences)]
    said += [shown.answer, *shown.more, *(rung.told for rung in shown.rungs)]
    allowed = ("31", "60", "2015", "2016", "27", "1", "2")  # days, a date, and months later
    for line in said:
        for word in line.lower().replace("fewer than 5", "").replace(",", " ").replace(".", " ").split():
            if word.isdigit() and word not in allowed:
                assert int(word) % 10 == 0, line
