#!/usr/bin/env python3
"""Sets Manyhands up and runs it, with nothing but Python: python3 run.py [JOB]

JOB is run (the default), test, test-scale, lint, bench, setup, lock or messages.

Everything installed goes into .venv/ and build/ beside this file; everything kept into MANYHANDS_DATA (data/). What
is already as it should be is not done again, so that a second start takes seconds. Standard library only.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(f"Manyhands needs Python 3.11 or newer, and this is {sys.version.split()[0]}. Try python3.11 run.py.")

import hashlib
import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SOURCE = ROOT / "src" / "manyhands"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
PIP = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
UV = BIN / "uv"
STAMPS = VENV / "manyhands-setup.json"
DATA = Path(os.environ.get("MANYHANDS_DATA", "data")).resolve()

# Debian's packages that only the tests need: what is missing without them, and whether they are there.
PEERS = {
    "chromium": ("the tests in a browser", lambda: shutil.which("chromium")),
    "postgresql": ("the tests on PostgreSQL", lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))),
}
SCALE_PEERS = {"default-jre-headless": ("the tests on Spark", lambda: shutil.which("java"))}


# --- saying and doing


def say(text):
    print(text, flush=True)


def do(*command, env=None, quiet=False):
    """Run a command in the project's folder; stop with a sentence when it fails."""
    code = attempt(*command, env=env, quiet=quiet)
    if code:
        sys.exit(f"This failed (exit code {code}): {shlex.join(map(str, command))}")


def attempt(*command, env=None, quiet=False):
    """Run a command in the project's folder and return its exit code; a quiet one speaks only when it fails."""
    ran = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    if ran.returncode and quiet:
        sys.stdout.buffer.write(ran.stdout)
        sys.stdout.flush()
    return ran.returncode


class Stamps:
    """What has been done, in a JSON file: a name, and the fingerprint of what it was done from."""

    def __init__(self, path):
        self.path = path
        try:
            self.done = json.loads(path.read_text())
        except (OSError, ValueError):
            self.done = {}

    def holds(self, name, fingerprint):
        return self.done.get(name) == fingerprint

    def set(self, name, fingerprint):
        self.done[name] = fingerprint
        self.path.write_text(json.dumps(self.done, indent=1))


