"""Somebody leaves: the door closes, what they did stays; roles for one service; several organisations."""

import pytest

from manyhands.people import actions, queries
from manyhands.people.errors import NotPossible
from manyhands.people.models import AuditEvent, Grant, Person, Persona
from manyhands.people.types import Role, Verb

from .factories import PASSWORD, council

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(lee):
    return actions.invite(
        organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[Role.APPROVER], by=lee.pk
    )


class TestLeaving:
    def test_closes_every_door_of_this_organisation_at_once(self, client, lee, ann):
        client.force_login(ann.user)
        home = f"/{lee.organisation.slug}/"
        assert client.get(home).status_code == 200
        actions.deactivate(person=ann, by=lee.pk)
        for path in ("", "people/me", "people/me.json", "people/directory", "participation/"):
            assert client.get(home + path).status_code == 404
        ann = Person.objects.get(pk=ann.pk)
        assert not queries.may(ann, Verb.SEE, lee.organisation)
        assert queries.organisations_of(ann.user) == []
        assert "You don’t belong to an organisation here yet" in client.get("/").content.decode()

    def test_keeps_what_they_did_under_their_name(self, visit, lee, ann):
        persona = queries.own_persona(ann.user, lee.organisation)
        actions.record(organisation=lee.organisation_id, by=persona.pk, verb="looked")
        visit(f"access/{ann.pk}/deactivate", {})
        assert Persona.objects.get(pk=persona.pk).name == "Ann"
        assert "Ann,looked" in visit("record.csv").content.decode()
        page = visit(f"profiles/{persona.pk}").soup.find("main").get_text()
        assert "They are not here any more." in page

    def test_is_asked_for_once_more_and_can_be_undone(self, visit, lee, ann):
        assert "End the sign-in of Ann?" in visit(f"access/{ann.pk}/deactivate").soup.get_text()
        assert Person.objects.get(pk=ann.pk).left is None
        visit(f"access/{ann.pk}/deactivate", {})
        page = visit("access").soup
        assert "1 person may sign in" in page.get_text()
        assert page.find(id="left").find("th", scope="row").get_text() == "Ann"
        visit(f"access/{ann.pk}/reactivate", {})
        ann = Person.objects.get(pk=ann.pk)
        assert ann.left is None
        assert queries.roles_of(ann) == [Role.APPROVER]
        verbs = AuditEvent.objects.filter(object=ann.pk.urn).values_list("verb", flat=True)
        assert {"deactivate", "reactivate"} <= set(verbs)

    def test_nothing_is_written_to_them_any_more(self, lee, ann):
        persona = queries.own_persona(ann.user, lee.organisation)
        everybody = {contact.person for contact, _ in queries.recipients(lee.organisation_id, after=None, most=10)}
        assert everybody == {lee.pk, ann.pk}
        assert set(queries.contacts([ann.pk, persona.pk])) == {ann.pk, persona.pk}
        actions.deactivate(person=ann, by=lee.pk)
        assert [each.person for each, _ in queries.recipients(lee.organisation_id, after=None, most=10)] == [lee.pk]
        assert queries.contacts([ann.pk, persona.pk]) == {}

    def test_other_organisations_are_not_touched(self, client, lee):
        brian = council("Borchester Council", "brian@borchester.example")
        here = actions.invite(
            organisation=lee.organisation, name="Brian", email=brian.email, roles=[Role.MEMBER], by=lee.pk
        )
        actions.deactivate(person=here, by=lee.pk)
        client.force_login(brian.user)
        assert client.get(f"/{brian.organisation.slug}/").status_code == 200
        assert client.get(f"/{lee.organisation.slug}/").status_code == 404

    def test_not_the_only_administrator_nor_oneself(self, visit, lee, ann):
        with pytest.raises(NotPossible):
            actions.deactivate(person=lee, by=ann.pk)
        actions.grant(organisation=lee.organisation_id, role=Role.ADMINISTRATOR, person=ann, by=lee.pk)
        page = visit(f"access/{lee.pk}/deactivate", {})
        assert "This is you." in page.soup.select_one(".govuk-error-summary").get_text()
        assert Person.objects.get(pk=lee.pk).left is None

    def test_an_administrator_who_left_is_none_to_count_on(self, lee, ann):
        actions.grant(organisation=lee.organisation_id, role=Role.ADMINISTRATOR, person=ann, by=lee.pk)
        actions.deactivate(person=ann, by=lee.pk)
        with pytest.raises(NotPossible):
            actions.revoke(grant=Grant.objects.get(person=lee, role=Role.ADMINISTRATOR), by=lee.pk)
        with pytest.raises(NotPossible):
            actions.erase_person(person=lee, by=lee.pk)

    def test_only_once(self, lee, ann):
        ann = actions.deactivate(person=ann, by=lee.pk)
        with pytest.raises(NotPossible):
            actions.deactivate(person=ann, by=lee.pk)
        actions.reactivate(person=ann, by=lee.pk)
        with pytest.raises(NotPossible):
            actions.reactivate(person=ann, by=lee.pk)

    def test_only_by_those_who_give_roles(self, client, lee, ann):
        lead = actions.invite(
            organisation=lee.organisation, name="D", email="d@x.example", roles=[Role.DIGITAL_LEAD], by=lee.pk
        )
        client.force_login(lead.user)
        for what in ("deactivate", "reactivate", "service"):
            assert client.post(f"/{lee.organisation.slug}/people/access/{ann.pk}/{what}").status_code == 404


