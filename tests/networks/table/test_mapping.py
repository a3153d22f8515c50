"""What a table's columns mean and what its rows become."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.tables import cells, matching
from manyhands.networks.rules.tables.matching import propose
from manyhands.networks.table import export as table
from manyhands.networks.table import mapping
from manyhands.networks.table.export import TableExport
from manyhands.networks.table.fields import FIELDS, TYPES
from tests.networks import exports

SAMPLE = exports.PAYLOADS / "table" / "activity.csv"


def opened(tmp_path, text, **options):
    path = tmp_path / "table.csv"
    path.write_text(text)
    return TableExport(path, options)


def read(tmp_path, text, **options):
    return exports.read(opened(tmp_path, text, **options))


@pytest.fixture(scope="module")
def acts():
    return exports.acts(exports.read(TableExport(SAMPLE)))


def test_the_columns_are_proposed():
    export = TableExport(SAMPLE).table
    assert export.proposed == {
        "actor": "Email",
        "date": "Created At",
        "place": "Community",
        "type": "Action",
        "name": "Full Name",
        "email": "Email",
        "service": "Department",
        "kind": "Role",
        "id": "Message ID",
        "in_reply_to": "Parent ID",
        "text": "Message",
    }
    assert export.columns[-1] == "Notes"
    assert export.sample[0][2] == "Synthetic Person 1"
    assert all(len(cell) <= 60 for row in export.sample for cell in row)


def test_what_is_proposed():
    assert propose(FIELDS, ["Name", "When"]) == {"actor": "Name", "date": "When", "name": "Name"}
    assert propose(FIELDS, ["User", "Time", "Date"], [["ann", "soon", "2024-01-15"]])["date"] == "Date"
    assert propose(FIELDS, ["User", "Logged"], [["ann", "2024-01-15"]])["date"] == "Logged"
    assert "date" not in propose(FIELDS, ["User", "Logged"], [["ann", "yes"]])
    assert "actor" not in propose(FIELDS, ["Colour", "Size"])


def test_a_row_becomes_an_act(acts):
    act = acts["row/m1"]
    assert (act.actor, act.type, act.contributing) == ("synthetic1@council.example", "Create", True)
    assert act.place == "digital champions"
    assert act.published == datetime(2024, 1, 15, 9, tzinfo=UTC).timestamp()  # the day stands first
    assert act.length == 83
    assert (act.hashtags, act.mentions) == (("digital",), ("synthetic2",))
    assert acts["row/m2"].in_reply_to == "row/m1"


@pytest.mark.parametrize(
    ("row", "kind", "contributing", "thing"),
    [("m3", "Like", False, "row/m2"), ("m4", "Update", True, None), ("m5", "Join", False, None)],
)
def test_types(acts, row, kind, contributing, thing):
    act = acts[f"row/{row}"]
    assert (act.type, act.contributing, act.object) == (kind, contributing, thing)


def test_accounts_and_places():
    batches = exports.read(TableExport(SAMPLE))
    accounts = exports.accounts(batches)
    assert {key: (a.name, a.kind, a.service) for key, a in accounts.items() if a.is_member} == {
        "synthetic1@council.example": ("Synthetic Person 1", "staff", "Libraries"),
        "synthetic2@council.example": ("Synthetic Person 2", "councillor", "Highways"),
        "synthetic3@council.example": ("Synthetic Person 3", "peer", ""),
    }
    assert [key for key, account in accounts.items() if not account.is_member] == ["synthetic2"]  # mentioned
    assert {place.name for place in exports.places(batches).values()} == {
        "Digital champions",
        "Staff wellbeing",
        "Table",
    }


def test_the_preview():
    preview = TableExport(SAMPLE).preview()
    assert {place.name: place.count for place in preview.places} == {
        "Digital champions": 3,
        "Staff wellbeing": 1,
        "Table": 1,
    }
    assert [place.name for place in preview.places if place.leave_out] == ["Staff wellbeing"]
    assert preview.notes == (table.NO_MEMBERS, table.ONE_SYSTEM)


def test_leaving_out_a_place():
    batches = exports.read(TableExport(SAMPLE), leave_out=["staff wellbeing"])
    assert "row/m3" not in exports.acts(batches)
    assert exports.skipped(batches) == {table.LEFT_OUT: 1}


def test_columns_as_chosen(tmp_path):
    text = "A,B,C\nann,2024-01-15,x\n"
    (act,) = exports.acts(read(tmp_path, text, columns={"actor": "A", "date": "B", "text": ""})).values()
    assert (act.actor, act.length) == ("ann", None)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"actor": "A"}, table.CHOOSE),
        ({"actor": "A", "date": "D"}, matching.NO_SUCH_COLUMN),
        ({"actor": "A", "date": "B", "salary": "C"}, matching.NO_SUCH_FIELD),
    ],
)
def test_columns_that_can_not_be(tmp_path, columns, sentence):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, "A,B,C\nann,2024-01-15,x\n", columns=columns)
    assert caught.value.message == sentence


def test_columns_can_be_looked_at_before_they_are_chosen(tmp_path):
    export = opened(tmp_path, "A,B\n1,2\n")
    assert export.table.columns == ("A", "B")
    with pytest.raises(UnreadableExport) as caught:
        export.preview()
    assert caught.value.message == table.CHOOSE


def test_the_same_row_twice_is_two_acts_and_the_same_file_twice_is_none_more(tmp_path):
    text = "user,date\nann,2024-01-15\nann,2024-01-15\nben,2024-01-15\n"
    first = exports.acts(read(tmp_path, text))
    assert len(first) == 3
    assert exports.acts(read(tmp_path, text)) == first
    longer = exports.acts(read(tmp_path, "user,date\nann,2024-01-14\n" + text.partition("\n")[2]))
    assert first.items() <= longer.items()


def test_the_same_row_in_another_form_of_file_has_the_same_id():
    assert cells.digest(["ann", 5.0, None]) == cells.digest(["ann ", 5, ""])


def test_tables_with_the_same_columns_are_of_one_system(tmp_path):
    october = opened(tmp_path, "user,date\nann,2024-10-15\n").workspace
    assert opened(tmp_path, "date,user\n2024-11-15,ann\n").workspace == october
    assert opened(tmp_path, "user,date,page\nann,2024-11-15,Home\n").workspace != october
    assert opened(tmp_path, "user,date\nann,2024-10-15\n", workspace="The wiki").workspace == "The wiki"


def test_names_without_regard_to_case_and_spaces(tmp_path):
    batches = read(tmp_path, "user,date\nAnn  Example,2024-01-15\nann example ,2024-01-16\n")
    assert list(exports.accounts(batches)) == ["ann example"]


@pytest.mark.parametrize(
    ("cell", "zone", "expected"),
    [
        ("2024-07-15T09:00:00Z", "Europe/London", datetime(2024, 7, 15, 9, tzinfo=UTC)),
        ("2024-07-15 09:00", "Europe/London", datetime(2024, 7, 15, 8, tzinfo=UTC)),
        ("2024-07-15", "Europe/London", datetime(2024, 7, 14, 23, tzinfo=UTC)),
        ("15/07/2024", "UTC", datetime(2024, 7, 15, tzinfo=UTC)),
        ("45488", "UTC", datetime(2024, 7, 15, tzinfo=UTC)),
        ("1721034000", "UTC", datetime(2024, 7, 15, 9, tzinfo=UTC)),
        ("15 July 2024 9am", "UTC", None),
    ],
)
def test_dates(tmp_path, cell, zone, expected):
    export = opened(tmp_path, f"user,date\nann,{cell}\n", zone=zone, columns={"actor": "user", "date": "date"})
    acts = exports.acts(exports.read(export))
    assert [act.published for act in acts.values()] == ([expected.timestamp()] if expected else [])


def test_american_dates_are_known_by_the_whole_column(tmp_path):
    batches = read(tmp_path, "user,date\nann,03/04/2024\nann,12/31/2023\n")
    times = [act.published for act in exports.acts(batches).values()]
    assert times == [datetime(2024, 3, 4, tzinfo=UTC).timestamp(), datetime(2023, 12, 31, tzinfo=UTC).timestamp()]


def test_cells_of_spreadsheets():
    assert cells.words(5.0) == "5"
    assert cells.words(date(2024, 1, 15)) == "2024-01-15"
    record = mapping.Record(*["ann", datetime(2024, 7, 15, 9), *[None] * 9])
    assert mapping.when(record, ZoneInfo("Europe/London"), False, 4e9) == 1721030400.0


def test_the_words_for_types_are_of_use():
    from manyhands.ledger.types import ActivityType

    assert {kind for kind, _ in TYPES.values()} <= set(ActivityType)
    assert [field.name for field in FIELDS] == list(mapping.Record._fields)
