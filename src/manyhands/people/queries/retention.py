"""How long what is kept, and what would be deleted now."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from manyhands.core import registry


class KeptRow(NamedTuple):
    """A kind of record. `goes`: whether it does by itself; `tonight`: how many would now, None where nobody counts."""

    name: str
    what: str
    kept: str
    goes: bool
    tonight: int | None


def retention_rows(organisation: UUID) -> list[KeptRow]:
    """Every kind of record that any room keeps, with what would be deleted of this organisation's now."""
    return [
        KeptRow(
            kind.name,
            str(kind.what),
            str(kind.kept),
            kind.forget is not None,
            kind.waiting(organisation) if kind.waiting else None,
        )
        for kind in registry.retention
    ]


def waiting(kind: registry.Retention, organisations: Iterable[UUID]) -> dict[UUID, int]:
    """How many of a kind would go now, of the organisations of which any would."""
    if kind.waiting is None:
        return {}
    counts = {organisation: kind.waiting(organisation) for organisation in organisations}
    return {organisation: count for organisation, count in counts.items() if count}
