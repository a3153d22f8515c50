"""Writing down what people tell about taking part. Other rooms import from here, not from the modules inside."""

from .access import set_reached
from .aggregates import keep_council_file, release_with_noise, remove_council_file
from .interested import take_interested
from .invitations import forget_on_rung, invite
from .kept import KEPT
from .telling import add_help, erase_person, remove_help, set_known_number, set_willing
from .training import forget_helped, record_help, take_name_off

__all__ = [
    "KEPT",
    "add_help",
    "erase_person",
    "forget_helped",
    "forget_on_rung",
    "invite",
    "keep_council_file",
    "record_help",
    "release_with_noise",
    "remove_council_file",
    "remove_help",
    "set_known_number",
    "set_reached",
    "set_willing",
    "take_interested",
    "take_name_off",
]
