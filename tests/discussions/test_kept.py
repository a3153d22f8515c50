"""What is kept beside messages is in one's own data, and goes with who is erased."""

import pytest
from django.core.files.storage import default_storage

from manyhands.core import registry
from manyhands.discussions import actions, queries
from manyhands.discussions.models import Attachment, Draft, Post, Report, Saved
from manyhands.people import actions as people

from .factories import answer, ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path, settings):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": files}


def about(who):
    return registry.Person(
        who.organisation.pk, who.person.pk, frozenset({who.persona.actor}), frozenset({who.by}), own=True
    )


def test_own_data_hold_it_and_nobody_elses(lee, ann, bea, libraries):
    first = ask(bea, libraries, "A question", "Text of Bea")
    reply = answer(ann, first, "First words")
    actions.edit_post(post=reply, source="Second words", version=1, by=ann.by)
    actions.keep_draft(place="ask", title="", source="Half a thought", by=ann.persona)
    actions.add_attachment(place="ask", name="plan.pdf", content=b"%PDF-1.7", by=ann.persona)
    actions.save_post(post=first, by=ann.persona)
    actions.report_post(post=first, reason="other", words="My words", by=ann.persona)
    actions.decide(post=reply, measure="warn", reason="Take care", by=lee.by, own=[lee.by])
    held = queries.export_kept(about(ann))
    assert held["drafts"][0]["text"] == "Half a thought"
    assert held["earlier_versions"][0]["text"] == "First words"
    assert held["files"][0]["name"] == "plan.pdf"
    assert held["saved"][0]["thread"] == "A question"
    assert held["reports"][0]["words"] == "My words"
    assert held["moderation"][0]["reason"] == "Take care"
    assert "Lee" not in str(held)
    assert "Text of Bea" not in str(held)
    assert not any(queries.export_kept(about(bea)).values())


def test_erased_it_is_gone_but_what_was_said_stays(lee, ann, bea, libraries, django_capture_on_commit_callbacks):
    reply = answer(ann, ask(bea, libraries), "Stays")
    actions.keep_draft(place="ask", title="", source="x", by=ann.persona)
    kept = actions.add_attachment(place="ask", name="plan.pdf", content=b"%PDF-1.7", by=ann.persona)
    actions.save_post(post=reply, by=ann.persona)
    actions.report_post(post=ask(bea, libraries), reason="other", words="", by=ann.persona)
    with django_capture_on_commit_callbacks(execute=True):
        people.erase_person(person=ann.person, by=lee.by)
    assert not Draft.objects.exists()
    assert not Saved.objects.exists()
    assert not Report.objects.exists()
    assert not Attachment.objects.exists()
    assert not default_storage.exists(kept.file)
    reply = Post.objects.get(pk=reply.pk)
    assert (reply.source, reply.persona) == ("Stays", None)
