"""What happens in the hub itself counts beside every other network."""

import pytest

from manyhands.core import clock
from manyhands.core.ids import uuid7
from manyhands.ledger.types import ActivityType
from manyhands.networks import actions
from manyhands.networks.actions import HubAct
from manyhands.networks.models import Place, PlaceMember
from manyhands.participation import queries as participation
from manyhands.people import queries as people
from manyhands.people.models import Identity, Persona
from tests.people.factories import council

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_act_in_the_hub_reaches_the_ledger_once_and_the_figures(data_folder):
    lee = council()
    organisation, persona = lee.organisation_id, people.own_persona(lee.user, lee.organisation)
    group = uuid7()
    given = {"organisation": organisation, "by": persona.pk}
    actions.keep_hub_place(place=group, name="Libraries", kind="group", closed=False, members=[persona.actor], **given)
    said = HubAct(
        f"post/{uuid7().hex}", persona.actor, ActivityType.CREATE, True, group, "Note", clock.now(), length=12
    )
    assert actions.record_hub_acts(acts=[said], **given) == 1
    assert actions.record_hub_acts(acts=[said], **given) == 0
    assert Identity.objects.get(actor=persona.actor).person == lee
    (place,) = Place.objects.filter(organisation=organisation)
    assert (place.name, place.network, PlaceMember.objects.get(place=place).actor) == (
        "Libraries",
        "hub",
        persona.actor,
    )
    facts = participation.facts(organisation)
    assert facts.n.tolist() == [1]


def test_a_pseudonym_is_a_hand_of_its_own(data_folder):
    lee = council()
    organisation = lee.organisation_id
    quiet = Persona.objects.create(organisation_id=organisation, name="A gardener", is_pseudonym=True)
    own = people.own_persona(lee.user, lee.organisation)
    acts = [
        HubAct(f"post/{at}", actor, ActivityType.CREATE, True, None, "Note", clock.now())
        for at, actor in enumerate((quiet.actor, own.actor))
    ]
    assert actions.record_hub_acts(organisation=organisation, acts=acts, by=own.pk) == 2
    assert not Identity.objects.filter(actor=quiet.actor).exists()
    who = people.who_is_who(organisation)
    number = dict(zip(who.actors.tolist(), who.actor_person.tolist(), strict=True))
    assert who.people[number[quiet.actor]] == quiet.pk.hex
    assert who.kinds[number[quiet.actor]] == "peer"
    assert who.people[number[own.actor]] == lee.pk.hex
