"""What this room holds about somebody."""

from typing import Any

from manyhands.core import registry

from ..models import Copy, FeedToken


def export_person(asked: registry.Person) -> dict[str, Any]:
    """The digests they were sent, and since when they have an address for feed readers.

    What stood in a digest depends on what they read and follow under every name, so that it is for themselves alone.
    """
    copies = Copy.objects.filter(person=asked.person).order_by("issue__until")
    fields = ("issue__until", "content") if asked.own else ("issue__until",)
    return {
        "digests": [
            {"at": row[0].isoformat()} | ({"content": row[1]} if asked.own else {})
            for row in copies.values_list(*fields)
        ],
        "feed_address_since": [
            made.isoformat() for made in FeedToken.objects.filter(person=asked.person).values_list("made", flat=True)
        ],
    }
