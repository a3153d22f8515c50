"""Accounts of a source become people, thousands at a time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from manyhands.core import bulk, clock
from manyhands.core.ids import random_key, uuid7

from ..models import Identity, Membership, Merge, Organisation, Person, Service
from ..rules.kinds import guess, stronger
from ..rules.names import clearly_different
from ..rules.slugs import service_slug
from ..types import HANDS, Kind
from .audit import changed
from .matching import ask_for_search


class Account(Protocol):
    """What a source says of an account; `networks.types.Account` is one."""

    external_id: str
    handle: str
    name: str
    email: str
    kind: str
    service: str
    is_member: bool


@dataclass(slots=True)
class _Facts:
    """What an account says, as it is kept."""

    handle: str
    name: str
    email: str  # lower case, or "" for what is no address
    kind: Kind
    service: str
    is_member: bool


@dataclass(slots=True)
class _Person:
    """A person, known or new, while accounts are matched to people."""

    id: UUID
    name: str
    email: str
    kind: str
    kind_chosen: bool = False
    signs_in: bool = False
    has_service: bool = False
    is_new: bool = False
    altered: bool = False
    service: str = ""  # to join

    def lacks(self, facts: _Facts) -> bool:
        """Whether an account says something of the person that is still blank."""
        return bool(
            (facts.name and not self.name)
            or (facts.email and not self.email)
            or (facts.service and not self.has_service)
            or (not self.kind_chosen and stronger(self.kind, facts.kind) != self.kind)
        )

    def learn(self, facts: _Facts) -> None:
        """Fills in what is blank; a kind that somebody chose stays."""
        self.altered = True
        self.name = self.name or facts.name
        self.email = self.email or facts.email
        if not self.kind_chosen:
            self.kind = stronger(self.kind, facts.kind)
        if not self.has_service:
            self.service = self.service or facts.service


@dataclass(slots=True)
class _Identity:
    actor: int
    person: _Person
    handle: str
    is_member: bool

    def lacks(self, facts: _Facts) -> bool:
        return bool((facts.is_member and not self.is_member) or (facts.handle and not self.handle))


def ensure_accounts(
    *, organisation: UUID | Organisation, source: UUID, accounts: Iterable[Account], by: UUID
) -> dict[str, int]:
    """The key that stands for each account in the ledger; one not seen before gets a key, and a person.

    The same e-mail address is the same person across sources, unless the names say that two people share it: then
    there are two, and that they may be one is suggested. What is known is only filled in where it is blank:
    doing it again changes nothing, and an older export takes nothing back. A person without any service joins the
    account's. The number of queries is constant. Runs inside the caller's transaction, or one of its own. `by` is
    the persona that brings them in.
    """
    organisation = getattr(organisation, "pk", organisation)
    source = getattr(source, "pk", source)
    wanted = {account.external_id: _facts(account) for account in accounts}
    with transaction.atomic():
        # Two imports that bring the same people wait for one another.
        Organisation.objects.select_for_update().only("pk").get(pk=organisation)
        known = _known(organisation, source, wanted)
        if all(
            external_id in known and not known[external_id].lacks(facts) and not known[external_id].person.lacks(facts)
            for external_id, facts in wanted.items()
        ):
            return {external_id: known[external_id].actor for external_id in wanted}
        by_email = _by_email(organisation, wanted, known)
        _fold_placeholders(wanted, known, by_email)
        actors = _match(organisation, source, wanted, known, by_email)
        ask_for_search(organisation=organisation)
        changed(organisation)
    return actors


def _match(
    organisation: UUID,
    source: UUID,
    wanted: dict[str, _Facts],
    known: dict[str, _Identity],
    by_email: dict[str, list[_Person]],
) -> dict[str, int]:
    """Finds or makes everybody's person and identity, in the order of the accounts, and writes what is new."""
    actors: dict[str, int] = {}
    people: dict[UUID, _Person] = {}
    new, richer = [], []
    for external_id, facts in wanted.items():
        identity = known.get(external_id)
        if identity:
            person, actor = identity.person, identity.actor
            if identity.lacks(facts):
                richer.append((identity.handle or facts.handle, identity.is_member or facts.is_member, actor))
        else:
            actor = random_key()
            person = _same(facts, by_email) or _Person(uuid7(), "", "", Kind.UNKNOWN, is_new=True)
            new.append((actor, organisation, person.id, source, external_id, facts.handle, facts.is_member))
        if person.lacks(facts):
            person.learn(facts)
        if person.email and person not in (sharing := by_email.setdefault(person.email, [])):
            sharing.append(person)
        people[person.id] = person
        actors[external_id] = actor
    _write(organisation, people.values())
    bulk.insert(Identity, ["actor", "organisation", "person", "source", "external_id", "handle", "is_member"], new)
    bulk.update(Identity, ["handle", "is_member"], richer)
    _join_services(organisation, [person for person in people.values() if person.service])
    return actors


def _same(facts: _Facts, by_email: dict[str, list[_Person]]) -> _Person | None:
    """The first person with the account's address whose name doesn't speak against it.

    A shared account's name is nobody's, so there the address alone decides.
    """
    for person in by_email.get(facts.email, ()):
        shared = facts.kind not in HANDS or person.kind not in HANDS
        if shared or not clearly_different(facts.name, person.name):
            return person
    return None


