"""Addresses that do not exist get nothing more, and those who look after the hub are told."""

import logging
from uuid import UUID

from django.db import transaction

from manyhands.core import registry
from manyhands.people import actions as people_actions
from manyhands.people import queries as people_queries
from manyhands.people.types import Role

from ..models import Letter, StoppedAddress
from .noticing import notify

logger = logging.getLogger("manyhands.notices")
STOPPED = "notices.stopped"  # the kind of notice


def stop_address(*, organisation: UUID, email: str, reason: str) -> bool:
    """Sends nothing more to an address, and tells the digital leads once. False when it was known."""
    email = email.strip().lower()
    system = people_queries.system_persona(organisation).pk
    with transaction.atomic():
        kept, is_new = StoppedAddress.objects.get_or_create(
            organisation_id=organisation, email=email, defaults={"reason": reason[:500]}
        )
        if not is_new:
            return False
        notify(
            organisation=organisation,
            people=_leads(kept),
            kind=STOPPED,
            key=f"stopped/{kept.pk.hex}",
            path="notices/letters",
            words={"address": email},
            by=system,
        )
    return True


def allow_address(*, organisation: UUID, address: UUID, by: UUID) -> str:
    """Writes to an address again, because somebody knows that it exists now. Returns the address, or ""."""
    with transaction.atomic():
        found = StoppedAddress.objects.filter(organisation=organisation, pk=address).first()
        if found is None:
            return ""
        found.delete()
        people_actions.record(organisation=organisation, by=by, verb="allow_address", object=address.urn)
    return found.email


def lost(letter: Letter, reason: str) -> None:
    """Lets the rooms know that asked for a letter that it did not arrive. One room's failure keeps nobody else's."""
    if letter.organisation_id is None:
        return
    said = registry.LostLetter(letter.organisation_id, letter.key, reason[:500])
    for tell in registry.letter_lost:
        try:
            with transaction.atomic():
                tell(said)
        except Exception:
            logger.exception("telling %s of a lost letter failed", tell.__module__)


def _leads(stopped: StoppedAddress) -> list[UUID]:
    """The digital leads; where there is none, the administrators."""
    held = people_queries.people_with_access(stopped.organisation)
    for role in (Role.DIGITAL_LEAD, Role.ADMINISTRATOR):
        if found := [person.pk for person, roles in held if role in roles]:
            return found
    return []
