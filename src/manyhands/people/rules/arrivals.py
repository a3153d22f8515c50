"""What comes of somebody who arrives from their organisation's own sign-in (OpenID Connect)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """What to do with an arrival whom we don't know by their provider's key for them."""

    LINK = "link"  # to the invited user whose address it is
    SIGN_IN_FIRST = "sign_in_first"  # the address is somebody's who can sign in already: they connect it themselves
    JOIN = "join"  # as somebody new
    WRONG_TENANT = "wrong_tenant"
    NOT_INVITED = "not_invited"


class Arrival(NamedTuple):
    """What the provider says of somebody, as far as we believe it."""

    email: str  # in lower case; empty unless the provider says that it is verified
    claimed: str  # the address that it says, verified or not
    name: str
    tenant: str


class Known(NamedTuple):
    """Whom we know by the arrival's verified address."""

    belongs_here: bool  # a person of the provider's organisation
    belongs_elsewhere: bool  # of another one too: this one's provider must not open that one's doors
    has_own_way_in: bool  # a password, a passkey or another provider


def read(claims: Mapping[str, Any]) -> Arrival:
    """From the claims of an ID token and of userinfo. Microsoft Entra: `oid`, `tid`, `preferred_username`.

    Only `email_verified` (OpenID Connect Core 5.1) and Entra's `xms_edov` (the domain's owner verified it) count as
    verified; `preferred_username` is no address, however much it looks like one.
    """
    claimed = str(claims.get("email") or "").strip().lower()
    verified = any(_is_true(claims.get(name)) for name in ("email_verified", "xms_edov"))
    name = " ".join(str(claims.get("name") or "").split())[:200]
    return Arrival(claimed if verified and "@" in claimed else "", claimed, name, str(claims.get("tid") or ""))


def outcome(arrival: Arrival, known: Known | None, *, tenant: str, anyone_joins: bool) -> Outcome:
    """What comes of an arrival. `tenant` and `anyone_joins` are the organisation's settings; `known` is None where
    nobody has the verified address."""
    if tenant and arrival.tenant != tenant:
        return Outcome.WRONG_TENANT
    if known and (known.has_own_way_in or known.belongs_elsewhere):
        return Outcome.SIGN_IN_FIRST
    if known and known.belongs_here:
        return Outcome.LINK
    if known:
        return Outcome.NOT_INVITED  # somebody of another organisation, or of none any more
    return Outcome.JOIN if anyone_joins else Outcome.NOT_INVITED


def _is_true(claim: object) -> bool:
    return claim is True or claim == 1 or str(claim).lower() in ("true", "1")
