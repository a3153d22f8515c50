"""Organisations and people to test with."""

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator

from manyhands.core.ids import uuid7
from manyhands.people import actions, queries
from manyhands.people.models import Organisation, Person
from manyhands.people.types import Role

PASSWORD = "many hands make light work"


@dataclass(frozen=True)
class Account:
    """What a source says of an account."""

    external_id: str
    handle: str = ""
    name: str = ""
    email: str = ""
    kind: str = "unknown"
    service: str = ""
    is_member: bool = True


def council(name: str = "Ambridge Council", email: str = "lee@ambridge.example") -> Person:
    """The first person of a new organisation, who signs in with `email` and PASSWORD."""
    organisation = actions.create_organisation(name=name)
    return actions.add_first_person(organisation=organisation, name="Lee", email=email, password=PASSWORD)


def bring(organisation: Organisation, accounts: list[Account], source: UUID | None = None) -> dict[str, int]:
    return actions.ensure_accounts(
        organisation=organisation.pk,
        source=source or uuid7(),
        accounts=accounts,
        by=queries.system_persona(organisation).pk,
    )


def fill(organisation: Organisation, size: int = 3) -> None:
    """People Name 000, Name 001 … of the services Service 0 to Service 2."""
    bring(
        organisation,
        [
            Account(f"{i}", name=f"Name {i:03}", email=f"n{i}@x.example", kind="staff", service=f"Service {i % 3}")
            for i in range(size)
        ],
    )


def factor(user) -> None:
    """A second factor, as if an app had been added."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})


def member(organisation, name="Ann Black", email="ann@gmail.example", roles=(Role.MEMBER,)) -> Person:
    """Somebody who joined by an invitation, and can take pseudonyms."""
    by = queries.system_persona(organisation).pk
    person = actions.invite(organisation=organisation, name=name, email=email, roles=list(roles), by=by)
    person.user.set_password(PASSWORD)
    person.user.save()
    factor(person.user)
    return person


def url(person, path=""):
    """An address of the organisation's people."""
    return f"/{person.organisation.slug}/people/{path}"


def act(client, person, persona):
    """From now on they act as this persona."""
    return client.post(url(person, "personas/act"), {"persona": persona.pk.hex})
