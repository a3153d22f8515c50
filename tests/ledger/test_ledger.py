"""The ledger keeps each act once, and its columns say what it says."""

from uuid import UUID

import pyarrow.parquet as pq
import pytest

from manyhands.core.ids import ledger_id, random_key, uuid7
from manyhands.ledger import actions, columns, queries
from manyhands.ledger.models import Activity, Month
from manyhands.ledger.types import Row

pytestmark = pytest.mark.django_db(transaction=True)
ORGANISATION, SOURCE, BY = UUID(int=1), UUID(int=2), UUID(int=3)


def row(
    source_id: str, *, kind: str = "Create", about: str | None = None, day: str = "2026-03-02", actor: int = 7
) -> Row:
    own = ledger_id(ORGANISATION, SOURCE, source_id)
    return Row(
        id=own.hex,
        source_id=source_id,
        actor=actor,
        type=kind,
        object=ledger_id(ORGANISATION, SOURCE, about).hex if about else None,
        object_type="Note",
        place=UUID(int=9).hex,
        in_reply_to=None,
        published=f"{day} 10:00:00.000002",
        local_date=day,
        contributing=kind == "Create",
        length=12,
        hashtags='["spring"]',
        mentions=None,
    )


def append(*rows: Row, taken_back: tuple[str, ...] = ()) -> int:
    return actions.append(organisation=ORGANISATION, source=SOURCE, rows=rows, by=BY, taken_back=taken_back)


def dirty() -> list[int]:
    return [month.month for month in Month.objects.order_by("month") if month.marks != month.projected]


def test_an_act_is_kept_once(data_folder):
    assert append(row("a"), row("b"), row("a")) == 2
    assert append(row("b"), row("c")) == 1
    kept = Activity.objects.get(source_id="a")
    assert kept.id == ledger_id(ORGANISATION, SOURCE, "a") == UUID(kept.id.hex)
    assert kept.published.isoformat() == "2026-03-02T10:00:00.000002+00:00"
    assert kept.hashtags == ["spring"]
    assert Activity.objects.count() == 3


def test_the_ledger_has_no_column_for_what_was_written():
    texts = {field.name for field in Activity._meta.fields if field.get_internal_type() in ("TextField", "CharField")}
    assert texts == {"source_id", "type", "object_type"}
    assert {field.name for field in Activity._meta.fields if field.get_internal_type() == "JSONField"} == {
        "hashtags",
        "mentions",
    }
    assert not {"text", "content", "body", "summary", "name"} & set(columns.ACTIVITIES.names)


def test_only_months_with_something_new_are_projected(data_folder):
    append(row("a"), row("b", day="2026-04-01"))
    assert dirty() == [202603, 202604]
    assert actions.project(organisation=ORGANISATION) == 2
    assert dirty() == []
    append(row("a"), row("b", day="2026-04-01"))
    assert dirty() == []
    append(row("late", day="2026-03-31"))
    assert dirty() == [202603]
    assert actions.project(organisation=ORGANISATION) == 1


def test_readers_see_what_is_not_projected_yet(data_folder):
    append(row("a"), row("b", day="2026-04-01"))
    actions.project(organisation=ORGANISATION)
    append(row("c", day="2026-04-02"))
    state = queries.tallies(ORGANISATION)
    assert state.dirty == (202604,)
    assert [pq.read_table(file)["n"].to_pylist() for file in state.files] == [[1]]
    fresh = queries.fresh_tallies(ORGANISATION, state.dirty)
    assert sum(fresh["n"].to_pylist()) == 2
    assert state.months == (202603, 202604)


def test_what_is_taken_back_does_not_contribute_in_whichever_order_it_comes(data_folder):
    append(row("kept"), row("gone"))
    actions.project(organisation=ORGANISATION)
    append(row("gone/deleted", kind="Delete", about="gone", day="2026-05-01"), taken_back=("gone",))
    assert dirty() == [202603, 202605]
    actions.project(organisation=ORGANISATION)
    march, _may = queries.tallies(ORGANISATION).files
    assert sorted(zip(*pq.read_table(march).select(["contributing", "n"]).to_pydict().values(), strict=True)) == [
        (False, 1),
        (True, 1),
    ]


def test_columns_can_be_deleted_and_are_made_again(data_folder, settings):
    import shutil

    append(row("a"), row("b", actor=random_key()))
    actions.project(organisation=ORGANISATION)
    before = [check.state for check in queries.check(ORGANISATION)]
    shutil.rmtree(settings.COLUMNS)
    assert queries.tallies(ORGANISATION).dirty == (202603,)
    assert [check.state for check in queries.check(ORGANISATION)] == ["behind"]
    assert actions.project(organisation=ORGANISATION) == 1
    assert before == [check.state for check in queries.check(ORGANISATION)] == ["agrees"]


def test_check_finds_columns_that_differ(data_folder):
    append(row("a"), row("b"))
    actions.project(organisation=ORGANISATION)
    Activity.objects.filter(source_id="b").delete()
    (found,) = queries.check(ORGANISATION)
    assert (found.state, found.rows_in_database, found.rows_in_columns) == ("differs", 1, 2)


def test_a_new_part_leaves_the_one_before_to_who_reads_it(data_folder, settings):
    for name in "abc":
        append(row(name))
        actions.project(organisation=ORGANISATION)
    files = sorted(file.name for file in columns.folder(settings.COLUMNS, ORGANISATION, 202603).iterdir())
    assert len(files) == 4
    current = Month.objects.get().parts[0]
    assert sum(name.startswith(current) for name in files) == 2
    assert Month.objects.get().rows == 3


def test_keys_are_the_first_63_bits_of_ids():
    ids = [uuid7() for _ in range(50)] + [UUID(int=(1 << 128) - 1), UUID(int=0)]
    assert columns.keys_of([each.hex for each in ids]).tolist() == [each.int >> 65 for each in ids]


def test_what_comes_in_by_itself_is_in_the_columns_after_a_while(monkeypatch):
    monkeypatch.setattr(actions, "_caught_up", None)
    append(row("a"), row("b", day="2026-04-01"))
    assert actions.catch_up() == 2
    assert all(month.is_clean for month in Month.objects.all())
    append(row("c"))
    assert actions.catch_up() == 0, "not again so soon"
    monkeypatch.setattr(actions, "CATCH_UP_EVERY", actions.CATCH_UP_EVERY * 0)
    assert actions.catch_up() == 1
