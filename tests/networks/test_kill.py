"""Killed at any moment and run again, an import leaves the ledger that an undisturbed one leaves."""

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest

from tests.hub import Hub
from tests.networks.exports import make_zip, payload

SCRIPT = Path(__file__).with_name("killed_import.py")
POINTS = 20
LEDGER = """
SELECT a.id, s.organisation, s.source, a.source_id, i.external_id, a.type, a.object, a.object_type, a.place,
       a.in_reply_to, a.published, a.local_date, a.contributing, a.length, a.hashtags, a.mentions
FROM ledger_activity a JOIN ledger_stream s ON s.id = a.stream_id
     LEFT JOIN people_identity i ON i.actor = a.actor ORDER BY a.source_id
"""  # all columns but the time of recording; an actor, whose key is random, by the account it stands for


@pytest.fixture(scope="module")
def export(tmp_path_factory) -> Path:
    return make_zip(tmp_path_factory.mktemp("export") / "export.zip", many_days(payload("slack")))


def many_days(files: dict[str, bytes]) -> dict[str, bytes]:
    """The sample with 300 messages more, over half a year."""
    users = [user["id"] for user in json.loads(files["users.json"])][:3]
    for day in range(60):
        start = 1_700_000_000 + day * 3 * 86_400
        messages = [
            {"type": "message", "user": users[n % 3], "text": "#tag hello", "ts": f"{start + n * 60}.0000{n:02d}"}
            for n in range(5)
        ]
        files[datetime.fromtimestamp(start, UTC).strftime("general/%Y-%m-%d.json")] = json.dumps(messages).encode()
    return files


class Council:
    """One prepared hub for each run, copied from the first."""

    def __init__(self, hub, database_name: str, folder: Path) -> None:
        self.hub, self.database_name, self.folder = hub, database_name, folder
        self.made = 0

    def copy(self):
        self.made += 1
        data = self.folder / f"copy-{self.made}"
        shutil.copytree(self.hub.data, data)
        url = self.hub.database_url
        if url:
            name = f"{url.rpartition('/')[2]}_copy_{self.made}"
            with psycopg.connect(f"{url.rpartition('/')[0]}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {url.rpartition('/')[2]}")
            url = f"{url.rpartition('/')[0]}/{name}"
        return Hub(data, url)


@pytest.fixture(scope="module")
def council(make_hub, database_name, tmp_path_factory):
    hub = make_hub()
    hub.command("setup", "--organisation", "Killed Council")
    return Council(hub, database_name, tmp_path_factory.mktemp("councils"))


def run(hub, point: int, export: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, str(SCRIPT), str(point), str(export)]
    return subprocess.run(command, env=hub.env, cwd=hub.data, capture_output=True, text=True, check=False)


def ledger_of(hub) -> list[tuple]:
    if hub.database_url:
        with psycopg.connect(hub.database_url) as connection:
            rows = connection.execute(LEDGER).fetchall()
    else:
        with sqlite3.connect(hub.data / "manyhands.sqlite3") as connection:
            rows = connection.execute(LEDGER).fetchall()
    accounts = accounts_of(hub)
    return sorted(tuple(map(str, (*row[:-1], named(row[-1], accounts)))) for row in rows)


def accounts_of(hub) -> dict[int, str]:
    sql = "SELECT actor, external_id FROM people_identity"
    if hub.database_url:
        with psycopg.connect(hub.database_url) as connection:
            return dict(connection.execute(sql).fetchall())
    with sqlite3.connect(hub.data / "manyhands.sqlite3") as connection:
        return dict(connection.execute(sql).fetchall())


def named(mentions, accounts: dict[int, str]) -> list[str] | None:
    keys = json.loads(mentions) if isinstance(mentions, str) else mentions
    return keys and [accounts[key] for key in keys]


def columns_of(hub) -> list[tuple]:
    """All rows of the column files in force: those named by the manifest, and nothing but whole files."""
    accounts = accounts_of(hub)
    rows = []
    for month in sorted((hub.data / "columns").glob("*/*")):
        newest = sorted(month.glob("*.activities.parquet"))[-1]
        for row in pq.read_table(newest).to_pylist():
            rows.append(
                (
                    row["key"],
                    row["reply_key"],
                    accounts[row["actor"]],
                    row["place"],
                    row["type"],
                    row["contributing"],
                    str(row["local_date"]),
                )
            )
    return sorted(rows, key=str)


def test_killed_twenty_times_it_leaves_the_same_ledger(council, export):
    undisturbed = council.copy()
    sorts = run(undisturbed, 0, export).stdout.splitlines()[-1].split()
    expected, expected_columns = ledger_of(undisturbed), columns_of(undisturbed)
    assert len(expected) > 300
    assert len(expected_columns) == len(expected)

    chosen = random.Random(20).sample(range(1, len(sorts) + 1), POINTS)
    assert {sorts[point - 1] for point in chosen} >= {"inside-commit", "before-rename", "after-rename"}
    for point in chosen:
        hub = council.copy()
        killed = run(hub, point, export)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        again = run(hub, 0, export)
        assert again.returncode == 0, again.stderr
        assert ledger_of(hub) == expected, f"killed {sorts[point - 1]}, moment {point} of {len(sorts)}"
        assert columns_of(hub) == expected_columns, f"killed {sorts[point - 1]}, moment {point} of {len(sorts)}"
