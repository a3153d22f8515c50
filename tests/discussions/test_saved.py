"""A list of one's own of messages to find again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.discussions import actions
from manyhands.discussions.models import GroupMember, Saved

from .factories import answer, ask, group

pytestmark = pytest.mark.django_db


def test_saved_found_again_and_taken_off(visit, ann, bea, libraries):
    first = ask(bea, libraries, "How to save?", "Like this")
    assert "Open “More” below a message" in visit(ann, "saved").soup.get_text()
    visit(ann, f"posts/{first.pk}/save", {})
    visit(ann, f"posts/{first.pk}/save", {})
    assert Saved.objects.count() == 1
    assert "How to save?" in visit(ann, "saved").soup.get_text()
    assert "How to save?" not in visit(bea, "saved").soup.get_text()
    assert "Saved: take it off your list" in visit(ann, f"threads/{first.pk}").soup.get_text()
    assert "Saved: take it off" not in visit(bea, f"threads/{first.pk}").soup.get_text()
    visit(ann, f"posts/{first.pk}/save", {"stop": "1", "next": "saved"})
    assert not Saved.objects.exists()


def test_without_reloading(client, ann, bea, libraries):
    first = ask(bea, libraries)
    client.force_login(ann.person.user)
    path = f"/{ann.organisation.slug}/discussions/posts/{first.pk}/save"
    answered = client.post(path, headers={"HX-Request": "true"}).content.decode()
    assert "take it off your list" in answered
    assert "<html" not in answered


def test_what_cannot_be_read_any_more_is_not_on_it(visit, lee, ann):
    closed = group(lee, "Closed", "closed")
    actions.add_member(group=closed, persona=ann.persona, by=lee.by)
    first = ask(lee, closed, "Secret plan")
    visit(ann, f"posts/{first.pk}/save", {})
    assert "Secret plan" in visit(ann, "saved").soup.get_text()
    GroupMember.objects.filter(persona=ann.persona).delete()
    assert "Secret plan" not in visit(ann, "saved").soup.get_text()
    assert visit(ann, f"posts/{first.pk}/save", {}).status_code == 404


def test_deleted_ones_are_not(visit, ann, bea, libraries):
    reply = answer(bea, ask(ann, libraries), "Will go")
    visit(ann, f"posts/{reply.pk}/save", {})
    actions.delete_post(post=reply, by=bea.by)
    assert "Will go" not in visit(ann, "saved").soup.get_text()


def test_as_many_queries_for_many(visit, ann, bea, libraries):
    counts = []
    for _turn in range(3):
        visit(ann, f"posts/{ask(bea, libraries).pk}/save", {})
        visit(ann, "saved")
        with CaptureQueriesContext(connection) as seen:
            visit(ann, "saved")
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_a_long_list_goes_on(visit, ann, bea, libraries, monkeypatch):
    monkeypatch.setattr("manyhands.discussions.queries.saved.A_PAGE", 2)
    for number in range(3):
        visit(ann, f"posts/{ask(bea, libraries, f'Number {number}').pk}/save", {})
    page = visit(ann, "saved").soup
    assert "Number 2" in page.get_text()
    assert "Number 0" not in page.get_text()
    older = page.select_one("a[rel=next]")["href"]
    assert "Number 0" in visit(ann, f"saved{older}").soup.get_text()
