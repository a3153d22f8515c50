"""Keeping the register of accounts and places. Every change is audited, and makes kept figures stale."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import registry
from manyhands.people import actions as people
from manyhands.people import queries as who

from .. import queries
from ..errors import AlreadyInRegister
from ..models import Place
from ..rules import register as rules

if TYPE_CHECKING:
    from manyhands.people.models import Organisation

_BLANK: dict[str, Any] = {
    "address": "",
    "service": None,
    "purpose": "",
    "hands": None,
    "hand_names": "",
    "recovery_holder": "",
    "last_used": None,
    "audience": "",
}


def add_to_register(*, organisation: "Organisation", entry: rules.Entry, by: UUID) -> Place:
    """A new line. A place that a network's export brought becomes that line. Raises AlreadyInRegister."""
    with transaction.atomic():
        _lock(organisation)
        found = _find(organisation, entry)
        if found and found.in_register:
            raise AlreadyInRegister(_("This account is in the register already."), place=found.id)
        place = Place.objects.get(pk=found.id) if found else Place(organisation=organisation, kind="account")
        _fill(place, entry, _Services(organisation, by))
        _done(organisation.pk, by, "add_to_register", place.pk.urn)
    return place


def change_in_register(*, organisation: "Organisation", place: Place, entry: rules.Entry, by: UUID) -> Place:
    """What the entry says replaces what was there; what it doesn't mention stays. Raises AlreadyInRegister when it
    would be the same account as another line."""
    with transaction.atomic():
        _lock(organisation)
        found = _find(organisation, entry)
        if found and found.in_register and found.id != place.pk:
            raise AlreadyInRegister(_("Another line of the register is about this account."), place=found.id)
        _fill(place, entry, _Services(organisation, by))
        _done(organisation.pk, by, "change_in_register", place.pk.urn)
    return place


def remove_from_register(*, place: Place, by: UUID) -> None:
    """Takes a line out, with all that it says. A place that has activity stays a place."""
    with transaction.atomic():
        organisation, urn = place.organisation_id, place.pk.urn
        if place.source_id:
            for field, blank in _BLANK.items():
                setattr(place, field, blank)
            place.in_register = False
            place.save()
        else:
            place.delete()
        _done(organisation, by, "remove_from_register", urn)


def take_lines(*, organisation: "Organisation", text: str, by: UUID) -> queries.PastePreview:
    """Adds and changes what a paste or a CSV file says, in one go; lines that can't be taken are left out.

    Returns what was done, and why lines were left out. Doing it again changes nothing.
    """
    with transaction.atomic():
        _lock(organisation)
        understood = queries.understand(organisation, text)
        known = Place.objects.in_bulk([each.known.id for each in understood.planned if each.known])
        services = _Services(organisation, by)
        for each in understood.planned:
            if each.what != "same":
                place = known[each.known.id] if each.known else Place(organisation=organisation, kind="account")
                _fill(place, each.entry, services)
        added, altered = understood.count("new"), understood.count("changed")
        if added or altered:
            _done(organisation.pk, by, "bring_register_in", f"{added} added, {altered} changed")
    return understood


def erase_person(about: registry.Person) -> None:
    """Takes a person out of who can post and who can recover accounts, inside the eraser's transaction.

    How many can post stays: it is about the account.
    """
    for place, names, holder in queries.named_in_register(about):
        place.hand_names = "\n".join(name for name in rules.names_in(place.hand_names) if name not in names)
        place.recovery_holder = "" if holder else place.recovery_holder
        place.save(update_fields=["hand_names", "recovery_holder"])


class _Services:
    """Services by name, each looked up once, and added where there is none of that name."""

    def __init__(self, organisation: "Organisation", by: UUID) -> None:
        self.organisation, self.by = organisation, by
        self.met: dict[str, Any] = {}

    def named(self, name: str) -> Any:
        if name and name not in self.met:
            self.met[name] = who.service_called(self.organisation, name) or people.add_service(
                organisation=self.organisation, name=name, by=self.by
            )
        return self.met.get(name)


def _lock(organisation: "Organisation") -> None:
    """Two who keep the register at once wait for one another, so that neither adds what the other has just added."""
    type(organisation).objects.select_for_update().get(pk=organisation.pk)


def _find(organisation: "Organisation", entry: rules.Entry) -> rules.Known | None:
    try:
        return rules.find(entry, queries.known_places(organisation.pk))
    except rules.Misread as problem:
        raise AlreadyInRegister(_(problem.reason)) from None


def _fill(place: Place, entry: rules.Entry, services: _Services) -> None:
    """Writes what an entry says; a place that has a source is called what the source calls it."""
    for field, value in entry.items():
        if field == "service":
            place.service = services.named(str(value))
        elif not (place.source_id and field in ("network", "name")):
            setattr(place, field, value)
    place.in_register = True
    place.save()


def _done(organisation: UUID, by: UUID, verb: str, what: str) -> None:
    people.record(organisation=organisation, by=by, verb=verb, object=what)
    people.changed(organisation)
