"""Following people, groups, tags and threads."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.ledger.types import ActivityType
from manyhands.networks import actions as networks
from manyhands.networks.actions import HubAct

from ..errors import TooMuch
from ..models import Follow
from ..types import Following

if TYPE_CHECKING:
    from manyhands.people.models import Persona

MOST = 400  # things that one persona follows: as many as a timeline can be made of


def follow(*, kind: Following, target: str, by: "Persona") -> bool:
    """Follows; returns whether that is new. `target` as in models.Follow: whoever calls made sure that it is there."""
    with transaction.atomic():
        if Follow.objects.filter(persona=by).count() >= MOST:
            raise TooMuch(_("You follow very much already. Stop following something else first."))
        found, is_new = Follow.objects.get_or_create(
            persona=by, kind=kind, target=target, defaults={"organisation_id": by.organisation_id}
        )
        if is_new and kind in (Following.PERSON, Following.TAG):
            networks.record_hub_acts(organisation=by.organisation_id, acts=[_act(found, by)], by=by.pk)
    return is_new


def unfollow(*, kind: Following, target: str, by: "Persona") -> bool:
    """No longer follows; returns whether it did."""
    return Follow.objects.filter(persona=by, kind=kind, target=target).delete()[0] > 0


def _act(found: Follow, by: "Persona") -> HubAct:
    return HubAct(
        f"follow/{found.pk.hex}",
        by.actor,
        ActivityType.FOLLOW,
        False,
        None,
        "Person" if found.kind == Following.PERSON else "Object",
        clock.now(),
    )
