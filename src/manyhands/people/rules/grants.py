"""Which role may do what. One table, read by `people.queries.may` alone."""

from collections.abc import Iterable
from typing import NamedTuple

from ..types import Role, Verb

MAY: dict[Role, frozenset[Verb]] = {
    Role.MEMBER: frozenset({Verb.SEE}),
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
        }
    ),
    Role.DATA_PROTECTION: frozenset(
        {Verb.SEE, Verb.SEE_PEOPLE, Verb.ERASE_PERSON, Verb.RECORD_PURPOSE, Verb.SEE_AUDIT}
    ),
    # All but the exact figures: keeping the hub running gives nobody a reason to look at one person's.
    Role.ADMINISTRATOR: frozenset(Verb) - {Verb.SEE_EXACT},
}

SHAREABLE = frozenset({Verb.SEE})
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
