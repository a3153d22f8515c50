"""The words that other rooms share with people."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of hand a person is. Corporate accounts and bots are not people and are counted apart."""

    STAFF = "staff"
    COUNCILLOR = "councillor"
    PEER = "peer"
    RESIDENT = "resident"
    CORPORATE = "corporate"
    BOT = "bot"
    UNKNOWN = "unknown"


HANDS = (Kind.STAFF, Kind.COUNCILLOR, Kind.PEER, Kind.RESIDENT, Kind.UNKNOWN)
"""The kinds that are people: the only ones that participation counts."""


class Role(StrEnum):
    """What a grant lets its holder do; see `people.rules.grants`."""

    MEMBER = "member"
    DIGITAL_LEAD = "digital_lead"
    DATA_PROTECTION = "data_protection"
    ADMINISTRATOR = "administrator"
