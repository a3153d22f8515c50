"""Everybody in this process who listens, and the one thread that looks for what there is to tell them."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable

from django.db import connections

from manyhands.core import clock

from .. import queries
from ..queries.live import OVERLAP, Asker, Told
from ..rules.sessions import session_name

logger = logging.getLogger("manyhands.notices")
LOOK_EVERY = 0.2  # seconds
ASK_EVERY = 30.0  # seconds after which it is asked again whether somebody may listen
KEEP_ALIVE = 15.0  # seconds of silence after which a comment keeps the connection open
QUEUE = 200  # what may wait for a slow listener; past it they are cut off, and catch up when they come back
MOST = 4000  # listeners in one process
ASK = "ask/"  # before a topic: whoever listens to it is asked at once whether they still may
SESSION = "session/"  # before a session's name: it is over


class Listener:
    """One open page. `frames` is filled by the thread, in the event loop that reads it."""

    def __init__(self, asker: Asker, loop: asyncio.AbstractEventLoop) -> None:
        self.asker, self.loop = asker, loop
        self.frames: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.asked = time.monotonic()
        self.topics = (*asker.topics, SESSION + session_name(asker.session))

    def put(self, frame: bytes | None) -> None:
        """None ends it."""
        if self.frames.qsize() >= QUEUE:
            frame = None
        self.frames.put_nowait(frame)


class Station:
    """The listeners of one process, by topic. Its thread runs while there are any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_topic: dict[str, set[Listener]] = {}
        self._all: dict[Listener, None] = {}  # the one who was asked longest ago first
        self._thread: threading.Thread | None = None
        self._low, self._seen = 0, set[int]()

    def __len__(self) -> int:
        return len(self._all)

    def add(self, listener: Listener) -> None:
        with self._lock:
            self._all[listener] = None
            for topic in listener.topics:
                self._by_topic.setdefault(topic, set()).add(listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()

    def remove(self, listener: Listener) -> None:
        with self._lock:
            self._all.pop(listener, None)
            for topic in listener.topics:
                if there := self._by_topic.get(topic):
                    there.discard(listener)
                    if not there:
                        del self._by_topic[topic]

    def _run(self) -> None:
        started = False
        while True:
            began = time.monotonic()
            try:
                if not started:
                    self._start()
                    started = True
                self._tell(self._look())
                self._ask_some()
            except Exception:
                logger.exception("looking for what to tell failed; trying again")
                connections.close_all()
                time.sleep(2)
            with self._lock:
                if not self._all:
                    self._thread = None
                    break
            time.sleep(max(0.0, LOOK_EVERY - (time.monotonic() - began)))
        connections.close_all()

    def _start(self) -> None:
        # What was told shortly before is for those who ask for it (`told_since`).
        self._low = queries.low_mark(clock.now() - OVERLAP)
        self._seen = {number for number, _ in queries.numbers_after(self._low)}

    def _look(self) -> list[Told]:
        """What is new. Numbers are looked at again for a while: one may be seen only after a higher one, because its
        transaction ended later."""
        rows = queries.numbers_after(self._low)
        new = [number for number, _ in rows if number not in self._seen]
        horizon = clock.now() - OVERLAP
        for number, at in rows:
            if at >= horizon:
                break
            self._low = number
        self._seen = {number for number, _ in rows if number > self._low}
        return queries.told(new) if new else []

    def _tell(self, events: Iterable[Told]) -> None:
        for event in events:
            if event.topic.startswith(ASK):
                self._ask(self._listeners(event.topic.removeprefix(ASK)))
                continue
            frame = None if event.topic.startswith(SESSION) else event.frame
            by_loop: dict[asyncio.AbstractEventLoop, list[Listener]] = {}
            for listener in self._listeners(event.topic):
                by_loop.setdefault(listener.loop, []).append(listener)
            for loop, listeners in by_loop.items():
                _in_loop(loop, _put, listeners, frame)

    def _listeners(self, topic: str) -> list[Listener]:
        with self._lock:
            return list(self._by_topic.get(topic, ()))

    def _ask_some(self) -> None:
        """Asks a few of those whose turn it is, so that nobody waits for the others' answers."""
        due, limit = [], time.monotonic() - ASK_EVERY
        with self._lock:
            share = 1 + len(self._all) // int(ASK_EVERY / LOOK_EVERY)
            for listener in self._all:
                if len(due) >= share or listener.asked > limit:
                    break
                due.append(listener)
        self._ask(due)

    def _ask(self, listeners: Iterable[Listener]) -> None:
        for listener in listeners:
            if len(queries.still_may(listener.asker)) < len(listener.asker.topics):
                _in_loop(listener.loop, listener.put, None)
            listener.asked = time.monotonic()
            with self._lock:
                if listener in self._all:  # to the end of the line
                    del self._all[listener]
                    self._all[listener] = None


STATION = Station()


async def frames(listener: Listener, missed: Callable[[], AsyncIterator[bytes]]) -> AsyncIterator[bytes]:
    """What one listener is sent, until they leave or may not listen any more."""
    STATION.add(listener)
    try:
        yield b"retry: 2000\n\n"
        async for frame in missed():
            yield frame
        while True:
            try:
                frame = await asyncio.wait_for(listener.frames.get(), KEEP_ALIVE)
            except TimeoutError:
                yield b": here\n\n"
                continue
            if frame is None:
                yield b"event: end\ndata: {}\n\n"
                return
            yield frame
    finally:
        STATION.remove(listener)


def _put(listeners: list[Listener], frame: bytes | None) -> None:
    for listener in listeners:
        listener.put(frame)


def _in_loop(loop: asyncio.AbstractEventLoop, call: Callable, *args: object) -> None:
    """A loop that is closed has no listeners any more."""
    try:
        loop.call_soon_threadsafe(call, *args)
    except RuntimeError:
        logger.debug("a listener's loop is closed")
