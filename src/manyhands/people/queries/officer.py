"""The rule for the named officer, who that is, and how often it was used."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.core import clock, registry

from ..models import Grant, OfficerRule, Organisation, Person, PersonaLink, Reveal
from ..rules.officer import NOTICE, Refusal, refusal
from ..types import Role
from .grants import roles_of
from .people import today_in


class Officer(NamedTuple):
    """Who is named, and from when they may look."""

    name: str
    since: datetime
    may_look: datetime


class Looked(NamedTuple):
    """That somebody's own pseudonym was looked up."""

    pseudonym: str
    purpose: str
    rule: OfficerRule
    at: datetime


def rules(organisation: Organisation) -> list[OfficerRule]:
    """All versions, the latest first."""
    return list(OfficerRule.objects.filter(organisation=organisation).order_by("-published", "-id"))


def rule_in_force(organisation: Organisation, on: date | None = None) -> OfficerRule | None:
    """The version that holds on a day, today by default."""
    day = on or today_in(organisation)
    found = OfficerRule.objects.filter(organisation=organisation, in_force__lte=day)
    return found.order_by("-in_force", "-published").first()


def officers(organisation: Organisation) -> list[Officer]:
    """Who is named, by name: public inside the organisation, whatever else they choose to show."""
    grants = Grant.objects.filter(
        organisation=organisation, role=Role.NAMED_OFFICER, service=None, thing="", person__left=None
    ).select_related("person")
    found = [Officer(each.person.name, each.granted, each.granted + NOTICE) for each in grants if each.person_id]
    return sorted(found)


def why_not_look(officer: Person) -> str:
    """A sentence that says why somebody may not look now; empty when they may."""
    named = Grant.objects.filter(person=officer, role=Role.NAMED_OFFICER, service=None, thing="").first()
    rule = rule_in_force(officer.organisation)
    why = refusal(
        roles=roles_of(officer),
        named=named.granted if named else None,
        rule=rule.in_force if rule else None,
        now=clock.now(),
    )
    return "" if why is None else _sentences()[why]


def times_used(organisation: Organisation) -> int:
    """How often an officer looked, ever."""
    return Reveal.objects.filter(organisation=organisation).count()


def own_lookups(person: Person) -> list[Looked]:
    """That this person's own pseudonyms were looked up, latest first."""
    own = PersonaLink.objects.filter(person=person).values("persona")
    found = Reveal.objects.filter(persona__in=own).select_related("persona", "rule").order_by("-at", "-id")
    return [Looked(each.persona.name, each.purpose, each.rule, each.at) for each in found]


def everybody_here(organisation: Organisation) -> list[Person]:
    """All who may sign in: whoever is to be told of a new rule or officer, so that nobody is picked out."""
    return list(Person.objects.filter(organisation=organisation, user__isnull=False, left=None).order_by("id"))


def notice_kinds() -> dict[str, registry.NoticeKind]:
    """What people are told of pseudonyms. By e-mail at once where it is about them."""
    return {
        "people.reveal": registry.NoticeKind(
            gettext_lazy("When the named officer looks who is behind a pseudonym of yours"),
            lambda words: _("The named officer looked who is behind %(pseudonym)s. Read why.") % words,
            "never",  # a letter of its own goes out at once, and names no pseudonym
        ),
        "people.rule": registry.NoticeKind(
            gettext_lazy("When the rule for the named officer changes"),
            lambda words: _("There is a new rule on who may learn who is behind a pseudonym. Read it before it holds."),
            "weekly",
        ),
        "people.officer": registry.NoticeKind(
            gettext_lazy("When somebody becomes the named officer"),
            lambda words: _("%(name)s is the named officer for pseudonyms from now on.") % words,
            "weekly",
        ),
    }


def first_draft() -> str:
    """What a rule could say, to start from."""
    return _(
        "The named officer may learn who is behind a pseudonym only when all of these hold:\n\n"
        "1. Something was posted under it that a court order, the police with lawful authority, or a safeguarding duty "
        "makes the organisation act on; or that breaks the house rules gravely, was decided on by a moderator, and "
        "could not be settled by writing to the pseudonym.\n"
        "2. The officer has written down why, before looking.\n"
        "3. The officer tells nobody who has no need to know, and never a line manager as such.\n\n"
        "The person is told at once, by whom, why, and under which version of this rule. They can complain to the "
        "data protection officer."
    )


def _sentences() -> dict[Refusal, str]:
    return {
        Refusal.NOT_OFFICER: _("Only the named officer may look."),
        Refusal.TWO_ROLES: _(
            "The named officer can’t be an administrator or the digital lead as well. Give one of the roles up first."
        ),
        Refusal.TOO_NEW: _("You may look %(days)s days after you were named, so that everybody knows it first.")
        % {"days": NOTICE.days},
        Refusal.NO_RULE: _("There is no rule in force. An administrator has to publish one first."),
    }
