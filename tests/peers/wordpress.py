"""A real WordPress for tests: Debian's, with a MariaDB of its own that listens on a socket in a folder alone."""

import getpass
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

INSTALLED = Path("/usr/share/wordpress/wp-settings.php")
SCRIPT = Path(__file__).with_suffix(".php")
SERVER = shutil.which("mariadbd") or "/usr/sbin/mariadbd"


def missing() -> str:
    """Why none can be had here; "" when it can."""
    if not shutil.which("php") or not INSTALLED.exists():
        return "WordPress is not installed (Debian: apt-get install wordpress php-cli php-mysql php-xml php-mbstring)"
    if not Path(SERVER).exists() or not shutil.which("mariadb-install-db"):
        return "MariaDB is not installed (Debian: apt-get install mariadb-server-core mariadb-client)"
    return ""


def export(content: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """Fills a new WordPress, and gives its export and the numbers of what was made."""
    folder = Path(tempfile.mkdtemp(prefix="mh-wp-"))  # short: a socket's path has 107 bytes at most
    try:
        with _Database(folder) as socket:
            (folder / "content").mkdir()
            env = {**os.environ, "WP_DB_SOCKET": str(socket), "WP_CONTENT_DIR": str(folder / "content")}
            env["WP_DB_USER"] = "root"
            done = subprocess.run(
                ["php", SCRIPT], input=json.dumps(content).encode(), env=env, capture_output=True, timeout=120
            )
        if done.returncode or b"<rss" not in done.stdout:
            raise RuntimeError((done.stdout[-1000:] + done.stderr[-2000:]).decode(errors="replace"))
        return done.stdout, json.loads(done.stderr[done.stderr.rindex(b'{"users"') :])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Database:
    """MariaDB in a folder, ended by its pid."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "db.sock"

    def __enter__(self) -> Path:
        own = ["--no-defaults", f"--user={getpass.getuser()}", f"--datadir={self.folder / 'db'}"]
        make = ["mariadb-install-db", *own, "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run(make, check=True, capture_output=True, timeout=120)
        serve = [SERVER, *own, "--skip-networking", f"--socket={self.socket}", "--innodb-buffer-pool-size=32M"]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [*serve, f"--pid-file={self.folder / 'pid'}", "--innodb-flush-log-at-trx-commit=0"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        ask = ["mariadb", "--no-defaults", f"--socket={self.socket}", "-uroot", "-e"]
        end = time.monotonic() + 60
        while subprocess.run([*ask, "create database wp character set utf8mb4"], capture_output=True).returncode:
            if self.process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])
            try:
                self.process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
        return self.socket

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
