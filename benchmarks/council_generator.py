"""Makes columns and people of a country's size, straight into a data folder.

Nobody in it is real. Activity is as uneven as in real networks (log-normal over people, busy and quiet places); each
person has a few places of their own. The ledger's rows of these months are not made: who reads columns does not need
them, and a database of a hundred million rows would take an hour.
"""

import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

MONTHS = [year * 100 + month for year in (2024, 2025) for month in range(1, 13)]
HOMES = 3  # places of a person
BATCH = 1_000_000


def make(organisation: Any, *, activities: int, people: int, places: int, seed: int = 1) -> None:
    """Fills an organisation that has nothing yet. Needs Django to be set up."""
    from django.conf import settings
    from django.db import transaction

    from manyhands.core import bulk, clock
    from manyhands.ledger import columns
    from manyhands.ledger.models import Month
    from manyhands.networks.actions.reading import source_of
    from manyhands.networks.models import Place
    from manyhands.people.models import Identity, Person

    chance = np.random.default_rng(seed)
    source = source_of(organisation=organisation, network="slack", workspace="benchmark")
    ids = [clock_id(number) for number in range(places)]
    with transaction.atomic():
        Place.objects.bulk_create(
            Place(
                id=each, organisation=organisation, source=source, external_id=f"p{at}", network="slack", name=f"p{at}"
            )
            for at, each in enumerate(ids)
        )
        actors = np.sort(chance.integers(1, 2**62, people))
        # one person an account, ids in order, so that a million load in seconds
        persons = [clock_id(10_000_000 + number) for number in range(people)]
        now = clock.now()
        bulk.insert(
            Person,
            ["id", "organisation", "name", "email", "kind", "kind_chosen", "created"],
            [(each, organisation.pk, "", "", "staff", False, now) for each in persons],
        )
        bulk.insert(
            Identity,
            ["actor", "organisation", "person", "source", "external_id", "handle", "is_member"],
            [
                (actor, organisation.pk, person, source.pk, str(number), "", True)
                for number, (actor, person) in enumerate(zip(actors.tolist(), persons, strict=True))
            ],
        )
    weight = np.cumsum(shares(chance.lognormal(0, 1.5, people)))
    busy = shares(chance.lognormal(0, 1, places))
    home = chance.choice(places, (people, HOMES), p=busy).astype(np.int32)
    names = pa.array([each.hex for each in ids])
    per_month = chance.multinomial(activities, np.full(len(MONTHS), 1 / len(MONTHS)))
    for month, count in zip(MONTHS, per_month.tolist(), strict=True):
        first, last = clock.month_days(month)
        batches = (
            batch(chance, min(BATCH, count - at), actors, weight, home, names, source.pk.hex, first, last)
            for at in range(0, count, BATCH)
        )
        part = columns.write_part(settings.COLUMNS, organisation.pk, month, batches)
        row = Month(organisation=organisation.pk, month=month, marks=1, projected=1)
        row.hold([part])
        row.save()


def batch(
    chance: np.random.Generator,
    count: int,
    actors: np.ndarray,
    weight: np.ndarray,
    home: np.ndarray,
    names: pa.Array,
    source: str,
    first: date,
    last: date,
) -> pa.RecordBatch:
    """Activities of one month, in no order."""
    from manyhands.ledger import columns

    who = np.searchsorted(weight, chance.random(count)).clip(max=len(actors) - 1)
    where = home[who, chance.integers(0, HOMES, count)]
    day = np.datetime64(first) + chance.integers(0, (last - first).days + 1, count)
    moment = day.astype("datetime64[us]") + chance.integers(0, 86_400_000_000, count)
    key = chance.integers(0, 2**62, count)
    return pa.RecordBatch.from_arrays(
        [
            pa.array(key),
            pa.array(np.roll(key, 7), mask=chance.random(count) > 0.3),
            pa.array(actors[who]),
            names.take(pa.array(where)),
            pa.repeat(source, count),
            pa.repeat("Create", count),
            pa.repeat(True, count),
            pa.array(moment),
            pa.array(day.astype("datetime64[D]")),
            pa.nulls(count, columns.ACTIVITIES.field("mentions").type),
        ],
        schema=columns.ACTIVITIES,
    )


def shares(weights: np.ndarray) -> np.ndarray:
    return weights / weights.sum()


def clock_id(number: int) -> Any:
    from uuid import UUID

    return UUID(int=(7 << 76) | (1 << 63) | number)


def prepared(data: Path, **size: int) -> Any:
    """The organisation of a data folder, made where there is none. Sets Django up."""
    import os

    os.environ["MANYHANDS_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "manyhands.config.settings"
    os.environ.pop("DATABASE_URL", None)
    data.mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    from manyhands.people.actions import create_organisation
    from manyhands.people.models import Organisation

    if not (data / "made").exists():
        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        make(create_organisation(name="Benchmark Council"), **size)
        (data / "made").touch()
        print(f"made {size['activities']:,} activities in {time.perf_counter() - began:.0f} s")
    return Organisation.objects.get()
