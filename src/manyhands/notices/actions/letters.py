"""E-mail that waits to be sent: each letter once for its key."""

from collections.abc import Iterable, Mapping
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from manyhands.core import clock, jobs, registry
from manyhands.core.ids import random_id, uuid7
from manyhands.people import queries as people_queries

from ..models import Letter, StoppedAddress
from ..types import Draft, LetterState
from .sending import keep_in_outbox
from .steps import JOB, step

MANY = 20
"""Letters of one kind at once, beyond which others go before them."""
_LINE = str.maketrans("\r\n\t\0", "    ")


def write(
    *,
    organisation: UUID | None,
    to: Any,
    key: str,
    subject: str,
    text: str,
    kind: str,
    by: UUID | None,
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> Letter | None:
    """Queues one e-mail, once for each `key` in the organisation: asked again, the first one is returned.

    `to` is an address, or a person (people.models.Person, or anything with `pk`), who is written to where they sign
    in; None is returned for one who can't. The worker sends it once the caller's transaction is over; to an address
    that does not exist nothing is sent. `kind` is a kind of notice, or a word of the room's own ("invitation").
    """
    person = None
    if not isinstance(to, str):
        contact = people_queries.contacts([to.pk]).get(to.pk)
        if contact is None:
            return None
        person, to = contact.person, contact.email
    draft = Draft(to, key, subject, text, html, dict(headers or {}), person)
    written = write_all(organisation=organisation, drafts=[draft], kind=kind, bulk=False, by=by)
    if written:
        return written[0]
    return Letter.objects.get(organisation=organisation, key=key[:200])


def write_all(
    *, organisation: UUID | None, drafts: Iterable[Draft], kind: str, by: UUID | None, bulk: bool = True
) -> list[Letter]:
    """Queues many e-mails at once; returns those whose key is new. Call it for some hundred at a time.

    `bulk` lets those go first that somebody waits for, such as a new password.
    """
    letters = [
        Letter(
            id=random_id(),  # stands in addresses: one that tells the millisecond would say what it was about
            organisation_id=organisation,
            person_id=draft.person,
            to=draft.to.strip().lower()[:254],
            key=draft.key[:200],
            kind=kind,
            subject=" ".join(draft.subject.translate(_LINE).split())[:300],
            text=draft.text,
            html=draft.html,
            headers=dict(draft.headers),
            bulk=bulk,
        )
        for draft in drafts
    ]
    if not letters:
        return []
    stopped = set(
        StoppedAddress.objects.filter(
            organisation=organisation, email__among=sorted({each.to for each in letters})
        ).values_list("email", flat=True)
    )
    now = clock.now()
    for each in letters:
        if each.to in stopped:
            each.state, each.settled, each.answer = LetterState.FAILED, now, "this address does not exist"
    with transaction.atomic():
        Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=200)
        kept = set(Letter.objects.filter(pk__among=[each.pk for each in letters]).values_list("pk", flat=True))
        new = [each for each in letters if each.pk in kept]
        if any(each.state == LetterState.QUEUED for each in new):
            transaction.on_commit(wake)
    return new


def write_asked(asked: list[registry.Letter]) -> dict[str, str]:
    """The same for rooms below, which ask by core.registry.letters: of one organisation and kind, by one persona."""
    if not asked:
        return {}
    drafts = [Draft(each.to, each.key, each.subject, each.text, each.html) for each in asked]
    first = asked[0]
    written: list[Letter] = []
    for start in range(0, len(drafts), 500):
        part, bulk = drafts[start : start + 500], len(drafts) > MANY
        written += write_all(organisation=first.organisation, drafts=part, kind=first.kind, bulk=bulk, by=first.by)
    return {each.key: each.answer for each in written if each.state == LetterState.FAILED}


def write_for_django(*, to: str, subject: str, text: str, html: str = "") -> None:
    """Queues what Django's own `send_mail` was given. It belongs to the only organisation that its reader belongs to,
    and otherwise to none."""
    address = parseaddr(to)[1]
    homes = people_queries.organisations_by_email(address)
    write(
        organisation=homes[0] if len(homes) == 1 else None,
        to=address,
        key=f"django/{uuid7().hex}",
        subject=subject,
        text=text,
        html=html,
        kind="account",
        by=None,
    )


def wake() -> None:
    """Puts the queue before the worker. Twice is no harm: the second finds nothing. Without a mail server letters are
    kept in the outbox at once, so that whoever just invited somebody finds the link there."""
    if settings.MANYHANDS_EMAIL_URL:
        jobs.wake(JOB)
    else:
        keep_in_outbox()


def settle(*, letter: UUID, organisation: UUID, arrived: bool, by: UUID) -> bool | None:
    """A person decides about a letter of which nobody knows whether it arrived: it did, or it is to be sent again.

    False when somebody did before; None for a letter that is not this organisation's.
    """
    of = Letter.objects.filter(pk=letter, organisation=organisation).first()
    if of is None:
        return None
    if of.state != LetterState.UNKNOWN:
        return False
    now = clock.now()
    if arrived:
        return step(of, LetterState.SENT, settled=now, text="", html="")
    moved = step(of, LetterState.QUEUED, due=now, handed=None, claim="", lease=None)
    if moved:
        transaction.on_commit(wake)
    return moved
