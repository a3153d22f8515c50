"""What each of Discourse's shapes becomes."""

import pytest

from manyhands.networks.discourse import NETWORK, mapping
from manyhands.networks.discourse import export as discourse
from manyhands.networks.discourse.export import DiscourseExport
from manyhands.networks.registry import recognise
from manyhands.networks.types import Place, Usage
from tests.networks import exports
from tests.networks.discourse import sample
from tests.networks.discourse.sample import page, post

WHEN = 1705312800.25


def opened(tmp_path, files=None, **options):
    return DiscourseExport(exports.make_zip(tmp_path / "upload.zip", files or sample.site()), options)


def read_one(tmp_path, data, **options):
    (tmp_path / "upload").write_bytes(data)
    return exports.read(DiscourseExport(tmp_path / "upload", options))


def usages(batches):
    return {usage.external_id: usage for batch in batches for usage in batch.usage}


@pytest.fixture
def batches(tmp_path):
    return exports.read(opened(tmp_path))


@pytest.fixture
def acts(batches):
    return exports.acts(batches)


def test_a_post_is_measured(acts):
    act = acts["topic/7/1"]
    assert (act.type, act.actor, act.place, act.contributing, act.object_type) == ("Create", "1", "5", True, "Note")
    assert act.published == WHEN
    assert act.length == len(f"{exports.CANARY} & went")
    assert (act.in_reply_to, act.mentions, act.hashtags) == (None, (), ())


def test_mentions_and_hashtags(acts):
    act = acts["topic/7/2"]
    assert act.mentions == ("1", "@stranger")  # by number where it is known; not oneself
    assert act.hashtags == ("rivers",)
    assert acts["topic/7/11"].mentions == ("2",)
    assert acts["topic/7/11"].length == len(f"@user2 {exports.CANARY}")


def test_answers(acts):
    assert acts["topic/7/2"].in_reply_to == "topic/7/1"  # the topic
    assert acts["topic/7/3"].in_reply_to == "topic/7/2"  # the one that it says
    assert acts["topic/8/2"].in_reply_to == "topic/8/1"


def test_what_is_quoted_is_not_measured(acts):
    assert acts["topic/7/4"].length == len("yes")


@pytest.mark.parametrize(
    ("source_id", "kind", "thing", "published"),
    [
        ("topic/7/5/version/3", "Update", "topic/7/5", 1706778000.0),
        ("topic/7/6/deleted", "Delete", "topic/7/6", 1706864400.0),
        ("topic/7/7/deleted", "Delete", "topic/7/7", 1706950800.0),
    ],
)
def test_edits_and_deletions(acts, source_id, kind, thing, published):
    act = acts[source_id]
    assert (act.type, act.object, act.published, act.contributing) == (kind, thing, published, False)
    assert acts[thing].type == "Create"


def test_what_is_never_read_and_what_is_no_post(batches, acts):
    assert exports.skipped(batches) == {mapping.PRIVATE: 3, mapping.NOTICE: 1, mapping.NO_AUTHOR: 1}
    assert not {f"topic/7/{number}" for number in (8, 9, 10)} & acts.keys()
    assert not any(source_id.startswith("topic/9/") for source_id in acts)


def test_categories(batches, acts):
    assert exports.places(batches) == {
        "5": Place("5", "General", kind="category"),
        "6": Place("6", "Wellbeing", kind="category"),
    }
    assert acts["topic/8/1"].place == "6"
    assert acts["topic/7/12"].place is None


def test_a_category_that_not_everybody_can_read(tmp_path):
    files = sample.site(**{"more.json": sample.dumped(page([post(1, 30, category_id=9)]))})
    export = opened(tmp_path, files)
    assert "9" not in {place.external_id for place in export.preview().places}
    batches = exports.read(export)
    assert "topic/30/1" not in exports.acts(batches)
    assert exports.skipped(batches)[mapping.PRIVATE] == 4


@pytest.mark.parametrize(
    "named", [{"private_posts": [post(1, 30)]}, {"latest_posts": [post(1, 30, topic_archetype="private_message")]}]
)
def test_personal_messages_are_never_read(tmp_path, named):
    batches = read_one(tmp_path, sample.dumped(page([post(1)]) | named if "private_posts" in named else named))
    assert "topic/30/1" not in exports.acts(batches)
    assert exports.skipped(batches)[mapping.PRIVATE] == 1


