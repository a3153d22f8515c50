"""The list of people, and one of them."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from manyhands.core import clock

from ..models import Identity, KindChange, Membership, Organisation, Person
from ..types import SORTS, PersonRow, ServiceNode, Sought
from .who import services_tree

PAGE = 50
_ROW = ("id", "name", "email", "kind", "user_id")


def people_page(organisation: Organisation, sought: Sought, number: object, tree: list[ServiceNode]) -> Page:
    """A page of PAGE people as PersonRow, the nearest one where there is no such page; three queries."""
    page = Paginator(_ordered(organisation, sought, tree), PAGE).get_page(number)
    page.object_list = _rows(organisation, list(page.object_list))
    return page


def all_people(organisation: Organisation, sought: Sought) -> Iterator[PersonRow]:
    """Everybody who matches, for a file."""
    found = list(_ordered(organisation, sought, services_tree(organisation)))
    for start in range(0, len(found), 1000):
        yield from _rows(organisation, found[start : start + 1000])


def people_ids(organisation: Organisation, sought: Sought) -> list[UUID]:
    """Everybody who matches, for a change to all of them."""
    return list(_matching(organisation, sought, services_tree(organisation)).values_list("id", flat=True))


def own_ids(organisation: Organisation, ids: list[UUID]) -> list[UUID]:
    """Those of the ids that are people of this organisation."""
    return list(Person.objects.filter(organisation=organisation, id__among=ids).values_list("id", flat=True))


def person_in(organisation: Organisation, person: UUID) -> Person | None:
    """A person of this organisation by id."""
    return Person.objects.filter(organisation=organisation, id=person).first()


def names_of(organisation: UUID, people_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names, or else e-mail addresses, of people of this organisation by id. Only for who may see names."""
    rows = Person.objects.filter(organisation=organisation, id__among=list(people_ids))
    return {pk: name or email for pk, name, email in rows.values_list("id", "name", "email")}


def find_person(organisation: Organisation, words: str) -> list[Person]:
    """People with exactly this e-mail address or name; at most ten."""
    named = Person.objects.filter(organisation=organisation).filter(
        Q(email=words.strip().lower()) | Q(name__iexact=words.strip())
    )
    return list(named.order_by("id")[:10])


def memberships_of(person: Person) -> list[dict]:
    """A person's time in services, latest first: `service`, `since` and `until`, None where it has no end."""
    rows = Membership.objects.filter(person=person).order_by("-since", "service__name")
    return [
        {
            "service": service,
            "since": None if since == date.min else since,
            "until": None if until == date.max else until,
        }
        for service, since, until in rows.values_list("service__name", "since", "until")
    ]


def identities_of(person: Person) -> list[Identity]:
    """A person's accounts in all sources."""
    return list(Identity.objects.filter(person=person).order_by("source", "external_id"))


def kind_change(organisation: Organisation, change: UUID) -> KindChange | None:
    """A change of kinds in this organisation that can still be undone."""
    return KindChange.objects.filter(organisation=organisation, id=change, undone=False).first()


def today_in(organisation: Organisation) -> date:
    """The day it is there."""
    return clock.local_date(clock.now(), organisation.zone)


def _matching(organisation: Organisation, sought: Sought, tree: list[ServiceNode]) -> QuerySet[Person]:
    found = Person.objects.filter(organisation=organisation)
    if sought.text:
        found = found.filter(Q(name__icontains=sought.text) | Q(email__icontains=sought.text))
    if sought.kind:
        found = found.filter(kind=sought.kind)
    if sought.service:
        today = today_in(organisation)
        inside = Membership.objects.filter(
            service__in=with_those_below(tree, sought.service), since__lte=today, until__gt=today
        )
        found = found.filter(id__in=inside.values("person_id"))
    return found


def with_those_below(tree: list[ServiceNode], service: str) -> list[UUID]:
    """A service and all below it; parents come before their children in the tree."""
    inside = {service}
    for node in tree:
        if node.parent in inside:
            inside.add(node.id)
    return [UUID(each) for each in inside]


def _ordered(organisation: Organisation, sought: Sought, tree: list[ServiceNode]) -> QuerySet:
    down, key = sought.sort.startswith("-"), sought.sort.removeprefix("-")
    today = today_in(organisation)
    services = Membership.objects.filter(person=OuterRef("pk"), since__lte=today, until__gt=today)
    by = {
        "name": Lower("name"),
        "email": F("email"),
        "kind": F("kind"),
        "service": Coalesce(Subquery(services.order_by("service__name").values("service__name")[:1]), Value("")),
    }
    order = by[key if key in SORTS else "name"]
    found = _matching(organisation, sought, tree)
    return found.order_by(order.desc() if down else order.asc(), Lower("name"), "id").values_list(*_ROW)


def _rows(organisation: Organisation, found: list[tuple]) -> list[PersonRow]:
    today = today_in(organisation)
    services: dict[UUID, list[str]] = {}
    rows = Membership.objects.filter(
        person__among=[row[0] for row in found], since__lte=today, until__gt=today
    ).order_by("service__name")
    for person, service in rows.values_list("person_id", "service__name"):
        services.setdefault(person, []).append(service)
    return [
        PersonRow(pk, name, email, kind, user is not None, ", ".join(services.get(pk, ())))
        for pk, name, email, kind, user in found
    ]
