"""Bundles made by git itself in the test say what its log says."""

import os
import random
import shutil
import subprocess
import tracemalloc

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.git import bundle, export
from manyhands.networks.git.export import GitExport
from manyhands.networks.registry import recognise
from manyhands.networks.rules.archives import DamagedFile
from tests.networks import exports

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

FORMAT = "commit %H%nParents: %P%nAuthor: %aN <%aE>%nAuthorDate: %ad%nCommitDate: %cd%n%(trailers:key=Co-authored-by)"
HELPED = "A change\n\nLonger words\n\nCo-authored-by: Cat Example <cat@ambridge.example>\n"


class Repository:
    def __init__(self, folder, *more):
        self.folder, self.minute = folder, 0
        folder.mkdir()
        self("init", "-q", "-b", "main", *more)

    def __call__(self, *words, **more):
        when = f"2024-01-15T{10 + self.minute // 60:02}:{self.minute % 60:02}:00+01:00"
        who = {"NAME": "Ann Example", "EMAIL": "ann@ambridge.example", "DATE": when}
        own = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        config = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env=os.environ | config | own | more, capture_output=True, check=True
        )
        return done.stdout

    def commit(self, text, message="A change", **more):
        self.minute += 1
        (self.folder / "page.txt").write_text(text)
        self("add", "page.txt")
        self("commit", "-q", "-m", message, **more)

    def bundled(self, path, *words):
        self("bundle", "create", "-q", str(path), *(words or ["--all"]))
        return path

    def logged(self, path):
        path.write_bytes(self("log", "--all", "--reverse", "--date=iso-strict", f"--pretty=format:{FORMAT}"))
        return path


@pytest.fixture
def repository(tmp_path):
    made = Repository(tmp_path / "repository")
    made.commit("one")
    made.commit("two", HELPED, GIT_AUTHOR_NAME="Bób Example", GIT_AUTHOR_EMAIL="bob@ambridge.example")
    made("checkout", "-q", "-b", "side", "HEAD~1")
    made("commit", "-q", "--allow-empty", "-m", "Beside")
    made("checkout", "-q", "main")
    made("merge", "-q", "--no-ff", "-m", "Together", "side")
    made.commit("three", GIT_AUTHOR_NAME="rota[bot]", GIT_AUTHOR_EMAIL="rota@ambridge.example")
    made("tag", "-a", "v1", "-m", "A tag")
    return made


def said(path):
    batches = exports.read(GitExport(path, {"filename": "pages.bundle"}))
    return exports.acts(batches), exports.accounts(batches), exports.places(batches), exports.rejected(batches)


def test_a_bundle_says_what_the_log_says(tmp_path, repository):
    path = repository.bundled(tmp_path / "upload")
    assert recognise(path).name == "git"
    found, logged = said(path), said(repository.logged(tmp_path / "pages.txt"))
    assert found[0] == logged[0]
    assert found[1] == logged[1]
    assert found[2].keys() == logged[2].keys()
    assert found[3] == []
    assert len(found[0]) == 6  # five commits, one with a co-author
    (place,) = found[2].values()
    assert (place.name, place.external_id[:5]) == ("pages", "root/")
    preview = GitExport(path).preview()
    assert (preview.places[0].count, preview.notes) == (5, (export.NOT_SAID,))


def test_commits_that_are_written_as_changes_of_others(tmp_path, repository):
    """Long messages that are alike are packed as what changed."""
    words = " ".join(random.Random(1).choices(["heron", "mill", "pond", "still", "stood", "council"], k=3000))
    for number in range(30):
        repository.commit(str(number), f"{words} {number}")
    repository("repack", "-q", "-a", "-d", "-f", "--depth=20", "--window=50")
    path = repository.bundled(tmp_path / "upload")
    with_changes = bundle.Bundle(path)
    kinds = [with_changes._object(start).kind for start in with_changes.commits]
    with_changes.close()
    assert kinds.count(bundle.OFFSET_DELTA) > 10
    assert said(path)[0] == said(repository.logged(tmp_path / "pages.txt"))[0]


def test_a_bundle_of_what_came_since(tmp_path, repository):
    path = repository.bundled(tmp_path / "upload", "main", "^main~1")
    opened = GitExport(path, {"filename": "pages.bundle"})
    assert opened.preview().notes == (export.PARTIAL, export.NOT_SAID)
    acts = exports.acts(exports.read(opened))
    whole = said(repository.bundled(tmp_path / "whole"))[0]
    assert {name: act._replace(place=None) for name, act in acts.items()} == {
        name: whole[name]._replace(place=None) for name in acts
    }
    assert len(acts) == 1


def test_hashes_of_the_newer_kind(tmp_path):
    made = Repository(tmp_path / "repository", "--object-format=sha256")
    made.commit("one")
    made.commit("two")
    found = said(made.bundled(tmp_path / "upload"))[0]
    assert found == said(made.logged(tmp_path / "pages.txt"))[0]
    assert {len(name) for name in found} == {64}


def test_memory_does_not_grow_with_what_is_kept_in_it(tmp_path, repository):
    (repository.folder / "picture").write_bytes(random.Random(1).randbytes(2**20) * 10)
    repository("add", "picture")
    repository.commit("four")
    path = repository.bundled(tmp_path / "upload")
    tracemalloc.start()
    found = said(path)[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 7
    assert peak < 3_000_000


@pytest.mark.parametrize("kept", [16, 40, 300])
def test_part_of_a_bundle(tmp_path, repository, kept):
    path = repository.bundled(tmp_path / "upload")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(UnreadableExport) as caught:
        GitExport(path)
    assert caught.value.message == export.NOT_A_BUNDLE


def test_a_bundle_that_breaks_off_is_kept_as_far_as_it_goes(tmp_path, repository):
    path = repository.bundled(tmp_path / "upload")
    whole = said(path)[0]
    opened = bundle.Bundle(path)
    end = opened._end(opened._object(opened.commits[2]).packed)
    opened.close()
    path.write_bytes(path.read_bytes()[: end + 5])
    found = said(path)
    assert 0 < len(found[0]) < len(whole)
    assert [bad.reason for bad in found[3]] == [export.ENDS_EARLY]


def test_every_byte_may_be_wrong(tmp_path, repository):
    whole = repository.bundled(tmp_path / "upload").read_bytes()
    for at in range(0, len(whole), 3):
        (tmp_path / "upload").write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        try:
            opened = bundle.Bundle(tmp_path / "upload")
        except DamagedFile:
            continue
        assert all(commit.line for commit in opened.read())
        opened.close()
