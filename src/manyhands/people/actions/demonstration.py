"""Organisations that are made up, and can be removed as if they had never been."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from ..errors import NotPossible
from ..models import AuditEvent, Hub, Organisation, Person, Service, User


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A transaction that others who set up the hub or make a demonstration wait for."""
    with transaction.atomic():
        Hub.objects.get_or_create(pk=1)
        Hub.objects.select_for_update().get(pk=1)
        yield


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
