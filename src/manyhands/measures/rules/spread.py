"""Measures of any size, in Ibis: from the columns to how many people contributed how often.

A spread has a row for each number of contributions that anybody made: `n`, and how many `people` made so many. Every
measure of concentration follows from it, and it stays small: two million people make a few thousand rows of it.
Ibis says it once for DuckDB and for Spark. Nothing here imports it: expressions are built from the tables given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..types import Counts

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def with_people(table: ir.Table, who: ir.Table) -> ir.Table:
    """`table` with the column `person` beside `actor`. `who` has actor and person (int64, 0 or more), each actor once.

    An actor that nobody is known for is a person of its own: minus its key, so that it is nobody else's number.
    """
    known = who.select("actor", _person=who["person"])
    joined = table.left_join(known, "actor")
    kept = [joined[name] for name in table.columns]
    return joined.select(*kept, person=joined["_person"].fill_null(-joined["actor"]))


def with_codes(table: ir.Table, column: str, codes: ir.Table) -> ir.Table:
    """`table` with the number of each value of `column` in its place; −1 for none. `codes` has key and code."""
    known = codes.select(_key=codes["key"], _code=codes["code"])
    joined = table.left_join(known, table[column] == known["_key"])
    kept = [joined[name] for name in table.columns if name != column]
    return joined.select(*kept, **{column: joined["_code"].fill_null(-1)})


def spread(contributions: ir.Table, *, by: Sequence[str] = ()) -> ir.Table:
    """Columns `by`, `n` and `people`: how many people contributed n times in all, for each of `by`.

    `contributions` has person, n and what `by` names; a person may have many rows.
    """
    totals = contributions.group_by([*by, "person"]).aggregate(n=contributions["n"].sum())
    return totals.group_by([*by, "n"]).aggregate(people=totals.count())


def actives(contributions: ir.Table, *, by: Sequence[str] = ("month",)) -> ir.Table:
    """Columns `by`, `contributors` (people, each once) and `contributions`."""
    totals = contributions.group_by([*by, "person"]).aggregate(n=contributions["n"].sum())
    return totals.group_by(list(by)).aggregate(contributors=totals.count(), contributions=totals["n"].sum())


def conversation(activities: ir.Table, who: ir.Table) -> ir.Table:
    """The aggregated edge list of who addresses whom: columns `sender`, `receiver` (people) and `n`.

    Somebody addresses whom they answer and whom they mention; oneself does not count. `activities` has key, reply_key,
    actor, contributing and mentions (a list of actors). What answers something that is not among them has no edge.
    """
    said = with_people(activities.filter(activities["contributing"]), who)
    replies = said.filter(said["reply_key"].notnull()).select("reply_key", sender=said["person"])
    asked = said.select("key", receiver=said["person"])
    answers = replies.join(asked, replies["reply_key"] == asked["key"]).select("sender", "receiver")
    named = said.filter(said["mentions"].notnull()).select(sender=said["person"], actor=said["mentions"].unnest())
    mentions = with_people(named, who)
    mentions = mentions.select("sender", receiver=mentions["person"])
    pairs = answers.union(mentions)
    pairs = pairs.filter(pairs["sender"] != pairs["receiver"])
    return pairs.group_by(["sender", "receiver"]).aggregate(n=pairs.count())


def first_answers(activities: ir.Table, who: ir.Table) -> ir.Table:
    """What began a conversation or could have: `asker`, `place`, `asked`, `answered` (moments, UTC; null: never) and
    `answerer`.

    An answer is the first reply by somebody else. What itself replies to something begins nothing.
    """
    said = with_people(activities.filter(activities["contributing"]), who)
    begun = said.filter(said["reply_key"].isnull()).select(
        "key", "place", asker=said["person"], asked=said["published"]
    )
    replies = said.filter(said["reply_key"].notnull()).select(
        "reply_key", replier=said["person"], replied=said["published"]
    )
    answers = begun.join(replies, begun["key"] == replies["reply_key"])
    answers = answers.filter(answers["asker"] != answers["replier"])
    first = answers.group_by("reply_key").aggregate(
        answered=answers["replied"].min(), answerer=answers["replier"].argmin(answers["replied"])
    )
    joined = begun.left_join(first, begun["key"] == first["reply_key"])
    return joined.select("asker", "place", "asked", "answered", "answerer")


def first_months(contributions: ir.Table) -> ir.Table:
    """Columns `person` and `first`: the month (201607) of everybody's first contribution."""
    return contributions.group_by("person").aggregate(first=contributions["month"].min())


def cohorts(contributions: ir.Table) -> ir.Table:
    """Columns `first`, `month` and `people`: of those who began in a month, how many contributed in each month."""
    began = first_months(contributions)
    monthly = contributions.select("person", "month").distinct()
    joined = monthly.join(began, "person")
    return joined.group_by(["first", "month"]).aggregate(people=joined.count())


def counts_of(table: pa.Table) -> Counts:
    """A spread, computed, as the counts that measures take: one number per contributor, in ascending order."""
    n, people = table.column("n").to_numpy(), table.column("people").to_numpy()
    order = np.argsort(n)
    return np.repeat(n[order].astype(np.int64), people[order].astype(np.int64))
