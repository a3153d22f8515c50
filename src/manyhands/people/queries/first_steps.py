"""The small steps that wait for somebody: from every room, the smallest first."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from manyhands.core import clock, registry

from ..models import Invitation, Person, Persona, PersonaLink
from .profiles import profile_of

MOST = 3
LATELY = 14
"""Days for which somebody has only just joined."""


def first_steps(person: Person) -> list[registry.FirstStep]:
    """At most MOST. None for whoever has taken them all, but for who has only just joined: they can look around."""
    return sorted(step for room in registry.first_steps for step in room(person))[:MOST] or _look_around(person)


def _look_around(person: Person) -> list[registry.FirstStep]:
    lately = clock.now() - timedelta(days=LATELY)
    if not Invitation.objects.filter(person=person, joined__gte=lately).exists():
        return []
    return [
        registry.FirstStep(
            99,
            _("See what your colleagues know, and whom you could ask."),
            _("Look around"),
            reverse("people:directory", args=[person.organisation.slug]),
        )
    ]


def say_what_you_know(person: Person) -> list[registry.FirstStep]:
    """This room's step: a line about oneself."""
    links = PersonaLink.objects.filter(person=person, persona__is_pseudonym=False, persona__is_quiet=False)
    own = Persona.objects.filter(pk__in=links.values("persona")).first()
    said = profile_of(own) if own else None
    if said is None or said.knows or said.wants:
        return []
    return [
        registry.FirstStep(
            90,
            _("Say in a line what you know, or what you would like to learn, so that others find you."),
            _("Say what you know"),
            reverse("people:own_profile", args=[person.organisation.slug]),
        )
    ]
