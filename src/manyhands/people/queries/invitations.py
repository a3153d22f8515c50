"""Invitations: how far each is, whose a link is, and who in a list of addresses is known already."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse

from manyhands.core import clock, registry

from ..models import Invitation, Organisation, Person, User
from ..rules.invitees import Invitee
from ..rules.slugs import service_slug
from ..types import InvitationRow, InvitationState
from .who import services_tree

PAGE = 50
WAIT = timedelta(minutes=10)
"""How long somebody waits before a link sends them another letter."""
_SALT = "manyhands.people.invitation"
_ROW = (
    *("id", "name", "email", "service__name", "kind", "made", "sent", "letters", "joined", "lost", "expires"),
    "taken_back",
)


class Link(StrEnum):
    """What a link to join opens."""

    OPEN = "open"
    EXPIRED = "expired"
    REPLACED = "replaced"  # by one in a later letter
    USED = "used"
    TAKEN_BACK = "taken_back"


class SortedOut(NamedTuple):
    """Who of a list can be invited, and who need not be."""

    new: list[Invitee]
    here: list[Invitee]  # sign in already
    waiting: list[Invitee]  # invited, and the link still opens
    left: list[Invitee]  # were here: an administrator lets them in again
    services: dict[str, str]  # hex id of each service that the list names, by its name there
    unknown: list[str]  # names of services that there are not


def link_of(invitation: Invitation) -> str:
    """The address in its letter: signed, for this turn alone."""
    token = signing.Signer(salt=_SALT).sign(f"{invitation.pk.hex}.{invitation.turn}")
    return settings.MANYHANDS_BASE_URL + reverse("people:join", args=[token])


def by_link(token: str) -> tuple[Invitation, Link] | None:
    """Whose a link is and whether it still opens; None for one that we never wrote, or whose invitation is gone."""
    try:
        key, _, turn = signing.Signer(salt=_SALT).unsign(token).partition(".")
        found = Invitation.objects.select_related("organisation", "service", "person").get(pk=UUID(key))
    except (signing.BadSignature, ValueError, Invitation.DoesNotExist):
        return None
    return found, link_state(found, turn=int(turn))


def link_state(invitation: Invitation, *, turn: int | None = None) -> Link:
    """Whether a link of this turn (None: the latest) opens now."""
    if invitation.joined:
        return Link.USED
    if invitation.taken_back or invitation.asked:
        return Link.TAKEN_BACK
    if turn is not None and turn != invitation.turn:
        return Link.REPLACED
    return Link.EXPIRED if invitation.expires <= clock.now() else Link.OPEN


def user_called(email: str) -> User | None:
    """Who signs in with this address."""
    return User.objects.filter(email=email).first() or User.objects.filter(
        emailaddress__email=email, emailaddress__verified=True
    ).first()  # fmt: skip


def is_theirs(user: User, email: str) -> bool:
    """Whether an address is a user's own: what they sign in with, or shown to be theirs."""
    return user.email == email or user.emailaddress_set.filter(email=email, verified=True).exists()


def can_sign_in(user: User) -> bool:
    """Whether a user has any way in yet: a password, a passkey, an organisation's own sign-in."""
    return (
        user.has_usable_password()
        or user.socialaccount_set.exists()
        or user.authenticator_set.filter(type="webauthn").exists()
    )


def sorted_out(organisation: Organisation, people: Collection[Invitee]) -> SortedOut:
    """Tells those to be invited from those known already, in four queries. Says nothing of other organisations."""
    emails = [each.email for each in people]
    rows = Person.objects.filter(organisation=organisation, user__isnull=False).filter(
        Q(email__among=emails) | Q(user__email__among=emails)
    )
    here: set[str] = set()
    left: set[str] = set()
    invited = set(
        Invitation.objects.filter(
            organisation=organisation, email__among=emails, joined=None, taken_back=None, asked=False, lost="",
            expires__gt=clock.now(),
        ).values_list("email", flat=True)
    )  # fmt: skip
    for email, signs_in_with, gone in rows.values_list("email", "user__email", "left"):
        (left if gone else here).update((email, signs_in_with))
    slugs = {service_slug(node.name): node.id for node in services_tree(organisation)}
    named = {each.service for each in people if each.service}
    services = {name: slugs[service_slug(name)] for name in named if service_slug(name) in slugs}
    return SortedOut(
        [each for each in people if each.email not in here | left | invited],
        [each for each in people if each.email in here - invited],
        [each for each in people if each.email in invited],
        [each for each in people if each.email in left - here - invited],
        services,
        sorted(named - set(services)),
    )


