"""A real MediaWiki for tests: Debian's, with SQLite, in a folder of its own. Nothing listens; PHP is run and ends."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

INSTALLED = Path("/usr/share/mediawiki")
SCRIPT = Path(__file__).with_suffix(".php")


def missing() -> str:
    """Why none can be had here; "" when it can."""
    if not shutil.which("php") or not (INSTALLED / "maintenance" / "dumpBackup.php").exists():
        return "MediaWiki is not installed (Debian: apt-get install mediawiki php-cli php-sqlite3 php-intl)"
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True).stdout.lower().split()
    lacking = {"pdo_sqlite", "intl", "mbstring", "xml"} - set(modules)
    return f"PHP lacks {', '.join(sorted(lacking))}" if lacking else ""


class Wiki:
    """An empty wiki in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.settings = folder / "LocalSettings.php"
        self.env = {**os.environ, "MW_INSTALL_PATH": str(INSTALLED)}
        (folder / "data").mkdir()
        options = ["--dbtype", "sqlite", "--dbname", "councilwiki", "--dbpath", str(folder / "data")]
        options += ["--server", "https://wiki.example.org", "--scriptpath", "", "--confpath", str(folder)]
        self._php("install.php", *options, "--pass", "a-long-password-1", "Council wiki", "Admin")
        self.env["MW_CONFIG_FILE"] = str(self.settings)

    def edit(self, edits: list[dict[str, Any]]) -> list[dict[str, int]]:
        """Makes edits (title, user, text, and minor, summary, hide), and says what was made of each."""
        made = subprocess.run(
            ["php", SCRIPT], input=json.dumps(edits), env=self.env, capture_output=True, text=True, timeout=120
        )
        if made.returncode:
            raise RuntimeError(made.stdout[-2000:] + made.stderr[-2000:])
        return [{name: int(value) for name, value in each.items()} for each in json.loads(made.stdout)]

    def dump(self, *options: str) -> bytes:
        return self._php("dumpBackup.php", "--quiet", *(options or ("--full",)))

    def _php(self, script: str, *options: str) -> bytes:
        command = ["php", str(INSTALLED / "maintenance" / script), *options]
        done = subprocess.run(command, env=self.env, capture_output=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"{script}: {(done.stdout + done.stderr)[-2000:].decode(errors='replace')}")
        return done.stdout
