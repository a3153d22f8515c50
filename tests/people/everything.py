"""One row of every model of this room, for tests that look for leaks."""

from datetime import date

from django.db import models

from manyhands.core.ids import uuid7
from manyhands.people import actions, queries
from manyhands.people.models import (
    Grant,
    Identity,
    Invitation,
    Match,
    Membership,
    Merge,
    Organisation,
    Person,
    Persona,
    PersonaLink,
    Profile,
    Purpose,
    Search,
)
from manyhands.people.rules.invitees import Invitee
from manyhands.people.types import LawfulBasis

from .factories import Account, bring


def one_of_each(first: Person) -> list[models.Model]:
    """Rows of the first person's organisation whose ids may stand in an address."""
    organisation = Organisation.objects.get(pk=first.organisation_id)
    by = queries.system_persona(organisation).pk
    bring(organisation, [Account("1", "ann", "Ann", "ann@ambridge.example", service="Libraries")], uuid7())
    bring(organisation, [Account("2", "bea", "Bea"), Account("3", "beatrice", "Beatrice")], uuid7())
    actions.merge_people(into=Person.objects.get(name="Bea"), other=Person.objects.get(name="Beatrice"), by=by)
    service = actions.add_service(organisation=organisation, name="Parks", by=by)
    actions.record_purpose(
        organisation=organisation,
        purpose="To find out",
        lawful_basis=LawfulBasis.PUBLIC_TASK,
        data_protection_contact="dpo@ambridge.example",
        staff_told=date(2026, 1, 1),
        by=by,
    )
    actions.invite_all(organisation=organisation, people=[Invitee(1, "Cy", "cy@ambridge.example")], by=by)
    own = queries.own_persona(first.user, organisation)
    actions.keep_profile(persona=own, listed=True, shown=["knows"], words={"knows": "Maps"})
    change = actions.set_kind(organisation=organisation.pk, people_ids=[first.pk], kind="staff", by=by)
    return [
        organisation,
        first,
        first.user,
        service,
        change,
        Person.objects.get(name="Ann"),
        *(
            model.objects.filter(organisation=organisation).first()
            for model in (
                Grant,
                Identity,
                Invitation,
                Match,
                Membership,
                Merge,
                Persona,
                PersonaLink,
                Profile,
                Purpose,
                Search,
            )
        ),
    ]
