"""Every setting, command and network has a heading in the docs, no heading outlives what it is about, links lead on."""

import ast
import json
import re

import pytest
from django.core.management import call_command, get_commands

from manyhands.config import cli
from manyhands.networks.registry import NETWORKS
from manyhands.people import actions as people
from tests.paths import PROJECT, SOURCE

pytestmark = pytest.mark.files

OPERATORS = PROJECT / "docs" / "operators.md"
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)


def _headings(document):
    return HEADING.findall(document.read_text(encoding="utf-8"))


def _settings():
    """Names that settings.py reads from the environment, and DATABASE_URL, which dj_database_url reads for it."""
    tree = ast.parse((SOURCE / "config" / "settings.py").read_text(encoding="utf-8"))
    read = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get"
    }
    return sorted(read | {"DATABASE_URL"})


def _commands():
    """Our commands, as they are typed."""
    typed = {inside: word for word, inside in cli.OURS.items()}
    return sorted(typed.get(name, name) for name, app in get_commands().items() if app.startswith("manyhands."))


def test_settings_are_found():
    assert {"MANYHANDS_DATA", "MANYHANDS_BASE_URL", "DATABASE_URL"} <= set(_settings())
    assert {"up", "web", "worker"} <= set(_commands())


@pytest.mark.parametrize("setting", _settings())
def test_setting_has_a_heading(setting):
    assert f"`{setting}`" in _headings(OPERATORS)


def test_every_command_has_a_heading_and_every_heading_a_command():
    described = {
        found[1] for found in re.finditer(r"^#+ +`manyhands ([a-z_-]+)`$", OPERATORS.read_text(), re.MULTILINE)
    }
    assert described == set(_commands())


def test_no_setting_is_described_that_is_gone():
    described = {heading.strip("`") for heading in _headings(OPERATORS) if re.fullmatch(r"`[A-Z_]+`", heading)}
    assert described == set(_settings())


def test_every_network_has_a_heading():
    described = set(_headings(PROJECT / "docs" / "networks.md"))
    assert {network.title for network in NETWORKS.values()} <= described


SOURCE_HEADINGS = [
    "Who to ask",
    "How to get it",
    "How long it takes",
    "What it says, and what it does not",
    "A letter to send",
]


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_has_a_page_on_how_to_get_it(network):
    page = PROJECT / "docs" / "sources" / f"{network}.md"
    title, *headings = _headings(page)
    assert title.split()[0] in NETWORKS[network].title
    assert headings == SOURCE_HEADINGS
    text = page.read_text(encoding="utf-8")
    assert "](https://" in text.partition("## How to get it")[2].partition("## ")[0]  # the network's own page
    letter = text.partition("## A letter to send")[2].strip()
    assert letter.startswith("> Dear colleague,")
    assert all(line.startswith(">") for line in letter.splitlines())
    assert f"(sources/{network}.md)" in (PROJECT / "docs" / "networks.md").read_text(encoding="utf-8")


def test_nobody_is_advised_to_reveal_names():
    for network in ("teams", "viva_engage"):
        text = (PROJECT / "docs" / "sources" / f"{network}.md").read_text(encoding="utf-8").lower()
        assert "conceal" in text
        assert not [
            word for word in ("reveal", "org settings", "untick the", "deselect", "display concealed") if word in text
        ]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_lead_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    dead = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not dead


@pytest.mark.django_db
def test_every_name_in_the_json_is_described(capsys, data_folder):
    people.create_organisation(name="Exampleshire")
    call_command("participation", format="json")
    names = set(json.loads(capsys.readouterr().out))
    described = set(
        re.findall(r"^\| `(\w+)` \|", (PROJECT / "docs" / "json.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert described == names
