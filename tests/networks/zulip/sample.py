"""An organisation's export as Zulip makes it, of people that do not exist."""

import json
from typing import Any

from tests.networks.exports import CANARY

GENERAL, PRIVATE, CLOSED = 11, 12, 13  # channels
TO_GENERAL, TO_PRIVATE, TO_CLOSED, TO_PERSON, TO_GROUP = 21, 22, 23, 24, 25
WHEN = 1705312800.25


def user(number: int, **more: Any) -> dict:
    shape = {"id": number, "full_name": f"Person {number}", "email": f"user{number}@zulip.example", "role": 400}
    shape |= {"delivery_email": f"person{number}@council.example", "is_active": True, "is_bot": False}
    return shape | {"date_joined": 1700000000.5, "timezone": "", "short_name": CANARY} | more


def message(number: int, recipient: int = TO_GENERAL, sender: int = 1, **more: Any) -> dict:
    shape = {"id": number, "sender": sender, "recipient": recipient, "subject": "Rivers", "content": CANARY}
    shape |= {"rendered_content": f"<p>{CANARY}</p>", "date_sent": WHEN + number, "last_edit_time": None, "realm": 2}
    return shape | more


REALM = {
    "zerver_realm": [{"id": 2, "string_id": "council", "uuid": "0b9c2ff3-0000-4000-8000-000000000001", "name": CANARY}],
    "zerver_userprofile": [
        user(1, full_name="Ann Example"),
        user(2, full_name="Sam Example"),
        user(3, role=600, full_name="Sam Example"),
        user(4, is_active=False),
        user(5, is_bot=True, delivery_email=None),
    ],
    "zerver_userprofile_crossrealm": [{"id": 90, "email": "notification-bot@zulip.com", "realm_id": 1}],
    "zerver_userprofile_mirrordummy": [user(6)],
    "zerver_subscription": [
        {"id": 1, "recipient": TO_GENERAL, "user_profile": 2, "active": True},
        {"id": 2, "recipient": TO_GENERAL, "user_profile": 1, "active": True},
        {"id": 3, "recipient": TO_GENERAL, "user_profile": 4, "active": False},
        {"id": 4, "recipient": TO_PRIVATE, "user_profile": 1, "active": True},
        {"id": 5, "recipient": TO_GENERAL, "user_profile": 77, "active": True},
    ],
    "zerver_recipient": [
        {"id": TO_GENERAL, "type": 2, "type_id": GENERAL},
        {"id": TO_PRIVATE, "type": 2, "type_id": PRIVATE},
        {"id": TO_CLOSED, "type": 2, "type_id": CLOSED},
        {"id": TO_PERSON, "type": 1, "type_id": 11},  # a person whose number is a channel's
        {"id": TO_GROUP, "type": 3, "type_id": 13},
    ],
    "zerver_stream": [
        {"id": GENERAL, "name": "general", "invite_only": False, "deactivated": False, "description": CANARY},
        {"id": PRIVATE, "name": f"reorganisation {CANARY}", "invite_only": True, "deactivated": False},
        {"id": CLOSED, "name": "wellbeing", "invite_only": False, "deactivated": True},
    ],
    "zerver_reaction": [
        {"id": 501, "message": 101, "user_profile": 2, "emoji_name": "tada", "emoji_code": "1f389"},
        {"id": 500, "message": 101, "user_profile": 3, "emoji_name": "tada", "emoji_code": "1f389"},
        {"id": 502, "message": 105, "user_profile": 2, "emoji_name": "tada", "emoji_code": "1f389"},  # private
    ],
}

MESSAGES = [
    message(101, content=f"{CANARY} #Rivers @**Sam Example|2** @**Ann Example** @**all** @**Sam Example** @**Nobody**"),
    message(102, sender=2, subject="rivers"),
    message(103, subject="Trees", last_edit_time=WHEN + 500),
    message(
        104,
        subject="Trees",
        content=f"@_**Ann Example|1** [said](https://z.example/#narrow/channel/11/near/101):\n{CANARY}",
    ),
    message(105, recipient=TO_PRIVATE),
    message(106, recipient=TO_PERSON),
    message(107, recipient=TO_GROUP),
    message(108, recipient=TO_CLOSED, sender=88),
]
LATER = [message(109, sender=5, content="<a hand>"), message(110, recipient=999)]


def files(
    messages: list | None = None, realm: dict | None = None, indent: int | None = None, **more: bytes
) -> dict[str, bytes]:
    chunk = {"zerver_message": MESSAGES if messages is None else messages}
    chunk |= {"zerver_usermessage": [{"id": 1, "user_profile": 1, "message": 101, "flags_mask": 1}]}
    return {
        "realm.json": json.dumps(REALM if realm is None else realm, indent=indent).encode(),
        "attachment.json": b'{"zerver_attachment": []}',
        "messages-000001.json": json.dumps(chunk, indent=indent).encode(),
        "messages-000002.json": json.dumps({"zerver_message": LATER}).encode(),
        "uploads/records.json": b"[]",
        "avatars/1.png": b"\x89PNG",
    } | {name.replace("_json", ".json").replace("_", "-"): data for name, data in more.items()}
