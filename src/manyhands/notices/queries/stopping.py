"""The link with which somebody stops e-mails of a kind, without signing in."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from manyhands.people import queries as people_queries
from manyhands.people.types import Contact

EVERY = "*"  # in place of a kind: all there are
SALT = "manyhands.notices.stop"


def stop_url(person: UUID, kind: str) -> str:
    """A page that asks, and to which a mail program may post (RFC 8058). It works as long as the person is there."""
    token = signing.dumps([person.hex, kind], salt=SALT)
    return settings.MANYHANDS_BASE_URL + reverse("notices_stop", args=[token])


def stop_headers(person: UUID, kind: str) -> dict[str, str]:
    """What a letter of a kind carries so that a mail program can offer to stop them with one click."""
    return {
        "List-Unsubscribe": f"<{stop_url(person, kind)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def stop_headers_all(contact: Contact) -> dict[str, str]:
    """What a letter about several kinds of things carries: the link stops all of them."""
    return stop_headers(contact.person, EVERY)


def stop_asked(token: str) -> tuple[Any, str] | None:
    """Whom (people.types.Contact) and which kind a link is about; None for a link that we did not make, or whose
    person is gone."""
    try:
        person, kind = signing.loads(token, salt=SALT)
        asked = UUID(person)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    contact = people_queries.contacts([asked]).get(asked)
    return (contact, str(kind)) if contact else None
