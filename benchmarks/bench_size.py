"""All figures of the participation page at the size of a country, and what they cost as the data grow.

    python benchmarks/bench_size.py                       # 20 million activities of 200,000 people; takes some minutes
    python benchmarks/bench_size.py --table 1 10 100      # what it costs at so many million activities
    python benchmarks/bench_size.py --data FOLDER         # keeps what it makes, some 100 MB a million people

Ours are exact figures from the aggregates of clean months. pandas works the same out from a frame that is in memory
already, DuckDB from the activities in Parquet; all are compared to the digit first.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
LEAST_PANDAS, LEAST_DUCKDB, MOST_AGAIN, MOST_MEMORY = 50.0, 10.0, 0.2, 8_000_000_000
APPENDED = 10_000
EACH, EACH_IN_TABLE = 100, 50  # activities of a person: 20 million are of 200,000 people, 100 million of 2 million
MILLION = 1_000_000


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--millions", type=float, default=20)
    options.add_argument("--table", type=float, nargs="*", help="sizes in millions of activities")
    options.add_argument("--data", type=Path, help="a folder for what is made, kept for the next time")
    options.add_argument("--each", type=int, help="activities of a person; 100, in the table 50")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--one", action="store_true", help="measure one size alone and print it as JSON")
    chosen = options.parse_args()
    if chosen.one:
        print(json.dumps(cost(chosen.data, chosen.millions, chosen.each or EACH)))
        return 0
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as folder:
        data = chosen.data or Path(folder)
        if chosen.table:
            return table(data, chosen.table, chosen.each or EACH_IN_TABLE)
        return compare(data, chosen.millions, chosen.each or EACH, chosen.rounds)


def council(data: Path, millions: float, each: int = EACH) -> Any:
    """An organisation of that size: so many activities for each of its people, a hundred people for each place."""
    from council_generator import prepared

    people = people_of(millions, each)
    size = {"activities": int(millions * MILLION), "people": people, "places": max(100, people // 100)}
    return prepared(data / f"{millions:g}-million-{each}-each", **size)


def people_of(millions: float, each: int) -> int:
    return max(1_000, int(millions * MILLION / each))


def compare(data: Path, millions: float, each: int, rounds: int) -> int:
    organisation = council(data, millions, each).pk
    from bench_measures import Duck, Pandas, same

    from manyhands.participation import queries
    from manyhands.participation.types import Selection

    facts, everything = queries.facts(organisation), Selection()
    duck = Duck(organisation)
    shown = queries.overview(facts, everything, exactly=True)
    same(shown, duck.figures(), "DuckDB")
    frame = Pandas(organisation)
    same(shown, frame.figures(), "pandas")

    ours = timed(rounds, lambda: answer(facts, everything))
    sql = timed(2, duck.figures)
    pandas = timed(2, frame.figures)
    del frame
    appended = [append(organisation) for _ in range(rounds)]
    adding, answering, busy = (median(column) for column in zip(*appended, strict=True))

    print(f"\n{millions:g} million activities, {len(facts):,} rows of aggregates\n")
    print("| | ours | peer | ratio | target | met |")
    print("| --- | --- | --- | --- | --- | --- |")
    met = [
        row("all figures; pandas on the loaded frame", ours, pandas, LEAST_PANDAS),
        row("all figures; DuckDB over all activities", ours, sql, LEAST_DUCKDB),
    ]
    total = adding + answering
    print(
        f"| {APPENDED:,} activities appended ({adding * 1000:.0f} ms) and answered again ({answering * 1000:.0f} ms); "
        f"{busy * 1000:.0f} ms of one core "
        f"| {total * 1000:.0f} ms | | | under {MOST_AGAIN * 1000:.0f} ms | {said(total < MOST_AGAIN)} |"
    )
    return int(not all([*met, total < MOST_AGAIN]))


def row(what: str, ours: float, peer: float, least: float) -> bool:
    met = peer >= least * ours
    print(
        f"| {what} | {ours * 1000:.0f} ms | {peer:.1f} s | {peer / ours:.0f} × | at least {least:.0f} × | {said(met)} |"
    )
    return met


def said(met: bool) -> str:
    return "yes" if met else "no"


def timed(rounds: int, call) -> float:
    """The median seconds of a call, after one that is not counted."""
    call()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return median(taken)


def answer(facts, chosen):
    """All exact figures, worked out: what was kept of a page is not used."""
    from importlib import import_module

    from manyhands.participation import queries

    import_module("manyhands.participation.queries.overview")._kept.clear()
    return queries.overview(facts, chosen, exactly=True)


def append(organisation) -> tuple[float, float, float]:
    """Seconds to add activities to the ledger and its columns, and to answer the whole page again; and of a core."""
    from manyhands.core.ids import ledger_ids
    from manyhands.ledger import actions as ledger
    from manyhands.ledger import columns
    from manyhands.networks.models import Place, Source
    from manyhands.participation import queries
    from manyhands.participation.types import Selection
    from manyhands.people.models import Identity

    source = Source.objects.get(organisation=organisation).pk
    make_id, run = ledger_ids(organisation, source), time.time_ns()
    actors = list(Identity.objects.values_list("actor", flat=True)[:100_000])
    places = [place.hex for place in Place.objects.values_list("id", flat=True)]
    rows = []
    for number in range(APPENDED):
        source_id = f"{run}/{number:06d}"
        own = make_id(source_id)
        day = f"2025-12-{number % 31 + 1:02d}"
        act = ("Create", None, "Note", random.choice(places), None, f"{day} 10:00:00.000000", day, True, 80, None, None)
        rows.append((own, source_id, random.choice(actors), *act))
    began, busy = time.perf_counter(), time.process_time()
    parts = ledger.part_writer(organisation=organisation)(source, columns.fields_of(rows))
    ledger.append(organisation=organisation, source=source, rows=rows, by=organisation, parts=parts)
    added = time.perf_counter()
    answer(queries.facts(organisation), Selection())
    return added - began, time.perf_counter() - added, time.process_time() - busy


def cost(data: Path, millions: float, each: int) -> dict[str, float]:
    """What one size costs: bytes on disk, seconds from a start, seconds once loaded, memory."""
    organisation = council(data, millions, each)
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    from django.conf import settings

    from manyhands.participation import queries
    from manyhands.participation.types import Selection

    began = time.perf_counter()
    facts = queries.facts(organisation.pk)
    answer(facts, Selection())
    cold = time.perf_counter() - began
    return {
        "bytes": sum(file.stat().st_size for file in settings.COLUMNS.rglob("*.parquet")),
        "rows": len(facts),
        "cold": cold,
        "warm": timed(3, lambda: answer(facts, Selection())),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "made": made,
    }


def table(data: Path, sizes: list[float], each: int) -> int:
    print("| million activities | people | columns | first answer after a start | every further one | memory |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    most = 0.0
    for size in sizes:
        given = ["--millions", f"{size:g}", "--each", f"{each}", "--data", str(data)]
        command = [sys.executable, __file__, "--one", *given]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # makes the data: memory is measured without
        ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found = json.loads(ran.stdout.splitlines()[-1])
        most = max(most, found["memory"])
        print(
            f"| {size:g} | {people_of(size, each):,} | {found['bytes'] / 1e6:,.0f} MB | {found['cold']:.1f} s "
            f"| {found['warm'] * 1000:,.0f} ms | {found['memory'] / 1e9:.2f} GB |",
            flush=True,
        )
    print(f"\nMemory stays under {MOST_MEMORY / 1e9:.0f} GB: {said(most < MOST_MEMORY)}")
    return int(most >= MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
