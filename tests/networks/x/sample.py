"""An account's archive as X makes it, of people that do not exist."""

import json
from typing import Any

from tests.networks.exports import CANARY

OWN = "2244994945"
BOB, ALICE = "783214", "6253282"


def number(seconds: float) -> str:
    """The number of a post written then."""
    return str(int((seconds - 1288834974.657) * 1000) << 22)


def post(
    id_str: str, when: str = "Wed Oct 10 20:19:24 +0000 2018", text: str = f"{CANARY} &amp; went", **more: Any
) -> dict:
    shape = {"id": id_str, "id_str": id_str, "created_at": when, "full_text": text, "retweeted": False}
    shape |= {"favorite_count": "3", "retweet_count": "0", "lang": "en", "source": "<a>X</a>"}
    return {"tweet": shape | {"entities": entities()} | more}


def entities(hashtags: tuple[str, ...] = (), mentions: tuple[tuple[str, str], ...] = ()) -> dict:
    named = [
        {"name": f"The {name}", "screen_name": name, "indices": ["0", "4"], "id_str": who, "id": who}
        for who, name in mentions
    ]
    return {"hashtags": [{"text": tag, "indices": ["0", "4"]} for tag in hashtags], "user_mentions": named, "urls": []}


EDITED_FIRST, EDITED_LAST = number(1_700_000_000), number(1_700_000_600)

POSTS = [
    post("1001", entities=entities(("Rivers", "rivers"), ((BOB, "Bob"),))),
    post("1002", in_reply_to_status_id_str="1001", in_reply_to_user_id_str=OWN, in_reply_to_screen_name="council"),
    post("1003", in_reply_to_status_id_str="555", in_reply_to_user_id_str=ALICE, in_reply_to_screen_name="alice"),
    post("1004", text=f"RT @Bob: {CANARY} @alice #x", entities=entities(("x",), ((BOB, "Bob"), (ALICE, "alice")))),
    post(EDITED_LAST, when="Tue Nov 14 22:23:20 +0000 2023", edit_info={"edit": {"initialTweetId": EDITED_FIRST}}),
]
SECOND_PART = [post("1006", when="Mon Jan 15 10:00:00 +0000 2024", edit_info={"initial": {"editTweetIds": ["1006"]}})]
LIKES = [
    {"like": {"tweetId": number(1_700_000_000), "fullText": CANARY, "expandedUrl": "https://x.com/i/web/status/1"}},
    {"like": {"tweetId": number(1_400_000_000)}},  # from before the account
    {"like": {"tweetId": "20"}},
]
ACCOUNT = {"email": "private@example.org", "createdVia": "web", "username": "council", "accountId": OWN}
ACCOUNT |= {"createdAt": "2015-01-01T00:00:00.000Z", "accountDisplayName": "Example Council"}


def script(name: str, records: list, part: int = 0, indent: int | None = 2) -> bytes:
    return f"window.YTD.{name}.part{part} = {json.dumps(records, indent=indent)}".encode()


def files(posts: list | None = None, **more: bytes) -> dict[str, bytes]:
    secret = [{"dmConversation": {"conversationId": "1-2", "messages": [{"messageCreate": {"text": CANARY}}]}}]
    return {
        "Your archive.html": b"<html></html>",
        "data/account.js": script("account", [{"account": ACCOUNT}]),
        "data/tweets.js": script("tweets", POSTS if posts is None else posts),
        "data/tweets-part1.js": script("tweets", SECOND_PART if posts is None else [], 1),
        "data/like.js": script("like", LIKES),
        "data/deleted-tweets.js": script("deleted_tweets", [post("1009", deleted_at="2024-01-16T10:00:00.000Z")]),
        "data/direct-messages.js": script("direct_messages", secret),
        "data/tweet-headers.js": script("tweet_headers", [{"tweet": {"tweet_id": "9"}}]),
        "data/tweets_media/1001-a.jpg": b"\xff\xd8",
    } | {f"data/{name.replace('_js', '.js')}": data for name, data in more.items()}
