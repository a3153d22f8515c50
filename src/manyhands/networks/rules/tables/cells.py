"""What cells of a table say."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from manyhands.networks.rules.times import is_month_first

SHORTENED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
"""A number that a spreadsheet program has shortened, so that it is no id any more."""
_SLASHED = re.compile(r"(\d{1,2})[/.\-]\d", re.ASCII)


def month_first(cells: Iterable[object], *, unless_day_first: bool = False) -> bool:
    """Whether a column of dates is in the American order; of one that could be both, `unless_day_first`."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    if unless_day_first:
        return not any(int(day[1]) > 12 for text in texts if (day := _SLASHED.match(text.strip())))
    return is_month_first(texts)


def key(cell: object) -> str:
    """A cell as an id: without regard to case and spaces, so that "Ann Example " and "ann example" are one."""
    return " ".join(words(cell).split()).casefold()


def words(cell: Any) -> str:
    """A cell as text; a whole number without a fraction, a date in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def digest(cells: Iterable[object]) -> str:
    """The same for the same row, in whichever file it is."""
    content = "\x1f".join(words(cell) for cell in cells)
    return hashlib.blake2b(content.encode(errors="replace"), digest_size=16).hexdigest()
