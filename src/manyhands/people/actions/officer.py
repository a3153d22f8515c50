"""The named officer: the published rule, and learning who is behind a pseudonym, with notice to the person."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from manyhands.core import clock, registry

from .. import queries
from ..errors import NotPossible
from ..models import OfficerRule, Organisation, Person, Persona, Reveal
from ..rules.officer import in_force_from
from .audit import record

SHORTEST_PURPOSE = 20  # characters


def publish_rule(*, organisation: Organisation, text: str, by: UUID) -> OfficerRule:
    """A new version of the rule. The first holds at once, a later one after some days' notice to everybody."""
    text = text.strip()
    if not text:
        raise NotPossible(_("Write the rule down."))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = queries.rules(organisation)
        today = queries.today_in(organisation)
        rule = OfficerRule.objects.create(
            organisation=organisation,
            text=text,
            in_force=in_force_from(published=today, is_first=not before),
            by=by,
        )
        record(organisation=organisation.pk, by=by, verb="publish_rule", object=rule.pk.urn)
        if before:
            tell_everybody(organisation, kind="people.rule", key=f"rule/{rule.pk.hex}", by=by)
    return rule


def name_host(*, organisation: Organisation, run_by: str, by: UUID) -> None:
    """Who runs the hub's machine; empty: the organisation itself."""
    run_by = " ".join(run_by.split())[:200]
    with transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(run_by=run_by)
        record(organisation=organisation.pk, by=by, verb="name_host", object=run_by)


def reveal(*, persona: Persona, officer: Person, purpose: str, by: UUID) -> Person:
    """Who is behind a pseudonym. Written down before it is read, and told to the person in the same transaction."""
    purpose = purpose.strip()
    if why := queries.why_not_look(officer):
        raise NotPossible(why)
    if persona.organisation_id != officer.organisation_id or not persona.is_pseudonym:
        raise NotPossible(_("That is no pseudonym of this organisation."))
    if len(purpose) < SHORTEST_PURPOSE:
        raise NotPossible(_("Write down what happened and which part of the rule it falls under, without names."))
    organisation = officer.organisation
    with transaction.atomic():
        rule = queries.rule_in_force(organisation)
        found = queries.person_behind(persona, by=by, purpose=purpose)
        if found:
            looked = Reveal.objects.create(
                organisation=organisation, persona=persona, rule=rule, by=by, purpose=purpose, at=clock.now()
            )
            _tell(looked, persona, found, officer)
    if found is None:  # that somebody looked stays written down
        raise NotPossible(_("Nobody is behind it any more: the person was erased, or gave it up long ago."))
    return found


def tell_everybody(organisation: Organisation, *, kind: str, key: str, by: UUID, name: str = "") -> None:
    """A notice about the rule or the officer to all who may sign in: nobody is told because they have a pseudonym."""
    people = tuple(each.pk for each in queries.everybody_here(organisation))
    for tell in registry.tell:
        tell(registry.Told(organisation.pk, people, kind, key, "people/pseudonyms/rule", {"name": name}, by))


def _tell(looked: Reveal, persona: Persona, person: Person, officer: Person) -> None:
    for tell in registry.tell:
        words = {"pseudonym": persona.name}
        tell(
            registry.Told(
                person.organisation_id,
                (person.pk,),
                "people.reveal",
                f"reveal/{looked.pk.hex}",
                "people/personas",
                words,
                looked.by,
            )
        )
    if person.user is None:
        return
    with translation.override(person.user.language or person.organisation.language):
        # Names neither the pseudonym nor what happened: mail is read by others.
        context = {
            "name": person.name,
            "organisation": officer.organisation.name,
            "officer": officer.name,
            "link": f"{settings.MANYHANDS_BASE_URL}/{officer.organisation.slug}/people/personas",
        }
        letter = registry.Letter(
            organisation=officer.organisation_id,
            to=person.user.email,
            key=f"reveal/{looked.pk.hex}",
            subject=_("Something about you was looked up at %(organisation)s")
            % {"organisation": officer.organisation.name},
            text=render_to_string("people/revealed.txt", context, using="jinja2").strip() + "\n",
            kind="people.reveal",  # with notices: no page shows it, not even where mail waits in the outbox
            by=looked.by,
        )
    for write in registry.letters:
        write([letter])
