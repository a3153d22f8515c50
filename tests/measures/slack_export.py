"""The real Slack export, decoded here by json alone, so that measures have an oracle apart from our own reader."""

import json
import zipfile
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

import numpy as np

from tests.paths import shared


class Export(NamedTuple):
    """Contributing messages as flat arrays of indices into `people` and `channels`, and months such as 201607."""

    people: list[str]
    channels: list[str]
    open_channels: list[str]
    members: dict[str, list[str]]
    person: np.ndarray
    channel: np.ndarray
    month: np.ndarray

    def counts(self, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        return np.unique(self.person[rows], return_counts=True)[1]


@cache
def read() -> Export:
    """`message` with no subtype or `file_share`, as the figures of the data's README count them; months in UTC.

    Skips the test where the file is absent.
    """
    with zipfile.ZipFile(shared("data", "slack-real-export.zip")) as archive:
        people = [user["id"] for user in json.loads(archive.read("users.json"))]
        channels = json.loads(archive.read("channels.json"))
        names = [channel["name"] for channel in channels]
        rows = []
        for name in archive.namelist():
            folder, slash, _ = name.partition("/")
            if not slash or not name.endswith(".json"):
                continue
            for message in json.loads(archive.read(name)):
                if message["type"] == "message" and message.get("subtype") in (None, "file_share"):
                    day = datetime.fromtimestamp(float(message["ts"]), UTC)
                    rows.append((people.index(message["user"]), names.index(folder), day.year * 100 + day.month))
    person, channel, month = np.array(rows, dtype=np.int64).T
    return Export(
        people,
        names,
        [c["name"] for c in channels if not c["is_archived"]],
        {c["name"]: c["members"] for c in channels},
        person,
        channel,
        month,
    )
