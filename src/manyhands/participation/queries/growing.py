"""Columns that grow: rows are added behind those that are there, without copying these."""

import threading

import numpy as np

Columns = dict[str, np.ndarray]
ROOM = 1.25  # times what is there
LEAST = 10_000  # rows


class Growing:
    """Columns of one length, with room behind them. What was handed out before is not disturbed by what is added."""

    def __init__(self, *parts: Columns) -> None:
        """Takes the parts over, one behind the other, and empties them, so that nothing is in memory twice."""
        self.lock = threading.Lock()  # for what is worked out from them and kept
        self.used = sum(len(next(iter(part.values()))) for part in parts)
        room = int(self.used * ROOM) + LEAST
        self._columns: Columns = {}
        for name in list(parts[0]):
            self._columns[name] = column = np.empty(room, parts[0][name].dtype)
            at = 0
            for part in parts:
                rows = part.pop(name)
                column[at : at + len(rows)] = rows
                at += len(rows)

    def columns(self, length: int) -> Columns:
        """The first rows of all columns."""
        return {name: column[:length] for name, column in self._columns.items()}

    def with_rows(self, length: int, more: Columns) -> "Growing":
        """The first `length` rows and behind them more: itself, where they end there and there is room."""
        added = len(next(iter(more.values())))
        here = self.columns(length)
        fits = length == self.used and length + added <= len(next(iter(self._columns.values())))
        if not fits:
            return Growing(here, dict(more))
        for name, column in more.items():
            self._columns[name][length : length + added] = column
        self.used += added
        return self
