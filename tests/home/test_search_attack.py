"""What somebody may not see is not found: not by its words, nor in counts, snippets or filters."""

import pytest
from bs4 import BeautifulSoup

from manyhands.core.search import index
from manyhands.discussions import actions
from manyhands.discussions import queries as discussions
from manyhands.discussions.models import Group, Post
from manyhands.discussions.types import SoughtMessages
from manyhands.people import actions as people
from manyhands.people import queries as who
from manyhands.people.models import Persona, PersonaLink
from tests.discussions.factories import Somebody, answer, ask, group, join_organisation
from tests.people.factories import council

SECRET = "xylophone"


@pytest.fixture
def lee(db):
    return Somebody.of(council())


@pytest.fixture
def outsider(lee):
    return join_organisation(lee.organisation, "Otto Outsider")


@pytest.fixture
def stranger(db):
    """Of another council."""
    return Somebody.of(council("Borchester Council", "sam@borchester.example"))


@pytest.fixture(params=["private", "closed"])
def secret(request, lee):
    """A group whose name, purpose, titles and texts hold the word, of which nobody but its keeper is a member."""
    made = group(lee, "Plans", request.param)
    post = ask(lee, made, f"About the {SECRET}", f"The {SECRET} is at the counter")
    answer(lee, post, f"Another {SECRET}")
    return made


@pytest.fixture
def page(client):
    def visit(someone, q, **more):
        client.force_login(someone.person.user)
        response = client.get(f"/{someone.organisation.slug}/search", {"q": q, **more})
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return visit


def _without_the_question(soup):
    """The page without what was typed, which it repeats."""
    for each in soup.select("input, title, h1, .govuk-link[href*='q=']"):
        each.decompose()
    return soup


@pytest.mark.parametrize("kind", ["", "conversations", "messages", "groups", "people"])
def test_words_of_a_group_are_found_by_members_alone(page, lee, outsider, stranger, secret, kind):
    if kind in ("", "conversations", "messages"):
        assert _without_the_question(page(lee, SECRET, kind=kind)).find("mark").get_text() == SECRET
    for someone in (outsider, stranger):
        soup = page(someone, SECRET, kind=kind)
        assert "Nothing found" in soup.h1.get_text()
        assert SECRET not in _without_the_question(soup).get_text()
        assert "counter" not in soup.get_text()


def test_a_page_for_outsiders_is_the_same_whether_there_is_something_or_not(page, outsider, secret):
    there = page(outsider, SECRET).select_one("main").get_text(" ", strip=True).replace(SECRET, "…")
    nowhere = page(outsider, "zyzzyva").select_one("main").get_text(" ", strip=True).replace("zyzzyva", "…")
    assert there == nowhere


def test_naming_the_group_in_the_address_finds_nothing_and_does_not_list_it(page, outsider, stranger, secret):
    for someone in (outsider, stranger):
        soup = page(someone, SECRET, group=str(secret.pk))
        assert SECRET not in _without_the_question(soup).get_text()
        assert not soup.find("option", value=str(secret.pk))
        assert discussions.find_messages(someone.again(), (SECRET,), SoughtMessages(group=secret.pk)) == []


def test_marks_of_the_index_are_no_words(page, lee, outsider, secret):
    for word in (f"g{secret.pk.hex}", "first", f"m{Post.objects.first().created:%Y%m}"):
        assert "Nothing found" in page(outsider, word).h1.get_text()
        assert "Nothing found" in page(lee, word).h1.get_text()


def test_the_name_of_a_private_group_is_found_by_nobody_else(page, lee, outsider, stranger):
    group(lee, f"Society of the {SECRET}", "private")
    group(lee, f"Friends of the {SECRET}", "closed")
    assert page(lee, SECRET, kind="groups").select_one("#found-groups").get_text() == "2 groups"
    soup = page(outsider, SECRET, kind="groups")
    assert soup.select_one("#found-groups").get_text() == "1 group"
    assert "Society" not in soup.get_text()
    assert not soup.select_one("a.mh-found__title")  # known, but not opened
    assert "Nothing found" in page(stranger, SECRET, kind="groups").h1.get_text()


