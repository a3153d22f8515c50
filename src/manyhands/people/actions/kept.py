"""How long this room keeps what, and how many of an organisation are past that."""

from datetime import timedelta
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from manyhands.core import clock
from manyhands.core.registry import Retention

from ..models import Invitation, KindChange
from .invitations import KEPT_DAYS, forget_invitations
from .matching import forget_matches, orphans
from .people import UNDO_DAYS, forget_undo
from .personas import erase_left_pseudonyms, forget_given_up
from .profiles import forget_photos


def forget_sessions() -> int:
    """Deletes where and from which device people were signed in, once that is over."""
    now = clock.now()
    gone = Session.objects.filter(expire_date__lt=now).delete()[0]
    unused = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return gone + UserSession.objects.filter(last_seen_at__lt=unused).delete()[0]


def _changes(organisation: UUID) -> int:
    past = clock.now() - timedelta(days=UNDO_DAYS)
    return KindChange.objects.filter(organisation=organisation, at__lt=past).count()


def _invitations(organisation: UUID) -> int:
    past = clock.now() - timedelta(days=KEPT_DAYS)
    return Invitation.objects.filter(organisation=organisation, made__lt=past).count()


KEPT = [
    Retention(
        "people.people",
        _("Who somebody is: name, address, kind, services, roles, accounts in networks, profile, sign-in"),
        _("Until somebody erases them; who leaves keeps what they wrote under their name"),
        (
            "people.Person",
            "people.User",
            "people.Membership",
            "people.Identity",
            "people.Grant",
            "people.Merge",
            "people.Persona",
            "people.PersonaLink",
            "people.Profile",
            "account.EmailAddress",
            "mfa.Authenticator",
            "socialaccount.SocialAccount",
        ),
    ),
    Retention(
        "people.kind_changes",
        _("What is needed to undo a change of kinds"),
        _("7 days"),
        ("people.KindChange",),
        forget_undo,
        _changes,
    ),
    Retention(
        "people.matches",
        _("Pairs of people who may be one"),
        _("Until one of the two is erased"),
        ("people.Match",),
        forget_matches,
        lambda organisation: orphans(organisation).count(),
    ),
    Retention(
        "people.invitations",
        _("Invitations to join, with the address"),
        _("365 days"),
        ("people.Invitation",),
        forget_invitations,
        _invitations,
    ),
    Retention("people.photos", _("Photos that no profile has any more"), _("1 day"), (), forget_photos),
    Retention(
        "people.given_up_pseudonyms",
        _("Who was behind a pseudonym that its owner gave up"),
        _("90 days"),
        (),
        forget_given_up,
    ),
    Retention(
        "people.left_pseudonyms",
        _("Pseudonyms of people who were erased"),
        _("Until a day that chance chooses, so that it does not tell whose they were"),
        (),
        erase_left_pseudonyms,
    ),
    Retention(
        "people.sessions",
        _("Where and with which browser somebody is signed in"),
        _("14 days after it was last used"),
        ("usersessions.UserSession",),
        forget_sessions,
    ),
    Retention(
        "people.record",
        _("The record of who did or looked at what, the published rules on pseudonyms, the purpose"),
        _("As long as the organisation is on this hub; erased people are in it as keys that stand for nobody"),
        ("people.AuditEvent", "people.OfficerRule", "people.Reveal", "people.Purpose"),
    ),
]
