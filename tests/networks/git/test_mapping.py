"""What a git log's shapes become: on the synthetic sample in tests/payloads/git, and on logs that git itself wrote."""

import gzip
import os
import shutil
import subprocess

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.git import export as git
from manyhands.networks.git import log, mapping
from manyhands.networks.git.export import GitExport
from manyhands.networks.registry import recognise
from tests.networks import exports
from tests.paths import PROJECT

LOG = exports.PAYLOADS / "git" / "history.txt"
FIRST, SECOND, THIRD, FOURTH = (digit * 40 for digit in "1234")
FORM = "commit %H%nParents: %P%nAuthor: %aN <%aE>%nAuthorDate: %ad%nCommitDate: %cd%n%(trailers:key=Co-authored-by)"


@pytest.fixture(scope="module")
def batches():
    return exports.read(GitExport(LOG))


def test_commits(batches):
    acts = exports.acts(batches)
    assert {key: (a.actor, a.type, a.contributing, a.object) for key, a in acts.items() if "/" not in key} == {
        FIRST: ("synthetic1@example.org", "Create", True, None),
        SECOND: ("synthetic2@example.org", "Create", True, None),
        THIRD: ("synthetic1@example.org", "Add", False, None),  # a merge
        FOURTH: ("1234+dependabot[bot]@users.noreply.github.com", "Create", True, None),
    }
    (pair,) = (act for key, act in acts.items() if "/" in key)
    assert (pair.actor, pair.type, pair.contributing, pair.object) == ("synthetic1@example.org", "Update", True, SECOND)
    assert acts[FIRST].published == 1705305600.0
    assert acts[SECOND].published == 1705395600.0  # its author's clock says 2074


def test_accounts_and_place(batches):
    accounts = exports.accounts(batches)
    assert [a.external_id for a in accounts.values() if a.kind == "bot"] == [
        "1234+dependabot[bot]@users.noreply.github.com"
    ]
    assert accounts["synthetic2@example.org"].email == "synthetic2@example.org"
    assert accounts["1234+dependabot[bot]@users.noreply.github.com"].email == ""
    assert {p.external_id: p.name for p in exports.places(batches).values()} == {f"root/{FIRST}": "history"}


def test_the_place_is_the_same_whatever_the_file_is_called():
    (place,) = GitExport(LOG, {"filename": "planning (2).txt"}).preview().places
    assert (place.external_id, place.name, place.count) == (f"root/{FIRST}", "planning", 4)


def test_leaving_it_out():
    batches = exports.read(GitExport(LOG), leave_out=[f"root/{FIRST}"])
    assert exports.acts(batches) == {}
    assert exports.skipped(batches) == {git.LEFT_OUT: 4}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"CommitDate: 2024-01-16", b"CommitDate: 2074-01-16", mapping.BAD_TIME),
        (b"Author: Synthetic Two <Synthetic2@example.org>", b"Author: \xff", mapping.BAD_AUTHOR),
    ],
)
def test_a_commit_that_can_not_be_read(tmp_path, old, new, reason):
    path = tmp_path / "upload"
    path.write_bytes(LOG.read_bytes().replace(old, new))
    batches = exports.read(GitExport(path, {"filename": "log.txt"}))
    assert [(bad.file, bad.line, bad.reason) for bad in exports.rejected(batches)] == [("log.txt", 7, reason)]
    assert {FIRST, THIRD, FOURTH} <= set(exports.acts(batches))


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"commit to the plan\n", b"\0" * 99])
def test_no_log(tmp_path, data):
    path = tmp_path / "upload"
    path.write_bytes(data)
    with pytest.raises(UnreadableExport) as caught:
        GitExport(path)
    assert caught.value.message == git.NOT_A_LOG


@pytest.mark.parametrize(
    "date",
    [
        "2024-01-15T09:00:00+01:00",
        "2024-01-15 09:00:00 +0100",
        "Mon Jan 15 09:00:00 2024 +0100",
        "Mon, 15 Jan 2024 09:00:00 +0100",
        "1705305600",
        "1705305600 +0100",
    ],
)
def test_dates(date):
    assert log.when(date) == 1705305600.0


def test_packed_and_recognised(tmp_path, batches):
    path = tmp_path / "upload"
    path.write_bytes(gzip.compress(LOG.read_bytes()))
    assert recognise(path).name == "git"
    assert exports.acts(exports.read(GitExport(path))) == exports.acts(batches)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    folder = tmp_path_factory.mktemp("repository")
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def run(*command, name="Ann", when="2024-01-15T09:00:00Z"):
        who = {"AUTHOR": name, "COMMITTER": name}
        env = {f"GIT_{role}_NAME": each for role, each in who.items()}
        env |= {f"GIT_{role}_EMAIL": f"{each.lower()}@example.org" for role, each in who.items()}
        env |= {f"GIT_{role}_DATE": when for role in who}
        done = subprocess.run(["git", *command], cwd=folder, env={**os.environ, **settings, **env}, capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("init", "-q", "-b", "main")
    (folder / "heron.txt").write_text("one")
    run("add", ".")
    run("commit", "-q", "-m", "The heron on the mill pond\n\nAuthor: nobody <n@example.org>\ncommit " + "a" * 40)
    run("checkout", "-q", "-b", "side")
    run("commit", "-q", "--allow-empty", "-m", "two\n\nCo-authored-by: Cy <cy@example.org>", name="Ben")
    run("checkout", "-q", "main")
    run("merge", "-q", "--no-ff", "-m", "three", "side", when="2024-01-16T09:00:00Z")
    return run


@pytest.mark.parametrize(
    "options",
    [
        ["--reverse", "--date=iso-strict", f"--pretty=format:{FORM}"],  # as docs/sources/git.md says
        ["--numstat"],
        ["--pretty=fuller", "--stat", "--date=rfc"],
    ],
    ids=["the documented form", "plain", "fuller"],
)
def test_what_git_itself_writes(tmp_path, repository, options):
    path = tmp_path / "upload"
    path.write_bytes(repository("log", "--all", *options))
    batches = exports.read(GitExport(path))
    assert sorted((a.actor, a.type, a.contributing) for a in exports.acts(batches).values()) == [
        ("ann@example.org", "Add", False),
        ("ann@example.org", "Create", True),
        ("ben@example.org", "Create", True),
        ("cy@example.org", "Update", True),
    ]
    assert exports.rejected(batches) == []
    assert {key for key in exports.acts(batches) if "/" not in key} == set(
        repository("rev-list", "--all").decode().split()
    )
    assert "heron" not in repr(batches)


def test_the_guide_gives_the_form_that_is_read():
    assert FORM in (PROJECT / "docs" / "sources" / "git.md").read_text(encoding="utf-8")
