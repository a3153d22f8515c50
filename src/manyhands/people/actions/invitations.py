"""Inviting people by e-mail: many at once, each one letter; reminding them, and taking an invitation back."""

from collections.abc import Collection
from datetime import timedelta
from functools import cache, partial
from typing import NamedTuple
from uuid import UUID

import css_inline
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from manyhands.core import clock, registry

from .. import queries
from ..models import Invitation, Organisation, Person, Persona
from ..rules.invitees import Invitee
from ..rules.kinds import INVITABLE, role_for
from ..types import Kind, Role
from .audit import record, record_all

DAYS = 14
"""How long a link opens."""
KEPT_DAYS = 365
"""How long what came of an invitation is kept."""
INVITATION = "people/invitation.txt"
_RENEWED = """
name service kind person turn letters made sent expires joined taken_back lost asked by
"""
MOST_ASKED = 20
"""How many may ask for an invitation of their own, with links that were passed on to them, until somebody answers."""


class Sent(NamedTuple):
    """How many got a letter, and how many needed none."""

    sent: int
    left: int


def invite_all(*, organisation: Organisation, people: Collection[Invitee], by: UUID) -> Sent:
    """Writes one letter to each who neither signs in here nor has an invitation that still opens.

    A dozen queries, however many they are.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who invite the same people: one letter
        found = queries.sorted_out(organisation, people)
        rows = _rows(organisation, found.new, by)
        for each, row in zip(found.new, rows, strict=True):
            if each.service in found.services:
                row.service_id = UUID(found.services[each.service])
        _renew(rows, by, anew=True)
        record_all(organisation=organisation.pk, by=by, verb="invite", objects=[row.pk.urn for row in rows])
    return Sent(len(rows), len(people) - len(rows))


def invite_in(*, person: Person, by: UUID) -> None:
    """Writes to somebody who was let in already, in the caller's transaction: with the link they choose a way in."""
    (row,) = _rows(person.organisation, [Invitee(0, person.name, person.email)], by)
    row.person = person
    _renew([row], by, anew=True)


def remind(*, organisation: Organisation, invitations: Collection[UUID], by: UUID) -> int:
    """Writes again to those who have not joined; also to whom it was taken back, or who asked. Returns how many."""
    with transaction.atomic():
        waiting = Invitation.objects.select_for_update().filter(
            organisation=organisation, id__among=list(invitations), joined=None
        )
        rows = list(waiting)
        for each in rows:
            each.organisation = organisation  # known already
        _renew(rows, by)
        record_all(organisation=organisation.pk, by=by, verb="remind", objects=[each.pk.urn for each in rows])
    return len(rows)


def take_back(*, organisation: Organisation, invitations: Collection[UUID], by: UUID) -> int:
    """Their links open nothing any more. Returns how many; who has joined already is left. Reminding undoes it."""
    with transaction.atomic():
        waiting = Invitation.objects.select_for_update().filter(
            organisation=organisation, id__among=list(invitations), joined=None, taken_back=None
        )
        ids = list(waiting.values_list("id", flat=True))
        Invitation.objects.filter(id__among=ids).update(taken_back=clock.now(), asked=False)
        record_all(organisation=organisation.pk, by=by, verb="take_invitation_back", objects=[pk.urn for pk in ids])
    return len(ids)


def send_anew(*, invitation: Invitation) -> bool:
    """A new link to the address of the invitation, for whoever holds an old one; whether a letter was written.

    Who has joined already is told how to sign in. Not when it was taken back, or when there was a letter a moment ago:
    holding a link is no way to flood somebody's mailbox.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(
            pk=invitation.pk
        )  # fmt: skip
        if invitation.taken_back or invitation.asked:
            return False
        if invitation.sent and clock.now() - invitation.sent < queries.WAIT:
            return False
        system = queries.system_persona(invitation.organisation_id).pk
        if invitation.joined:
            invitation.sent, invitation.letters = clock.now(), invitation.letters + 1
            invitation.save(update_fields=["sent", "letters"])
            _write([invitation], system, template="people/signing_in.txt")
        else:
            _renew([invitation], system)
        record(organisation=invitation.organisation_id, by=system, verb="remind", object=invitation.pk.urn)
    return True


def ask_for_own(*, invitation: Invitation, name: str, email: str) -> None:
    """Somebody to whom a link was passed on would like one of their own: waits for a yes, and gets no letter yet.

    Says nothing of whether the address is known, and no more than MOST_ASKED can wait.
    """
    organisation = invitation.organisation
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        waiting = Invitation.objects.filter(organisation=organisation, asked=True, taken_back=None).count()
        invitee = Invitee(0, " ".join(name.split())[:200], email.strip().lower())
        known = Invitation.objects.filter(organisation=organisation, email=invitee.email).exists()
        if known or waiting >= MOST_ASKED or not queries.sorted_out(organisation, [invitee]).new:
            return
        system = queries.system_persona(organisation).pk
        row = Invitation.objects.create(
            organisation=organisation, email=invitee.email, name=invitee.name, asked=True, by=system,
            expires=clock.now() + timedelta(days=DAYS),
        )  # fmt: skip
        record(organisation=organisation.pk, by=system, verb="ask_for_invitation", object=row.pk.urn)


def join_as(*, person: Person, kind: str) -> Role:
    """Makes who joins what they were invited as, in the caller's transaction; returns the role they join with.

    Colleague is what an invitation says when nobody chose: it changes only a kind that was not known.
    """
    if kind != INVITABLE[0] or (person.kind == Kind.UNKNOWN and not person.kind_chosen):
        person.kind, person.kind_chosen = kind, kind != INVITABLE[0]
        person.save(update_fields=["kind", "kind_chosen"])
    return role_for(kind)


def take_up(*, person: Person, email: str) -> Role:
    """Somebody invited has joined without the link, by the organisation's own sign-in: the link opens nothing more.

    Returns the role that they join with.
    """
    waiting = Invitation.objects.filter(
        organisation=person.organisation_id, email=email.lower(), joined=None, taken_back=None
    )
    kind = waiting.filter(asked=False).values_list("kind", flat=True).first()
    waiting.update(person=person, joined=clock.now(), lost="", asked=False)
    return join_as(person=person, kind=kind) if kind else Role.MEMBER


def letter_lost(lost: registry.LostLetter) -> None:
    """Notes that an invitation's letter did not arrive; of letters of another kind or turn, nothing."""
    kind, _slash, rest = lost.key.partition("/")
    if kind != "invitation":
        return
    key, _slash, number = rest.partition("/")
    found = Invitation.objects.filter(organisation=lost.organisation, pk=UUID(key), letters=int(number), joined=None)
    found.update(lost=(lost.reason or "?")[:300])


