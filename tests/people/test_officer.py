"""The named officer: a published rule, notice before it holds, and every look recorded and told to the person."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from manyhands.core import clock, registry
from manyhands.people import actions, queries
from manyhands.people.errors import NotPossible
from manyhands.people.models import AuditEvent, Grant, OfficerRule, Reveal
from manyhands.people.types import Role

from .factories import act, member, url

pytestmark = pytest.mark.django_db

WHY = "A threat was posted on 3 November; point 1 of the rule."


@pytest.fixture
def letters(monkeypatch):
    """What was asked to be written and told, in place of those who do it."""
    sent = []
    monkeypatch.setattr(registry, "letters", [sent.extend])
    monkeypatch.setattr(registry, "tell", [sent.append])
    return sent


@pytest.fixture
def rule(organisation, lee):
    return actions.publish_rule(organisation=organisation, text="Only when a court says so.", by=lee.pk)


@pytest.fixture
def pat(organisation, rule):
    """The officer, named long enough ago."""
    person = member(organisation, "Pat Grey", "pat@ambridge.example", (Role.MEMBER, Role.NAMED_OFFICER))
    Grant.objects.filter(person=person).update(granted=clock.now() - timedelta(days=15))
    return person


def look(person, owl, purpose=WHY):
    by = queries.own_persona(person.user, person.organisation)
    return actions.reveal(persona=owl, officer=person, purpose=purpose, by=by.pk)


class TestRule:
    def test_the_first_holds_at_once_a_later_one_in_two_weeks(self, organisation, lee, rule, letters):
        assert queries.rule_in_force(organisation) == rule
        later = actions.publish_rule(organisation=organisation, text="Whenever we like.", by=lee.pk)
        assert later.in_force - queries.today_in(organisation) == timedelta(days=14)
        assert queries.rule_in_force(organisation) == rule
        assert queries.rule_in_force(organisation, later.in_force) == later

    def test_everybody_is_told_of_a_new_rule_and_a_new_officer(self, organisation, lee, ann, rule, letters):
        """Everybody: to be told because one has a pseudonym would say that one has."""
        letters.clear()
        actions.publish_rule(organisation=organisation, text="Whenever we like.", by=lee.pk)
        actions.grant(organisation=organisation.pk, role=Role.NAMED_OFFICER, person=ann, by=lee.pk)
        assert [each.kind for each in letters] == ["people.rule", "people.officer"]
        assert all(set(each.people) == {lee.pk, ann.pk} for each in letters)

    def test_everybody_can_read_it_with_its_versions_and_use(self, client, organisation, ann, lee, pat, owl):
        actions.publish_rule(organisation=organisation, text="Whenever we like.", by=lee.pk)
        look(pat, owl)
        client.force_login(ann.user)
        page = client.get(url(ann, "pseudonyms/rule")).content.decode()
        for words in ("Only when a court says so.", "Whenever we like.", "Pat Grey", "Used once so far."):
            assert words in page

    def test_it_is_published_on_a_page(self, visit, organisation):
        page = BeautifulSoup(visit("pseudonyms/rule/change").content, "html.parser")
        assert "court order" in page.find("textarea").text
        visit("pseudonyms/rule/change", {"what": "rule", "text": "Only when I say."})
        assert OfficerRule.objects.get().text == "Only when I say."
        assert visit("pseudonyms/rule/change", {"what": "rule", "text": " "}).soup.find(class_="govuk-error-summary")
        visit("pseudonyms/rule/change", {"what": "host", "host-run_by": "Felpersham Ltd"})
        organisation.refresh_from_db()
        assert organisation.run_by == "Felpersham Ltd"


class TestLooking:
    def test_tells_the_officer_once_and_the_person_at_once(self, client, pat, ann, owl, letters):
        client.force_login(pat.user)
        assert "Owl of the North" in client.get(url(pat, "pseudonyms"), {"text": "owl"}).content.decode()
        page = client.get(url(pat, f"pseudonyms/{owl.pk}"))
        assert "Only when a court says so." in page.content.decode()
        assert "Ann Black" not in page.content.decode()
        answer = client.post(url(pat, f"pseudonyms/{owl.pk}"), {"purpose": WHY, "agreed": "on"})
        assert "Ann Black" in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Ann Black" not in client.get(url(pat, f"pseudonyms/{owl.pk}")).content.decode()
        notice, letter = letters
        assert notice.people == (ann.pk,)
        assert notice.words == {"pseudonym": "Owl of the North"}
        assert letter.to == ann.user.email
        assert "Owl" not in letter.subject + letter.text  # mail is read by others

    def test_the_person_reads_why_and_under_which_rule(self, client, pat, ann, owl):
        look(pat, owl)
        client.force_login(ann.user)
        page = client.get(url(ann, "personas")).content.decode()
        assert WHY in page
        assert client.get(url(ann, "me.json")).json()["pseudonym_looked_up"][0]["purpose"] == WHY

    def test_it_is_recorded_by_whom_and_why_but_not_whom(self, client, lee, pat, ann, owl):
        look(pat, owl)
        event = AuditEvent.objects.get(verb="person_behind")
        assert (event.object, event.purpose) == (owl.pk.urn, WHY)
        client.force_login(lee.user)
        page = client.get(url(lee, "record")).content.decode()
        assert "Pat Grey" in page
        row = next(row for row in BeautifulSoup(page, "html.parser").find_all("tr") if "behind" in row.text)
        assert "Ann" not in row.text
        assert str(ann.pk) not in row.text

    @pytest.mark.parametrize("purpose", ["", "   ", "curious", "x" * 19])
    def test_not_without_a_reason(self, pat, owl, purpose):
        with pytest.raises(NotPossible):
            look(pat, owl, purpose)
        assert not Reveal.objects.exists()

    def test_not_without_ticking_that_the_person_is_told(self, client, pat, owl):
        client.force_login(pat.user)
        answer = client.post(url(pat, f"pseudonyms/{owl.pk}"), {"purpose": WHY})
        assert answer.status_code == 422
        assert not Reveal.objects.exists()

    def test_not_in_the_first_two_weeks(self, pat, owl):
        Grant.objects.filter(person=pat).update(granted=clock.now() - timedelta(days=13))
        with pytest.raises(NotPossible, match="after you were named"):
            look(pat, owl)

    def test_not_without_a_rule_in_force(self, pat, owl):
        OfficerRule.objects.update(in_force=queries.today_in(pat.organisation) + timedelta(days=1))
        with pytest.raises(NotPossible, match="no rule in force"):
            look(pat, owl)

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIGITAL_LEAD])
    def test_not_by_who_also_gives_roles_or_keeps_the_list(self, lee, pat, owl, role):
        actions.grant(organisation=pat.organisation_id, role=role, person=pat, by=lee.pk)
        pat.__dict__.pop("_grants", None)
        with pytest.raises(NotPossible, match="as well"):
            look(pat, owl)

    def test_an_administrator_who_makes_himself_the_officer_learns_nothing(self, client, lee, owl, rule):
        actions.grant(organisation=lee.organisation_id, role=Role.NAMED_OFFICER, person=lee, by=lee.pk)
        Grant.objects.filter(person=lee).update(granted=clock.now() - timedelta(days=40))
        client.force_login(lee.user)
        answer = client.post(url(lee, f"pseudonyms/{owl.pk}"), {"purpose": WHY, "agreed": "on"})
        if answer.status_code == 302:  # a second factor is asked for by now
            assert "second-factor" in answer.headers["Location"]
        else:
            assert "Ann Black" not in answer.content.decode()
        assert not Reveal.objects.exists()

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.NAMED_OFFICER])
    def test_nobody_else_finds_the_page(self, client, organisation, owl, role):
        person = member(organisation, "Bea White", "bea@x.example", (role,))
        client.force_login(person.user)
        assert client.get(url(person, "pseudonyms")).status_code == 404
        assert client.get(url(person, f"pseudonyms/{owl.pk}")).status_code == 404

    def test_names_and_erased_peoples_and_others_are_not_there(self, client, pat, ann, owl, lee):
        client.force_login(pat.user)
        own_name = queries.own_persona(ann.user, ann.organisation)
        assert client.get(url(pat, f"pseudonyms/{own_name.pk}")).status_code == 404
        actions.erase_person(person=ann, by=lee.pk)
        with pytest.raises(NotPossible, match="Nobody"):
            look(pat, owl)
        assert AuditEvent.objects.filter(verb="person_behind").exists()  # that somebody tried stays

    def test_the_officer_looks_by_name(self, client, pat, owl):
        mine = actions.take_pseudonym(person=pat, name="Heron")
        client.force_login(pat.user)
        act(client, pat, mine)
        assert client.get(url(pat, "pseudonyms")).status_code == 403

    def test_the_letter_goes_through_the_real_queue(self, pat, owl, settings, data_folder):
        mail.outbox.clear()
        look(pat, owl)
        assert Reveal.objects.count() == 1
