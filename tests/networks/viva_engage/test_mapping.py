"""What each of Viva Engage's shapes becomes, on the synthetic samples in tests/payloads."""

import pytest

from manyhands.networks.rules import reports
from manyhands.networks.types import Usage
from manyhands.networks.viva_engage import export as viva
from manyhands.networks.viva_engage import mapping
from manyhands.networks.viva_engage.export import VivaEngageExport
from tests.networks import exports

REPORT = exports.PAYLOADS / "viva_engage_report" / "YammerActivityUserDetail.csv"
CONCEALED = "0123456789abcdef" * 2


@pytest.fixture(scope="module")
def batches():
    return exports.read(VivaEngageExport(exports.PAYLOADS / "viva_engage"))


@pytest.fixture(scope="module")
def with_report():
    return exports.read(VivaEngageExport(exports.PAYLOADS / "viva_engage", {"report": str(REPORT)}))


@pytest.fixture(scope="module")
def acts(batches):
    return exports.acts(batches)


def usages(batches):
    return {usage.external_id: usage for batch in batches for usage in batch.usage}


def test_the_network_is_named_by_its_domain():
    assert VivaEngageExport(exports.PAYLOADS / "viva_engage").workspace == "council.example"
    assert VivaEngageExport(REPORT).workspace == "council.example"
    assert VivaEngageExport(REPORT, {"workspace": "other"}).workspace == "other"


def test_users(batches):
    accounts = exports.accounts(batches)
    assert {key for key, account in accounts.items() if account.is_member} == {"1001", "1002", "1003", "1006"}
    assert not accounts["1004"].is_member  # deleted
    assert not accounts["1005"].is_member  # suspended
    assert (accounts["1003"].name, accounts["1003"].email, accounts["1003"].service, accounts["1003"].kind) == (
        "Synthetic Person 3",
        "synthetic3@council.example",
        "Highways",
        "staff",
    )


def test_accounts_that_are_not_listed(batches):
    accounts = exports.accounts(batches)
    assert (accounts["2001"].kind, accounts["2001"].is_member) == ("bot", False)
    assert (accounts["1009"].name, accounts["1009"].kind) == ("Synthetic Person 9", "staff")
    assert accounts["1999"].kind == "unknown"  # only mentioned


def test_groups(batches):
    places = exports.places(batches)
    assert {key: (place.name, place.closed) for key, place in places.items()} == {
        "501": ("Libraries", False),
        "502": ("Digital champions", False),
        "503": ("GMB members", False),
        "504": ("Not in the list", False),
        "505": ("Closed group", True),
        mapping.EVERYBODY: ("All Company", False),
    }
    assert {place.members for place in places.values()} == {None}


def test_a_message_is_measured(acts):
    act = acts["message/90001"]
    assert (act.actor, act.type, act.contributing, act.place) == ("1001", "Create", True, "501")
    assert act.published == 1705309200.0
    assert act.length == 156
    assert act.hashtags == ("libraries",)
    assert act.mentions == ("1002", "1999")


def test_threads(acts):
    assert acts["message/90001"].in_reply_to is None  # a starter has thread_id == id
    assert acts["message/90002"].in_reply_to == "message/90001"
    assert acts["message/90003"].in_reply_to == "message/90002"
    assert acts["message/90006"].in_reply_to == "message/90005"  # names only its thread


def test_announcements_and_bots_contribute_and_notices_do_not(acts):
    assert acts["message/90004"].contributing
    assert acts["message/90007"].contributing
    assert "message/90008" not in acts


def test_a_private_group_is_read(acts):
    assert acts["message/90004"].place == "502"


def test_private_conversations_are_never_read(batches, acts):
    assert not {"message/90009", "message/90010"} & acts.keys()
    assert "90009" not in repr(batches)
    assert "90010" not in repr(batches)


def test_deletions(acts):
    by_another = acts["message/90005/deleted"]
    assert (by_another.type, by_another.actor, by_another.object) == ("Delete", "1001", "message/90005")
    assert by_another.published == 1705579200.0
    assert not by_another.contributing
    assert acts["message/90006/deleted"].actor == "1005"


def test_joining_and_leaving_the_network(acts):
    assert acts["user/1001/joined"].type == "Join"
    assert acts["user/1004/left"].type == "Leave"
    assert "user/1006/joined" not in acts  # the date is "null"


def test_what_is_skipped_is_counted(batches, with_report):
    assert exports.skipped(batches) == {mapping.PRIVATE: 2, mapping.NOTICE: 1}
    assert exports.skipped(with_report) == {mapping.PRIVATE: 2, mapping.NOTICE: 1, reports.CONCEALED_LINES: 1}
    assert exports.rejected(with_report) == []


def test_leaving_out_a_group():
    batches = exports.read(VivaEngageExport(exports.PAYLOADS / "viva_engage"), leave_out=["503"])
    assert exports.skipped(batches)[viva.LEFT_OUT] == 1
    assert "503" not in exports.places(batches)
    assert "message/90011" not in exports.acts(batches)


def test_the_preview_counts_messages_by_group():
    preview = VivaEngageExport(exports.PAYLOADS / "viva_engage").preview()
    assert {place.name: place.count for place in preview.places} == {
        "All Company": 2,
        "Closed group": 0,
        "Digital champions": 1,
        "GMB members": 1,
        "Libraries": 5,
        "Not in the list": 1,
    }
    assert [place.name for place in preview.places if place.leave_out] == ["GMB members"]
    assert preview.accounts == 6
    assert preview.notes == (viva.PRIVATE_GROUPS, viva.NOT_KNOWN, viva.GIVE_REPORT)


def test_the_report_beside_an_export_is_joined_by_e_mail(with_report):
    usage = usages(with_report)
    assert usage["1001"] == Usage("1001", 3, 120, 4, last_activity="2024-01-17", days=30, report_date="2024-02-01")
    assert usage["synthetic7@council.example"].last_activity == ""
    accounts = exports.accounts(with_report)
    assert accounts["synthetic7@council.example"].is_member
    assert not accounts["synthetic8@council.example"].is_member
    assert "synthetic1@council.example" not in accounts


def test_the_report_alone_has_no_dated_acts():
    batches = exports.read(VivaEngageExport(REPORT))
    assert exports.acts(batches) == {}
    assert usages(batches)["synthetic6@council.example"].read == 45
    assert len(exports.accounts(batches)) == 4


def test_concealed_names_are_counted_and_joined_to_nobody(with_report):
    assert usages(with_report)[CONCEALED].read == 9
    assert CONCEALED not in exports.accounts(with_report)
    export = VivaEngageExport(REPORT)
    assert export.preview().notes == (viva.REPORT_ONLY, reports.CONCEALED)


def test_all_bytes_are_counted():
    export = VivaEngageExport(exports.PAYLOADS / "viva_engage", {"report": str(REPORT)})
    size = export.size
    assert exports.read(export)[-1].done == size > 0


def test_reading_twice_yields_the_same():
    export = VivaEngageExport(exports.PAYLOADS / "viva_engage", {"report": str(REPORT)})
    assert list(export.read()) == list(export.read())
