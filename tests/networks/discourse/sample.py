"""What Discourse gives out, of people that do not exist."""

import csv
import io
import json
from typing import Any

from tests.networks.exports import CANARY

SITE = "forum.council.example"


def post(number: int, topic: int = 7, user: int | None = 1, **more: Any) -> dict:
    shape = {"id": topic * 100 + number, "topic_id": topic, "post_number": number, "post_type": 1, "version": 1}
    shape |= {
        "username": f"user{user}",
        "user_id": user,
        "name": f"Person {user}",
        "created_at": "2024-01-15T10:00:00.250Z",
    }
    shape |= {"updated_at": "2024-01-15T10:00:00.250Z", "cooked": f"<p>{CANARY} &amp; went</p>", "category_id": 5}
    shape |= {"reply_to_post_number": None, "avatar_template": f"/user_avatar/{SITE}/user{user}/{{size}}/1_2.png"}
    return shape | {"topic_slug": CANARY, "actions_summary": [{"id": 2, "count": 3}]} | more


def mention(name: str) -> str:
    return f'<a class="mention" href="/u/{name}">@{name}</a>'


POSTS = [
    post(1),
    post(2, user=2, cooked=f"<p>{mention('User1')} {mention('stranger')} {mention('user2')} {CANARY} #Rivers</p>"),
    post(3, user=-1, username="system", reply_to_post_number=2),
    post(
        4,
        cooked=f'<aside class="quote no-group"><blockquote>{CANARY}</blockquote></aside><p>yes</p>',
    ),
    post(5, version=3, updated_at="2024-02-01T09:00:00.000Z"),
    post(6, deleted_at="2024-02-02T09:00:00.000Z"),
    post(7, user_deleted=True, updated_at="2024-02-03T09:00:00.000Z"),
    post(8, post_type=3, action_code="closed.enabled", cooked=""),
    post(9, post_type=4),
    post(10, user=None, username=None),
    post(11, cooked=None, raw=f"@user2 {CANARY}"),
    post(12, category_id=None, post_type=2),
]


def page(posts: list, **more: Any) -> dict:
    """As /posts.json."""
    return {"latest_posts": posts} | more


def topic(posts: list, number: int = 8, archetype: str = "regular") -> dict:
    """As /t/8.json, where the category stands with the topic."""
    within = [{key: value for key, value in one.items() if key != "category_id"} for one in posts]
    stream = {"posts": within, "stream": [one["id"] for one in posts]}
    return {
        "post_stream": stream,
        "tags": ["x"],
        "id": number,
        "title": CANARY,
        "archetype": archetype,
        "category_id": 6,
    }


CATEGORIES = {
    "category_list": {
        "can_create_category": False,
        "categories": [
            {"id": 5, "name": "General", "read_restricted": False, "description": CANARY},
            {"id": 6, "name": "Wellbeing", "read_restricted": False},
            {"id": 9, "name": "Staff", "read_restricted": True},
        ],
    }
}


def dumped(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, indent=indent).encode()


def table(rows: list[dict[str, Any]], columns: list[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode()


USER_COLUMNS = [
    "id",
    "name",
    "username",
    "email",
    "title",
    "created_at",
    "last_seen_at",
    "last_posted_at",
    "last_emailed_at",
    "trust_level",
    "approved",
    "suspended_at",
    "suspended_till",
    "silenced_till",
    "active",
    "admin",
    "moderator",
    "ip_address",
    "staged",
    "secondary_emails",
    "topics_entered",
    "posts_read_count",
    "time_read",
    "topic_count",
    "post_count",
    "likes_given",
    "likes_received",
    "location",
    "website",
    "views",
    "group_names",
]


def user(number: int, **more: Any) -> dict:
    shape = {
        "id": number,
        "name": f"Person {number}",
        "username": f"User{number}",
        "email": f"u{number}@council.example",
    }
    shape |= {"created_at": "2023-05-01 09:30:00 UTC", "last_seen_at": "2024-03-01 10:00:00 UTC", "active": "true"}
    shape |= {"admin": "false", "staged": "false", "topics_entered": 12, "posts_read_count": 340, "time_read": 5400}
    shape |= {"title": CANARY, "post_count": 4, "likes_given": 7, "group_names": "staff", "ip_address": "192.0.2.1"}
    return shape | more


USERS = [
    user(1),
    user(2, last_seen_at="2024-03-09 08:00:00 UTC"),
    user(3, active="false"),
    user(4, suspended_at="2024-01-01 00:00:00 UTC", suspended_till="2999-01-01 00:00:00 UTC"),
    user(5, suspended_at="2020-01-01 00:00:00 UTC", suspended_till="2020-02-01 00:00:00 UTC"),
    user(
        6,
        staged="true",
        last_seen_at="",
        posts_read_count="",
        topics_entered=0,
        time_read=0,
        post_count=1,
        likes_given=0,
    ),
    user(-1, username="system"),
]

ARCHIVE_COLUMNS = [
    "topic_title",
    "categories",
    "is_pm",
    "post_raw",
    "post_cooked",
    "like_count",
    "reply_count",
    "url",
    "created_at",
]


def line(topic: int, number: int, **more: Any) -> dict:
    shape = {"topic_title": CANARY, "categories": "Parent|General", "is_pm": "No", "post_raw": f"{CANARY}, raw"}
    shape |= {"post_cooked": f"<p>{CANARY}</p>", "url": f"https://{SITE}/t/a-slug/{topic}/{number}"}
    return shape | {"created_at": "2024-01-15 10:00:00 UTC"} | more


ARCHIVE = [
    line(7, 1),
    line(8, 2, categories="Wellbeing"),
    line(20, 1, is_pm="Yes", categories="-"),
    line(21, 1, is_pm="Ydy", categories="-"),
]
PREFERENCES = {"user": {"id": 1, "username": "user1", "name": "Person 1", "email": "u1@council.example"}}
VISITS = [{"visited_at": "2024-01-15", "posts_read": 3, "time_read": 60}, {"visited_at": "2024-01-16", "posts_read": 0}]


def archive(**more: bytes) -> dict[str, bytes]:
    """A user's archive, without the files that are never opened."""
    return {
        "user_archive.csv": table(ARCHIVE, ARCHIVE_COLUMNS),
        "preferences.json": dumped(PREFERENCES, 4),
        "visits.csv": table(VISITS, ["visited_at", "posts_read", "mobile", "time_read"]),
        "auth_tokens.csv": b"id,client_ip\n1,192.0.2.1\n",
        "likes.csv": b"id,post_id,topic_id,post_number,created_at\n1,2,3,4,2024-01-15 10:00:00 UTC\n",
    } | {name.replace("_csv", ".csv").replace("_json", ".json"): data for name, data in more.items()}


def site(**more: bytes) -> dict[str, bytes]:
    """All there can be of a site, in one ZIP."""
    return {
        "categories.json": dumped(CATEGORIES),
        "posts.json": dumped(page(POSTS), 1),
        "t/8.json": dumped(topic([post(1, 8), post(2, 8, user=2)])),
        "t/9.json": dumped(topic([post(1, 9), post(2, 9)], 9, archetype="private_message")),
        "user-list-240310-100000-1.csv": table(USERS, USER_COLUMNS),
    } | more