def forget_invitations() -> int:
    """Deletes what came of invitations once KEPT_DAYS have passed."""
    return Invitation.objects.filter(made__lt=clock.now() - timedelta(days=KEPT_DAYS)).delete()[0]


def erase_invited(about: registry.Person) -> None:
    """Deletes the invitations of somebody who is erased, by whatever address they were known."""
    mine = Q(person=about.person)
    for email, signs_in_with in Person.objects.filter(pk=about.person).values_list("email", "user__email"):
        mine |= Q(email__in={email, signs_in_with or ""} - {""})
    Invitation.objects.filter(mine, organisation=about.organisation).delete()


def _rows(organisation: Organisation, people: Collection[Invitee], by: UUID) -> list[Invitation]:
    """A row for each, not kept yet; of an address that was invited before, the same row again."""
    known = Invitation.objects.filter(organisation=organisation, email__among=[each.email for each in people])
    by_email = {row.email: row for row in known}
    rows = []
    for each in people:
        row = by_email.get(each.email) or Invitation(email=each.email, turn=0, expires=clock.now())
        row.organisation, row.name, row.by, row.made = organisation, each.name or row.name, by, clock.now()
        row.person = row.joined = None
        row.kind = each.kind or INVITABLE[0]
        rows.append(row)
    return rows


def _renew(invitations: Collection[Invitation], by: UUID, *, anew: bool = False) -> None:
    """Another letter to each. A link that still opens stays as it is; of any other the next turn is written."""
    now = clock.now()
    for each in invitations:
        if anew or each.expires <= now or each.taken_back or each.lost:
            each.turn += 1
        each.expires, each.sent, each.letters = now + timedelta(days=DAYS), now, each.letters + 1
        each.taken_back, each.lost, each.asked = None, "", False
    Invitation.objects.bulk_create([each for each in invitations if each._state.adding], batch_size=200)
    old = [each for each in invitations if not each._state.adding]
    Invitation.objects.bulk_update(old, _RENEWED.split(), batch_size=200)
    _write(invitations, by)


def _write(invitations: Collection[Invitation], by: UUID, *, template: str = INVITATION) -> None:
    """The letters, all of one organisation. An address that is known not to exist is noted at once."""
    who = Persona.objects.filter(pk=by, is_system=False, is_quiet=False).values_list("name", flat=True).first()
    letters = {}
    for each in invitations:
        organisation = each.organisation
        with translation.override(organisation.language):
            context = {
                "name": each.name,
                "who": who,
                "organisation": organisation.name,
                "link": queries.link_of(each),
                "hub": settings.MANYHANDS_BASE_URL,
                "days": DAYS,
                "again": each.letters > 1,
            }
            subject = _("Join Manyhands at %(organisation)s") % {"organisation": organisation.name}
            if each.joined:
                subject = _("How to sign in to Manyhands")
            text = render_to_string(template, context, using="jinja2").strip() + "\n"
            html = ""
            if template == INVITATION:
                html = _inliner().inline(render_to_string("people/letter.html", context, using="jinja2"))
        key = f"invitation/{each.pk.hex}/{each.letters}"
        letters[key] = registry.Letter(organisation.pk, each.email, key, subject, text, "invitation", by, html)
    for key, reason in write_letters(list(letters.values())).items():
        letter_lost(registry.LostLetter(letters[key].organisation, key, reason))


def write_letters(letters: list[registry.Letter]) -> dict[str, str]:
    """Has the room that keeps the mail write them; where there is none, by Django once the transaction is done.

    Returns, by key, why one will never be sent.
    """
    if registry.letters:
        return registry.letters[0](letters)
    for each in letters:
        html = each.html or None
        transaction.on_commit(partial(send_mail, each.subject, each.text, None, [each.to], html_message=html))
    return {}


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
