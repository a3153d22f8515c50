"""Telling browsers at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from manyhands.core import clock

from ..models import LiveEvent

KEPT = timedelta(hours=1)  # a browser that was away longer loads its page anew


def tell(*, organisation: UUID, topic: str, data: dict[str, Any]) -> int:
    """Tells whoever looks at a topic, once the caller's transaction is over. Returns the event's number.

    `topic` is a prefix of core.registry.live_topics and the rest, as in "thread/<hex>"; `data` is the same for
    everybody who hears it: never what only some may see. docs/notices.md says what the browser does with it.
    """
    return LiveEvent.objects.create(organisation_id=organisation, topic=topic, data=data).pk


def tell_all(*, organisation: UUID, topics: list[str], data: dict[str, Any]) -> None:
    """The same to several topics at once."""
    LiveEvent.objects.bulk_create(
        [LiveEvent(organisation_id=organisation, topic=topic, data=data) for topic in topics], batch_size=500
    )


def forget_events() -> int:
    """Deletes what was told long ago."""
    return LiveEvent.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
