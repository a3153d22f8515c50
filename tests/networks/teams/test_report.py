"""Microsoft's report on Teams activity by user, as documented: checked against documentation only."""

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import csvs, reports
from manyhands.networks.rules.archives import EMPTY
from manyhands.networks.teams import export as teams
from manyhands.networks.teams import mapping
from manyhands.networks.teams.export import TeamsExport
from manyhands.networks.types import Usage
from tests.networks import exports
from tests.networks.teams import samples


def opened(tmp_path, content, **options):
    path = tmp_path / "upload"
    path.write_bytes(content)
    return TeamsExport(path, options)


def usages(batches):
    return {usage.external_id: usage for batch in batches for usage in batch.usage}


def test_totals_are_kept_and_no_activity_is_made_of_them(tmp_path):
    batches = exports.read(opened(tmp_path, samples.NAMED))
    assert not exports.acts(batches)
    assert usages(batches) == {
        "ann@exampleshire.example": Usage("ann@exampleshire.example", 9, 1, 0, "2026-10-30", 30, "2026-11-01"),
        "ben@exampleshire.example": Usage("ben@exampleshire.example", 0, 1, 0, "2026-10-30", 30, "2026-11-01"),
        "cat@exampleshire.example": Usage("cat@exampleshire.example", 0, 0, 0, "", 30, "2026-11-01"),
    }
    assert exports.skipped(batches) == {mapping.DELETED: 1}
    ann = exports.accounts(batches)["ann@exampleshire.example"]
    assert (ann.email, ann.kind, ann.is_member) == ("Ann@exampleshire.example", "staff", True)


def test_private_chats_calls_and_meetings_are_not_even_looked_at(tmp_path):
    assert not {"private_chat_message_count", "call_count", "meeting_count"} & set(mapping.ReportRow._fields)
    once = exports.read(opened(tmp_path, samples.report(samples.line("ann@a.example", channel=2, private=0))))
    more = exports.read(opened(tmp_path, samples.report(samples.line("ann@a.example", channel=2, private="many"))))
    assert usages(once) == usages(more)


def test_an_older_report_has_no_posts_and_replies(tmp_path):
    content = (
        "Report Refresh Date,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,"
        "Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Has Other Action,Report Period\n"
        "2020-11-01,ann@a.example,2020-10-30,False,,OFFICE 365,5,1,1,1,Yes,D7\n"
    )
    (usage,) = usages(exports.read(opened(tmp_path, content.encode()))).values()
    assert (usage.posted, usage.days) == (5, 7)


def test_concealed_names_are_counted_without_being_joined(tmp_path):
    export = opened(tmp_path, samples.CONCEALED)
    preview = export.preview()
    assert (export.workspace, preview.accounts, preview.places) == ("unknown", 7, ())
    assert preview.notes == (teams.TOTALS, teams.NEVER, reports.CONCEALED, teams.LOST)
    batches = exports.read(export)
    assert len(usages(batches)) == 7
    assert not exports.accounts(batches)
    assert exports.skipped(batches) == {reports.CONCEALED_LINES: 7}


def test_nobody_is_told_to_reveal_names():
    said = " ".join((reports.CONCEALED, reports.CONCEALED_LINES, teams.LOST)).lower()
    assert not any(word in said for word in ("reveal", "turn off", "untick", "setting", "ask your administrator"))


def test_whose_report_it_is(tmp_path):
    assert opened(tmp_path, samples.NAMED).workspace == "exampleshire.example"
    assert opened(tmp_path, samples.NAMED, workspace="The council").workspace == "The council"
    assert opened(tmp_path, samples.NAMED).preview().notes == (teams.TOTALS, teams.NEVER)


def test_in_a_zip(tmp_path):
    files = {"TeamsUserActivityUserDetail11_1_2026.csv": samples.NAMED, "readme.txt": b"."}
    batches = exports.read(opened(tmp_path, exports.zip_bytes(files)))
    assert len(usages(batches)) == 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (samples.line("eve@a.example", channel="lots"), mapping.BAD_COUNT),
        (samples.line("eve@a.example", channel="-1"), mapping.BAD_COUNT),
        (samples.line(""), mapping.BAD_COUNT),
        ("2026-11-01,short", csvs.WRONG_WIDTH),
    ],
)
def test_a_bad_line_costs_only_itself(tmp_path, line, reason):
    content = samples.report(samples.line("ann@a.example"), line, samples.line("ben@a.example"))
    batches = exports.read(opened(tmp_path, content, filename="report.csv"))
    (bad,) = exports.rejected(batches)
    assert (bad.file, bad.line, bad.reason) == ("report.csv", 3, reason)
    assert set(usages(batches)) == {"ann@a.example", "ben@a.example"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", EMPTY),
        (b"user,date\nann,2026-01-01\n", teams.NOT_THE_REPORT),
        (exports.zip_bytes({"other.csv": b"a,b\n1,2\n"}), teams.NOT_THE_REPORT),
        (bytes(range(256)) * 20, teams.NOT_THE_REPORT),
    ],
)
def test_another_file_gets_a_sentence(tmp_path, content, sentence):
    with pytest.raises(UnreadableExport) as caught:
        opened(tmp_path, content)
    assert caught.value.message == sentence


def test_many_lines_come_in_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(teams, "BATCH", 100)
    export = opened(tmp_path, samples.report(*(samples.line(f"u{n}@a.example") for n in range(1_050))))
    batches = exports.read(export)
    assert max(len(batch.usage) for batch in batches) == 100
    assert batches[-1].done == export.size
    assert [batch.done for batch in batches] == sorted(batch.done for batch in batches)
