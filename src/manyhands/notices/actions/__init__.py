"""Telling people. Other rooms import from here, not from the modules inside."""

from .letters import settle, write, write_all, write_asked, write_for_django
from .noticing import erase_person, mark_read, notify, prefer
from .posting import post_notices, take_up_due
from .sending import keep_in_outbox, send_letters, take_up
from .stopping import STOPPED, allow_address, stop_address
from .telling import ask_again, end_session, forget_events, tell, tell_each

__all__ = [
    "STOPPED",
    "allow_address",
    "ask_again",
    "end_session",
    "erase_person",
    "forget_events",
    "keep_in_outbox",
    "mark_read",
    "notify",
    "post_notices",
    "prefer",
    "send_letters",
    "settle",
    "stop_address",
    "take_up",
    "take_up_due",
    "tell",
    "tell_each",
    "write",
    "write_all",
    "write_asked",
    "write_for_django",
]
