"""Discourse: posts as its API gives them, a user's archive, and the list of users that an administrator downloads."""

from manyhands.networks.types import Network, Peek

from .export import DiscourseExport
from .files import kind_of_heading, looks_like_posts


def recognises(peek: Peek) -> bool:
    """Posts or lists alone, or in a ZIP or folder; a user's archive by the name of its posts."""
    if peek.names:
        plain = [name for name in peek.names if name.endswith((".json", ".jsonl", ".ndjson"))]
        listed = any(name.rpartition("/")[2].startswith(("user-list", "user_list")) for name in peek.names)
        return peek.holds("user_archive.csv") or listed or any(looks_like_posts(peek.start(name)) for name in plain[:5])
    return looks_like_posts(peek.head) or kind_of_heading(peek.headings) is not None


NETWORK = Network(
    "discourse", "Discourse", (".json", ".jsonl", ".ndjson", ".csv", ".zip", ".tar.gz"), DiscourseExport, recognises
)
