"""Practising: who is willing to be a buddy, and how far one's own practice space is. For the two of it alone."""

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from manyhands.core import registry
from manyhands.people import queries as people
from manyhands.people.types import Card

from ..models import Buddy, Post, Practice
from ..types import PracticeState

if TYPE_CHECKING:
    from manyhands.people.models import Organisation, Person

MOST = 3  # newcomers that one buddy has at a time
SHOWN = 30  # buddies to choose from

_OPEN = Q(state__in=(PracticeState.ASKED, PracticeState.ACCEPTED))
_both = Practice.objects.select_related("newcomer", "buddy", "group", "published__thread")


class BuddyRow(NamedTuple):
    """Somebody who is willing, as they show themselves, and what they say."""

    card: Card
    says: str


def buddies(organisation: "Organisation", *, without: list[UUID]) -> list[BuddyRow]:
    """Who can be asked: those who have fewest newcomers first, then by name. Nobody of `without`, who left, or whose
    hands are full."""
    busy = _busy()
    willing = Buddy.objects.filter(organisation=organisation).exclude(persona__in=without).exclude(persona__among=busy)
    said = dict(willing.order_by("persona__name", "persona_id").values_list("persona_id", "says")[:500])
    having = dict(
        Practice.objects.filter(_OPEN, buddy__among=list(said))
        .order_by()
        .values_list("buddy")
        .annotate(now=Count("id"))
    )
    order = sorted(said, key=lambda pk: having.get(pk, 0))[:SHOWN]
    return [BuddyRow(card, said[card.id]) for card in people.cards(organisation, order) if not card.has_left]


def is_full(buddy: UUID) -> bool:
    """Whether somebody has as many newcomers as one can look after."""
    return Practice.objects.filter(_OPEN, buddy=buddy).count() >= MOST


def own_buddy(persona: UUID) -> Buddy | None:
    """Whether this persona is willing, and what it says."""
    return Buddy.objects.filter(persona=persona).first()


def practice(person: "Person", pk: UUID) -> Practice | None:
    """A practice space of somebody's own, as newcomer or buddy. To everybody else it is not there."""
    mine = people.persona_ids(person)
    return _both.filter(Q(newcomer__in=mine) | Q(buddy__in=mine), pk=pk).first()


def own_practice(person: "Person") -> Practice | None:
    """Where somebody practises, or asked to: what is open, else the latest."""
    mine = list(_both.filter(newcomer__in=people.persona_ids(person)).order_by("-id")[:20])
    return next((each for each in mine if each.state in ("asked", "accepted")), mine[0] if mine else None)


def practices_as_buddy(person: "Person") -> list[Practice]:
    """Whose buddy somebody is or is asked to be, those who wait for an answer first."""
    found = _both.filter(_OPEN, buddy__in=people.persona_ids(person)).order_by("-state", "id")
    return list(found[:20])


def practice_of_group(group: UUID) -> UUID | None:
    """The practice space that a group belongs to."""
    return Practice.objects.filter(group=group).values_list("id", flat=True).first()


def practised(practice: Practice) -> list[Post]:
    """What the newcomer wrote to begin a conversation in it, the latest first."""
    found = Post.objects.filter(group=practice.group_id, is_first=True, deleted=None, persona=practice.newcomer_id)
    return list(found.select_related("thread").order_by("-id")[:20]) if practice.group_id else []


def practised_post(practice: Practice, pk: UUID) -> Post | None:
    """One of these."""
    return next((post for post in practised(practice) if post.pk == pk), None)


def practice_step(person: "Person") -> list[registry.FirstStep]:
    """For somebody who has written nothing that others see: a first message that one colleague alone sees."""
    mine = people.persona_ids(person)
    if Post.objects.filter(persona__in=mine, group__is_practice=False).exists():
        return []
    slug = person.organisation.slug
    found = Practice.objects.select_related("buddy").filter(_OPEN, newcomer__in=mine).first()
    if found is None:
        if not Buddy.objects.filter(organisation=person.organisation_id).exclude(persona__in=mine).exists():
            return []
        text, button = _("Try a first message that only one colleague sees, whom you choose."), _("Choose a buddy")
        return [registry.FirstStep(20, text, button, reverse("discussions:practice", args=[slug]))]
    if found.state == PracticeState.ASKED:
        return []
    text = _("Write a first message that only %(name)s sees, and put it where others see it when you like.")
    path = reverse("discussions:practice_space", args=[slug, found.pk])
    return [registry.FirstStep(5, text % {"name": found.buddy.name}, _("Write"), path)]


def export_practice(asked: registry.Person) -> dict[str, Any]:
    """That somebody is willing to be a buddy, and when they practised or were asked. The other is not named."""
    mine = list(asked.personas)
    rows = Practice.objects.filter(Q(newcomer__in=mine) | Q(buddy__in=mine)).order_by("id")
    return {
        "buddy": [
            {"as": name, "says": says, "since": since.isoformat()}
            for name, says, since in Buddy.objects.filter(persona__in=mine)
            .order_by("since")
            .values_list("persona__name", "says", "since")
        ],
        "practice": [
            {
                "as": (each.newcomer if each.newcomer_id in mine else each.buddy).name,
                "role": "newcomer" if each.newcomer_id in mine else "buddy",
                "state": each.state,
                "asked": each.asked.isoformat(),
                "ended": each.ended.isoformat() if each.ended else None,
            }
            for each in rows.select_related("newcomer", "buddy")
        ],
    }


def _busy() -> list[UUID]:
    having = Practice.objects.filter(_OPEN).order_by().values("buddy").annotate(now=Count("id")).filter(now__gte=MOST)
    return list(having.values_list("buddy", flat=True))
