"""Telling browsers at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from manyhands.people import queries as people_queries

from ..models import LiveEvent
from ..rules.sessions import session_name


def tell(*, organisation: UUID, topic: str, data: dict[str, Any]) -> int:
    """Tells whoever looks at a topic, once the caller's transaction is over. Returns the event's number.

    `topic` is a prefix of core.registry.live_topics and the rest, as in "thread/<hex>"; `data` is the same for
    everybody who hears it: never what only some may see. docs/notices.md says what the browser does with it.
    """
    return LiveEvent.objects.create(organisation_id=organisation, topic=topic, data=data).pk


def tell_each(told: Sequence[tuple[UUID, str, dict[str, Any]]]) -> None:
    """Organisation, topic and data of several at once."""
    LiveEvent.objects.bulk_create(
        [LiveEvent(organisation_id=organisation, topic=topic, data=data) for organisation, topic, data in told],
        batch_size=500,
    )


def ask_again(*, organisation: UUID, topic: str) -> None:
    """Has everybody who listens to a topic asked at once whether they still may: call it where somebody may not any
    more. Without it, it is asked every half minute."""
    tell(organisation=organisation, topic=f"ask/{topic}", data={})


def end_session(*, session: str, user: Any) -> None:
    """Ends what a session listens to: its user has signed out."""
    for organisation in people_queries.organisations_of(user)[:1]:
        tell(organisation=organisation.pk, topic=f"session/{session_name(session)}", data={})