def test_a_further_stretch_of_a_topic_is_read_where_the_topic_is_known(tmp_path):
    stretch = {key: value for key, value in sample.topic([post(3, 8)]).items() if key in ("post_stream", "id")}
    alone = read_one(tmp_path, sample.dumped(stretch))
    assert exports.acts(alone) == {}
    assert exports.skipped(alone)[mapping.PRIVATE] == 1
    files = sample.site(**{"t/8-more.json": sample.dumped(stretch)})
    assert exports.acts(exports.read(opened(tmp_path, files)))["topic/8/3"].type == "Create"


def test_the_list_of_users(batches):
    accounts = exports.accounts(batches)
    assert {who for who, account in accounts.items() if account.is_member} == {"1", "2", "5"}
    assert (accounts["1"].name, accounts["1"].handle, accounts["1"].email) == (
        "Person 1",
        "User1",
        "u1@council.example",
    )
    assert (accounts["-1"].kind, accounts["1"].kind) == ("bot", "unknown")
    assert accounts["@stranger"].handle == "stranger"


def test_the_list_of_users_is_a_funnel(batches, acts):
    assert usages(batches).keys() == {"1", "2", "3", "4", "5", "6"}
    assert usages(batches)["1"] == Usage("1", 4, 340, 7, "2024-03-01", 0, "2024-03-09", entered=12, seconds_read=5400)
    assert usages(batches)["6"] == Usage("6", 1, 0, 0, "", 0, "2024-03-09")
    joined = acts["user/1/joined"]
    assert (joined.type, joined.published, joined.place, joined.contributing) == ("Join", 1682933400.0, None, False)
    assert "user/-1/joined" not in acts


def test_a_list_of_users_alone(tmp_path):
    export = opened(tmp_path, {"user-list-240310-100000-1.csv": sample.table(sample.USERS, sample.USER_COLUMNS)})
    preview = export.preview()
    assert (preview.accounts, preview.places) == (7, ())
    assert discourse.USERS_ONLY in preview.notes
    batches = exports.read(export)
    assert {act.type for act in exports.acts(batches).values()} == {"Join"}
    assert len(usages(batches)) == 6


def test_a_users_archive(tmp_path):
    export = opened(tmp_path, sample.archive())
    assert export.workspace == sample.SITE
    batches = exports.read(export)
    acts = exports.acts(batches)
    assert acts.keys() == {"topic/7/1", "topic/8/2", "visit/1/2024-01-15", "visit/1/2024-01-16"}
    act = acts["topic/7/1"]
    assert (act.actor, act.place, act.length, act.published) == (
        "1",
        "Parent|General",
        len(exports.CANARY),
        1705312800.0,
    )
    assert acts["topic/8/2"].in_reply_to == "topic/8/1"
    assert exports.skipped(batches) == {mapping.PRIVATE: 2}  # one says so in Welsh
    assert exports.accounts(batches)["1"].handle == "user1"


def test_days_on_which_somebody_came(tmp_path):
    acts = exports.acts(exports.read(opened(tmp_path, sample.archive())))
    read, came = acts["visit/1/2024-01-15"], acts["visit/1/2024-01-16"]
    assert (read.type, came.type, read.contributing, read.published) == ("Read", "View", False, 1705276800.0)


def test_an_archive_and_posts_name_the_same_things_alike(tmp_path):
    archive = exports.acts(exports.read(opened(tmp_path, sample.archive())))
    posts = exports.acts(exports.read(opened(tmp_path)))
    both = {"topic/7/1"}
    assert both <= archive.keys() & posts.keys()
    assert {archive[one].actor for one in both} == {posts[one].actor for one in both}
    assert {archive[one].in_reply_to for one in both} == {posts[one].in_reply_to for one in both}


def test_with_a_list_of_categories_an_archives_are_known_by_number(tmp_path):
    files = sample.archive() | {"categories.json": sample.dumped(sample.CATEGORIES)}
    assert exports.acts(exports.read(opened(tmp_path, files)))["topic/7/1"].place == "5"


