"""Organisations that are made up, and can be removed as if they had never been."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..errors import NotPossible
from ..models import AuditEvent, Hub, Organisation, Person, Persona, PersonaLink, Service, User
from .audit import record


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A transaction that others who set up the hub or make a demonstration wait for."""
    with transaction.atomic():
        Hub.objects.get_or_create(pk=1)
        Hub.objects.select_for_update().get(pk=1)
        yield


def show_by_name(*, organisation: Organisation, emails: Collection[str], by: UUID) -> dict[str, UUID]:
    """Gives made-up people, whom an export brought, a persona to act as; returns its id by e-mail.

    Raises NotPossible for a real organisation: there each chooses how others see them.
    """
    if not organisation.is_demonstration:
        raise NotPossible(_("Each person chooses how others see them."))
    people = Person.objects.filter(organisation=organisation, email__in=set(emails))
    with transaction.atomic():
        shown = {person: Persona(organisation=organisation, name=person.name) for person in people}
        Persona.objects.bulk_create(shown.values())
        PersonaLink.objects.bulk_create(
            [
                PersonaLink(persona=persona, person=person, organisation=organisation)
                for person, persona in shown.items()
            ]
        )
        record(organisation=organisation.pk, by=by, verb="show_by_name", object=f"{len(shown)}")
    return {person.email: persona.pk for person, persona in shown.items()}


def remove_demonstration(*, organisation: Organisation) -> None:
    """Deletes a demonstration with everything that belongs to it, and users who belong to nothing else.

    There is no record of it: what was made up leaves no trace. Raises NotPossible for a real organisation.
    """
    if not organisation.is_demonstration:
        raise NotPossible(_("Only a demonstration can be removed."))
    with transaction.atomic():
        users = list(
            Person.objects.filter(organisation=organisation, user__isnull=False).values_list("user", flat=True)
        )
        Service.objects.filter(organisation=organisation).update(parent=None)
        AuditEvent.objects.filter(organisation=organisation.pk).delete()
        Organisation.objects.get(pk=organisation.pk).delete()
        User.objects.filter(pk__in=users, people__isnull=True).delete()
