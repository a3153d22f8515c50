"""Guessing what sort of hand an account is, from what its source says."""

import re

from ..types import Kind, Role

INVITABLE = (Kind.STAFF, Kind.COUNCILLOR, Kind.PEER)
"""What those can be who are invited; the first is meant where nothing is said."""
_WORDS = {
    Kind.STAFF: "staff, member of staff, colleague, employee, officer, council officer, cydweithiwr, swyddog",
    Kind.COUNCILLOR: "councillor, cllr, elected member, cynghorydd, cyng",
    Kind.PEER: "peer, peer from elsewhere, peer at another organisation, practitioner, cymar",
}
_CALLED = {word: kind for kind, words in _WORDS.items() for word in words.split(", ")}

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


def known_as(word: str) -> Kind | None:
    """The kind that a list of people to invite means by a word; None for a word that is none of INVITABLE."""
    return _CALLED.get(" ".join(word.casefold().replace("_", " ").split()).strip(" .:*"))


def role_for(kind: str) -> Role:
    """With which role somebody of a kind joins."""
    return Role.COUNCILLOR if kind == Kind.COUNCILLOR else Role.MEMBER


def stronger(one: str, other: str) -> str:
    """Which of two guesses says more."""
    return other if _WEIGHT[Kind(other)] > _WEIGHT[Kind(one)] else one
