"""Which things of which organisations somebody reaches, and as whom: for the rooms where people meet."""

from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from ..models import Grant, Organisation, Person, Persona, PersonaLink
from ..rules.grants import Held, allows
from ..types import Verb
from .grants import _grants_of


class Named(NamedTuple):
    """A persona that may be called by its name. `actor` is what the ledger knows it by."""

    id: UUID
    actor: int
    name: str


def persona_ids(person: Person) -> list[UUID]:
    """A person's own personas, read once and kept on them. For what they may see, never for who they are."""
    kept = getattr(person, "_persona_ids", None)
    if kept is None:
        links = PersonaLink.objects.filter(person=person.pk, organisation=person.organisation_id)
        kept = person._persona_ids = list(links.order_by("persona_id").values_list("persona_id", flat=True))
    return kept


def persona(pk: UUID) -> Persona | None:
    """A persona by its id, with its organisation."""
    return Persona.objects.select_related("organisation").filter(pk=pk).first()


def shared_things(person: Person) -> dict[UUID, UUID]:
    """What other organisations share with a person's: the ids of things, each with whose it is. At most one query."""
    found = {}
    for owner, grants in _grants_of(person)[1].items():
        for held in grants:
            if held.thing.startswith("urn:uuid:") and allows([held], Verb.SEE, thing=held.thing, shared=True):
                found[UUID(held.thing)] = owner
    return found


def things_shared_with(organisation: UUID) -> set[UUID]:
    """The ids of things that other organisations share with one: what `shared_things` says for all of its people."""
    held = Grant.objects.filter(to_organisation=organisation, thing__startswith="urn:uuid:")
    return {
        UUID(thing)
        for role, thing in held.values_list("role", "thing")
        if allows([Held(role, thing=thing)], Verb.SEE, thing=thing, shared=True)
    }


def shared_with(thing: UUID) -> list[Grant]:
    """The grants by which a thing is shared with other organisations, by their name."""
    grants = Grant.objects.filter(thing=thing.urn, to_organisation__isnull=False)
    return list(grants.select_related("to_organisation").order_by("to_organisation__name"))


def named_personas(organisations: Iterable[UUID], among: Collection[UUID] | None = None) -> list[Named]:
    """Everybody who can be called by name in these organisations, or those of them who are `among`."""
    found = Persona.objects.filter(organisation__among=list(organisations), is_system=False, is_quiet=False, goes=None)
    if among is not None:
        found = found.filter(pk__among=list(among))
    return [Named(*row) for row in found.order_by("id").values_list("id", "actor", "name")]


def other_organisations(organisation: UUID) -> list[Organisation]:
    """Those on the hub with whom something can be shared: real ones with real ones, made-up with none."""
    return list(Organisation.objects.exclude(pk=organisation).filter(is_demonstration=False).order_by("name"))
