"""A dump made by a real MediaWiki: who edited what is what the wiki itself says."""

import pytest

from manyhands.networks.mediawiki import mapping
from manyhands.networks.mediawiki.export import MediaWikiExport
from tests.networks import exports
from tests.peers import mediawiki

EDITS = [
    {"title": "Tree count", "user": "Ann", "text": "Plane trees & <b>limes</b>: é"},
    {"title": "Tree count", "user": "Ben", "text": "Seven", "minor": True, "summary": "counted & <checked>"},
    {"title": "Tree count", "user": "192.0.2.7", "text": ""},
    {"title": "Tree count", "user": "Ann", "text": "Eight", "hide": True},
    {"title": "Talk:Tree count", "user": "Ben", "text": "Where?"},
    {"title": "Talk:Tree count", "user": "Link Bot", "text": "Where?\n\nThere."},
    {"title": "User:Ann", "user": "2001:db8::1", "text": "Hello"},
    {"title": "Tree count", "user": "Ben", "text": "Nine"},
]


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    if reason := mediawiki.missing():
        pytest.skip(reason)
    wiki = mediawiki.Wiki(tmp_path_factory.mktemp("wiki"))
    return wiki, wiki.edit(EDITS)


@pytest.fixture(scope="module")
def dump(wiki, tmp_path_factory):
    path = tmp_path_factory.mktemp("dump") / "dump.xml"
    path.write_bytes(wiki[0].dump())
    return path


def test_who_edited_what(wiki, dump):
    export = MediaWikiExport(dump)
    assert export.workspace == "wiki.example.org/councilwiki"
    batches = exports.read(export)
    assert exports.rejected(batches) == []
    assert exports.skipped(batches) == {mapping.HIDDEN: 1}
    acts = exports.acts(batches)
    first = set()
    for edit, made in zip(EDITS, wiki[1], strict=True):
        source_id = f"rev/{made['revision']}" if made["page"] in first else f"page/{made['page']}"
        first.add(made["page"])
        if edit.get("hide"):
            assert source_id not in acts
            continue
        act = acts.pop(source_id)
        assert act.place == f"ns/{made['namespace']}"
        assert (act.published, act.length) == (made["time"], made["characters"])
        assert act.type == ("Update" if source_id.startswith("rev") else "Create")
        if made["user"]:
            assert act.actor == f"user/{made['user']}"
            assert exports.accounts(batches)[act.actor].handle == edit["user"]
        else:
            assert act.actor.startswith("ip/")
    assert list(acts) == ["page/1"]  # what installing wrote
    assert exports.accounts(batches)[acts["page/1"].actor].kind == "bot"
    assert "192.0.2.7" not in repr(batches)


@pytest.mark.parametrize("version", ["0.10", "0.11"])
def test_both_forms_say_the_same(wiki, dump, tmp_path, version):
    path = tmp_path / "upload"
    path.write_bytes(wiki[0].dump("--full", f"--schema-version={version}"))
    assert f"export-{version}/".encode() in path.read_bytes()
    assert exports.acts(exports.read(MediaWikiExport(path))) == exports.acts(exports.read(MediaWikiExport(dump)))


def test_a_dump_without_texts_says_nearly_the_same(wiki, dump, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(wiki[0].dump("--full", "--stub"))
    stubs, whole = (exports.acts(exports.read(MediaWikiExport(each))) for each in (path, dump))
    assert {key: act._replace(length=None) for key, act in stubs.items()} == {
        key: act._replace(length=None) for key, act in whole.items()
    }
