"""Cubes to try the rules on: drawn at random, small and crowded so that subtraction pays; and the real export."""

import numpy as np

from manyhands.participation.rules.cube import Cube
from tests.measures.slack_export import read

MONTHS = np.array([201510, 201511, 201512, 201601, 201602, 201603, 201604, 201701])


def drawn(seed: int) -> Cube:
    """Up to 160 contributions by up to 21 people; sometimes places belong to a service or to a season."""
    rng = np.random.default_rng(seed)
    size, people = int(rng.integers(5, 160)), int(rng.integers(5, 22))
    places, networks, services = (int(rng.integers(1, most)) for most in (7, 3, 6))
    months = MONTHS[: int(rng.integers(1, 9))]
    network_of_place = rng.integers(0, networks, places)
    service_parent = np.array([-1 if at == 0 or rng.random() < 0.5 else rng.integers(0, at) for at in range(services)])
    person = rng.integers(0, people, size)
    service = rng.integers(rng.integers(-1, 1), services, people)[person]
    kind = (rng.random(people) < 0.3).astype(int)[person]
    place = rng.integers(-1, places, size) if rng.random() < 0.5 else np.minimum(rng.geometric(0.4, size), places) - 1
    if rng.random() < 0.5:
        place = np.where(rng.random(size) < 0.7, (service + 1) % places, place)
    month = rng.integers(0, len(months), size)
    if rng.random() < 0.5:
        month = np.minimum((place + 1) * len(months) // (places + 1) + rng.integers(0, 2, size), len(months) - 1)
    network = np.where(place >= 0, network_of_place[place], rng.integers(0, networks, size))
    return Cube(
        person, months[month], place, network, service, kind, network_of_place, service_parent, networks, kinds=2
    )


def real(services: bool = False) -> Cube:
    """The real export: one network, one kind. With `services`, invented services, kinds and a second network."""
    export = read()
    size, places = len(export.person), len(export.channels)
    network_of_place, service_parent = np.zeros(places, int), np.empty(0, int)
    service, kind = np.full(size, -1), np.zeros(size, int)
    if services:
        rng = np.random.default_rng(5)
        network_of_place = (np.arange(places) % 3 == 0).astype(int)
        service_parent = np.array([-1, -1, 0, 0, 1, 4])
        service = rng.integers(-1, 6, len(export.people))[export.person]
        kind = rng.choice(3, len(export.people), p=[0.6, 0.3, 0.1])[export.person]
    return Cube(
        export.person,
        export.month,
        export.channel,
        network_of_place[export.channel],
        service,
        kind,
        network_of_place,
        service_parent,
        networks=2,
        kinds=3,
    )
