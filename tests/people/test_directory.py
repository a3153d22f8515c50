"""The directory: those who chose to be found, by what they choose to show."""

import pytest

from manyhands.people import actions, queries
from manyhands.people.models import Persona, PersonaLink
from manyhands.people.types import Role, SoughtCards

from .factories import council

pytestmark = pytest.mark.django_db


@pytest.fixture
def join(lee):
    """Lets somebody in who says things of themselves; returns their person."""

    def enter(name, *, listed=True, shown=("knows", "wants", "service"), service=None, **words):
        email = f"{name.lower().replace(' ', '.')}@x.example"
        person = actions.invite(organisation=lee.organisation, name=name, email=email, roles=[Role.MEMBER], by=lee.pk)
        persona = queries.own_persona(person.user, lee.organisation)
        actions.keep_profile(persona=persona, listed=listed, shown=shown, words=words)
        if service:
            actions.move(person=person, service=service, on=queries.today_in(lee.organisation), by=lee.pk)
        return person

    return enter


def found(lee, **sought):
    return [card.name for card in queries.whole_directory(lee.organisation, SoughtCards(**sought))]


class TestFinding:
    def test_by_name_and_by_what_is_known_or_wanted(self, lee, join):
        join("Ann", knows="Maps and bees")
        join("Bea", wants="maps")
        join("Cy")
        assert found(lee) == ["Ann", "Bea", "Cy"]
        assert found(lee, text="maps") == ["Ann", "Bea"]
        assert found(lee, text="MAPS", field="knows") == ["Ann"]
        assert found(lee, text="maps", field="wants") == ["Bea"]
        assert found(lee, text="bees maps") == ["Ann"]
        assert found(lee, text="cy", field="name") == ["Cy"]

    def test_not_by_what_is_not_shown(self, lee, join):
        join("Ann", knows="Maps", shown=())
        assert found(lee, text="maps") == []
        assert found(lee) == ["Ann"]

    def test_not_those_who_did_not_choose_it(self, lee, join, visit):
        join("Ann", listed=False, knows="Maps")
        assert found(lee) == found(lee, text="Ann") == []
        assert "Nobody has chosen to be found yet." in visit("directory").soup.get_text()

    def test_by_service_and_those_below_it(self, lee, join):
        culture = actions.add_service(organisation=lee.organisation, name="Culture", by=lee.pk)
        libraries = actions.add_service(organisation=lee.organisation, name="Libraries", parent=culture, by=lee.pk)
        join("Ann", service=libraries)
        join("Bea", service=libraries, shown=("knows",))
        join("Cy")
        assert found(lee, service=culture.pk.hex) == ["Ann"]

    def test_not_those_who_left_or_are_of_another_organisation(self, lee, join):
        ann = join("Ann")
        brian = council("Borchester Council", "brian@borchester.example")
        theirs = queries.own_persona(brian.user, brian.organisation)
        actions.keep_profile(persona=theirs, listed=True, shown=(), words={})
        assert found(lee) == ["Ann"]
        actions.deactivate(person=ann, by=lee.pk)
        assert found(lee) == []

    def test_a_pseudonym_by_what_it_says_but_by_no_service(self, lee, join):
        libraries = actions.add_service(organisation=lee.organisation, name="Libraries", by=lee.pk)
        ann = join("Ann", service=libraries, listed=False)
        heron = Persona.objects.create(organisation=lee.organisation, name="Heron", is_pseudonym=True)
        PersonaLink.objects.create(persona=heron, person=ann, organisation=lee.organisation)
        actions.keep_profile(persona=heron, listed=True, shown=["knows", "service"], words={"knows": "Maps"})
        assert found(lee, text="maps") == ["Heron"]
        assert found(lee, service=libraries.pk.hex) == []
        (card,) = queries.whole_directory(lee.organisation, SoughtCards())
        assert card.service == ""
        actions.deactivate(person=ann, by=lee.pk)
        assert found(lee) == ["Heron"]  # were it gone now, that would tell whose it is

    @pytest.mark.parametrize("text", ["%", "_", "'", '"', "\\", "x" * 300, "\u0000"])
    def test_any_words(self, visit, join, text):
        join("Ann", knows="Maps")
        assert visit("directory", text=text).status_code == 200


class TestPages:
    def test_filters_stand_in_the_address(self, visit, join):
        join("Ann", knows="Maps")
        join("Bea", knows="Bees")
        page = visit("directory", text="maps", field="knows")
        assert [each.get_text(strip=True) for each in page.soup.select(".mh-card h2 a")] == ["Ann"]
        assert page.soup.find("input", {"name": "text"})["value"] == "maps"

    def test_thirty_a_page_with_a_constant_number_of_queries(self, visit, join, django_assert_max_num_queries):
        for number in range(3):
            join(f"N {number:02}", knows="Maps")
        visit("directory")
        with django_assert_max_num_queries(40) as few:
            visit("directory")
        for number in range(3, 32):
            join(f"N {number:02}", knows="Maps")
        with django_assert_max_num_queries(len(few)):
            page = visit("directory")
        assert len(page.soup.select("li.mh-card")) == 30
        assert len(visit("directory", page="2").soup.select("li.mh-card")) == 2

    def test_the_file_is_for_those_who_keep_the_list(self, visit, client, lee, join):
        ann = join("Ann", knows="Maps", wants="Bees", shown=("knows",))
        rows = visit("directory.csv").content.decode().splitlines()
        assert rows[1] == "Ann,,,Maps,,,,"
        client.force_login(ann.user)
        assert client.get(f"/{lee.organisation.slug}/people/directory").status_code == 200
        assert client.get(f"/{lee.organisation.slug}/people/directory.csv").status_code == 404
