"""When the named officer may learn who is behind a pseudonym."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from ..types import Role

NOTICE = timedelta(days=14)
"""A new rule holds so long after it was published, and an officer may look so long after being named: whoever doesn't
agree can give their pseudonym up before. An organisation's first rule holds at once: nobody chose under another."""

APART = frozenset({Role.ADMINISTRATOR, Role.DIGITAL_LEAD})
"""Who can't be the officer as well: they can give themselves roles, or keep the list of people."""


class Refusal(StrEnum):
    """Why somebody may not look."""

    NOT_OFFICER = "not_officer"
    TWO_ROLES = "two_roles"
    TOO_NEW = "too_new"
    NO_RULE = "no_rule"


def refusal(*, roles: Collection[str], named: datetime | None, rule: date | None, now: datetime) -> Refusal | None:
    """Why the holder of these roles may not look now, or None. `named`: since when they are the officer; `rule`: from
    which day the rule that holds now is in force, None where there is none."""
    if Role.NAMED_OFFICER not in roles or named is None:
        return Refusal.NOT_OFFICER
    if not APART.isdisjoint(roles):
        return Refusal.TWO_ROLES
    if now < named + NOTICE:
        return Refusal.TOO_NEW
    return None if rule else Refusal.NO_RULE


def in_force_from(*, published: date, is_first: bool) -> date:
    """The day from which a version of the rule holds."""
    return published if is_first else published + NOTICE
