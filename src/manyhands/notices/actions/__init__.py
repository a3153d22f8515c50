"""Telling people. Other rooms import from here, not from the modules inside."""

from .letters import settle, write, write_all, write_asked, write_for_django
from .noticing import erase_person, mark_read, notify, prefer
from .sending import keep_in_outbox, send_letters, take_up
from .stopping import allow_address, stop_address
from .telling import forget_events, tell, tell_all

__all__ = [
    "allow_address",
    "erase_person",
    "forget_events",
    "keep_in_outbox",
    "mark_read",
    "notify",
    "prefer",
    "send_letters",
    "settle",
    "stop_address",
    "take_up",
    "tell",
    "tell_all",
    "write",
    "write_all",
    "write_asked",
    "write_for_django",
]
