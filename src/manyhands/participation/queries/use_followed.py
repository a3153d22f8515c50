"""Who was helped, in numbers: by service, and whether use followed."""

from typing import NamedTuple
from uuid import UUID

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core import clock
from manyhands.measures import queries as measures
from manyhands.networks import queries as networks
from manyhands.networks.types import HUB
from manyhands.people import queries as people
from manyhands.people.types import WhoIsWho
from manyhands.ui.formats import percent

from ..models import Helped
from ..rules.cube import FEWEST
from ..rules.guarded import Guard
from ..rules.use_followed import WINDOWS, Followed, first_help, followed
from ..types import Cell, Column, Facts, HelpKind, Section
from . import words
from .acts import acts
from .kept import Kept

ALL = ""  # every kind of help


class _Rows(NamedTuple):
    """Of everybody who is named: their number, the day as days since 1970, and the kind; beside each other."""

    person: np.ndarray
    day: np.ndarray
    kind: np.ndarray


_kept: Kept[dict[tuple[str, int], Followed]] = Kept(4)


def use_section(facts: Facts, guard: Guard) -> Section:
    """Of those who were helped and are named, how many contributed within so many days after, as a table."""
    rows = [_row(kind, within, found, guard) for (kind, within), found in use_followed(facts).items()]
    return Section(
        "use-followed",
        _("Whether use followed"),
        (
            _("Of those who were helped and agreed that it is kept who they are. Everybody counts once, from the first "
              "time."),
            _("It does not say that the help was the reason: who comes to a course may have been about to begin."),
        ),
        (
            Column(_("Help"), "text"),
            Column(_("Within"), "text"),
            Column(_("Helped long enough ago")),
            Column(_("Of them, contributed after"), "share"),
            Column(_("19 times in 20 between"), "text"),
            Column(_("Contributed in as many days before"), "share"),
            Column(_("Too early to say")),
        ),
        tuple(rows),
        how="use_followed",
    )  # fmt: skip


def helped_section(facts: Facts, guard: Guard) -> Section:
    """How many were helped, by service: small ones count in the one above."""
    counts, nowhere = _by_service(facts)
    parent = {node.id: node.parent for node in facts.services}
    if not guard.exact:
        for node in reversed(facts.services):  # parents come before their children
            if 0 < counts.get(node.id, 0) < FEWEST:
                left = counts.pop(node.id)
                if (above := parent[node.id]) is not None:
                    counts[above] = counts.get(above, 0) + left
                else:
                    nowhere += left
    rows: list[tuple[Cell, ...]] = [
        ("– " * node.depth + node.name, guard.people(counts[node.id])) for node in facts.services if counts.get(node.id)
    ]
    if nowhere:
        rows.append((_("Others") if rows else _("Everybody"), guard.people(nowhere)))
    said = [_("Each time counts: who came twice counts twice.")]
    if facts.services and nowhere and len(rows) > 1:
        said.append(_("Others: their service is not known, or too few of it were helped to name it."))
    return Section(
        "helped",
        _("Who was helped"),
        tuple(said),
        (Column(_("Service"), "text"), Column(_("People helped"))),
        tuple(rows),
    )


def use_followed(facts: Facts) -> dict[tuple[str, int], Followed]:
    """By kind (`ALL` for all together) and days; kinds of which nobody is named are left out."""
    helped = Helped.objects.filter(organisation=facts.organisation, person__isnull=False)
    newest = helped.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        return {}
    key = (facts.version, newest, helped.count())
    return _kept.get(facts.organisation, key, lambda: _use_followed(facts))


def _use_followed(facts: Facts) -> dict[tuple[str, int], Followed]:
    who = people.who_is_who(facts.organisation)
    rows = _rows(facts.organisation, who)
    if not len(rows.person):
        return {}
    person, day, last = _contributions(facts.organisation, np.unique(rows.person), int(rows.day.min()) - max(WINDOWS))
    kinds = [kind for kind in HelpKind if (rows.kind == kind).any()]
    found = {}
    for kind in [ALL, *kinds] if len(kinds) > 1 else kinds:
        chosen = slice(None) if kind == ALL else rows.kind == kind
        helped, on = first_help(rows.person[chosen], rows.day[chosen])
        for within in WINDOWS:
            found[kind, within] = followed(helped, on, person, day, until=last, within=within)
    return found


