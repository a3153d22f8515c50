"""Organisations made of a small table: who contributed where and when, in which service."""

import csv
from collections.abc import Iterable
from pathlib import Path

from manyhands.networks import actions as networks
from manyhands.people import queries as people
from manyhands.people.models import Person
from tests.people.factories import council

Line = tuple[str, str, str, str]  # who, when, where, service


def table_of(folder: Path, lines: Iterable[Line], name: str = "Ambridge Council") -> Person:
    """The first person of a council that has brought this table in."""
    path = folder / "table.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["user", "date", "channel", "department"])
        writer.writerows(lines)
    person = council(name)
    by = people.system_persona(person.organisation).id
    of = networks.receive(organisation=person.organisation, network="table", filename="table.csv", path=path, by=by)
    networks.start(import_id=of.id, leave_out=[], by=by, enqueue=False)
    networks.run(import_id=of.id)
    return person
