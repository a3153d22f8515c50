"""No text of a message gets out of an adapter: not in what it yields, not in what it rejects, not in an error or a log.

The samples hold one sentence in every field that can hold what somebody wrote. Here it is looked for, in sound exports
and in ones broken at every kind of place.
"""

import logging
import random
import traceback
from contextlib import closing

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.registry import NETWORKS
from tests.networks import exports

WORDS = ("heron", "mill pond")
"""Of the sentence: parts of it must not get out either."""
REPORT = exports.PAYLOADS / "viva_engage_report" / "YammerActivityUserDetail.csv"


def samples():
    """Each network's sample as the file that somebody uploads: its bytes, and options."""
    yield "slack", exports.zip_bytes(exports.payload("slack")), {}
    yield "viva_engage", exports.zip_bytes(exports.payload("viva_engage")), {"report": str(REPORT)}
    yield "viva_engage", exports.payload("viva_engage")["Messages.csv"], {}
    yield "table", exports.payload("table")["activity.csv"], {}
    yield "table", exports.payload("viva_engage")["Messages.csv"], {}


def said(path, network, options) -> str:
    """All that can be seen of reading a file."""
    try:
        with closing(NETWORKS[network].open(path, options)) as export:
            return repr(export.preview()) + repr(list(export.read()))
    except UnreadableExport as error:
        chain = "".join(traceback.format_exception(error))
        before = error.__context__
        while before:  # what a tracker of errors would look at, though a traceback hides it
            chain += repr(before) + repr(vars(before)) + repr(before.args)
            before = before.__context__
        return chain + repr(error.fields)


def check(text, caplog) -> None:
    seen = (text + caplog.text).lower()
    assert not any(word in seen for word in WORDS)


@pytest.mark.parametrize(("network", "data", "options"), list(samples()))
def test_the_sentence_is_in_the_file_and_not_in_what_is_read(tmp_path, caplog, network, data, options):
    caplog.set_level(logging.DEBUG)
    files = exports.payload(network if network != "table" else "table")
    assert exports.CANARY.encode() in b"".join(files.values())
    path = tmp_path / "upload"
    path.write_bytes(data)
    text = said(path, network, options)
    assert "Create" in text
    check(text, caplog)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("network", ["slack", "viva_engage"])
def test_broken_files_in_an_archive(tmp_path, caplog, network, seed):
    caplog.set_level(logging.DEBUG)
    luck = random.Random(seed)
    files = {name: broken(data, luck) for name, data in exports.payload(network).items()}
    check(said(exports.make_zip(tmp_path / "upload", files), network, {}), caplog)


@pytest.mark.parametrize("seed", range(40))
def test_broken_tables(tmp_path, caplog, seed):
    caplog.set_level(logging.DEBUG)
    luck = random.Random(seed)
    path = tmp_path / "upload"
    path.write_bytes(broken(exports.payload("table")["activity.csv"], luck))
    options = {"columns": {"actor": "Email", "date": "Created At", "type": "Action", "text": "Message"}}
    check(said(path, "table", options), caplog)


def broken(data: bytes, luck: random.Random) -> bytes:
    """Sound, cut short, or with marks put in or taken out, so that records run into each other."""
    way = luck.randrange(4)
    if way == 0 or len(data) < 300:
        return data
    if way == 1:
        return data[: luck.randrange(200, len(data))]
    changed = bytearray(data)
    for _ in range(luck.randrange(1, 6)):
        at = luck.randrange(200, len(changed))
        if way == 2:
            del changed[at]
        else:
            changed[at:at] = luck.choice([b'"', b"\n", b"\\", b"}", b"\x00", b"\xff", b","])
    return bytes(changed)
