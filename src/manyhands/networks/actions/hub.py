"""What happens in the hub itself, into the same ledger as every other network's."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from manyhands.core import bulk, registry
from manyhands.core.ids import hub_source_id, ledger_ids
from manyhands.ledger import actions as ledger
from manyhands.ledger.types import ActivityType
from manyhands.people import actions as people
from manyhands.people import queries as who

from ..models import Place, PlaceMember, Source
from ..rules.rows import RowMaker
from ..types import HUB, Act


class HubAct(NamedTuple):
    """One act in the hub. `id` is unique in the organisation and the same whenever the act is told again."""

    id: str  # "post/<hex>", "reaction/<hex>", "read/<hex of persona>/<hex of thread>/2026-11-21"
    actor: int  # Persona.actor
    type: ActivityType
    contributing: bool
    place: UUID | None  # a place made by `keep_hub_place`, as the room knows it: a group
    object_type: str  # "Note", "Group" …
    published: datetime
    object: str | None = None  # the `id` of the act that made the object; None: this act's own
    in_reply_to: str | None = None  # the `id` of the act that made what is answered
    length: int | None = None
    hashtags: tuple[str, ...] = ()
    mentions: tuple[int, ...] = ()  # Persona.actor


def record_hub_acts(*, organisation: UUID, acts: list[HubAct], by: UUID) -> int:
    """Adds acts to the ledger, each once, in the caller's transaction; returns how many were new.

    The caller's own action holds the change and this together. Columns catch up when `project` is called; until
    then readers take the month's rows from the database.
    """
    if not acts:
        return 0
    source = _hub(organisation)
    make_id = ledger_ids(organisation, source.id)
    people.ensure_hub_identities(organisation=organisation, actors={act.actor for act in acts}, by=by)
    told = [
        Act(
            source_id=act.id,
            actor=str(act.actor),
            type=act.type,
            contributing=act.contributing,
            place=act.place.hex if act.place else None,
            object_type=act.object_type,
            object=act.object,
            in_reply_to=act.in_reply_to,
            published=act.published.timestamp(),
            length=act.length,
            hashtags=act.hashtags,
            mentions=tuple(map(str, act.mentions)),
        )
        for act in acts
    ]
    actors = {str(actor): actor for act in acts for actor in (act.actor, *act.mentions)}
    places = {act.place.hex: make_id(f"place/{act.place.hex}") for act in acts if act.place}
    rows = RowMaker(organisation, source.id, who.zone_of(organisation)).rows(told, actors, places)
    gone = [act.object for act in acts if act.type == ActivityType.DELETE and act.object]
    return ledger.append(organisation=organisation, source=source.id, rows=rows, taken_back=gone, by=by)


def record_join(joined: registry.Joined) -> None:
    """Somebody joins the organisation: an act of theirs, in the transaction in which they do."""
    act = HubAct(
        id=f"join/{joined.persona.hex}",
        actor=joined.actor,
        type=ActivityType.JOIN,
        contributing=False,
        place=None,
        object_type="Organization",
        published=joined.at,
    )
    record_hub_acts(organisation=joined.organisation, acts=[act], by=joined.persona)


def keep_hub_place(
    *, organisation: UUID, place: UUID, name: str, kind: str, closed: bool, members: list[int] | None, by: UUID
) -> UUID:
    """Keeps a room's own place (a group) among the places that figures know; returns its id there.

    `members` are Persona.actor, all of them; None where anybody may take part. `closed`: nobody is expected there.
    """
    source = _hub(organisation)
    own = UUID(ledger_ids(organisation, source.id)(f"place/{place.hex}"))
    Place.objects.update_or_create(
        id=own,
        defaults={"name": name[:200], "kind": kind, "closed": closed, "members_known": members is not None},
        create_defaults={
            "organisation_id": organisation,
            "source": source,
            "external_id": place.hex,
            "network": HUB,
            "name": name[:200],
            "kind": kind,
            "closed": closed,
            "members_known": members is not None,
        },
    )
    if members is not None:
        PlaceMember.objects.filter(place=own).delete()
        bulk.insert(
            PlaceMember, ["organisation", "place", "actor"], [(organisation, own, actor) for actor in set(members)]
        )
    return own


def _hub(organisation: UUID) -> Source:
    """The hub as a source of its own, one for each organisation."""
    source, _made = Source.objects.get_or_create(
        organisation_id=organisation,
        network=HUB,
        workspace=organisation.hex,
        defaults={"id": hub_source_id(organisation)},
    )
    return source
