"""Columns that grow: rows are added behind those that are there, without copying these."""

import threading

import numpy as np

Columns = dict[str, np.ndarray]
ROOM = 1.25  # times what is there
LEAST = 10_000  # rows


class Growing:
    """Columns of one length, with room behind them. What was handed out before is not disturbed by what is added."""

    def __init__(self, columns: Columns) -> None:
        self.lock = threading.Lock()  # for what is worked out from them and kept
        self.used = len(next(iter(columns.values())))
        room = int(self.used * ROOM) + LEAST
        self._columns = {name: np.empty(room, column.dtype) for name, column in columns.items()}
        for name, column in columns.items():
            self._columns[name][: self.used] = column

    def columns(self, length: int) -> Columns:
        """The first rows of all columns."""
        return {name: column[:length] for name, column in self._columns.items()}

    def with_rows(self, length: int, more: Columns) -> "Growing":
        """The first `length` rows and behind them more: itself, where they end there and there is room."""
        added = len(next(iter(more.values())))
        here = self.columns(length)
        fits = length == self.used and length + added <= len(next(iter(self._columns.values())))
        if not fits:
            return Growing({name: np.concatenate([column, more[name]]) for name, column in here.items()})
        for name, column in more.items():
            self._columns[name][length : length + added] = column
        self.used += added
        return self