def test_who_leaves_finds_no_more_and_who_is_let_in_does(page, lee, outsider, secret):
    if secret.access == "private":
        actions.add_member(group=secret, persona=outsider.persona, by=lee.by)
    else:
        actions.join(group=secret, by=outsider.by)
        asked = discussions.requests(secret)[0]
        assert "Nothing found" in page(outsider, SECRET).h1.get_text()
        actions.let_in(member=discussions.member(secret, asked.id), by=lee.by)
    assert page(outsider, SECRET).select_one("#found-messages")
    actions.leave(group=secret, by=outsider.by)
    assert "Nothing found" in page(outsider, SECRET).h1.get_text()


def test_a_group_that_is_closed_later_is_found_no_more(page, lee, outsider):
    made = group(lee, "Plans")
    ask(lee, made, f"About the {SECRET}")
    assert page(outsider, SECRET).select_one("#found-messages")
    actions.change_group(group=made, name="Plans", purpose="", access="closed", share_with=(), by=lee.by)
    assert "Nothing found" in page(outsider, SECRET).h1.get_text()


def test_another_organisation_finds_what_is_shared_with_it_alone(page, lee, stranger):
    ask(lee, group(lee, "Ours"), f"Our {SECRET}")
    ask(lee, group(lee, "Shared", share_with=[stranger.organisation.pk]), f"Shared {SECRET}")
    soup = page(stranger, SECRET)
    assert [each.get_text() for each in soup.select("section .mh-found__title")] == [f"Shared {SECRET}"]


def test_an_index_that_is_wrong_opens_nothing(outsider, secret):
    """As after a fault: entries that say that the messages are in a group that everybody reads."""
    open_group = Group.objects.create(organisation=outsider.organisation, name="Open")
    for post in Post.objects.filter(group=secret).select_related("thread"):
        post.group = open_group
        index.put(post)  # not saved
    assert discussions.find_messages(outsider.again(), (SECRET,), SoughtMessages()) == []
    assert discussions.message_hits(outsider.again(), list(Post.objects.values_list("pk", flat=True)), (SECRET,)) == []


def test_a_pseudonym_is_not_found_by_its_owners_name_nor_its_owner_by_it(page, lee, outsider):
    secret_name = Persona.objects.create(organisation=lee.organisation, name="Night Owl", is_pseudonym=True)
    PersonaLink.objects.create(organisation=lee.organisation, persona=secret_name, person=outsider.person)
    people.keep_profile(persona=secret_name, listed=True, shown=["knows"], words={"knows": SECRET})
    people.keep_profile(persona=outsider.persona, listed=True, shown=[], words={})
    assert [each.get_text() for each in page(lee, SECRET).select("section .mh-found__title")] == ["Night Owl"]
    assert "Otto" not in page(lee, "owl").get_text()
    assert "Owl" not in page(lee, "otto").get_text()
    by_address = page(lee, outsider.person.email.partition("@")[0])
    assert "Owl" not in by_address.get_text()


def test_hidden_and_deleted_messages_are_not_found_by_moderators_either(page, lee, outsider):
    post = ask(outsider, group(lee, "Open"), f"About the {SECRET}")
    actions.delete_post(post=post, by=outsider.by)
    for someone in (lee, outsider):
        assert "Nothing found" in page(someone, SECRET).h1.get_text()


def test_who_is_erased_is_found_no_more_but_what_they_said_is(page, lee, outsider):
    people.keep_profile(persona=outsider.persona, listed=True, shown=["knows"], words={"knows": SECRET})
    ask(outsider, group(lee, "Open"), "A question", f"It is about a {SECRET}")
    people.erase_person(person=outsider.person, by=who.system_persona(lee.organisation).pk)
    soup = page(lee, SECRET)
    assert soup.select_one("#found-messages").get_text(strip=True) == "1 conversation"
    assert "Somebody who has left" in soup.get_text()
    assert not soup.select_one("#found-people")
    assert "Otto" not in soup.get_text()
