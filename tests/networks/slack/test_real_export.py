"""The real export of 2015-16: figures that others have worked out from the same file."""

from collections import Counter

from manyhands.networks.slack.export import SlackExport
from tests.networks import exports
from tests.paths import shared


def read():
    return exports.read(SlackExport(shared("data", "slack-real-export.zip")))


def test_its_figures_come_out():
    batches = read()
    acts = exports.acts(batches).values()
    contributions = Counter(act.actor for act in acts if act.contributing)
    assert sum(account.is_member for account in exports.accounts(batches).values()) == 71
    assert sum(contributions.values()) == 1_025
    assert len(contributions) == 32
    assert sum(count for _, count in contributions.most_common(6)) == 892  # 87.02 %
    assert contributions.most_common(1)[0][1] == 312  # 30.4 %
    assert Counter(act.type for act in acts)["Join"] == 320


def test_nothing_is_rejected_and_the_rest_is_accounted_for():
    batches = read()
    assert exports.rejected(batches) == []
    records = [act for act in exports.acts(batches).values() if act.source_id.count("/") == 1]
    assert len(records) + sum(exports.skipped(batches).values()) == 1_382  # all records of all day files


def test_all_bytes_are_counted():
    export = SlackExport(shared("data", "slack-real-export.zip"))
    size = export.size
    assert exports.read(export)[-1].done == size == 274_122


def test_the_preview_reads_no_messages():
    export = SlackExport(shared("data", "slack-real-export.zip"))
    preview = export.preview()
    export.close()
    assert preview.workspace == "T061A2UFL"
    assert preview.accounts == 71
    assert len(preview.places) == 16
    assert {place.name: (place.count, place.members) for place in preview.places}["general"] == (124, 71)
    assert sum(place.count for place in preview.places) == 375
    assert not any(place.leave_out for place in preview.places)
