"""Who may what: the table, its scopes, and that nothing crosses from one organisation to another by itself."""

import pytest

from manyhands.people import actions, queries
from manyhands.people.models import Grant, Person, Service
from manyhands.people.rules.grants import MAY, SHAREABLE, Held, allows
from manyhands.people.types import Role, Verb

from .factories import council


def test_every_role_and_every_verb_has_its_place():
    assert set(MAY) == set(Role)
    assert set().union(*MAY.values()) == set(Verb)
    for verbs in MAY.values():
        assert Verb.SEE in verbs


def test_exact_figures_are_for_the_digital_lead_alone():
    assert {role for role in Role if allows([Held(role)], Verb.SEE_EXACT)} == {Role.DIGITAL_LEAD}


def test_members_see_and_take_part_and_change_nothing_else():
    assert MAY[Role.MEMBER] == {Verb.SEE, Verb.TAKE_PART}


def test_only_the_named_officer_may_learn_who_is_behind_a_pseudonym():
    assert {role for role in Role if allows([Held(role)], Verb.REVEAL)} == {Role.NAMED_OFFICER}


def test_a_grant_for_one_service_does_not_reach_the_whole():
    held = [Held(Role.DIGITAL_LEAD, service="a")]
    assert allows(held, Verb.KEEP_REGISTER, service="a")
    assert not allows(held, Verb.KEEP_REGISTER, service="b")
    assert not allows(held, Verb.KEEP_REGISTER)


def test_a_grant_for_one_thing_is_for_that_alone():
    held = [Held(Role.DIGITAL_LEAD, thing="urn:uuid:1")]
    assert allows(held, Verb.KEEP_REGISTER, thing="urn:uuid:1")
    assert not allows(held, Verb.KEEP_REGISTER, thing="urn:uuid:2")


@pytest.mark.parametrize("role", Role)
def test_another_organisation_is_never_given_more_than_to_see_and_take_part(role):
    assert {verb for verb in Verb if allows([Held(role)], verb, shared=True)} <= SHAREABLE


@pytest.mark.django_db
class TestMay:
    def test_first_person_may_everything_but_look_behind_pseudonyms(self):
        lee = council()
        assert [verb for verb in Verb if not queries.may(lee, verb, lee.organisation)] == [Verb.REVEAL]

    def test_nobody_may_nothing(self):
        lee = council()
        assert not queries.may(None, Verb.SEE, lee.organisation)
        assert not queries.may(lee, Verb.SEE, None)

    def test_a_person_an_import_brought_may_nothing(self):
        lee = council()
        ann = Person.objects.create(organisation=lee.organisation, name="Ann")
        assert [verb for verb in Verb if queries.may(ann, verb, lee.organisation)] == []

    def test_nothing_of_another_organisation(self):
        lee, brian = council(), council("Borchester Council", "brian@borchester.example")
        service = Service.objects.create(organisation=brian.organisation, name="Libraries", slug="libraries")
        for thing in (brian.organisation, service, brian):
            assert [verb for verb in Verb if queries.may(lee, verb, thing)] == []

    def test_sharing_is_explicit_and_only_what_it_names(self):
        lee, brian = council(), council("Borchester Council", "brian@borchester.example")
        shown, hidden = (
            Service.objects.create(organisation=brian.organisation, name=name, slug=name) for name in ("a", "b")
        )
        actions.grant(
            organisation=brian.organisation_id,
            to_organisation=lee.organisation,
            role=Role.ADMINISTRATOR,
            thing=shown.pk.urn,
            by=brian.pk,
        )
        lee = Person.objects.get(pk=lee.pk)
        assert queries.may(lee, Verb.SEE, shown)
        assert not queries.may(lee, Verb.KEEP_PEOPLE, shown)
        assert not queries.may(lee, Verb.SEE, hidden)
        assert not queries.may(lee, Verb.SEE, brian.organisation)

    def test_grants_are_read_once(self, django_assert_num_queries):
        lee = council()
        lee = Person.objects.select_related("organisation").get(pk=lee.pk)
        with django_assert_num_queries(1):
            for verb in Verb:
                queries.may(lee, verb, lee.organisation)

    def test_last_administrator_stays(self):
        lee = council()
        grant = Grant.objects.get(person=lee, role=Role.ADMINISTRATOR)
        with pytest.raises(Exception, match="only administrator"):
            actions.revoke(grant=grant, by=lee.pk)
        assert Grant.objects.filter(pk=grant.pk).exists()
