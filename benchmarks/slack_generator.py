"""Makes a synthetic Slack export: `python benchmarks/slack_generator.py OUT.zip --messages 1000000 --seed 1`.

Nobody in it is real. As in real ones, few people write most (log-normal), channels differ as much, a text has 200 bytes
on average, a third of messages answer in a thread or are reacted to, and everybody joins before they write.
"""

import argparse
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

VOCABULARY = """
    the a our we to for of and with bins libraries housing roads planning residents councillors report update form
    service draft thanks morning meeting notes please could someone look at this page before it goes out on Friday
    question answer survey figures map budget volunteers transport parks schools care team website accessibility
"""
WORDS = VOCABULARY.split()
EMOJI = ("+1", "tada", "heart", "eyes", "raised_hands")
FIRST_DAY = 1_704_067_200  # 1 January 2024, UTC
A_DAY = 86_400
TEXTS = 20_000


class Workspace:
    """People, channels and how much each writes, all from one seed."""

    def __init__(self, seed: int, users: int, channels: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.users = [f"U{number:08X}" for number in range(1, users + 1)]
        self.channels = [(f"C{number:08X}", f"channel-{number:02d}") for number in range(1, channels + 1)]
        self.activity = _shares(self.rng.lognormal(0, 2, users))
        self.busyness = _shares(self.rng.lognormal(0, 1, channels))
        self.members = [self._members(number == 0) for number in range(channels)]
        self.texts = [self._text() for _ in range(TEXTS)]

    def _members(self, everybody: bool) -> np.ndarray:
        """Who is in a channel, as numbers of users: the active are in more of them."""
        size = len(self.users) if everybody else min(len(self.users), 20 + int(self.rng.lognormal(5, 1)))
        return np.sort(self.rng.choice(len(self.users), size, replace=False, p=self.activity))

    def _text(self) -> str:
        """A text as JSON has it, quotes included; 200 bytes on average."""
        length = self.rng.lognormal(4.97, 0.8)
        words: list[str] = []
        while sum(map(len, words)) + len(words) < length:
            words.append(WORDS[self.rng.integers(len(WORDS))])
        if self.rng.random() < 0.1:
            words.insert(0, f"<@{self.users[self.rng.integers(len(self.users))]}>")
        if self.rng.random() < 0.05:
            words.append(f"#{WORDS[self.rng.integers(len(WORDS))]}")
        return json.dumps(" ".join(words))

    def user_list(self) -> list[dict[str, object]]:
        return [
            {
                "id": user,
                "team_id": "T00000001",
                "name": f"person{number}",
                "deleted": False,
                "real_name": f"Person {number}",
                "profile": {"real_name": f"Person {number}", "email": f"person{number}@example.org"},
                "is_primary_owner": number == 1,
                "is_restricted": number % 50 == 0,
                "is_ultra_restricted": False,
                "is_bot": number % 500 == 0,
            }
            for number, user in enumerate(self.users, 1)
        ]

    def channel_list(self) -> list[dict[str, object]]:
        return [
            {
                "id": channel,
                "name": name,
                "created": FIRST_DAY,
                "creator": self.users[0],
                "is_archived": False,
                "is_general": channel == self.channels[0][0],
                "members": [self.users[member] for member in members],
            }
            for (channel, name), members in zip(self.channels, self.members, strict=True)
        ]

    def days(self, messages: int, days: int) -> Iterator[tuple[str, bytes]]:
        """Each day file's name and bytes, oldest first."""
        joined: set[tuple[int, int]] = set()
        per_day = self.rng.multinomial(messages, np.full(days, 1 / days))
        for day, in_day in enumerate(per_day):
            date = np.datetime64("2024-01-01") + day
            for channel, count in enumerate(self.rng.multinomial(in_day, self.busyness)):
                if count:
                    members = self.members[channel]
                    writers = self.rng.choice(members, count, p=_shares(self.activity[members]))
                    data = self._day(FIRST_DAY + day * A_DAY, channel, writers, joined)
                    yield f"{self.channels[channel][1]}/{date}.json", data

    def _day(self, midnight: int, channel: int, writers: np.ndarray, joined: set[tuple[int, int]]) -> bytes:
        seconds = np.sort(self.rng.integers(0, A_DAY, len(writers)))
        texts = self.rng.integers(0, TEXTS, len(writers))
        luck = self.rng.random(len(writers))
        records = []
        thread = ""
        for number, writer in enumerate(writers.tolist()):
            user = self.users[writer]
            ts = f"{midnight + int(seconds[number])}.{number * 10:06d}"
            if (channel, writer) not in joined:
                joined.add((channel, writer))
                records.append(_join(user, f"{ts[:-1]}1"))
            chance = luck[number]
            more = ""
            if chance < 0.2 and thread:
                more = f',\n        "thread_ts": "{thread}",\n        "parent_user_id": "{user}"'
            elif chance < 0.3:
                thread = ts
                more = f',\n        "thread_ts": "{ts}",\n        "reply_count": 1'
            if chance > 0.9:
                more += _reaction(EMOJI[number % len(EMOJI)], self.users[(writer + number) % len(self.users)])
            records.append(
                f'    {{\n        "user": "{user}",\n        "type": "message",\n        "ts": "{ts}",\n'
                f'        "text": {self.texts[texts[number]]}{more}\n    }}'
            )
        return ("[\n" + ",\n".join(records) + "\n]").encode()


def _shares(weights: np.ndarray) -> np.ndarray:
    return weights / weights.sum()


def _join(user: str, ts: str) -> str:
    return (
        f'    {{\n        "user": "{user}",\n        "type": "message",\n        "subtype": "channel_join",\n'
        f'        "ts": "{ts}",\n        "text": "<@{user}> has joined the channel"\n    }}'
    )


def _reaction(name: str, user: str) -> str:
    return (
        f',\n        "reactions": [\n            {{\n                "name": "{name}",\n                "users": [\n'
        f'                    "{user}"\n                ],\n                "count": 1\n            }}\n        ]'
    )


def generate(
    out: Path, *, messages: int, seed: int = 1, users: int = 5_000, channels: int = 50, days: int = 731
) -> None:
    """Writes the export, a day file at a time: memory does not grow with the messages."""
    workspace = Workspace(seed, users, channels)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        target.writestr("users.json", json.dumps(workspace.user_list(), indent=4))
        target.writestr("channels.json", json.dumps(workspace.channel_list(), indent=4))
        for name, data in workspace.days(messages, days):
            target.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--users", type=int, default=5_000)
    parser.add_argument("--channels", type=int, default=50)
    parser.add_argument("--days", type=int, default=731)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    generate(
        given.out,
        messages=given.messages,
        seed=given.seed,
        users=given.users,
        channels=given.channels,
        days=given.days,
    )


if __name__ == "__main__":
    main()
