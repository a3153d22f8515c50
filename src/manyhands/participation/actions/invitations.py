"""Writing down rounds of invitations. Nobody is sent anything from here: people invite people."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.people import actions as people
from manyhands.people import queries as who
from manyhands.people.errors import NotPossible

from ..models import Invitation, InvitedService, OnRung
from ..queries.facts import facts as facts_of
from ..queries.rounds import not_invited, outcomes
from ..queries.rungs import grouped, rungs
from ..queries.typed import willing
from ..rules.guarded import Guard
from ..types import Facts, Rung
from .telling import EARLIEST_ZONE

KEPT_DAYS = 365
"""How long it is kept who stood on a step: nobody needs it when what came of a round is long known."""


def invite(
    *,
    organisation: UUID,
    rung: Rung,
    text: str,
    by: UUID,
    sent: date | None = None,
    services: Collection[UUID | None] = (),
    persons: Collection[UUID] = (),
    drawn: bool = False,
) -> Invitation:
    """Writes down that those on a rung were invited: those of `services` (None: of no named one), or `persons` who may
    be named, or (`drawn`) of half the services that are left, by chance. Everybody is invited in the end: a draw goes
    on with those who are left. Who was invited before is not counted again.
    """
    rung, sent = Rung(rung), sent or clock.now().date()
    facts = facts_of(organisation)
    _check_day(facts, sent)
    waiting = not_invited(facts, rung)
    service = grouped(facts, waiting, Guard(exact=False))
    if drawn:
        services = _draw(organisation, facts, service)
    if persons:
        invited = np.isin(waiting, _named(facts, persons))
    else:
        numbers = [at for at, node in enumerate(facts.services) if node.uuid in services]
        invited = np.isin(service, [*numbers, *([-1] if None in services else [])])
    if not invited.any():
        raise NotPossible(_("Nobody there stands on this step who was not invited yet."))
    with transaction.atomic():
        round_ = Invitation.objects.create(
            organisation_id=organisation,
            rung=rung,
            sent=sent,
            text=text.strip(),
            drawn=drawn,
            by_name=bool(persons),
            invited=int(invited.sum()),
            by=by,
            recorded=clock.now(),
        )
        _write(round_, facts, waiting, service, invited)
        people.record(organisation=organisation, by=by, verb="record_invitation", object=f"{rung} {round_.pk.urn}")
    return round_


def forget_on_rung() -> int:
    """Deletes who stood on a step a year ago; what came of it is kept as numbers."""
    gone = 0
    past = Invitation.objects.filter(sent__lt=clock.now().date() - timedelta(days=KEPT_DAYS))
    for of in past.filter(on_rung__isnull=False).distinct():
        rows = list(Invitation.objects.filter(organisation=of.organisation_id))  # a later one may end a comparison
        came = outcomes(facts_of(of.organisation_id), rows).get(of.pk)
        with transaction.atomic():
            if came:
                of.came = {**came._asdict(), "change": came.change and list(came.change)}
                of.save(update_fields=["came"])
            gone += OnRung.objects.filter(invitation=of).delete()[0]
    return gone


def _check_day(facts: Facts, sent: date) -> None:
    """Who stands on a step is known as of the newest activity: a round before it would be about other people."""
    until = rungs(facts).until
    if sent > (clock.now() + EARLIEST_ZONE).date():
        raise NotPossible(_("Enter a day that has been: a round is written down when it was sent."))
    if not np.isnat(until) and sent < until.item():
        raise NotPossible(
            _("Enter a day on or after {day}: up to then it is known what people did.").format(day=until.item())
        )


def _draw(organisation: UUID, facts: Facts, service: np.ndarray) -> list[UUID | None]:
    """Half of the services in which somebody waits, by chance."""
    told = who.purpose_of(organisation)
    if told is None or told.staff_told > clock.now().date():
        raise NotPossible(_("Chance may choose only where staff have been told. Record the purpose first."))
    left = np.unique(service).tolist()
    chosen = secrets.SystemRandom().sample(left, (len(left) + 1) // 2)
    return [facts.services[at].uuid if at >= 0 else None for at in chosen]


def _named(facts: Facts, persons: Collection[UUID]) -> list[int]:
    """The numbers of people; of those alone who may be named today."""
    allowed = set(willing(facts.organisation))
    if not allowed >= set(persons):
        raise NotPossible(_("Somebody among them may not be named any more. Look at the list again."))
    known = who.who_is_who(facts.organisation)
    numbers = (known.number_of(person) for person in persons)
    return [number for number in numbers if number is not None]


def _write(of: Invitation, facts: Facts, waiting: np.ndarray, service: np.ndarray, invited: np.ndarray) -> None:
    known = who.who_is_who(facts.organisation)
    persons, first = np.unique(known.actor_person, return_index=True)
    account = dict(zip(persons.tolist(), known.actors[first].tolist(), strict=True))
    ids: Sequence[UUID | None] = [*(node.uuid for node in facts.services), None]
    OnRung.objects.bulk_create(
        [
            OnRung(
                organisation_id=of.organisation_id,
                invitation=of,
                actor=account[person],
                service=ids[at],
                invited=asked,
            )
            for person, at, asked in zip(waiting.tolist(), service.tolist(), invited.tolist(), strict=True)
        ],
        batch_size=1000,
    )
    if not of.by_name:
        InvitedService.objects.bulk_create(
            InvitedService(
                organisation_id=of.organisation_id,
                invitation=of,
                service_id=ids[at],
                invited=int((service[invited] == at).sum()),
            )
            for at in np.unique(service[invited]).tolist()
        )
