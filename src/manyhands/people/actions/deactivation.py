"""Somebody leaves: they can't sign in to this organisation any more, and what they did stays under their name."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock

from ..errors import NotPossible
from ..models import Organisation, Person
from .audit import changed, record
from .people import is_last_administrator


def deactivate(*, person: Person, by: UUID) -> Person:
    """From now on they find nothing here; other organisations of the hub are no matter of ours. Roles are kept.

    Raises NotPossible for the only administrator: nobody could let them in again.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=person.organisation_id)
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.left or person.user_id is None:
            raise NotPossible(_("They can’t sign in as it is."))
        if is_last_administrator(person):
            raise NotPossible(_("This is the only administrator. Give somebody else that role first."))
        person.left = clock.now()
        person.save(update_fields=["left"])
        record(organisation=person.organisation_id, by=by, verb="deactivate", object=person.pk.urn)
        changed(person.organisation_id)
    return person


def reactivate(*, person: Person, by: UUID) -> Person:
    """They sign in again as before, with the roles that they had."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if not person.left:
            raise NotPossible(_("They can sign in already."))
        person.left = None
        person.save(update_fields=["left"])
        record(organisation=person.organisation_id, by=by, verb="reactivate", object=person.pk.urn)
        changed(person.organisation_id)
    return person
