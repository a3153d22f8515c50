"""Whoever wrote something: their name leads to what they show of themselves, and never to who they are."""

import pytest
from allauth.mfa.models import Authenticator

from manyhands.discussions.models import Post, Thread
from manyhands.people import actions as people
from tests.people.factories import council

from .factories import Somebody, answer, ask, group, join_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(lee, ann, bea, libraries) -> Thread:
    """Bea asks, Ann answers; Lee follows the group."""
    first = ask(bea, libraries)
    answer(ann, first)
    return first.thread


def authors(page) -> dict[str, str]:
    """Where each name leads; nowhere: ""."""
    return {each.get_text(): each.get("href", "") for each in page.soup.select("main .mh-messages .mh-author")} or {
        each.get_text(): each.get("href", "") for each in page.soup.select("main .mh-author")
    }


def profile(who: Somebody, reader: Somebody) -> str:
    return f"/{reader.organisation.slug}/people/profiles/{who.by}"


def messages(who: Somebody, reader: Somebody) -> str:
    return f"/{reader.organisation.slug}/discussions/people/{who.by}"


def test_leads_to_the_profile_on_every_list(visit, client, lee, ann, bea, thread):
    for path in (f"threads/{thread.pk}", f"groups/{thread.group_id}", "all", ""):
        assert authors(visit(lee, path))[bea.persona.name] == profile(bea, lee), path
    assert authors(visit(lee, f"threads/{thread.pk}"))[ann.persona.name] == profile(ann, lee)
    assert client.get(profile(bea, lee)).status_code == 200


def test_leads_to_the_profile_from_what_a_search_finds(client, lee, bea, thread):
    client.force_login(lee.person.user)
    found = client.get(f"/{lee.organisation.slug}/search", {"q": "do it"}).content.decode()
    assert "1 conversation" in found
    assert f'href="{profile(bea, lee)}">{bea.persona.name}</a>' in found


def test_from_the_profile_to_what_they_write(visit, client, lee, bea, thread):
    client.force_login(lee.person.user)
    assert f'href="{messages(bea, lee)}"' in client.get(profile(bea, lee)).content.decode()
    assert "How do you do it?" in visit(lee, f"people/{bea.by}").soup.get_text()


def test_a_pseudonym_leads_to_the_pseudonyms_profile_alone(visit, client, lee, libraries):
    owl = join_organisation(lee.organisation, "Peggy Woolley")
    Authenticator.objects.create(user=owl.person.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    persona = people.take_pseudonym(person=owl.person, name="Owl of the North")
    first = ask(Somebody(owl.person, persona), libraries)
    page = visit(lee, f"threads/{first.thread_id}")
    assert authors(page) == {"Owl of the North": f"/{lee.organisation.slug}/people/profiles/{persona.pk}"}
    shown = client.get(authors(page)["Owl of the North"]).content.decode()
    assert "Owl of the North" in shown
    for told in ("Peggy Woolley", owl.person.pk.hex, str(owl.person.pk), str(owl.by)):
        assert told not in shown
        assert told not in page.content.decode()


def test_who_shows_their_name_to_nobody_has_no_profile(visit, client, lee, bea, thread):
    people.show_name(person=bea.person, shown=False)
    found = authors(visit(lee, f"threads/{thread.pk}"))
    assert found[bea.persona.name] == messages(bea, lee)
    assert client.get(profile(bea, lee)).status_code == 404


def test_no_link_for_who_is_removed(visit, lee, bea, thread):
    Post.objects.filter(persona=bea.persona).update(persona=None)
    Thread.objects.filter(pk=thread.pk).update(persona=None)
    assert authors(visit(lee, f"threads/{thread.pk}"))["Somebody who has left"] == ""
    assert authors(visit(lee, "all")) == {"Somebody who has left": ""}


def test_across_organisations_a_profile_is_for_those_at_home(visit, client, lee):
    brian = join_organisation(council("Borchester Council", "lee@borchester.example").organisation, "Brian Aldridge")
    shared = group(lee, "Across", share_with=(brian.organisation.pk,))
    first = ask(lee, shared)
    answer(brian, first)
    at_home = authors(visit(lee, f"threads/{first.thread_id}"))
    assert at_home[lee.persona.name] == profile(lee, lee)
    assert at_home[brian.persona.name] == messages(brian, lee)
    there = authors(visit(brian, f"threads/{first.thread_id}"))
    assert there[brian.persona.name] == profile(brian, brian)
    assert there[lee.persona.name] == messages(lee, brian)
    for to in there.values():
        assert client.get(to).status_code == 200


def test_a_message_that_arrives_says_whose_people_see_the_profile(visit, lee, thread):
    place = visit(lee, f"threads/{thread.pk}").soup.select_one("[data-thread]")
    assert place["data-home"] == str(lee.organisation.pk)
