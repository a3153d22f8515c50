"""Files with messages: for whoever may read the message, and nobody else."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.core import clock
from manyhands.discussions import actions
from manyhands.discussions.errors import TooMuch
from manyhands.discussions.models import Attachment, Post
from manyhands.discussions.rules import files
from tests.people.factories import council

from .factories import answer, ask, group, join_organisation
from .rules.test_files import picture, with_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


def upload(name="a.jpg", content=None):
    return SimpleUploadedFile(name, with_place() if content is None else content)


def add(who, place="ask", content=b"%PDF-1.7", name="a.pdf"):
    return actions.add_attachment(place=place, name=name, content=content, by=who.persona)


def test_a_picture_goes_with_a_message(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    path = f"threads/{first.thread_id}/answer"
    assert visit(ann, path, {"source": "Look", "files": [upload("Home.jpg")]}).status_code == 302
    kept = Attachment.objects.get()
    assert (kept.post.source, kept.kind, kept.name) == ("Look", "jpg", "Home.jpg")
    shown = visit(bea, f"threads/{first.thread_id}").soup.select_one(f"#m-{kept.post_id} img")
    answered = visit(bea, shown["src"].partition("/discussions/")[2])
    assert answered.headers["Content-Type"] == "image/jpeg"
    assert b"Acme" not in answered.content
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answered.headers["Content-Security-Policy"]
    assert "private" in answered.headers["Cache-Control"]


def test_a_page_that_pretends_to_be_one_is_saved_and_not_shown(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    page = upload("page.html", b"<script>alert(1)</script>")
    visit(ann, f"threads/{first.thread_id}/answer", {"source": "x", "files": [page]})
    answered = visit(bea, f"files/{Attachment.objects.get().pk}")
    assert answered.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answered.headers["Content-Disposition"] == 'attachment; filename="page.txt"'


def test_what_is_not_taken_keeps_the_message_back_with_its_text(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    bad = upload("run.exe", b"MZ\x90\x00")
    answered = visit(ann, f"threads/{first.thread_id}/answer", {"source": "Look here", "files": [bad]})
    assert answered.status_code == 422
    assert "run.exe: Files of this kind are not taken." in answered.soup.get_text()
    assert "Look here" in answered.soup.select_one("textarea").get_text()
    assert Post.objects.count() == 1
    large = upload("large.txt", b"x" * (files.MOST_BYTES + 1))
    answered = visit(ann, "ask", {"group": str(libraries.pk), "title": "T", "source": "S", "files": [large]})
    assert "larger than 10 MB" in answered.soup.get_text()
    assert not Attachment.objects.exists()


def test_added_before_it_is_posted_without_javascript(visit, ann, libraries):
    data = {"place": "ask", "title": "T", "source": "S", "files": [upload()]}
    page = visit(ann, "files/add", data, follow=True).soup
    assert page.select_one("[name=title]")["value"] == "T"
    waiting = page.select_one("#waiting")
    assert "a.jpg" in waiting.get_text()
    kept = Attachment.objects.get()
    visit(ann, f"files/{kept.pk}/describe", {f"alt-{kept.pk}": "A red field"})
    visit(ann, "ask", {"group": str(libraries.pk), "title": "T", "source": "S"})
    kept.refresh_from_db()
    assert (kept.alt, kept.post.source) == ("A red field", "S")
    shown = visit(ann, f"threads/{kept.post.thread_id}").soup
    assert shown.select_one(".mh-file__picture")["alt"] == "A red field"


def test_nobody_else_has_what_is_not_posted_yet(visit, ann, bea, lee):
    kept = add(ann)
    assert visit(ann, f"files/{kept.pk}").status_code == 200
    for who in (bea, lee):
        assert visit(who, f"files/{kept.pk}").status_code == 404
        assert visit(who, f"files/{kept.pk}/remove", {}).status_code == 404
        assert visit(who, f"files/{kept.pk}/describe", {"alt": "x"}).status_code == 404


def test_a_closed_groups_files_are_its_members(visit, lee, ann):
    closed = group(lee, "Closed", "closed")
    first = ask(lee, closed)
    add(lee, f"thread/{first.thread_id.hex}")
    reply = actions.answer(thread=first.thread, source="x", place=f"thread/{first.thread_id.hex}", by=lee.by)
    kept = Attachment.objects.get()
    assert kept.post == reply
    assert visit(ann, f"files/{kept.pk}").status_code == 404
    actions.add_member(group=closed, persona=ann.persona, by=lee.by)
    assert visit(ann, f"files/{kept.pk}").status_code == 200


def test_what_is_deleted_or_hidden_takes_its_files_along(visit, lee, ann, bea, libraries):
    first = ask(bea, libraries)
    place = f"thread/{first.thread_id.hex}"
    add(ann, place)
    reply = actions.answer(thread=first.thread, source="x", place=place, by=ann.by)
    kept = Attachment.objects.get()
    Post.objects.filter(pk=reply.pk).update(hidden=clock.now())
    assert visit(bea, f"files/{kept.pk}").status_code == 404
    assert visit(ann, f"files/{kept.pk}").status_code == 200
    Post.objects.filter(pk=reply.pk).update(hidden=None)
    assert visit(bea, f"files/{kept.pk}").status_code == 200


def test_taken_away_it_is_gone(visit, ann, django_capture_on_commit_callbacks):
    kept = add(ann)
    assert default_storage.exists(kept.file)
    with django_capture_on_commit_callbacks(execute=True):
        visit(ann, f"files/{kept.pk}/remove", {})
    assert not default_storage.exists(kept.file)
    assert not Attachment.objects.exists()


def test_a_message_takes_ten_files_and_a_day_sixty(ann):
    for _turn in range(files.MOST_FILES):
        add(ann)
    with pytest.raises(TooMuch, match="10 files"):
        add(ann)
    add(ann, "thread/" + "1" * 32)
    Attachment.objects.update(place="elsewhere")
    Attachment.objects.bulk_create(
        Attachment(organisation=ann.organisation, persona=ann.persona, name="x", kind="pdf", size=1, file=f"{i}")
        for i in range(60)
    )
    with pytest.raises(TooMuch, match="today"):
        add(ann, "thread/" + "2" * 32)


def test_what_was_never_posted_goes_after_a_week(ann, bea, libraries, django_capture_on_commit_callbacks):
    kept = add(ann)
    place = f"thread/{ask(bea, libraries).thread_id.hex}"
    assert actions.forget_waiting_files() == 0
    Attachment.objects.update(at=clock.now() - timedelta(days=8))
    add(ann, place)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_waiting_files() == 1
    assert not default_storage.exists(kept.file)
    assert Attachment.objects.get().place == place


def test_a_file_that_is_lost_is_not_there(visit, ann):
    kept = add(ann)
    default_storage.delete(kept.file)
    assert visit(ann, f"files/{kept.pk}").status_code == 404


def test_under_another_organisations_address_it_is_not_there(client, ann, visit, libraries):
    kept = add(ann)
    other = council("Borchester Council", "brian@borchester.example")
    client.force_login(other.user)
    assert client.get(f"/{other.organisation.slug}/discussions/files/{kept.pk}").status_code == 404
    assert client.get(f"/{ann.organisation.slug}/discussions/files/{kept.pk}").status_code == 404


def test_a_replys_page_takes_as_many_queries_with_files(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    place = f"thread/{first.thread_id.hex}"
    carol = join_organisation(ann.organisation, "Carol")
    counts = []
    for turn in range(3):
        if turn:
            add(ann, place, picture(), "x.jpg")
            actions.answer(thread=first.thread, source="x https://a.example", place=place, by=ann.by)
            answer(bea, first)
        visit(carol, f"threads/{first.thread_id}")
        with CaptureQueriesContext(connection) as seen:
            visit(carol, f"threads/{first.thread_id}")
        counts.append(len(seen))
    assert counts[1] == counts[2]