def _facts(account: Account) -> _Facts:
    email = account.email.strip().lower()
    name = account.name.strip()[:200]
    return _Facts(
        handle=account.handle[:200],
        name=name,
        email=email if "@" in email and len(email) <= 254 else "",
        kind=guess(account.kind, name=name, email=email),
        service=account.service.strip()[:200],
        is_member=account.is_member,
    )


_PERSON = ("id", "name", "email", "kind", "kind_chosen", "user_id", "has_service")


def _person(pk: UUID, name: str, email: str, kind: str, chosen: bool, user: UUID | None, has_service: bool) -> _Person:
    return _Person(pk, name, email, kind, chosen, user is not None, has_service)


def _known(organisation: UUID, source: UUID, wanted: dict[str, _Facts]) -> dict[str, _Identity]:
    """Those of the accounts that have been seen, with their people."""
    rows = (
        Identity.objects.filter(organisation=organisation, source=source, external_id__among=list(wanted))
        .annotate(has_service=Exists(Membership.objects.filter(person=OuterRef("person"))))
        .values_list(
            "external_id",
            "actor",
            "handle",
            "is_member",
            *(name if name == "has_service" else f"person__{name}" for name in _PERSON),
        )
    )
    people: dict[UUID, _Person] = {}
    found = {}
    for external_id, actor, handle, is_member, *facts in rows:
        person = people.setdefault(facts[0], _person(*facts))
        found[external_id] = _Identity(actor, person, handle, is_member)
    return found


def _by_email(organisation: UUID, wanted: dict[str, _Facts], known: dict[str, _Identity]) -> dict[str, list[_Person]]:
    """The organisation's people who have one of the accounts' addresses, the first there was first.

    An address of somebody who was brought together with another is that other's too.
    """
    people = {identity.person.id: identity.person for identity in known.values()}
    emails = sorted({facts.email for facts in wanted.values()} - {""})
    rows = (
        Person.objects.filter(organisation=organisation)
        .annotate(has_service=Exists(Membership.objects.filter(person=OuterRef("pk"))))
        .order_by("created", "id")
    )
    found: dict[str, list[_Person]] = {}
    for facts in rows.filter(email__among=emails).values_list(*_PERSON):
        found.setdefault(facts[2], []).append(people.setdefault(facts[0], _person(*facts)))
    merged = Merge.objects.filter(organisation=organisation, gone_email__among=emails).values_list(
        "gone_email", *(f"person__{name}" for name in _PERSON if name != "has_service")
    )
    for email, *facts in merged.order_by("at", "id"):
        person = people.setdefault(facts[0], _person(*facts, has_service=True))  # was asked when they were merged
        if person not in (sharing := found.setdefault(email, [])):
            sharing.append(person)
    return found


def _fold_placeholders(
    wanted: dict[str, _Facts], known: dict[str, _Identity], by_email: dict[str, list[_Person]]
) -> None:
    """Somebody first seen without an address, who turns out to be a person we have, becomes that person."""
    candidates = {}
    for external_id, identity in known.items():
        facts, person = wanted[external_id], identity.person
        if person.email or person.kind_chosen or person.signs_in or not facts.email:
            continue
        other = _same(facts, by_email)
        if other and other.id != person.id:
            candidates[external_id] = other
    if not candidates:
        return
    persons = [known[external_id].person.id for external_id in candidates]
    accounts = Counter(Identity.objects.filter(person__among=persons).values_list("person_id", flat=True))
    left, moved = [], []
    for external_id, other in candidates.items():
        identity = known[external_id]
        if accounts[identity.person.id] == 1:  # more than one: somebody put these together
            left.append(identity.person.id)
            moved.append((other.id, identity.actor))
            identity.person = other
    bulk.update(Identity, ["person"], moved)
    Person.objects.filter(id__among=left).delete()


def _write(organisation: UUID, people: Iterable[_Person]) -> None:
    now = clock.now()
    new, altered = [], []
    for person in people:
        if person.is_new:
            new.append((person.id, organisation, person.name, person.email, person.kind, False, now))
        elif person.altered:
            altered.append((person.name, person.email, person.kind, person.id))
    bulk.insert(Person, ["id", "organisation", "name", "email", "kind", "kind_chosen", "created"], new)
    bulk.update(Person, ["name", "email", "kind"], altered)


def _join_services(organisation: UUID, people: list[_Person]) -> None:
    """People join the service that their account names, made at the top of the tree where it is missing.

    Since always: the source says where they are, not since when.
    """
    if not people:
        return
    slugs = {name: service_slug(name) for name in dict.fromkeys(person.service for person in people)}
    services = _services(organisation, slugs.values())
    missing: dict[str, str] = {}
    for name, slug in slugs.items():
        if slug not in services:
            missing.setdefault(slug, name)
    bulk.insert(
        Service,
        ["id", "organisation", "name", "slug"],
        [(uuid7(), organisation, name, slug) for slug, name in missing.items()],
    )
    if missing:
        services = _services(organisation, slugs.values())
    bulk.insert(
        Membership,
        ["id", "organisation", "person", "service", "since", "until"],
        [(uuid7(), organisation, person.id, services[slugs[person.service]], date.min, date.max) for person in people],
    )


def _services(organisation: UUID, slugs: Iterable[str]) -> dict[str, UUID]:
    rows = Service.objects.filter(organisation=organisation, slug__among=sorted(set(slugs)))
    return dict(rows.values_list("slug", "id"))
