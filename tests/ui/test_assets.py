"""Front-end parts: pinned, fetched once, without what only gov.uk may use."""

import json
import re
from importlib.metadata import version

import pytest
from tests.paths import PROJECT

from manyhands.ui import assets

PACKAGE = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))
LOCK = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))


def test_versions_are_exact_and_locked():
    wanted = {**PACKAGE["dependencies"], **PACKAGE["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", pin) for pin in wanted.values())
    assert {name: LOCK["packages"][f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_lock_has_hashes_and_no_addresses():
    installed = [package for path, package in LOCK["packages"].items() if path]
    assert len(installed) > 50
    assert all(package["integrity"].startswith("sha512-") for package in installed)
    assert "://" not in json.dumps(LOCK)


def test_style_matches_the_macros():
    """govuk-frontend-jinja 4.1.0 gives the markup of GOV.UK Frontend 6.3.0: move both together."""
    assert (version("govuk-frontend-jinja"), PACKAGE["dependencies"]["govuk-frontend"]) == ("4.1.0", "6.3.0")


@pytest.mark.skipif(not (assets.VENDOR / ".stamp").exists(), reason="run python -m manyhands.ui.assets first")
class TestCopied:
    def test_all_is_there_without_source_maps(self):
        for name in assets.RECIPES:
            text = (assets.VENDOR / name).read_text(encoding="utf-8")
            assert len(text) > 5000, name
            assert "sourceMappingURL" not in text, name

    def test_nothing_that_only_gov_uk_may_use(self):
        css = (assets.VENDOR / "govuk-frontend.min.css").read_text(encoding="utf-8")
        assert "var(--manyhands-font)" in css
        assert not re.findall(r"@font-face|Transport|crest|url\((?!data:)", css)

    def test_a_second_run_fetches_nothing(self, monkeypatch, capsys):
        def forbidden(**_):
            raise AssertionError("fetched again")

        monkeypatch.setattr(assets, "_install", forbidden)
        assert assets.main([]) == 0
        assert "up to date" in capsys.readouterr().out


def test_a_stylesheet_of_a_new_shape_is_not_let_through():
    with pytest.raises(assets.AssetsError, match="new shape"):
        assets.own_typeface("p{font-family:Other}")


def test_an_interpreter_of_a_new_shape_is_not_let_through():
    with pytest.raises(assets.AssetsError, match="new shape"):
        assets.interpreter_as_script("export default 1;")


def test_without_npm_the_one_on_pypi_is_fetched(monkeypatch, tmp_path):
    ran = []

    class Done:
        returncode, stdout = 1, ""

    monkeypatch.setattr(assets, "NODE_WHEEL", tmp_path / "node")
    monkeypatch.setattr(assets.shutil, "which", lambda name: None)
    monkeypatch.setattr(assets.subprocess, "run", lambda command, **_: ran.append(command) or Done())
    with pytest.raises(assets.AssetsError, match=r"Install Node\.js"):
        assets._npm()
    pip = next(command for command in ran if "pip" in command)
    assert "--require-hashes" in pip
    assert pip[-1].endswith("requirements/node.txt")


def test_an_old_npm_is_not_used(monkeypatch):
    class Done:
        returncode, stdout = 0, "6.14.4\n"

    monkeypatch.setattr(assets.subprocess, "run", lambda command, **_: Done())
    assert not assets._is_recent(["npm"])


def test_a_failure_is_one_sentence_that_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    assert assets.main([]) == 1
    assert capsys.readouterr().err == "package-lock.json is missing: run this in a clone of Manyhands.\n"
