"""What no person does so often is refused in plain English."""

import pytest

from manyhands.discussions import actions
from manyhands.discussions.actions import pace
from manyhands.discussions.errors import TooMuch
from manyhands.discussions.models import Post

from .factories import answer, ask

pytestmark = pytest.mark.django_db


def test_reactions(visit, ann, bea, libraries, monkeypatch):
    monkeypatch.setitem(pace.MOST, "react", 3)
    first = ask(bea, libraries)
    for _turn in range(3):
        actions.react(post=first, kind="thanks", by=ann.by)
    answered = visit(ann, f"posts/{first.pk}/react", {"kind": "thanks"}, follow=True)
    assert "very often within a minute" in answered.soup.get_text()
    first.refresh_from_db()
    assert first.reactions == {"thanks": 1}


def test_previews(visit, ann, libraries, monkeypatch):
    monkeypatch.setitem(pace.MOST, "preview", 1)
    for often in (False, True):
        page = visit(ann, "preview", {"place": "ask", "source": "x"})
        assert ("very often" in page.soup.get_text()) == often


def test_messages(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    for _turn in range(20):
        answer(ann, first)
    with pytest.raises(TooMuch):
        answer(ann, first)
    page = visit(ann, f"threads/{first.thread_id}/answer", {"source": "One more"}).soup
    assert "Wait ten minutes" in page.get_text()
    assert "One more" in page.select_one("textarea").get_text()
    answer(bea, first)  # others are not held back
    assert Post.objects.count() == 22
