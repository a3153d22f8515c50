"""The import rules of pyproject.toml hold, and each of them can fail.

The real tree is linted by `make lint`; here a skeleton of it (its modules, all empty) is given one wrong import at a
time, and the linter must name it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import PROJECT, SOURCE

pytestmark = pytest.mark.files

# importing module, its wrong line, the contract that must break, what it must say
PLANTED = [
    ("ledger/actions.py", "import manyhands.people.queries", "storeys", "manyhands.ledger is not allowed to import"),
    ("core/clock.py", "import manyhands.ledger.types", "storeys", "manyhands.core is not allowed to import"),
    ("people/queries/x.py", "import manyhands.config.settings", "storeys", "manyhands.people is not allowed"),
    ("surveys/models.py", "", "storeys", "manyhands.surveys"),
    ("people/models.py", "import manyhands.people.actions", "inner shape", "manyhands.people.models is not allowed"),
    ("ledger/types.py", "import manyhands.ledger.queries", "inner shape", "manyhands.ledger.types is not allowed"),
    (
        "networks/rules/x.py",
        "import manyhands.networks.models",
        "inner shape",
        "manyhands.networks.rules is not allowed",
    ),
    ("people/helpers.py", "", "inner shape", "manyhands.people.helpers"),
    (
        "networks/actions/x.py",
        "import manyhands.people.models",
        "doors",
        "networks.actions.x -> manyhands.people.models",
    ),
    ("home/views.py", "import manyhands.people.rules", "doors", "manyhands.home.views -> manyhands.people.rules"),
    ("networks/slack/x.py", "import manyhands.networks.viva_engage", "strangers", "networks.slack is not allowed"),
    ("networks/slack/x.py", "import django.conf", "pure", "manyhands.networks.slack.x -> django"),
    ("ledger/rules/x.py", "import django.db", "pure", "manyhands.ledger.rules.x -> django"),
    ("people/views.py", "import httpx", "outbound", "manyhands.people.views -> httpx"),
    ("networks/slack/x.py", "import socket", "outbound", "manyhands.networks.slack.x -> socket"),
    ("core/a.py", "import manyhands.core.b", "circles", "manyhands.core"),
]


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory) -> Path:
    """The modules of the package without what is in them, and without what Django writes."""
    folder = tmp_path_factory.mktemp("skeleton")
    for path in SOURCE.rglob("*.py"):
        if "migrations" not in path.parts:
            copy = folder / "manyhands" / path.relative_to(SOURCE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.touch()
    for needed in ("slack", "viva_engage", "table", "rules"):
        (folder / "manyhands" / "networks" / needed).mkdir(exist_ok=True)
        (folder / "manyhands" / "networks" / needed / "__init__.py").touch()
    return folder


def _lint(folder: Path) -> tuple[int, str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    command += ["--config", PROJECT / "pyproject.toml"]
    env = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{PROJECT}", "COLUMNS": "300"}
    linted = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    return linted.returncode, linted.stdout + linted.stderr


def test_an_innocent_tree_passes(skeleton):
    code, said = _lint(skeleton)
    assert code == 0, said


@pytest.mark.parametrize(("module", "line", "contract", "evidence"), PLANTED, ids=lambda value: str(value)[:40])
def test_a_planted_violation_is_caught(skeleton, tmp_path, module, line, contract, evidence):
    planted = tmp_path / "planted"
    shutil.copytree(skeleton, planted)
    path = planted / "manyhands" / module
    path.parent.mkdir(parents=True, exist_ok=True)
    if not (path.parent / "__init__.py").exists():
        (path.parent / "__init__.py").touch()
    path.write_text(line + "\n")
    if contract == "circles":
        (path.with_name("b.py")).write_text("import manyhands.core.a\n")
    code, said = _lint(planted)
    assert code == 1, said
    broken = [text for text in said.splitlines() if text.endswith("BROKEN") and contract in text]
    assert broken, said
    assert evidence in said
