"""Posts of Facebook pages and Instagram accounts: checked against files' known columns, not against Meta itself."""

from datetime import UTC, datetime

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.meta import export as meta
from manyhands.networks.meta.export import MetaExport
from manyhands.networks.rules.tables import posts
from manyhands.networks.rules.tables.posts import Post
from tests.networks import exports
from tests.networks.meta import samples


def opened(tmp_path, content, **options):
    path = tmp_path / "upload"
    path.write_bytes(content)
    return MetaExport(path, options)


def stamp(*day):
    return datetime(*day, tzinfo=UTC).timestamp()


def test_fields_are_in_the_order_of_a_post():
    assert tuple(field.name for field in meta.FIELDS) == Post._fields


def test_posts_of_a_page(tmp_path):
    export = opened(tmp_path, samples.FACEBOOK)
    assert not export.table.to_match
    batches = exports.read(export)
    acts = exports.acts(batches)
    act = acts["post/122093476844015843"]
    assert (act.type, act.contributing, act.place, act.actor) == ("Create", True, "100064001", "page/100064001")
    assert act.published == stamp(2026, 3, 4, 9, 30)  # the month stands first, as one date of the file shows
    assert act.length == len(exports.CANARY) + len(" #reading, with @ann.example")
    assert (act.hashtags, act.mentions) == (("reading",), ("ann.example",))
    assert acts["post/122093476844015844"].length == 0
    page = exports.accounts(batches)["page/100064001"]
    assert (page.name, page.kind, page.email) == ("Exampleshire Libraries", "corporate", "")
    assert {place.name: place.kind for place in exports.places(batches).values()} == {
        "Exampleshire Libraries": "page",
        "Unison Exampleshire": "page",
    }


def test_the_month_stands_first_even_where_a_file_does_not_show_it(tmp_path):
    content = b"Post ID,Page name,Publish time\n1,A page,03/04/2026 09:30\n"
    (act,) = exports.acts(exports.read(opened(tmp_path, content))).values()
    assert act.published == stamp(2026, 3, 4, 9, 30)
    content = b"Post ID,Page name,Publish time\n1,A page,03/04/2026 09:30\n2,A page,31/03/2026 09:30\n"
    assert exports.acts(exports.read(opened(tmp_path, content)))["post/1"].published == stamp(2026, 4, 3, 9, 30)


def test_times_are_in_the_organisations_zone(tmp_path):
    content = b"Post ID,Page name,Publish time\n1,A page,07/15/2026 09:30\n"
    (act,) = exports.acts(exports.read(opened(tmp_path, content, zone="Europe/London"))).values()
    assert act.published == stamp(2026, 7, 15, 8, 30)


@pytest.mark.parametrize(
    ("content", "place"), [(samples.INSTAGRAM, "Exampleshire Council"), (samples.SWEDISH, "Exempelstads kommun")]
)
def test_instagram_and_another_language(tmp_path, content, place):
    export = opened(tmp_path, content)
    assert not export.table.to_match
    assert [page.name for page in export.preview().places] == [place]


def test_headings_that_are_not_known_are_matched_on_screen(tmp_path):
    export = opened(tmp_path, samples.WELSH)
    assert export.table.to_match
    with pytest.raises(UnreadableExport) as caught:
        export.preview()
    assert caught.value.message == meta.CHOOSE
    chosen = {"id": "ID y postiad", "date": "Amser cyhoeddi", "page": "Enw’r dudalen", "text": ""}
    export = opened(tmp_path, samples.WELSH, columns=chosen)
    assert not export.table.to_match
    assert [page.name for page in export.preview().places] == ["Cyngor Enghraifft"]
    assert list(exports.acts(exports.read(export))) == ["post/122093476844015860"]


def test_an_author_is_a_hand(tmp_path):
    content = b"Post ID,Page name,Publish time,Posted by\n1,A page,07/15/2026,Ann Example\n2,A page,07/16/2026,\n"
    export = opened(tmp_path, content)
    assert export.preview().notes == (posts.TOTALS, posts.SOME_AUTHORS)
    batches = exports.read(export)
    assert {key: account.kind for key, account in exports.accounts(batches).items()} == {
        "ann example": "staff",
        "page/a page": "corporate",
    }


def test_the_preview_proposes_and_pages_are_left_out(tmp_path):
    preview = opened(tmp_path, samples.FACEBOOK).preview()
    assert {page.name: (page.count, page.leave_out) for page in preview.places} == {
        "Exampleshire Libraries": (2, False),
        "Unison Exampleshire": (1, True),
    }
    assert preview.notes == (posts.TOTALS, posts.NO_AUTHORS)
    batches = exports.read(opened(tmp_path, samples.FACEBOOK), leave_out=["100064002"])
    assert len(exports.acts(batches)) == 2
    assert exports.skipped(batches) == {posts.LEFT_OUT: 1}
    assert set(exports.places(batches)) == {"100064001"}


def test_a_line_a_day_is_one_post(tmp_path):
    lines = "".join(f"1,A page,07/15/2026,07/{day}/2026,{day}\n" for day in range(15, 20))
    batches = exports.read(opened(tmp_path, f"Post ID,Page name,Publish time,Date,Reach\n{lines}".encode()))
    assert len(exports.acts(batches)) == 1
    assert exports.skipped(batches) == {posts.AGAIN: 4}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1.22093E+17,A page,07/15/2026", posts.SHORT_NUMBER),
        (",A page,07/15/2026", posts.BAD_NUMBER),
        ("3,A page,soon", posts.BAD_DATE),
        ("3,A page,07/15/2999", posts.BAD_DATE),
        (f"3,{'x' * 200},07/15/2026", posts.BAD_NAME),
    ],
)
def test_a_bad_line_costs_only_itself(tmp_path, line, reason):
    content = f"Post ID,Page name,Publish time\n1,A page,07/15/2026\n{line}\n2,A page,07/15/2026\n"
    batches = exports.read(opened(tmp_path, content.encode(), filename="posts.csv"))
    (bad,) = exports.rejected(batches)
    assert (bad.file, bad.line, bad.reason) == ("posts.csv", 3, reason)
    assert len(exports.acts(batches)) == 2


def test_all_files_are_of_one_source_and_a_newer_one_adds_only_what_is_new(tmp_path):
    older = opened(tmp_path, samples.INSTAGRAM)
    newer = opened(tmp_path, samples.INSTAGRAM + b"18040000000000002,1,e,E,x,0,10/31/2026 12:00,u,t,,,1,1,1,1,1,1,1\n")
    assert older.workspace == newer.workspace == "meta"
    first, second = exports.acts(exports.read(older)), exports.acts(exports.read(newer))
    assert first.items() <= second.items()
    assert len(second) == 2


def test_batches_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(posts, "BATCH", 100)
    lines = "".join(f"{number},A page,07/15/2026\n" for number in range(1_000))
    batches = exports.read(opened(tmp_path, f"Post ID,Page name,Publish time\n{lines}".encode()))
    assert max(len(batch.acts) for batch in batches) == 100
    assert len(exports.acts(batches)) == 1_000
