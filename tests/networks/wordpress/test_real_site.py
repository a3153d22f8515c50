"""An export made by a real WordPress: who wrote what is what was put into it."""

import pytest

from manyhands.networks.wordpress.export import WordPressExport
from tests.networks import exports
from tests.peers import wordpress

CONTENT = {
    "users": ["ann", "ben", "cy"],
    "posts": [
        {
            "post_author": "ann",
            "post_title": "Trees",
            "post_content": "<p>Plane &amp; lime: é ]]> #Trees</p>",
            "post_status": "publish",
        },
        {"post_author": "ben", "post_title": "Bins", "post_content": "Soon", "post_status": "draft"},
        {
            "post_author": "ben",
            "post_title": "Hours",
            "post_content": "Nine",
            "post_status": "publish",
            "post_type": "page",
        },
        {
            "post_author": "ben",
            "post_title": "Staff",
            "post_content": "Hush",
            "post_status": "publish",
            "post_password": "x",
        },
        {"post_author": "ben", "post_title": "Board", "post_content": "Hush", "post_status": "private"},
    ],
    "comments": [
        {
            "comment_post_ID": 0,
            "comment_author": "Res",
            "comment_author_email": "res@example.com",
            "comment_content": "Which?",
            "comment_author_IP": "192.0.2.5",
            "comment_approved": 1,
        },
        {
            "comment_post_ID": 0,
            "user": "cy",
            "comment_author": "cy",
            "comment_content": "All",
            "comment_approved": 1,
            "parent": 0,
        },
        {"comment_post_ID": 0, "comment_author": "Buy", "comment_content": "now", "comment_approved": "spam"},
    ],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    if reason := wordpress.missing():
        pytest.skip(reason)
    data, made = wordpress.export(CONTENT)
    path = tmp_path_factory.mktemp("site") / "export.xml"
    path.write_bytes(data)
    return path, made


def test_who_wrote_what(site):
    path, made = site
    export = WordPressExport(path)
    assert export.workspace == "blog.example.org"
    batches = exports.read(export)
    assert exports.rejected(batches) == []
    acts = exports.acts(batches)
    trees, hours = f"post/{made['posts'][0]}", f"post/{made['posts'][2]}"
    asked, answered = (f"comment/{made['comments'][number]}" for number in (0, 1))
    assert set(acts) == {trees, hours, asked, answered}
    users = {name: f"user/{number}" for name, number in made["users"].items()}
    assert (acts[trees].actor, acts[hours].actor) == (users["ann"], users["ben"])
    assert (acts[trees].object_type, acts[hours].object_type) == ("Article", "Page")
    assert (acts[trees].length, acts[trees].hashtags) == (len("Plane & lime: é ]]> #Trees"), ("trees",))
    assert (acts[asked].in_reply_to, acts[answered].in_reply_to) == (trees, asked)
    assert acts[answered].actor == users["cy"]  # who has an account and has written no post
    accounts = exports.accounts(batches)
    assert accounts[acts[asked].actor].is_member is False
    assert accounts[users["ann"]].email == "ann@example.org"
    assert "res@example.com" not in repr(batches)
    assert "192.0.2.5" not in repr(batches)
