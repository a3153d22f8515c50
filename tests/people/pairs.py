"""People who are in two sources, to bring together and to part again."""

from django.core import serializers

from manyhands.people import actions, queries
from manyhands.people.models import Grant, Identity, Match, Membership, Merge, Person, Persona, PersonaLink

from .factories import Account, bring


def by(organisation):
    """The persona of the organisation's own."""
    return queries.system_persona(organisation).pk


def named(name):
    """The person of that name."""
    return Person.objects.get(name=name)


def everything(organisation, *, without=()):
    """Every row of the room that belongs to the organisation, as text."""
    rows = []
    for model in (Person, Identity, Membership, Grant, Persona, PersonaLink, Match, Merge):
        if model._meta.label_lower not in without:
            rows += model.objects.filter(organisation=organisation).order_by("pk")
    return serializers.serialize("json", rows)


SURNAMES = [
    f"{a}{b}"
    for b in ("ford", "wick", "stone", "ley", "ham", "worth", "by")
    for a in ("Bar", "Col", "Dun", "Far", "Gil", "Hol")
]


def twice(organisation, size=1):
    """Ann Barford, Ann Colford … in two sources that no address joins."""
    one = [Account(f"U{i}", name=f"Ann {SURNAMES[i]}", email=f"a{i}@x.example", service="Parks") for i in range(size)]
    other = [
        Account(f"V{i}", f"ann{i}", f"{SURNAMES[i]}, Ann", service="Libraries", kind="councillor") for i in range(size)
    ]
    bring(organisation, one)
    bring(organisation, other)


def search(organisation):
    actions.search_now(organisation=organisation.pk, by=by(organisation))
    return actions.search(organisation=organisation.pk)


def waiting(organisation):
    return list(Match.objects.filter(organisation=organisation, state="suggested").order_by("-score", "id"))


def accept(organisation, *matches):
    return actions.accept_matches(
        organisation=organisation.pk, match_ids=[each.pk for each in matches], by=by(organisation)
    )