class TestRolesForOneService:
    @pytest.fixture
    def libraries(self, lee):
        return actions.add_service(organisation=lee.organisation, name="Libraries", by=lee.pk)

    def test_are_given_and_taken_back(self, visit, lee, ann, libraries):
        visit(f"access/{ann.pk}/service", {"role": "editor", "service": libraries.pk.hex})
        (held,) = queries.service_roles_of(ann)
        assert (held.role, held.service) == ("editor", libraries)
        assert "Editor: Libraries" in visit("access").soup.get_text()
        assert "Editor: Libraries" in visit("access.csv").content.decode()
        assert queries.roles_of(Person.objects.get(pk=ann.pk)) == [Role.APPROVER]
        visit(f"access/{ann.pk}/service/{held.pk}/remove", {})
        assert queries.service_roles_of(ann) == []

    def test_hold_for_that_service_alone(self, visit, lee, ann, libraries):
        parks = actions.add_service(organisation=lee.organisation, name="Parks", by=lee.pk)
        visit(f"access/{ann.pk}/service", {"role": "digital_lead", "service": libraries.pk.hex})
        ann = Person.objects.get(pk=ann.pk)
        assert queries.may(ann, Verb.KEEP_PEOPLE, libraries)
        assert not queries.may(ann, Verb.KEEP_PEOPLE, parks)
        assert not queries.may(ann, Verb.KEEP_PEOPLE, lee.organisation)

    def test_say_what_is_missing(self, visit, ann, libraries):
        page = visit(f"access/{ann.pk}/service", {"role": "editor", "service": ""})
        assert "Choose a service" in page.soup.select_one(".govuk-error-summary").get_text()

    def test_of_another_organisation_or_the_whole_one_are_not_taken_back_here(self, client, visit, lee, ann):
        whole = Grant.objects.get(person=ann)
        address = f"/{lee.organisation.slug}/people/access/{ann.pk}/service/{whole.pk}/remove"
        client.force_login(lee.user)
        assert client.post(address).status_code == 404
        assert Grant.objects.filter(pk=whole.pk).exists()


def test_whoever_belongs_to_several_goes_from_one_to_another(client, lee):
    brian = council("Borchester Council", "brian@borchester.example")
    actions.invite(organisation=lee.organisation, name="Brian", email=brian.email, roles=[Role.MEMBER], by=lee.pk)
    client.login(email=brian.email, password=PASSWORD)
    page = client.get(f"/{brian.organisation.slug}/").content.decode()
    assert "Go to Ambridge Council" in page
    third = council("Felpersham Council", "f@felpersham.example")
    actions.invite(organisation=third.organisation, name="Brian", email=brian.email, roles=[Role.MEMBER], by=third.pk)
    assert "Your other organisations" in client.get(f"/{brian.organisation.slug}/").content.decode()
    assert "Felpersham Council" in client.get("/").content.decode()
    client.force_login(third.user)
    assert "Go to" not in client.get(f"/{third.organisation.slug}/").content.decode()
