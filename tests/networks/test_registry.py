"""The networks that there are."""

from pathlib import Path

import pytest

from manyhands.networks import registry
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.registry import NETWORKS, open_export
from tests.networks import exports


def test_every_folder_of_a_network_is_listed():
    folder = Path(registry.__file__).parent
    assert set(NETWORKS) == {path.parent.name for path in folder.glob("*/export.py")}
    assert all(network.name == name and network.title for name, network in NETWORKS.items())


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_a_file_of_another_kind_gets_a_sentence(tmp_path, network):
    path = tmp_path / "upload"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(UnreadableExport) as caught, open_export(network.name, path):
        pass
    assert str(caught.value).endswith(".")
    assert caught.value.code == "unreadable_export"


def test_an_export_is_closed(tmp_path):
    path = exports.make_zip(tmp_path / "upload", exports.payload("slack"))
    with open_export("slack", path) as export:
        assert export.preview().accounts == 6
    with pytest.raises(ValueError, match="closed"):
        list(export.read())
