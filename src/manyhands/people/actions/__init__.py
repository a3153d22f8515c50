"""Changing who is who. Other rooms import from here, not from the modules inside."""

from .access import invite, set_roles
from .accounts import ensure_accounts
from .audit import changed, record
from .demonstration import one_at_a_time, remove_demonstration
from .grants import grant, revoke
from .hub import ensure_hub_identities
from .matching import (
    ask_for_search,
    forget_matches,
    refuse_matches,
    reopen_matches,
    search,
    search_now,
    take_up_searches,
)
from .merging import accept_matches, merge_people
from .organisations import (
    add_first_person,
    change_organisation,
    create_organisation,
    rename_organisation,
    set_language,
    set_up,
)
from .parting import undo_merge, undo_merges
from .people import erase_person, forget_undo, move, set_kind, undo_set_kind
from .purpose import record_purpose
from .services import add_service, change_service, remove_service
from .token import announce_setup_token, forget_setup_token, is_setup_token, setup_token

__all__ = [
    "accept_matches",
    "add_first_person",
    "add_service",
    "announce_setup_token",
    "ask_for_search",
    "change_organisation",
    "change_service",
    "changed",
    "create_organisation",
    "ensure_accounts",
    "ensure_hub_identities",
    "erase_person",
    "forget_matches",
    "forget_setup_token",
    "forget_undo",
    "grant",
    "invite",
    "is_setup_token",
    "merge_people",
    "move",
    "one_at_a_time",
    "record",
    "record_purpose",
    "refuse_matches",
    "remove_demonstration",
    "remove_service",
    "rename_organisation",
    "reopen_matches",
    "revoke",
    "search",
    "search_now",
    "set_kind",
    "set_language",
    "set_roles",
    "set_up",
    "setup_token",
    "take_up_searches",
    "undo_merge",
    "undo_merges",
    "undo_set_kind",
]
