"""Real hubs for tests: the web server and the worker as an operator runs them, on a data folder of their own.

Fixtures: `make_hub` makes as many as a test wants, `live_hub` is one that a module's tests share, still to be set up.
"""

import http.client
import itertools
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import waited

STARTS_WITHIN = 60  # seconds
_numbers = itertools.count(1)


def environment(data: Path, database_url: str = "", **extra: str) -> dict[str, str]:
    """What a process of a hub with this data folder sees: nothing of the tests' own settings."""
    ours = ("MANYHANDS_", "DATABASE_URL", "DJANGO_", "PYTEST_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**env, "MANYHANDS_DATA": str(data), **({"DATABASE_URL": database_url} if database_url else {}), **extra}


class Hub:
    """A hub with its own data folder and database. Its `url` answers between `start` and `stop`."""

    def __init__(self, data: Path, database_url: str = "") -> None:
        self.data, self.database_url = data, database_url
        self.process: subprocess.Popen | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        return environment(self.data, self.database_url)

    def command(self, *words: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        """`manyhands WORDS` on this hub's data, its output as text. Raises when it fails, unless check is False."""
        command = [sys.executable, "-m", "manyhands.config.cli", *words]
        options = {"timeout": 300, **options}
        done = subprocess.run(command, env=self.env, cwd=self.data, capture_output=True, text=True, **options)
        if check and done.returncode:
            raise AssertionError(
                f"manyhands {' '.join(words)}: exit code {done.returncode}\n{done.stdout}{done.stderr}"
            )
        return done

    def start(self) -> None:
        self.port = _free_port()
        command = [sys.executable, "-m", "manyhands.home.management.supervisor", "--port", str(self.port)]
        with open(self.data / "log", "ab") as log:
            self.process = subprocess.Popen(command, env=self.env, cwd=self.data, stdout=log, stderr=log)
        self.wait(lambda: self.status("/accounts/login/") is not None, "it answers")

    def stop(self) -> None:
        """As an operator does: asks once, and the hub ends what it started."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise
        self.process = None

    def status(self, path: str) -> int | None:
        """The status code of a page, or None when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def log(self) -> str:
        return (self.data / "log").read_text(errors="replace")

    def children(self) -> dict[str, int]:
        """The pids of the two processes it looks after, by "web" and "worker"."""
        found = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                words = (stat.parent / "cmdline").read_bytes()
            except OSError:
                continue
            if self.process and parent == self.process.pid:
                found["web" if b"granian" in words else "worker"] = int(stat.parent.name)
        return found

    def wait(self, until, what: str, seconds: float = STARTS_WITHIN) -> None:
        """Until the condition holds; fails with the hub's log when it does not within the seconds."""
        if not waited(until, seconds, in_vain=lambda: self.process is not None and self.process.poll() is not None):
            self.stop()
            pytest.fail(f"waited in vain until {what}; the hub said:\n{self.log()[-4000:]}")


@pytest.fixture(scope="session")
def prepared_data(tmp_path_factory) -> Path:
    """A data folder with its static files collected and, for SQLite, its tables made. Copied for each hub."""
    data = tmp_path_factory.mktemp("prepared")
    hub = Hub(data)
    hub.command("migrate", "--verbosity", "0")
    hub.command("collectstatic", "--no-input", "--verbosity", "0")
    (data / "secret_key").unlink()
    return data


@pytest.fixture(scope="session")
def make_hub(prepared_data, tmp_path_factory, database_name):
    """A function that makes a hub: prepared, on the database under test, empty, not started. Ended with the tests."""
    made = []

    def make() -> Hub:
        data = tmp_path_factory.mktemp("hub")
        shutil.copytree(prepared_data, data, dirs_exist_ok=True)
        hub = Hub(data)
        made.append(hub)
        if database_name == "postgresql":
            (data / "manyhands.sqlite3").unlink()
            hub.database_url = _new_database()
            hub.command("migrate", "--verbosity", "0")
        return hub

    yield make
    for hub in made:
        hub.stop()
        if database_name == "postgresql" and hub.database_url:
            _drop_database(hub.database_url)


@pytest.fixture(scope="module")
def live_hub(make_hub):
    """A hub that runs while a module's tests do. Nobody has set it up yet."""
    hub = make_hub()
    hub.start()
    yield hub
    hub.stop()


def _new_database() -> str:
    import psycopg

    name = f"hub_{os.getpid()}_{next(_numbers)}"
    cluster = os.environ["DATABASE_URL"]
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{cluster.rpartition('/')[0]}/{name}"


def _drop_database(url: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