def test_an_archive_without_preferences_is_named_by_its_file(tmp_path):
    files = {"user_archive.csv": sample.table(sample.ARCHIVE, sample.ARCHIVE_COLUMNS)}
    export = opened(tmp_path, files, filename="user_archive-Ann-240310-100000-12.zip")
    assert {act.actor for act in exports.acts(exports.read(export)).values()} == {"@ann"}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "shaped",
    [
        lambda posts, dump: dump(page(posts)),
        lambda posts, dump: dump(posts),
        lambda posts, dump: dump([page(posts)]),
        lambda posts, dump: b"\n".join(sample.dumped(one) for one in posts) + b"\n",
        lambda posts, dump: b"\n\n".join(sample.dumped(page([one])) for one in posts),
    ],
)
def test_posts_in_any_wrapping(tmp_path, shaped, indent):
    data = shaped(sample.POSTS, lambda value: sample.dumped(value, indent))
    acts = exports.acts(read_one(tmp_path, data))
    expected = exports.acts(read_one(tmp_path, sample.dumped(page(sample.POSTS))))
    assert acts == expected
    assert len(acts) == 12


@pytest.mark.parametrize("indent", [None, 1])
def test_one_topic_and_one_post(tmp_path, indent):
    assert exports.acts(read_one(tmp_path, sample.dumped(sample.topic([post(1, 8)]), indent))).keys() == {"topic/8/1"}
    assert exports.acts(read_one(tmp_path, sample.dumped(post(1), indent))).keys() == {"topic/7/1"}


def test_somebody_renamed_half_way_stays_one(tmp_path):
    renamed = [
        post(1),
        post(2, username="newname"),
        post(3, user=2, cooked=sample.mention("user1") + sample.mention("newname")),
    ]
    batches = read_one(tmp_path, sample.dumped(page(renamed)))
    acts = exports.acts(batches)
    assert acts["topic/7/1"].actor == acts["topic/7/2"].actor == "1"
    assert acts["topic/7/3"].mentions == ("1",)
    assert exports.accounts(batches).keys() == {"1", "2"}


def test_the_site_is_named_by_its_address(tmp_path):
    export = opened(tmp_path)
    assert export.workspace == sample.SITE
    assert discourse.NO_SITE not in export.preview().notes
    export.close()
    export = opened(tmp_path, workspace="other.example")
    assert export.workspace == "other.example"
    export.close()
    export = opened(tmp_path, {"posts.json": sample.dumped(page([post(1, avatar_template="/letter/a")]))})
    assert export.workspace == "unknown"
    assert discourse.NO_SITE in export.preview().notes
    export.close()


def test_reading_twice_gives_the_same(tmp_path):
    for name, files in (("one", sample.site()), ("two", sample.archive())):
        path = exports.make_zip(tmp_path / name, files)
        export, again = DiscourseExport(path), DiscourseExport(path)
        assert list(export.read()) == list(export.read()) == list(again.read())
        again.close()
        export.close()


def test_an_account_is_told_of_before_or_with_its_first_act(batches):
    known = set()
    for batch in batches:
        known |= {account.external_id for account in batch.accounts}
        assert {act.actor for act in batch.acts} | {who for act in batch.acts for who in act.mentions} <= known


def test_preview(tmp_path):
    export = opened(tmp_path)
    preview = export.preview()
    assert [(place.external_id, place.name, place.count, place.leave_out) for place in preview.places] == [
        ("5", "General", 8, False),
        ("6", "Wellbeing", 2, True),
    ]
    assert preview.accounts == 7
    assert list(export.read())[-1].done == export.size
    export.close()


def test_leaving_out_a_category(tmp_path):
    batches = exports.read(opened(tmp_path), leave_out=["5"])
    assert exports.places(batches).keys() == {"6"}
    assert {act.place for act in exports.acts(batches).values()} == {None, "6"}
    assert exports.skipped(batches)[discourse.LEFT_OUT] == 8


@pytest.mark.parametrize(
    "data",
    [
        sample.dumped(page(sample.POSTS)),
        sample.dumped(sample.topic([post(1)])),
        b"\n".join(map(sample.dumped, sample.POSTS)),
        sample.table(sample.USERS, sample.USER_COLUMNS),
    ],
)
def test_it_is_recognised(tmp_path, data):
    (tmp_path / "upload").write_bytes(data)
    assert recognise(tmp_path / "upload") == NETWORK


@pytest.mark.parametrize("files", [sample.site(), sample.archive()])
def test_archives_are_recognised(tmp_path, files):
    assert recognise(exports.make_zip(tmp_path / "upload.zip", files)) == NETWORK