def _row(kind: str, within: int, found: Followed, guard: Guard) -> tuple[Cell, ...]:
    after, before = guard.share(found.used, found.people), guard.share(found.used_before, found.people)
    sure = measures.proportion(found.used, found.people)
    if found.people < FEWEST:  # not even exactly
        after = before = None
    too_few = after is None or sure.low is None or sure.high is None
    return (
        words.help_kind(kind) if kind else _("All help"),
        ngettext("{days} day", "{days} days", within).format(days=within),
        guard.people(found.people),
        after,
        _("Too few to say")
        if too_few
        else _("{low} and {high}").format(low=percent(guard.low(sure.low)), high=percent(guard.high(sure.high))),
        before,
        guard.people(found.waiting),
    )


def _rows(organisation: UUID, who: WhoIsWho) -> _Rows:
    number = {key: at for at, key in enumerate(who.people)}
    rows = Helped.objects.filter(organisation=organisation, person__isnull=False).order_by("help__on", "id")
    known = [
        (number[person.hex], (np.datetime64(on, "D")).astype(np.int64), kind)
        for person, on, kind in rows.values_list("person", "help__on", "help__kind")
        if person.hex in number
    ]
    if not known:
        return _Rows(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, "<U10"))
    person, day, kind = zip(*known, strict=True)
    return _Rows(np.array(person, np.int64), np.array(day, np.int64), np.array(kind))


def _contributions(organisation: UUID, persons: np.ndarray, since: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Rows (person, day) on which these people contributed, from a day on; and the last day of which all is known.

    That is the newest of what was brought in: what happens in the hub is known at once, and must not make what is yet
    to be brought in look like nothing done.
    """
    import ibis  # takes a second to load, so only when it is needed

    with acts(organisation) as found:
        theirs = np.isin(found.who.actor_person, persons)
        brought = [source for source, network in networks.sources(organisation).items() if network != HUB]
        newest = found.activities.filter(found.activities["source"].isin(brought))["local_date"].max()
        known = found.engine.to_pyarrow(newest).as_py() if brought else None
        actors = {"actor": found.who.actors[theirs], "person": found.who.actor_person[theirs].astype(np.int64)}
        done = found.activities.join(ibis.memtable(pa.table(actors)), "actor")
        said = done.filter(
            done["contributing"] & (done["local_date"] >= ibis.literal(np.datetime64(since, "D").item()))
        )
        table = found.engine.to_pyarrow(said.select("person", day=said["local_date"]).distinct())
    last = int(np.datetime64(known or clock.now().date(), "D").astype(np.int64))
    days = table["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    return table["person"].to_numpy(), days, last


def _by_service(facts: Facts) -> tuple[dict[str, int], int]:
    """How many were helped by the hex id of their service, on that day for those who are named; and in none known."""
    who = people.who_is_who(facts.organisation)
    rows = _rows(facts.organisation, who)
    counts: dict[str, int] = {}
    nowhere = 0
    others = Helped.objects.filter(organisation=facts.organisation, person=None)
    for service, number in others.values_list("service_id", "number"):
        if service:
            counts[service.hex] = counts.get(service.hex, 0) + number
        else:
            nowhere += number
    since, until = who.membership_since.astype(np.int64), who.membership_until.astype(np.int64)
    of = {}
    for at, person in enumerate(who.membership_person.tolist()):
        of.setdefault(person, []).append(at)
    for person, day in zip(rows.person.tolist(), rows.day.tolist(), strict=True):
        here = [at for at in of.get(person, ()) if since[at] <= day < until[at]]
        if here:
            key = who.services[who.membership_service[here[-1]]].id
            counts[key] = counts.get(key, 0) + 1
        else:
            nowhere += 1
    return counts, nowhere
