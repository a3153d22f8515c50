"""What has to be written down before the first real file."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock

from ..errors import NotPossible
from ..models import Organisation, Purpose
from ..types import LawfulBasis
from .audit import record


def record_purpose(
    *,
    organisation: Organisation,
    purpose: str,
    lawful_basis: LawfulBasis,
    data_protection_contact: str,
    staff_told: date,
    by: UUID,
) -> None:
    """Records, or records anew, why activity is read, on what basis, whom to ask and when staff were told."""
    purpose, contact = purpose.strip(), data_protection_contact.strip()
    if not purpose or not contact:
        raise NotPossible(_("Write down the purpose and whom to ask about data protection."))
    if staff_told > clock.local_date(clock.now(), organisation.zone):
        raise NotPossible(_("Tell staff first, then enter the day on which they were told."))
    with transaction.atomic():
        Purpose.objects.update_or_create(
            organisation=organisation,
            defaults={
                "purpose": purpose,
                "lawful_basis": LawfulBasis(lawful_basis),
                "data_protection_contact": contact[:200],
                "staff_told": staff_told,
                "recorded": clock.now(),
                "recorded_by": by,
            },
        )
        record(organisation=organisation.pk, by=by, verb="record_purpose", object=str(lawful_basis), purpose=purpose)
