"""Who chose to be found: by name, by what they know or want, by service."""

from collections.abc import Iterator

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from ..models import Membership, Organisation, Persona, PersonaLink
from ..types import Card, ServiceNode, SoughtCards
from .people import today_in, with_those_below
from .profiles import cards
from .who import services_tree

PAGE = 30
SOUGHT_IN = ("knows", "wants", "whereabouts", "languages")


def directory_page(organisation: Organisation, sought: SoughtCards, number: object, tree: list[ServiceNode]) -> Page:
    """A page of Card by name; five queries. Only what somebody shows is looked at, so a search finds nothing else."""
    page = Paginator(_matching(organisation, sought, tree).values_list("id", flat=True), PAGE).get_page(number)
    page.object_list = cards(organisation, list(page.object_list))
    return page


def whole_directory(organisation: Organisation, sought: SoughtCards) -> Iterator[Card]:
    """All that match, for a file."""
    found = list(_matching(organisation, sought, services_tree(organisation)).values_list("id", flat=True))
    for start in range(0, len(found), 500):
        yield from cards(organisation, found[start : start + 500])


def _matching(organisation: Organisation, sought: SoughtCards, tree: list[ServiceNode]) -> QuerySet[Persona]:
    by_name = PersonaLink.objects.filter(organisation=organisation, persona__is_pseudonym=False)
    # Whether a pseudonym's owner has left would tell whose it is; so it is not asked.
    gone = by_name.filter(person__left__isnull=False)
    found = Persona.objects.filter(
        organisation=organisation, is_system=False, is_quiet=False, profile__listed=True
    ).exclude(id__in=gone.values("persona_id"))
    for word in sought.text.split()[:10]:
        where = Q()
        if sought.field in ("", "name"):
            where |= Q(name__icontains=word)
        for name in SOUGHT_IN:
            if sought.field in ("", name):
                where |= Q(profile__shown__contains=name, **{f"profile__{name}__icontains": word})
        found = found.filter(where)
    if sought.service:
        today = today_in(organisation)
        inside = Membership.objects.filter(
            service__in=with_those_below(tree, sought.service), since__lte=today, until__gt=today
        )
        shows = by_name.filter(person__in=inside.values("person_id"), persona__profile__shown__contains="service")
        found = found.filter(id__in=shows.values("persona_id"))
    return found.order_by(Lower("name"), "id")
