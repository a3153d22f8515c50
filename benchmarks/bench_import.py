"""A million Slack messages from file to ledger and columns, beside pandas that only parses the same files.

    python benchmarks/bench_import.py [--messages 1000000] [--export FILE.zip]

Prints activities a second, the ratio of times, and the peak memory of all processes together.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LEAST_A_SECOND, MOST_MEMORY, LEAST_PARSING = 60_000, 500_000_000, 10.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--messages", type=int, default=1_000_000)
    options.add_argument("--export", type=Path, help="made before, to save the time")
    options.add_argument("--pandas-files", type=int, default=0, help="parse only so many files and scale up (0: all)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as folder:
        export = chosen.export or Path(folder) / "export.zip"
        if not chosen.export:
            command = [HERE / "slack_generator.py", export, "--messages", chosen.messages, "--seed", 1]
            subprocess.run([sys.executable, *map(str, command)], check=True)
        ours, activities, memory = time_ours(export, Path(folder) / "data")
        parsed = time_columns(export, Path(folder) / "columns")
        theirs, messages = time_pandas(export, chosen.pandas_files)
    print(f"\n{messages:,} messages, {activities:,} activities\n")
    print("| | ours | peer | target | met |")
    print("| --- | --- | --- | --- | --- |")
    print(
        f"| file to ledger and columns; pandas only parses | {ours:.1f} s | {theirs:.1f} s "
        f"| less time | {said(ours < theirs)} ({theirs / ours:.1f} ×) |"
    )
    print(
        f"| file to columns alone, one process; pandas only parses | {parsed:.1f} s | {theirs:.1f} s "
        f"| at least {LEAST_PARSING:.0f} × | {said(theirs >= LEAST_PARSING * parsed)} ({theirs / parsed:.1f} ×) |"
    )
    rate = activities / ours
    print(f"| activities a second | {rate:,.0f} | | at least {LEAST_A_SECOND:,} | {said(rate >= LEAST_A_SECOND)} |")
    print(f"| peak memory of all processes | {memory / 1e6:.0f} MB | | under 500 MB | {said(memory < MOST_MEMORY)} |")


def said(met: bool) -> str:
    return "yes" if met else "no"


def time_ours(export: Path, data: Path) -> tuple[float, int, int]:
    """Seconds of `manyhands import`, start of Python included; activities read; peak memory."""
    env = {**os.environ, "MANYHANDS_DATA": str(data)}
    manyhands = [sys.executable, "-m", "manyhands.config.cli"]
    subprocess.run(
        [*manyhands, "setup", "--organisation", "Benchmark Council"], env=env, check=True, capture_output=True
    )
    began = time.perf_counter()
    process = subprocess.Popen([*manyhands, "import", "slack", str(export)], env=env, stdout=subprocess.PIPE, text=True)
    peak = Peak(process.pid)
    said, _ = process.communicate()
    took = time.perf_counter() - began
    if process.returncode:
        raise SystemExit("the import failed")
    return took, int(said.split()[1].replace(",", "")), peak.stop()


def time_columns(export: Path, folder: Path) -> float:
    """Seconds from the file to columns in Parquet, in one process and without the database.

    As the reading process does it: without Python's search for cycles.
    """
    import gc
    from functools import partial
    from uuid import UUID

    from manyhands.ledger import columns
    from manyhands.networks import reader

    organisation = UUID(int=1)

    class Host:
        def opened(self, workspace, size):
            pass

        def keys(self, accounts, places):
            actors = {account.external_id: at for at, account in enumerate(accounts, 1)}
            return actors, {place.external_id: UUID(int=at).hex for at, place in enumerate(places)}

        def is_waiting(self):
            return True

    task = reader.Task(
        network="slack",
        path=export,
        options={},
        leave_out=frozenset(),
        organisation=organisation,
        zone="Europe/London",
        columns=partial(columns.write_fields, folder, organisation),
    )
    gc.disable()
    began = time.perf_counter()
    written = sum(part.rows for stretch in reader.stretches(task, Host()) for part in stretch.parts)
    took = time.perf_counter() - began
    gc.enable()
    assert written, "no columns were written"
    return took


def proportional(pid: int) -> int:
    """A process's proportional set size in bytes, as the kernel adds it up (psutil adds up each mapping by itself)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


class Peak:
    """The most memory (proportional set size, so that shared pages count once) of a process and its children."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self.ended = pid, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        import psutil

        while not self.ended.wait(0.5):  # to look takes time from those who are looked at
            try:
                process = psutil.Process(self.pid)
                everyone = [process, *process.children(recursive=True)]
                self.most = max(self.most, sum(proportional(each.pid) for each in everyone))
            except (psutil.Error, OSError):
                continue

    def stop(self) -> int:
        self.ended.set()
        self.thread.join()
        return self.most


def time_pandas(export: Path, only: int) -> tuple[float, int]:
    """Seconds that pandas takes to parse every day file, with none of the rest."""
    import io

    import pandas

    with zipfile.ZipFile(export) as archive:
        names = [name for name in archive.namelist() if "/" in name]
        chosen = names[:: max(1, len(names) // only)] if only else names
        messages = 0
        began = time.perf_counter()
        for name in chosen:
            frame = pandas.read_json(io.BytesIO(archive.read(name)), dtype=False)
            messages += int((frame["type"] == "message").sum())
        took = time.perf_counter() - began
    scale = len(names) / len(chosen)
    return took * scale, round(messages * scale)


if __name__ == "__main__":
    main()
