"""A council's aggregates as a file to give to other councils: the form it has (docs/aggregates.md), and its checks.

It holds what everybody in the council may see, no more: no figure about one to four people. A file of somebody
else's is checked for that, too, before anything of it is kept.
"""

import math
import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from .cube import FEWEST

FORMAT, VERSION = "manyhands-aggregates", 1
LARGEST = 200_000  # bytes; ours have some two thousand

Month = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Count = Annotated[int, Meta(ge=0, le=10**12)]
Share = Annotated[float, Meta(ge=0, le=1)]
Rank = Annotated[str, Meta(pattern=r"^\d{1,7}$")]
Hands = Annotated[float, Meta(ge=0, le=10**12)]


class Months(Struct, frozen=True):
    """Whole months, both included."""

    since: Month
    until: Month


class FileBand(Struct, frozen=True):
    """How many people contributed `low` to `high` times (null: or more)."""

    low: Annotated[int, Meta(ge=1)]
    high: Annotated[int, Meta(ge=1)] | None
    contributors: Count


class FileFigures(Struct, frozen=True):
    """Figures of docs/measures.md; those that may not be given are null or absent."""

    contributors: Count
    contributions: Count
    members: Count | None = None
    contributions_about: bool = False  # rounded to tens
    top_shares: dict[Rank, Share] = {}
    gini: dict[str, Share] = {}
    hill: dict[str, Hands] = {}
    evenness: Share | None = None
    absence_factor: Count | None = None


class Privacy(Struct, frozen=True):
    """What was done to the figures so that they tell of nobody."""

    fewest: int = FEWEST
    epsilon: Annotated[float, Meta(gt=0)] | None = None  # null: without noise
    mechanism: str = ""
    most_contributions: int | None = None  # of one person that count, with noise
    within: dict[str, float] = {}  # by figure: how far noise took it at most, in 95 of 100 files


class Aggregates(Struct, frozen=True):
    """The file."""

    format: Literal["manyhands-aggregates"]
    version: Literal[1]
    organisation: Annotated[str, Meta(min_length=1, max_length=200)]
    made: Day
    period: Months
    figures: FileFigures
    bands: Annotated[list[FileBand], Meta(max_length=100)] = []
    privacy: Privacy = Privacy()


class Refused(ValueError):
    """Why a file is not taken. `key`: size, json, other, newer, form, months, few or sums; `detail`: where in it."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(f"{key} {detail}".strip())
        self.key, self.detail = key, detail


def read(content: bytes) -> Aggregates:
    """The aggregates in a file. Raises Refused."""
    if len(content) > LARGEST:
        raise Refused("size")
    try:
        raw = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused("json") from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise Refused("other")
    if raw.get("version") != VERSION:
        raise Refused("newer", str(raw.get("version"))[:20])
    try:
        found = msgspec.convert(raw, Aggregates)
    except msgspec.ValidationError as error:
        raise Refused("form", _where(str(error))) from None
    _check(found)
    return found


def written(found: Aggregates) -> bytes:
    """The file, for people to read as well."""
    # PostgreSQL gives the names inside what it kept back in another order.
    return msgspec.json.format(msgspec.json.encode(found, order="deterministic"), indent=2) + b"\n"


def _check(found: Aggregates) -> None:
    figures = found.figures
    if found.period.since > found.period.until:
        raise Refused("months")
    for name, count in (("contributors", figures.contributors), ("members", figures.members)):
        if count is not None and 0 < count < FEWEST:
            raise Refused("few", f"figures.{name}")
    for at, band in enumerate(found.bands):
        if 0 < band.contributors < FEWEST:
            raise Refused("few", f"bands[{at}]")
    if any(int(rank) < FEWEST for rank in figures.top_shares):
        raise Refused("few", "figures.top_shares")
    if any(hands < FEWEST for hands in figures.hill.values()) or 0 < (figures.absence_factor or 0) < FEWEST:
        raise Refused("few", "figures.hill")
    if sum(band.contributors for band in found.bands) > figures.contributors:
        raise Refused("sums", "bands")
    if figures.members is not None and figures.members < figures.contributors:
        raise Refused("sums", "figures.members")
    if figures.contributions < figures.contributors and not figures.contributions_about:
        raise Refused("sums", "figures.contributions")
    numbers = (*figures.top_shares.values(), *figures.gini.values(), *figures.hill.values())
    if not all(math.isfinite(number) for number in numbers):
        raise Refused("form", "figures")


def _where(message: str) -> str:
    """The place in the file that a message of msgspec's names: figures.contributors."""
    found = re.search(r"`\$\.?([^`]*)`", message)
    missing = re.search(r"missing required field `([^`]+)`", message)
    where = found[1] if found else ""
    return ".".join(part for part in (where, missing[1] if missing else "") if part)
