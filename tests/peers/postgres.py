"""A PostgreSQL cluster for tests: its own folder, a free port of this machine, gone when they end."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # fast; a power cut may lose it, and may
TIDY = ("autovacuum_naptime=1s",)  # tables that are emptied after every test would be long to look through


class Cluster(NamedTuple):
    url: str
    folder: Path
    process: subprocess.Popen

    def stop(self) -> None:
        """End it by its pid ("fast": open sessions are ended) and remove its folder. A second call does nothing."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def programs() -> Path | None:
    """The folder of PostgreSQL's own programs, the newest version on this machine; None when it is not installed."""
    if (found := shutil.which("initdb")) and not Path(found).resolve().parent.samefile("/usr/bin"):
        return Path(found).resolve().parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def start() -> Cluster:
    """Start a cluster with an empty database. Raises RuntimeError that says why when it can't be had."""
    if (bin_ := programs()) is None:
        raise RuntimeError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="manyhands-postgres-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:  # it refuses to run as root, so the cluster belongs to the account its package made
        shutil.chown(folder, "postgres", "postgres")
        # pdeathsig: when the tests are killed, it does not outlive them.
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig=INT", "--"]
    data, port = folder / "data", _free_port()
    make = [*as_owner, bin_ / "initdb", "-D", data, "-U", "manyhands", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    made = subprocess.run([*make, "--no-sync"], cwd="/", capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise RuntimeError(f"initdb failed: {made.stderr}")
    options = [
        f"port={port}",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=60",
        *CARELESS,
        *TIDY,
    ]
    serve = [*as_owner, bin_ / "postgres", "-D", data, *(part for option in options for part in ("-c", option))]
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(serve, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    cluster = Cluster(f"postgresql://manyhands@127.0.0.1:{port}/postgres", folder, process)
    try:
        _wait(cluster, [bin_ / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)])
    except BaseException:
        cluster.stop()
        raise
    return cluster


def _wait(cluster: Cluster, ready: list, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while subprocess.run(ready).returncode:
        if cluster.process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PostgreSQL did not come up: {(cluster.folder / 'log').read_text()[-2000:]}")
        with contextlib.suppress(subprocess.TimeoutExpired):
            cluster.process.wait(0.05)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
