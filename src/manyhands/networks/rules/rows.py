"""An export's acts as the rows of the ledger."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from manyhands.core.ids import ledger_ids

from ..types import Act
from .moments import moment_writer


class RowMaker:
    """Makes rows for one source; `zone` is the organisation's, for local dates."""

    def __init__(self, organisation: UUID, source: UUID, zone: str) -> None:
        self.make_id = ledger_ids(organisation, source)
        self.moment = moment_writer(zone)

    def rows(self, acts: Iterable[Act], actors: Mapping[str, int], places: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """`acts` as tuples in the order of `ledger.types.Row`. Every actor, mention and place must have its key."""
        make_id, moment = self.make_id, self.moment
        rows = []
        for (
            source_id,
            actor,
            kind,
            contributing,
            place,
            about,
            thing,
            in_reply_to,
            seconds,
            length,
            tags,
            named,
        ) in acts:
            activity_id = make_id(source_id)
            published, local_date = moment(seconds)
            rows.append(
                (
                    activity_id,
                    source_id,
                    actors[actor],
                    kind,
                    None if thing is None else make_id(thing),
                    about,
                    None if place is None else places[place],
                    None if in_reply_to is None else make_id(in_reply_to),
                    published,
                    local_date,
                    contributing,
                    length,
                    json.dumps(tags) if tags else None,
                    json.dumps([actors[name] for name in named]) if named else None,
                )
            )
        return rows
