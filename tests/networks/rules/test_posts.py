"""Tables of posts: no text gets out of them, and whatever the file, nobody meets anything but a sentence."""

import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.linkedin.export import LinkedInExport
from manyhands.networks.meta.export import MetaExport
from tests.networks import exports
from tests.networks.linkedin import samples as linkedin
from tests.networks.meta import samples as meta


def seen(export) -> str:
    return repr(export.preview()) + repr(exports.read(export))


@pytest.mark.parametrize("content", [meta.FACEBOOK, meta.INSTAGRAM])
def test_no_text_gets_out_of_a_csv(tmp_path, content):
    assert exports.CANARY.encode() in content
    (tmp_path / "upload").write_bytes(content)
    said = seen(MetaExport(tmp_path / "upload"))
    assert "Create" in said
    assert exports.CANARY[:10] not in said


def test_no_text_gets_out_of_a_workbook(tmp_path):
    said = seen(LinkedInExport(linkedin.workbook(tmp_path / "upload")))
    assert "Create" in said
    assert exports.CANARY[:10] not in said


@pytest.mark.parametrize("seed", range(40))
def test_no_text_gets_out_of_a_broken_file(tmp_path, seed):
    luck = random.Random(seed)
    data = bytearray(meta.FACEBOOK)
    for _ in range(luck.randint(1, 6)):
        at = luck.randrange(len(data))
        data[at : at + luck.randint(0, 3)] = luck.choice([b'"', b",", b"\n", b"\0", b"\xff", b""])
    (tmp_path / "upload").write_bytes(data)
    # What was written may come to stand where a page's name stands; then it is a name, and not longer than one.
    with suppress(UnreadableExport):
        for record in exports.rejected(exports.read(MetaExport(tmp_path / "upload"))):
            assert exports.CANARY[:10] not in repr(record)


@given(st.binary(max_size=300) | st.text(alphabet='ab,;\t|"\n\r0129/-: ', max_size=200).map(str.encode))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_raises_anything_but_a_sentence(tmp_path, data):
    path = tmp_path / "upload"
    path.write_bytes(b"Post ID,Publish time,Page name\n" + data)
    for export in (MetaExport, LinkedInExport):
        with suppress(UnreadableExport):
            assert all(bad.reason for bad in exports.rejected(exports.read(export(path))))
