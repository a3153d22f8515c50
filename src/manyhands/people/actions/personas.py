"""What others see of a person: taking a pseudonym, acting as it, giving it up.

None of this is in the organisation's record: that would say who has a pseudonym, and when they took it.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock, registry
from manyhands.core.ids import random_id

from .. import queries
from ..errors import NotPossible
from ..models import Organisation, Person, Persona, PersonaLink
from ..rules.pseudonyms import KEPT_DAYS, LONGEST, MOST, SHORTEST, Unfit, unfit
from .audit import changed


def take_pseudonym(*, person: Person, name: str) -> Persona:
    """A pseudonym for a person, to act as in their organisation.

    Needs a second factor: whoever can read the person's mail, or runs their organisation's sign-in, could otherwise
    sign in as them and look. Raises NotPossible where the name tells who it is, or is somebody's already.
    """
    name = " ".join(name.split())
    with transaction.atomic():
        # One at a time: two must not take the same name at once.
        organisation = Organisation.objects.select_for_update().get(pk=person.organisation_id)
        if not queries.has_second_factor(person.user):
            raise NotPossible(_("Add a passkey or an authenticator app first: it keeps others from signing in as you."))
        mine = PersonaLink.objects.filter(person=person, persona__is_pseudonym=True, until=None)
        if mine.count() >= MOST:
            raise NotPossible(_("You have %(most)s pseudonyms. Give one up first.") % {"most": MOST})
        own = [person.name, person.email, *queries.addresses_of(person.user)]
        if why := unfit(name, own=own, taken=queries.names_taken(organisation.pk)):
            raise NotPossible(_unfit_sentences()[why])
        persona = Persona.objects.create(organisation=organisation, name=name, is_pseudonym=True)
        PersonaLink.objects.create(persona=persona, person=person, organisation=organisation)
        changed(organisation.pk)
    return persona


def give_up_pseudonym(*, person: Person, persona: Persona) -> None:
    """Nobody acts as it again. What was written stays under it; the link is deleted after KEPT_DAYS days."""
    with transaction.atomic():
        link = PersonaLink.objects.filter(person=person, persona=persona, persona__is_pseudonym=True, until=None)
        until = clock.now().date() + timedelta(days=KEPT_DAYS)
        if not link.update(until=until, is_usual=False):
            raise NotPossible(_("That is not a pseudonym of yours."))


def choose_usual(*, person: Person, persona: Persona) -> None:
    """Whom a person acts as when they come back."""
    with transaction.atomic():
        links = PersonaLink.objects.select_for_update().filter(person=person, until=None)
        if not links.filter(persona=persona).exists():
            raise NotPossible(_("That is not a name of yours."))
        links.update(is_usual=False)
        links.filter(persona=persona).update(is_usual=True)


def show_name(*, person: Person, shown: bool) -> None:
    """Whether a person is seen under their own name. If not, that persona is in the record alone."""
    links = PersonaLink.objects.filter(person=person, persona__is_pseudonym=False)
    Persona.objects.filter(pk__in=links.values("persona")).update(is_quiet=not shown)


def forget_given_up() -> int:
    """Deletes the links of pseudonyms given up so long ago that even the officer's rule no longer holds."""
    return PersonaLink.objects.filter(until__lt=clock.now().date()).delete()[0]


def erase_left_pseudonyms() -> int:
    """Erases what people who were erased did under pseudonyms, once the day of each has come; returns how many."""
    count = 0
    for persona in Persona.objects.filter(goes__lte=clock.now().date()):
        with transaction.atomic():
            about = registry.Person(
                persona.organisation_id, random_id(), frozenset({persona.actor}), frozenset({persona.pk})
            )
            for erase in registry.erase_person:
                erase(about)
            persona.delete()
            changed(about.organisation)
        count += 1
    return count


def _unfit_sentences() -> dict[Unfit, str]:
    return {
        Unfit.LENGTH: _("Enter a pseudonym of %(shortest)s to %(longest)s characters")
        % {"shortest": SHORTEST, "longest": LONGEST},
        Unfit.ADDRESS: _("Enter a pseudonym that is no e-mail or web address"),
        Unfit.TAKEN: _("Somebody here is called that, or nearly that. Enter another pseudonym"),
        Unfit.TELLS: _("That holds a part of your name or e-mail address, so it would tell who you are"),
    }