def contents(*paths):
    """A fingerprint of what files say."""
    sha = hashlib.sha256()
    for path in paths:
        sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def listing(paths):
    """A fingerprint of many files by name, size and time, without reading them."""
    seen = []
    for path in sorted(paths):
        stat = path.stat()
        seen.append(f"{path} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


# --- the virtual environment


def prepare_venv():
    here = Stamps(STAMPS).holds("here", str(ROOT))  # its programs name their own folder, so it can't be moved
    if here and PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0:
        return
    say("Making a virtual environment in .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        import ensurepip  # noqa: F401 (Debian ships Python without it)
        import venv
    except ImportError:
        sys.exit("Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv")
    venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    Stamps(STAMPS).set("here", str(ROOT))


def prepare_packages(lock="base"):
    """Install what a lock file pins, by hash, and Manyhands itself from this folder."""
    stamps, tools, pins = Stamps(STAMPS), requirements("tools"), requirements(lock)
    wanted = contents(tools, pins)
    if not stamps.holds(lock, wanted):
        say(f"Installing Python packages from {os.path.relpath(pins, ROOT)}; the first time takes some minutes …")
        attempt(*PIP, "--require-hashes", "-r", tools, quiet=True)
        install(pins)
        stamps.set(lock, wanted)
        stamps.set("base", contents(tools, requirements("base")))  # part of every other lock, with the same versions
    itself = contents(ROOT / "pyproject.toml")
    if not stamps.holds("itself", itself):
        alone = ["--no-build-isolation"] if UV.exists() else []  # what builds it came with uv
        do(*PIP, "--no-deps", *alone, "--editable", ROOT, quiet=True)
        stamps.set("itself", itself)
    # Where Python may not write beside what it runs, every start would else translate all of it anew: half a second.
    attempt(PYTHON, "-m", "compileall", "-q", SOURCE, quiet=True)


def requirements(name):
    return ROOT / "requirements" / f"{name}.txt"


def install(file):
    """With uv, which is many times faster; with pip where uv can't be had or can't reach the packages."""
    if UV.exists():
        uv = [UV, "pip", "install", "--quiet", "--python", PYTHON, "--compile-bytecode"]
        if attempt(*uv, "--require-hashes", "-r", file, env=uv_environment(), quiet=True) == 0:
            return
        say("uv could not install them; trying pip …")
    do(*PIP, "--require-hashes", "-r", file, quiet=True)


def uv_environment():
    """pip's settings, handed to uv in its own words, where uv has none of its own."""
    words = {
        "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
        "PIP_EXTRA_INDEX_URL": "UV_INDEX",
        "PIP_FIND_LINKS": "UV_FIND_LINKS",
        "PIP_CERT": "SSL_CERT_FILE",
    }
    words = {ours: os.environ[pips] for pips, ours in words.items() if os.environ.get(pips)}
    return {ours: value for ours, value in words.items() if ours not in os.environ}


# --- what the package needs before it runs


def prepare_front_end(dev=False):
    stamps, wanted = Stamps(STAMPS), contents(ROOT / "package-lock.json", SOURCE / "ui" / "assets.py")
    there = (SOURCE / "ui" / "static" / "vendor" / ".stamp").exists()
    name = "front end for tests" if dev else "front end"
    if there and stamps.holds(name, wanted):
        return
    do(PYTHON, "-m", "manyhands.ui.assets", *(["--dev"] if dev else []))
    stamps.set(name, wanted)


def prepare_translations():
    def is_old(po):
        mo = po.with_suffix(".mo")
        return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime

    if any(is_old(po) for po in (SOURCE / "locale").glob("*/LC_MESSAGES/django.po")):
        say("Compiling translations …")
        do(BIN / "pybabel", "--quiet", "compile", "-d", SOURCE / "locale", "-D", "django", quiet=True)


def prepare_data():
    """The database's tables and the collected static files, in the data folder."""
    DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamps = Stamps(DATA / "setup.json")
    database = os.environ.get("DATABASE_URL", "")
    migrations = contents(requirements("base"), *sorted(SOURCE.glob("*/migrations/*.py")))
    # Only a database in this folder is known to be as this folder's stamp says.
    if database or not (DATA / "manyhands.sqlite3").exists() or not stamps.holds("migrations", migrations):
        say("Preparing the database …")
        do(PYTHON, "-m", "manyhands.config.cli", "migrate", "--verbosity", "0", env={"MANYHANDS_DATA": str(DATA)})
        if not database:
            stamps.set("migrations", migrations)
    static = contents(requirements("base")) + listing(path for path in SOURCE.glob("*/static/**/*") if path.is_file())
    if not (DATA / "static" / "staticfiles.json").exists() or not stamps.holds("static", static):
        say("Collecting static files …")
        collect = [PYTHON, "-m", "manyhands.config.cli", "collectstatic", "--no-input", "--verbosity", "0"]
        do(*collect, env={"MANYHANDS_DATA": str(DATA)})
        stamps.set("static", static)


def prepare():
    prepare_venv()
    prepare_packages()
    prepare_front_end()
    prepare_translations()
    prepare_data()


# --- what can be asked for


def run(arguments):
    prepare()
    say("Starting Manyhands …")
    command = [str(PYTHON), "-m", "manyhands.home.management.supervisor", *arguments]
    os.environ["MANYHANDS_DATA"] = str(DATA)
    os.execv(command[0], command)


def setup(arguments):
    prepare()
    say(f"Manyhands is set up. python3 run.py starts it; its other commands: {os.path.relpath(BIN / 'manyhands')} help")


def prepare_tests():
    prepare_venv()
    prepare_packages("test")
    prepare_front_end(dev=True)
    prepare_translations()


def prepare_peers(peers=PEERS):
    """Debian's packages for the tests, as root; otherwise says what is skipped for want of them."""
    missing = [name for name, (_, there) in peers.items() if not there()]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        say(f"Installing {' and '.join(missing)} for the tests …")
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        attempt(*apt, "update", env=env, quiet=True)
        policy = Path("/usr/sbin/policy-rc.d")  # the distribution's own switch: PostgreSQL's own server is not wanted
        ours = not policy.exists()
        if ours:
            policy.write_text("#!/bin/sh\nexit 101\n")
            policy.chmod(0o755)
        try:
            attempt(*apt, "install", "--yes", "--no-install-recommends", *missing, env=env, quiet=True)
        finally:
            if ours:
                policy.unlink(missing_ok=True)
    for name in missing:
        what, there = peers[name]
        if not there():
            say(f"Skipped: {what}, because {name} is not installed (Debian, as root: apt-get install {name}).")


def linters():
    yield "ruff", [BIN / "ruff", "check", "."]
    yield "format", [BIN / "ruff", "format", "--check", "."]
    yield "imports", [BIN / "lint-imports", "--no-logo", "--no-cache"]
    yield "types", [PYTHON, "-m", "mypy"]


def lint(arguments):
    prepare_venv()
    prepare_packages("test")
    finish(checked())


def checked():
    """Run every linter; the names of those that found something."""
    wrong = []
    for name, command in linters():
        say(f"Checking {name} …")
        if attempt(*command, env={"PYTHONPATH": str(ROOT)}):
            wrong.append(name)
    return wrong


def test(arguments):
    prepare_tests()
    pytest = [PYTHON, "-m", "pytest", *arguments]
    if arguments:  # somebody wants some tests, in their own way
        sys.exit(attempt(*pytest))
    prepare_peers()
    wrong = checked()
    runs = [("on SQLite", "sqlite", ["-n", "2", "-m", "not browser"])]
    if PEERS["postgresql"][1]():
        runs.append(("on PostgreSQL", "postgresql", ["-n", "2", "-m", "not browser and not files"]))
    runs.append(("in a browser", "sqlite", ["-m", "browser"]))
    for where, database, options in runs:
        say(f"\nTesting {where} …")
        if attempt(*pytest, *options, env={"MANYHANDS_TEST_DATABASE": database}):
            wrong.append(f"the tests {where}")
    finish(wrong)


def test_scale(arguments):
    """The measures' oracle tests on Spark, with several workers, beside DuckDB."""
    prepare_tests()
    prepare_packages("scale")
    prepare_peers(SCALE_PEERS)
    sys.exit(attempt(PYTHON, "-m", "pytest", "tests/measures/scale", *arguments, env={"MANYHANDS_TEST_SPARK": "1"}))


def finish(wrong):
    if wrong:
        sys.exit(f"Not as it should be: {', '.join(wrong)}. What is wrong is said above.")


def bench(arguments):
    prepare_tests()
    scripts = sorted((ROOT / "benchmarks").glob("bench_*.py"))
    chosen = [path for path in scripts if not arguments or any(word in path.name for word in arguments)]
    finish([path.name for path in chosen if attempt(PYTHON, path, env={"PYTHONPATH": str(ROOT)})])


def lock(arguments):
    """Write the lock files anew, with the newest versions that pyproject.toml allows."""
    prepare_venv()
    do(*PIP, "--require-hashes", "-r", requirements("tools"), quiet=True)
    compile_ = [UV, "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11"]
    compile_ += ["--generate-hashes", "--no-emit-index-url"]
    env = {**uv_environment(), "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    for name, *of in (
        ("tools", "requirements/tools.in"),
        ("node", "requirements/node.in"),
        ("base", "pyproject.toml"),
        (
            "test",
            "pyproject.toml",
            *(f"--extra={each}" for each in ("test", "bench", "privacy")),
            "-c",
            "requirements/base.txt",
        ),
        ("scale", "pyproject.toml", "--extra", "scale", "-c", "requirements/test.txt"),
    ):
        say(f"Locking {name} …")
        do(*compile_, *of, "-o", f"requirements/{name}.txt", env=env)


# What marks a sentence for translation, and how the catalogues are laid out: without line numbers or dates, in the
# order of the files, so that a change of one sentence is a change of a few lines.
EXTRACT = ["-F", ROOT / "babel.cfg", "-k", "N_", "-k", "gettext_lazy", "-k", "gettext_noop", "-k", "ngettext_lazy:1,2"]
EXTRACT += ["--add-location", "file", "--sort-by-file", "--omit-header", "--width", "120"]
UPDATE = ["--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date", "--width", "120"]


def messages(arguments):
    """Collect what is to be translated, and bring each language's catalogue in line with it (docs/translators.md)."""
    prepare_venv()
    prepare_packages("test")
    pot = SOURCE / "locale" / "django.pot"
    do(BIN / "pybabel", "--quiet", "extract", *EXTRACT, "-o", pot, "src/manyhands")
    do(BIN / "pybabel", "--quiet", "update", *UPDATE, "-i", pot, "-d", SOURCE / "locale", "-D", "django")
    prepare_translations()


JOBS = {
    "run": run,
    "setup": setup,
    "test": test,
    "test-scale": test_scale,
    "lint": lint,
    "bench": bench,
    "lock": lock,
    "messages": messages,
}


def main():
    job, *arguments = sys.argv[1:] or ["run"]
    if job.startswith("-") and job not in ("-h", "--help"):
        job, arguments = "run", sys.argv[1:]
    if job not in JOBS:
        sys.exit(__doc__)
    try:
        JOBS[job](arguments)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
