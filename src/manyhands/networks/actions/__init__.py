"""What may be done with networks: bring an export in, keep the register, say what is left out."""

from .hub import HubAct, keep_hub_place, record_hub_acts, record_join
from .imports import cancel, fail, match_columns, purge_uploads, receive, start, take_up
from .kept import KEPT
from .reading import run
from .records import take_records
from .register import add_to_register, change_in_register, erase_person, remove_from_register, take_lines

__all__ = [
    "KEPT",
    "HubAct",
    "add_to_register",
    "cancel",
    "change_in_register",
    "erase_person",
    "fail",
    "keep_hub_place",
    "match_columns",
    "purge_uploads",
    "receive",
    "record_hub_acts",
    "record_join",
    "remove_from_register",
    "run",
    "start",
    "take_lines",
    "take_records",
    "take_up",
]
