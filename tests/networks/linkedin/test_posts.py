"""Posts of a LinkedIn page: checked against files' known sheets and columns, not against LinkedIn itself."""

import csv
from datetime import UTC, datetime

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.linkedin import export as linkedin
from manyhands.networks.linkedin.export import LinkedInExport
from manyhands.networks.rules.tables.posts import Post
from tests.networks import exports
from tests.networks.linkedin import samples

FIRST, SECOND = "post/activity/7120000000000000001", "post/ugcPost/7120000000000000002"


@pytest.fixture
def path(tmp_path):
    return samples.workbook(tmp_path / "upload")


def test_fields_are_in_the_order_of_a_post():
    assert tuple(field.name for field in linkedin.FIELDS) == Post._fields


def test_the_sheet_of_posts_is_found_behind_that_of_days(path):
    export = LinkedInExport(path, {"filename": "exampleshire-council_content_1763700000000.xls"})
    assert not export.table.to_match
    assert export.table.columns[0] == "Post title"
    assert [(page.name, page.count) for page in export.preview().places] == [("exampleshire-council", 2)]
    export.close()


def test_posts_and_who_posted(path):
    batches = exports.read(LinkedInExport(path))
    acts = exports.acts(batches)
    assert set(acts) == {FIRST, SECOND}
    assert (acts[FIRST].actor, acts[FIRST].hashtags) == ("ann example", ("jobs",))
    assert acts[FIRST].published == datetime(2026, 3, 4, tzinfo=UTC).timestamp()
    assert acts[SECOND].actor == "page/linkedin"
    assert {account.name: account.kind for account in exports.accounts(batches).values()} == {
        "Ann Example": "staff",
        "LinkedIn": "corporate",
    }
    assert not exports.rejected(batches)


def test_saved_as_csv_it_is_the_same(path, tmp_path):
    with (tmp_path / "saved.csv").open("w", newline="") as file:
        csv.writer(file).writerows(samples.POSTS)
    again = exports.acts(exports.read(LinkedInExport(tmp_path / "saved.csv")))
    assert again == exports.acts(exports.read(LinkedInExport(path)))


def test_a_file_of_another_name_is_of_the_same_source(path):
    renamed = LinkedInExport(path, {"filename": "posts of October.xls"})
    export = LinkedInExport(path, {"filename": "exampleshire_content_1.xls"})
    assert renamed.workspace == export.workspace
    assert exports.acts(exports.read(renamed)).keys() == exports.acts(exports.read(export)).keys()


def test_without_addresses_somebody_has_to_say(tmp_path):
    (tmp_path / "upload").write_text("Titel,Erstellt\nx,10/31/2026\n")
    export = LinkedInExport(tmp_path / "upload")
    assert export.table.to_match
    with pytest.raises(UnreadableExport) as caught:
        exports.read(export)
    assert caught.value.message == linkedin.CHOOSE
