"""Modules stay short, and exceptions to a rule say why."""

import re
import tomllib

import pytest

from tests.paths import PROJECT, SOURCE

pytestmark = pytest.mark.files

LONGEST = 400
MODULES = sorted(
    path
    for pattern in ("run.py", "src/**/*.py", "tests/**/*.py", "benchmarks/**/*.py")
    for path in PROJECT.glob(pattern)
    if "migrations" not in path.parts  # written by Django
)
EXCEPTION = re.compile(r"#\s*(noqa|type: ignore)")
WITH_REASON = re.compile(r"#\s*(noqa: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)* +|type: ignore\[[a-z-, ]+\] +# ).{8,}")


def test_there_are_modules():
    assert PROJECT / "src/manyhands/config/settings.py" in MODULES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_module(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST, "a longer module becomes a package of the same name"
    unexplained = [
        f"line {number}: {line.strip()}"
        for number, line in enumerate(lines, 1)
        if EXCEPTION.search(line) and not WITH_REASON.search(line) and "re.compile" not in line
    ]
    assert not unexplained, "say why after it: # noqa: E402 (because …), # type: ignore[misc]  # because …"


def test_types_are_checked_in_every_pure_module():
    pure = {
        path.relative_to(PROJECT) for name in ("rules", "types.py", "errors.py") for path in SOURCE.glob(f"*/{name}")
    }
    pure |= {path.parent.relative_to(PROJECT) for path in SOURCE.glob("networks/*/export.py")}
    listed = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["files"]
    unlisted = {str(path) for path in pure if not any(path.is_relative_to(folder) for folder in listed)}
    assert not unlisted, "list it under [tool.mypy] in pyproject.toml"
