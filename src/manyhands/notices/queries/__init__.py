"""Reading what people were told. Other rooms import from here, not from the modules inside."""

from .export import export_person
from .health import health, stopped_sentence
from .letters import (
    all_lost,
    letter_states,
    lost_page,
    stopped_addresses,
    unknown_count,
    unknown_letters,
    waiting_because,
    waiting_long,
)
from .live import low_mark, may_hear, numbers_after, still_may, told, told_since
from .notices import notices_page, own_notice, sentence, unread_count, unread_counts
from .stopping import EVERY, stop_asked, stop_headers, stop_headers_all, stop_url
from .ways import default_way, own_ways, way_of, ways

__all__ = [
    "EVERY",
    "all_lost",
    "default_way",
    "export_person",
    "health",
    "letter_states",
    "lost_page",
    "low_mark",
    "may_hear",
    "notices_page",
    "numbers_after",
    "own_notice",
    "own_ways",
    "sentence",
    "still_may",
    "stop_asked",
    "stop_headers",
    "stop_headers_all",
    "stop_url",
    "stopped_addresses",
    "stopped_sentence",
    "told",
    "told_since",
    "unknown_count",
    "unknown_letters",
    "unread_count",
    "unread_counts",
    "waiting_because",
    "waiting_long",
    "way_of",
    "ways",
]