def invitations_page(organisation: Organisation, *, state: str, text: str, number: object) -> Page:
    """A page of InvitationRow, the latest first; two queries."""
    page = Paginator(_matching(organisation, state, text), PAGE).get_page(number)
    now = clock.now()
    page.object_list = [_row(each, now) for each in page.object_list]
    return page


def all_invitations(organisation: Organisation, *, state: str = "", text: str = "") -> Iterator[InvitationRow]:
    """All that match, for a file."""
    now = clock.now()
    return (_row(each, now) for each in _matching(organisation, state, text))


def invitation_counts(organisation: Organisation) -> dict[InvitationState, int]:
    """How many are how far, in one query."""
    counts = dict.fromkeys(InvitationState, 0)
    for row in all_invitations(organisation):
        counts[row.state] += 1
    return counts


def own_invitations(organisation: Organisation, ids: Collection[UUID]) -> list[UUID]:
    """Those of the ids that are invitations of this organisation."""
    found = Invitation.objects.filter(organisation=organisation, id__among=list(ids))
    return list(found.values_list("id", flat=True))


def is_invited(organisation: Organisation, email: str) -> bool:
    """Whether the organisation waits for this address to join: for whoever has just shown that it is theirs."""
    waiting = Invitation.objects.filter(organisation=organisation, email=email.lower(), joined=None, taken_back=None)
    return bool(email) and waiting.filter(asked=False, expires__gt=clock.now()).exists()


def invitations_held(asked: registry.Person) -> list[dict[str, Any]]:
    """When somebody was invited, and what came of it, for their export."""
    rows = Invitation.objects.filter(organisation=asked.organisation, person=asked.person).order_by("made")
    return [
        {
            "email": email,
            "name": name,
            "kind": kind,
            "invited": made.isoformat(),
            "letters": letters,
            "joined": joined.isoformat() if joined else None,
        }
        for email, name, kind, made, letters, joined in rows.values_list(
            "email", "name", "kind", "made", "letters", "joined"
        )
    ]


def _matching(organisation: Organisation, state: str, text: str) -> QuerySet:
    found = Invitation.objects.filter(organisation=organisation)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    now = clock.now()
    waits = Q(joined=None, taken_back=None, asked=False)
    where = {
        InvitationState.ASKED: Q(asked=True, taken_back=None),
        InvitationState.JOINED: Q(joined__isnull=False),
        InvitationState.TAKEN_BACK: Q(joined=None, taken_back__isnull=False),
        InvitationState.LOST: waits & ~Q(lost=""),
        InvitationState.EXPIRED: waits & Q(lost="", expires__lte=now),
        InvitationState.WAITING: waits & Q(lost="", expires__gt=now),
    }
    if state in where:
        found = found.filter(where[InvitationState(state)])
    return found.order_by("-made", "-id").values_list(*_ROW, "asked")


def _row(row: tuple, now: datetime) -> InvitationRow:
    pk, name, email, service, kind, made, sent, letters, joined, lost, expires, taken_back, asked = row
    if joined:
        state = InvitationState.JOINED
    elif taken_back:
        state = InvitationState.TAKEN_BACK
    elif asked:
        state = InvitationState.ASKED
    elif lost:
        state = InvitationState.LOST
    else:
        state = InvitationState.WAITING if expires > now else InvitationState.EXPIRED
    return InvitationRow(pk, name, email, service or "", kind, state, made, sent, letters, joined, lost)
