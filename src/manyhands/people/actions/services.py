"""The tree of services."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .. import queries
from ..errors import NotPossible
from ..models import Organisation, Service
from ..rules.slugs import service_slug
from .audit import changed, record


def add_service(*, organisation: Organisation, name: str, by: UUID, parent: Service | None = None) -> Service:
    """A new service, at the top of the tree or below another."""
    name = _named(name)
    _own(parent, organisation.pk)
    try:
        with transaction.atomic():
            service = Service.objects.create(
                organisation=organisation, name=name, slug=service_slug(name), parent=parent
            )
            record(organisation=organisation.pk, by=by, verb="add_service", object=service.pk.urn)
            changed(organisation.pk)
    except IntegrityError:
        raise NotPossible(_("There is a service of that name already.")) from None
    return service


def change_service(*, service: Service, name: str, parent: Service | None, by: UUID) -> Service:
    """A new name or another place in the tree. Departments of that former name still lead to it when imported."""
    name = _named(name)
    _own(parent, service.organisation_id)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=service.organisation_id)  # so that two moves make no circle
        above = parent
        while above:
            if above.pk == service.pk:
                raise NotPossible(_("A service can’t be below itself."))
            above = above.parent
        service.name, service.parent = name, parent
        service.save(update_fields=["name", "parent"])
        record(organisation=service.organisation_id, by=by, verb="change_service", object=service.pk.urn)
        changed(service.organisation_id)
    return service


def remove_service(*, service: Service, by: UUID) -> None:
    """Deletes a service that nobody ever was in and that has none below it."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=service.organisation_id)
        if not queries.is_unused(service):
            raise NotPossible(_("People are or were in this service, or services are below it. Move those first."))
        record(organisation=service.organisation_id, by=by, verb="remove_service", object=service.pk.urn)
        service.delete()
        changed(service.organisation_id)


def _named(name: str) -> str:
    name = " ".join(name.split())[:200]
    if not name:
        raise NotPossible(_("Enter the service’s name."))
    return name


def _own(parent: Service | None, organisation: UUID) -> None:
    if parent and parent.organisation_id != organisation:
        raise NotPossible(_("That service belongs to another organisation."))
