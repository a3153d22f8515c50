"""Guessing what sort of hand an account is, from what its source says."""

import re

from ..types import Kind

# A guess that says more wins over one that says less, whichever came first: so the order of imports doesn't matter.
_WEIGHT = {
    Kind.UNKNOWN: 0,
    Kind.STAFF: 1,
    Kind.RESIDENT: 2,
    Kind.PEER: 3,
    Kind.COUNCILLOR: 4,
    Kind.CORPORATE: 5,
    Kind.BOT: 6,
}

_COUNCILLOR = re.compile(r"\b(cllr|councillor|cyng|cynghorydd)\b", re.IGNORECASE)
_SHARED_MAILBOX = re.compile(
    r"^(info|enquiries|contact|contactus|comms|communications|press|pressoffice|news|web|webteam|webmaster|support"
    r"|helpdesk|customerservices?|noreply|no-reply|library|libraries|postmaster)@"
)


def guess(said: str, *, name: str = "", email: str = "") -> Kind:
    """A kind from the source's own word, and where that is silent or just "staff", from name and address."""
    kind = Kind(said) if said in Kind._value2member_map_ else Kind.UNKNOWN
    if _WEIGHT[kind] <= _WEIGHT[Kind.STAFF]:
        if _COUNCILLOR.search(name) or re.match(r"(cllr|councillor)[._-]", email.lower()):
            return Kind.COUNCILLOR
        if _SHARED_MAILBOX.match(email.lower()):
            return Kind.CORPORATE
    return kind


def stronger(one: str, other: str) -> str:
    """Which of two guesses says more."""
    return other if _WEIGHT[Kind(other)] > _WEIGHT[Kind(one)] else one
