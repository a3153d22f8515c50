"""Telling people. Other rooms import from here, not from the modules inside."""

from .arriving import Taken, arrive, fetch_mail, look_for_mail
from .forgetting import forget_events, forget_incoming, forget_letters, forget_notices, forget_reply_addresses
from .kept import KEPT
from .letters import settle, write, write_all, write_asked, write_for_django
from .noticing import erase_person, mark_read, notify, prefer
from .posting import post_notices, take_up_due
from .sending import keep_in_outbox, send_letters, take_up
from .stopping import STOPPED, allow_address, stop_address
from .telling import ask_again, end_session, tell, tell_each

__all__ = [
    "KEPT",
    "STOPPED",
    "Taken",
    "allow_address",
    "arrive",
    "ask_again",
    "end_session",
    "erase_person",
    "fetch_mail",
    "forget_events",
    "forget_incoming",
    "forget_letters",
    "forget_notices",
    "forget_reply_addresses",
    "keep_in_outbox",
    "look_for_mail",
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
