"""Giving and taking back roles."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..errors import NotPossible
from ..models import Grant, Organisation, Person, Service
from ..types import Role
from .audit import record
from .officer import tell_everybody


def grant(
    *,
    organisation: UUID,
    role: Role,
    by: UUID,
    person: Person | None = None,
    to_organisation: Organisation | None = None,
    service: Service | None = None,
    thing: str = "",
) -> Grant:
    """Gives a role to a person of the organisation, or to another organisation; having it already is no error."""
    role = Role(role)
    if (person is None) == (to_organisation is None):
        raise NotPossible(_("Choose who gets the role."))
    if person and person.organisation_id != organisation:
        raise NotPossible(_("That person belongs to another organisation."))
    if to_organisation and to_organisation.pk == organisation:
        raise NotPossible(_("An organisation can share with others only."))
    if service and service.organisation_id != organisation:
        raise NotPossible(_("That service belongs to another organisation."))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation)
        given, is_new = Grant.objects.get_or_create(
            organisation_id=organisation,
            person=person,
            to_organisation=to_organisation,
            role=role,
            service=service,
            thing=thing,
        )
        if is_new:
            record(organisation=organisation, by=by, verb="grant", object=f"{role} {_holder(given)}")
            if role == Role.NAMED_OFFICER and person and not service and not thing:
                key = f"officer/{given.pk.hex}"
                tell_everybody(person.organisation, kind="people.officer", key=key, by=by, name=person.name)
    return given


def revoke(*, grant: Grant, by: UUID) -> None:
    """Takes a role back. The last administrator's can't be: nobody could give it again."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=grant.organisation_id)
        if grant.role == Role.ADMINISTRATOR and grant.person_id:
            others = Grant.objects.filter(
                organisation=grant.organisation_id,
                role=Role.ADMINISTRATOR,
                service=None,
                thing="",
                person__user__isnull=False,
                person__left=None,
            ).exclude(pk=grant.pk)
            if not others.exists():
                raise NotPossible(_("This is the only administrator. Give somebody else that role first."))
        record(organisation=grant.organisation_id, by=by, verb="revoke", object=f"{grant.role} {_holder(grant)}")
        Grant.objects.filter(pk=grant.pk).delete()


def _holder(given: Grant) -> str:
    return (given.person_id or given.to_organisation_id).urn
