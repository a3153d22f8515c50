"""Rows that another process packed come into the ledger as rows that are given."""

import pytest
from django.db import connection, transaction

from manyhands.ledger import actions, incoming, packing
from manyhands.ledger.models import Activity

from .test_ledger import BY, ORGANISATION, SOURCE, row

ROWS = [row(f"m{number}", actor=number % 7, day=f"2026-03-{number % 28 + 1:02d}") for number in range(250)]
GONE = row("m3/deleted", kind="Delete", about="m3", day="2026-05-01")
needs_packing = pytest.mark.skipif(not packing.PACKS, reason="this SQLite was built without serialize")


def append(rows, taken_back=()) -> int:
    return actions.append(organisation=ORGANISATION, source=SOURCE, rows=rows, by=BY, taken_back=taken_back)


def held() -> list[dict]:
    rows = Activity.objects.order_by("source_id").values()
    return [{name: value for name, value in one.items() if name not in ("row", "recorded")} for one in rows]


@needs_packing
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL takes rows as they are")
def test_packed_rows_are_the_rows(data_folder):
    packed = packing.pack(ROWS)
    with actions.incoming(packed) as coming, transaction.atomic():
        assert isinstance(coming, incoming.Attached)
        assert (len(coming), coming.ids()) == (250, [one.id for one in ROWS])
        assert coming.days() == {one.local_date for one in ROWS}
        assert coming.days({ROWS[0].id, ROWS[1].id}) == {"2026-03-01", "2026-03-02"}
        assert append(coming) == 250
    ours = held()
    Activity.objects.all().delete()
    assert append(ROWS) == 250
    assert ours == held()
    with actions.incoming(packed) as coming:
        assert append(coming) == 0


@needs_packing
@pytest.mark.django_db(transaction=True)
def test_where_no_database_can_be_attached_packed_rows_come_one_by_one(data_folder):
    with transaction.atomic(), actions.incoming(packing.pack(ROWS)) as coming:
        assert isinstance(coming, incoming.Given)
        assert append(coming) == 250


@needs_packing
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL takes rows as they are")
def test_nothing_stays_attached_when_a_stretch_fails(data_folder):
    def fail():
        with actions.incoming(packing.pack(ROWS)) as coming, transaction.atomic():
            append(coming)
            raise ZeroDivisionError

    for _ in range(12):  # SQLite takes ten
        with pytest.raises(ZeroDivisionError):
            fail()
    assert not Activity.objects.exists()
    assert [name for _, name, _ in connection.connection.execute("PRAGMA database_list")] == ["main"]


@needs_packing
@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_known_among_packed_rows(data_folder):
    append([GONE], taken_back=("m3",))
    with actions.incoming(packing.pack(ROWS)) as coming:
        assert append(coming) == 250
    assert actions.project(organisation=ORGANISATION) == 2


def test_only_sqlite_packs(settings):
    assert (actions.row_packer() is None) == (connection.vendor == "postgresql")
