"""Who is who, for figures: everybody of an organisation as arrays, in a constant number of queries."""

from functools import partial
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast

from manyhands.core.ids import hub_source_id

from ..models import Identity, Membership, Organisation, Person, Persona, Service
from ..types import Kind, ServiceNode, WhoIsWho

_KEPT: dict[UUID, WhoIsWho] = {}
_KEEP = 8  # organisations; 100,000 people take about 20 MB

_text = partial(Cast, output_field=CharField())  # ids as text: a UUID object each would take longer than the query


def revision(organisation: Organisation | UUID) -> int:
    """Goes up with every change to who is who."""
    return Organisation.objects.values_list("revision", flat=True).get(pk=_id(organisation))


def who_is_who(organisation: Organisation | UUID) -> WhoIsWho:
    """Everybody, as of now. Kept in memory until the organisation's revision changes: then one query answers."""
    key = _id(organisation)
    now = revision(key)
    kept = _KEPT.get(key)
    if kept and kept.revision == now:
        return kept
    found = _read(key, now)
    if not connection.in_atomic_block:  # what a transaction sees may yet be taken back
        while len(_KEPT) >= _KEEP:
            _KEPT.pop(next(iter(_KEPT)), None)
        _KEPT[key] = found
    return found


def services_tree(organisation: Organisation | UUID) -> list[ServiceNode]:
    """All services, parents before their children, by name among siblings."""
    children: dict[UUID | None, list[tuple[UUID, str]]] = {}
    rows = Service.objects.filter(organisation=_id(organisation)).order_by("name", "id")
    for pk, name, parent in rows.values_list("id", "name", "parent_id"):
        children.setdefault(parent, []).append((pk, name))
    tree: list[ServiceNode] = []
    waiting = [(pk, name, None, 0) for pk, name in reversed(children.get(None, []))]
    while waiting:
        pk, name, parent, depth = waiting.pop()
        tree.append(ServiceNode(pk.hex, name, parent, depth))
        waiting += [(child, title, pk.hex, depth + 1) for child, title in reversed(children.get(pk, []))]
    return tree


def _read(organisation: UUID, now: int) -> WhoIsWho:
    people = list(Person.objects.filter(organisation=organisation).order_by("id").values_list(_text("id"), "kind"))
    number = {key: place for place, (key, _) in enumerate(people)}
    identities = [
        (actor, number[person], source, is_member)
        for actor, person, source, is_member in Identity.objects.filter(organisation=organisation)
        .order_by("actor")
        .values_list("actor", _text("person_id"), _text("source"), "is_member")
        if person in number
    ]
    # A pseudonym is a hand of its own, and nothing here says whose.
    hub = hub_source_id(organisation).hex
    for key, actor in (
        Persona.objects.filter(organisation=organisation, is_pseudonym=True)
        .order_by("id")
        .values_list(_text("id"), "actor")
    ):
        identities.append((actor, len(people), hub, True))
        people.append((key, Kind.PEER))
    identities.sort()
    services = services_tree(organisation)
    place = {node.id: at for at, node in enumerate(services)}
    memberships = [
        (number[person], place[_hex(service)], since, until)
        for person, service, since, until in Membership.objects.filter(organisation=organisation)
        .order_by("person_id", "since", "id")
        .values_list(_text("person_id"), _text("service_id"), "since", "until")
        if person in number and _hex(service) in place
    ]
    actors, persons, sources, members = _columns(identities, 4)
    who, where, since, until = _columns(memberships, 4)
    return WhoIsWho(
        organisation=organisation,
        revision=now,
        people=[_hex(key) for key, _ in people],
        kinds=np.array([kind for _, kind in people], dtype="U12"),
        actors=np.array(actors, np.int64),
        actor_person=np.array(persons, np.int32),
        actor_source=np.array([_hex(source) for source in sources], dtype="U32"),
        actor_is_member=np.array(members, bool),
        membership_person=np.array(who, np.int32),
        membership_service=np.array(where, np.int32),
        membership_since=np.array(since, "datetime64[D]"),
        membership_until=np.array(until, "datetime64[D]"),
        services=services,
    )


def _columns(rows: list[tuple], width: int) -> list[tuple]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _hex(key: str) -> str:
    """PostgreSQL writes an id as text with dashes, SQLite without."""
    return key.replace("-", "")


def _id(organisation: Organisation | UUID) -> UUID:
    return getattr(organisation, "pk", organisation)
