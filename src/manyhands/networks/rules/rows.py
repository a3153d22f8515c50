"""An export's acts as the rows of the ledger."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from manyhands.core.ids import ledger_ids

from ..types import Act
from .moments import moments_writer


class RowMaker:
    """Makes rows for one source; `zone` is the organisation's, for local dates."""

    def __init__(self, organisation: UUID, source: UUID, zone: str) -> None:
        self.make_id = ledger_ids(organisation, source)
        self.moments = moments_writer(zone)

    def rows(self, acts: Sequence[Act], actors: Mapping[str, int], places: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """`acts` as tuples in the order of `ledger.types.Row`. Every actor, mention and place must have its key.

        Column by column, which takes half the time that act by act does.
        """
        if not acts:
            return []
        make_id = self.make_id
        ids, who, types, contributing, where, kinds, objects, replies, seconds, lengths, tags, mentions = zip(
            *acts, strict=True
        )
        published, local_dates = self.moments(seconds)
        columns = (
            map(make_id, ids),
            ids,
            map(actors.__getitem__, who),
            types,
            [None if thing is None else make_id(thing) for thing in objects],
            kinds,
            [None if place is None else places[place] for place in where],
            [None if reply is None else make_id(reply) for reply in replies],
            published,
            local_dates,
            contributing,
            lengths,
            [json.dumps(said) if said else None for said in tags],
            [json.dumps([actors[name] for name in named]) if named else None for named in mentions],
        )
        return list(zip(*columns, strict=True))
