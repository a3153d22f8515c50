"""Answers that take long to work out, kept until what they were made from changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """At most so many answers, each with the version of what it was made from."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[Hashable, Answer]] = OrderedDict()

    def get(self, key: Hashable, version: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer called `key`, made anew unless it is of this version. The one asked for longest ago goes."""
        found = self._answers.get(key)
        if found is None or found[0] != version:
            self._answers[key] = found = (version, make())
        self._answers.move_to_end(key)
        while len(self._answers) > self._most:
            self._answers.popitem(last=False)
        return found[1]
