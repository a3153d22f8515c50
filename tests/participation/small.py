"""Small organisations made by hand: each line is one act, taken in as a file of it would be."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.test import Client

from manyhands.ledger import actions as ledger
from manyhands.networks import actions as networks
from manyhands.networks.types import Account, Act, Batch, Place
from manyhands.participation import queries
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.models import Organisation, Person
from manyhands.people.types import Role
from tests.people.factories import PASSWORD

BEGINNING = datetime(2026, 1, 1, 12, tzinfo=UTC)


def account(name: str, service: str = "", **more) -> Account:
    return Account(name, name, name.title(), f"{name}@{more.pop('host', 'ambridge.example')}", "staff", service, **more)


def act(number: int, who: str, day: int, place: str = "general", *, to: int | None = None, kind: str = "Create") -> Act:
    """What `who` did on the `day`th day of 2026 (from 0), perhaps in answer to another act."""
    return Act(
        f"m{number}",
        who,
        kind,
        kind == "Create",
        place,
        "Note",
        None,
        None if to is None else f"m{to}",
        (BEGINNING + timedelta(days=day)).timestamp(),
    )


def take(
    organisation: Organisation, accounts: list[Account], acts: Iterable[Act], places: tuple[str, ...] = ("general",)
) -> None:
    """Brings them in as an export of Slack does, which lists whoever acts."""
    acts, listed = list(acts), {each.external_id for each in accounts}
    accounts = [*accounts, *map(account, sorted({each.actor for each in acts} - listed))]
    networks.take_records(
        organisation=organisation,
        network="slack",
        workspace="T1",
        filename="small.zip",
        records=Batch(accounts=accounts, places=[Place(name, name) for name in places], acts=acts),
        by=people.system_persona(organisation).pk,
    )
    ledger.project(organisation=organisation.pk)


def facts(person):
    return queries.facts(person.organisation_id)


def signed_in(person) -> Client:
    client = Client()
    assert client.login(email=person.user.email, password=PASSWORD)
    return client


def member(lee, by, name="Sam", email="sam@ambridge.example") -> Person:
    sam = people_actions.invite(organisation=lee.organisation, name=name, email=email, roles=[Role.MEMBER], by=by)
    sam.user.set_password(PASSWORD)
    sam.user.save()
    return sam


def village(organisation):
    names = ("ann", "bob", "cat", "dan", "eve", "fay")
    take(
        organisation,
        [account(name, "Libraries") for name in names],
        [
            act(1, "ann", 0),
            act(2, "bob", 5),
            act(3, "ann", 6, to=2),  # ann answers in one place only
            act(4, "cat", 10),  # once, long ago
            act(5, "eve", 11, kind="Like"),
            act(6, "bob", 45, "planning"),
            act(7, "bob", 46, to=3),
            act(8, "dan", 80),  # once, a few days ago
            act(9, "bob", 89, "planning"),
        ],
        ("general", "planning"),
    )


def large(organisation, services=6, each=12):
    """Services of people who like and never post, all on the same step."""
    people = [(f"p{at:03}", f"Service {at % services}") for at in range(services * each)]
    take(
        organisation,
        [account(name, service) for name, service in people],
        [act(at, name, 5, kind="Like") for at, (name, _service) in enumerate(people)] + [act(999, "p000", 89)],
    )
    return people


def later(organisation, who, day):
    """These post for the first time, on a day of which only now anything is known."""
    take(organisation, [], [act(2000 + at, name, day) for at, name in enumerate(who)])


def everywhere(person):
    return [node.uuid for node in facts(person).services]
