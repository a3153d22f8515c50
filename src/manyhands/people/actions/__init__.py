"""Changing who is who. Other rooms import from here, not from the modules inside."""

from .access import invite, set_roles
from .accounts import ensure_accounts
from .audit import changed, record
from .deactivation import deactivate, reactivate
from .demonstration import one_at_a_time, remove_demonstration, show_by_name
from .grants import grant, revoke
from .hub import ensure_hub_identities
from .invitations import DAYS as INVITATION_DAYS
from .invitations import (
    ask_for_own,
    erase_invited,
    forget_invitations,
    invite_all,
    letter_lost,
    remind,
    send_anew,
    take_back,
    take_up,
)
from .joining import join
from .kept import KEPT, forget_sessions
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
from .officer import name_host, publish_rule, reveal, tell_everybody
from .organisations import (
    add_first_person,
    change_organisation,
    create_organisation,
    found,
    rename_organisation,
    set_language,
    set_up,
)
from .parting import undo_merge, undo_merges
from .people import erase_person, forget_undo, move, set_kind, undo_set_kind
from .personas import (
    choose_usual,
    erase_left_pseudonyms,
    forget_given_up,
    give_up_pseudonym,
    show_name,
    take_pseudonym,
)
from .profiles import WORDS as PROFILE_WORDS
from .profiles import erase_photos, forget_photos, keep_photo, keep_profile, remove_photo, rename
from .purpose import record_purpose
from .retention import carry_out_retention
from .services import add_service, change_service, remove_service
from .sign_in import forget_sign_in_provider, join_by_provider, keep_sign_in_provider
from .token import announce_setup_token, forget_setup_token, is_setup_token, setup_token

__all__ = [
    "INVITATION_DAYS",
    "KEPT",
    "PROFILE_WORDS",
    "accept_matches",
    "add_first_person",
    "add_service",
    "announce_setup_token",
    "ask_for_own",
    "ask_for_search",
    "carry_out_retention",
    "change_organisation",
    "change_service",
    "changed",
    "choose_usual",
    "create_organisation",
    "deactivate",
    "ensure_accounts",
    "ensure_hub_identities",
    "erase_invited",
    "erase_left_pseudonyms",
    "erase_person",
    "erase_photos",
    "forget_given_up",
    "forget_invitations",
    "forget_matches",
    "forget_photos",
    "forget_sessions",
    "forget_setup_token",
    "forget_sign_in_provider",
    "forget_undo",
    "found",
    "give_up_pseudonym",
    "grant",
    "invite",
    "invite_all",
    "is_setup_token",
    "join",
    "join_by_provider",
    "keep_photo",
    "keep_profile",
    "keep_sign_in_provider",
    "letter_lost",
    "merge_people",
    "move",
    "name_host",
    "one_at_a_time",
    "publish_rule",
    "reactivate",
    "record",
    "record_purpose",
    "refuse_matches",
    "remind",
    "remove_demonstration",
    "remove_photo",
    "remove_service",
    "rename",
    "rename_organisation",
    "reopen_matches",
    "reveal",
    "revoke",
    "search",
    "search_now",
    "send_anew",
    "set_kind",
    "set_language",
    "set_roles",
    "set_up",
    "setup_token",
    "show_by_name",
    "show_name",
    "take_back",
    "take_pseudonym",
    "take_up",
    "take_up_searches",
    "tell_everybody",
    "undo_merge",
    "undo_merges",
    "undo_set_kind",
]
