"""Small organisations made by hand: each line is one act, taken in as a file of it would be."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from manyhands.ledger import actions as ledger
from manyhands.networks import actions as networks
from manyhands.networks.types import Account, Act, Batch, Place
from manyhands.people import queries as people
from manyhands.people.models import Organisation

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
    """Brings them in as an export of Slack does."""
    networks.take_records(
        organisation=organisation,
        network="slack",
        workspace="T1",
        filename="small.zip",
        records=Batch(accounts=accounts, places=[Place(name, name) for name in places], acts=list(acts)),
        by=people.system_persona(organisation).pk,
    )
    ledger.project(organisation=organisation.pk)
