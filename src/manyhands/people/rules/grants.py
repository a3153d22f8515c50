"""Which role may do what. One table, read by `people.queries.may` alone."""

from collections.abc import Iterable
from typing import NamedTuple

from ..types import Role, Verb

_TAKES_PART = frozenset({Verb.SEE, Verb.TAKE_PART})
MAY: dict[Role, frozenset[Verb]] = {
    Role.MEMBER: _TAKES_PART,
    Role.COUNCILLOR: _TAKES_PART,
    Role.EDITOR: _TAKES_PART,
    Role.APPROVER: _TAKES_PART,
    Role.SENIOR_CHAMPION: _TAKES_PART,
    Role.DIGITAL_LEAD: frozenset(
        {
            Verb.SEE,
            Verb.SEE_EXACT,
            Verb.BRING_IN,
            Verb.KEEP_REGISTER,
            Verb.SEE_HANDS,
            Verb.SEE_PEOPLE,
            Verb.KEEP_PEOPLE,
            Verb.RECORD_PURPOSE,
            Verb.TAKE_PART,
            Verb.KEEP_GROUPS,
            Verb.MODERATE,
            Verb.INVITE,
            Verb.RECORD_HELP,
            Verb.KEEP_DIGEST,
        }
    ),
    Role.DATA_PROTECTION: frozenset(
        {Verb.SEE, Verb.TAKE_PART, Verb.SEE_PEOPLE, Verb.ERASE_PERSON, Verb.RECORD_PURPOSE, Verb.SEE_AUDIT}
    ),
    Role.NAMED_OFFICER: _TAKES_PART | {Verb.REVEAL},
    # All but exact figures and pseudonyms: keeping the hub running gives nobody a reason to look at either.
    Role.ADMINISTRATOR: frozenset(Verb) - {Verb.SEE_EXACT, Verb.REVEAL},
}

SHAREABLE = frozenset({Verb.SEE, Verb.TAKE_PART})
"""What another organisation can ever be given; the rest stays at home whatever its role."""


class Held(NamedTuple):
    """A grant as the rule sees it. An empty `service` and `thing` mean the whole organisation."""

    role: str
    service: str = ""
    thing: str = ""


def allows(held: Iterable[Held], verb: Verb, *, service: str = "", thing: str = "", shared: bool = False) -> bool:
    """Whether any of the grants gives the verb for what is asked about.

    `service` and `thing` name what is asked about, empty for the organisation as a whole: a grant for one service
    doesn't reach the whole. `shared` means that the grants were given to the asker's organisation.
    """
    for grant in held:
        verbs = MAY.get(Role(grant.role), frozenset())
        if shared:
            verbs &= SHAREABLE
        covers = (not grant.service or grant.service == service) and (not grant.thing or grant.thing == thing)
        if verb in verbs and covers:
            return True
    return False
