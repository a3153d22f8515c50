"""Every dependency says why it is there; locks pin by hash and carry no addresses."""

import re
import tomllib

import pytest

from tests.paths import PROJECT

pytestmark = pytest.mark.files

LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"\w+://|^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--trusted-host)\b|\bfile:", re.MULTILINE)


def _declared():
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    project, build = table["project"], table["build-system"]
    names = [*build["requires"], *project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        names += extra
    return names, text.splitlines()


def test_every_dependency_says_why():
    names, lines = _declared()
    assert len(names) > 20
    silent = [name for name in names if not any(re.search(rf'"{re.escape(name)}".*# .{{10,}}', line) for line in lines)]
    assert not silent


def test_there_is_a_lock_for_each_set():
    assert {"base.txt", "test.txt", "tools.txt", "node.txt"} <= {path.name for path in LOCKS}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock(path):
    text = path.read_text(encoding="utf-8")
    assert not ADDRESS.search(text)
    pins = re.findall(
        r"^([A-Za-z0-9_.-]+)==[^\\]*\\\n((?:\s+--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE
    )
    named = re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)
    assert pins
    assert len(pins) == len(named), "each line pins one version by its hashes"


def test_tests_pin_what_is_run():
    """What the tests run on is what `make run` installs."""

    def pins(name):
        text = (PROJECT / "requirements" / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", text, re.MULTILINE))

    base, test = pins("base.txt"), pins("test.txt")
    assert {name: test.get(name) for name in base} == base


def test_npm_lock_carries_no_addresses():
    text = (PROJECT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/')
