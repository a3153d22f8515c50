"""Server-sent events: what happens while a page is open."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from manyhands.people.types import Verb, needs

from .. import queries
from ..queries.live import Asker
from .listeners import MOST, STATION, Listener, frames

TOPICS = 20  # in one request


@needs(Verb.SEE)
@require_GET
def live(request: HttpRequest, organisation: str) -> HttpResponse:
    """What is told of the topics asked for, as long as the page is open: docs/notices.md says what is in it.

    The middleware and the questions to the database are done in a thread; the stream itself is asynchronous, holds no
    database connection, and costs nothing while nothing happens.
    """
    topics = tuple(dict.fromkeys(request.GET.getlist("topic")))[:TOPICS]
    heard = tuple(topic for topic in topics if queries.may_hear(request.person, topic))
    if not heard:
        raise Http404
    if len(STATION) >= MOST:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    asker = Asker(request.session.session_key or "", request.organisation.pk, heard)
    number = _whole(request.headers.get("Last-Event-ID") or request.GET.get("last"))
    since = _whole(request.GET.get("since"))
    moment = datetime.fromtimestamp(min(since, 4_000_000_000), UTC) if since is not None else None

    def missed() -> list[bytes]:
        try:
            return [event.frame for event in queries.told_since(heard, number=number, moment=moment)]
        finally:
            connections.close_all()  # nobody keeps one while they wait

    async def those_missed() -> AsyncIterator[bytes]:
        for frame in await sync_to_async(missed)():
            yield frame

    async def stream() -> AsyncIterator[bytes]:
        listener = Listener(asker, asyncio.get_running_loop())
        async for frame in frames(listener, those_missed):
            yield frame

    response = StreamingHttpResponse(stream(), content_type="text/event-stream")
    response["Cache-Control"] = "no-store, no-transform"
    response["X-Accel-Buffering"] = "no"  # nginx would wait for more
    return response


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
