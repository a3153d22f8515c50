"""What is past its time goes once a day, and can be seen before: the page, the job and the documents say the same."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from manyhands.core import clock, registry
from manyhands.core.ids import uuid7
from manyhands.digest.models import Copy, Issue
from manyhands.discussions import actions as discussions
from manyhands.discussions.models import Attachment, Decision, Draft, LinkPreview, Practice, Read, ReadMonth
from manyhands.discussions.types import Measure
from manyhands.notices.models import Incoming, Letter, LiveEvent, Notice, ReplyAddress
from manyhands.participation.models import Helped, OfflineHelp, OnRung
from manyhands.participation.models import Invitation as Round
from manyhands.people import actions, queries
from manyhands.people.models import AuditEvent, Grant, Invitation, KindChange, Match
from manyhands.people.types import Role
from tests.discussions.factories import Somebody, ask, group, join_organisation
from tests.paths import PROJECT
from tests.people.factories import council

pytestmark = pytest.mark.usefixtures("own_files")
LONG_AGO = timedelta(days=500)


@pytest.fixture
def lee(db):
    return Somebody.of(council())


def _kinds():
    return {kind.name: kind for kind in registry.retention}


def old_and_new(lee):
    """Of every kind whose time can be counted one record that is past it, and one that is not."""
    organisation, person, persona = lee.organisation, lee.person, lee.persona
    ann = join_organisation(organisation, "Ann Archer")
    post = ask(ann, group(lee, "Libraries"))
    for number, at in enumerate((clock.now() - LONG_AGO, clock.now())):
        here = {"organisation": organisation}
        KindChange.objects.filter(
            pk=KindChange.objects.create(**here, kind="staff", before=[], by=persona.pk).pk
        ).update(at=at)
        Invitation.objects.create(**here, email=f"{number}@x.example", made=at, expires=at, by=persona.pk)
        Draft.objects.create(**here, persona=persona, place=f"x/{number}", source="x", at=at)
        Attachment.objects.create(**here, persona=persona, name="x", kind="pdf", size=1, file=f"x/{number}", at=at)
        LinkPreview.objects.create(**here, url=f"https://x.example/{number}", at=at)
        Read.objects.create(**here, persona=persona, thread=post.thread, day=at.date())
        Practice.objects.create(**here, newcomer=persona, state="ended", ended=at)
        LiveEvent.objects.create(**here, topic="x", data={}, at=at)
        Notice.objects.create(**here, person=person, kind="x", key=f"{number}", created=at)
        Letter.objects.create(
            **here, to="x@x.example", key=f"{number}", kind="x", subject="x", state="sent", created=at
        )
        Incoming.objects.create(**here, digest=f"{number}", state="taken", at=at)
        ReplyAddress.objects.create(**here, person=person, target=f"x/{number}", used=at)
        issue = Issue.objects.create(**here, since=at, until=at)
        Copy.objects.create(**here, issue=issue, person=person, content={})
        of = Round.objects.create(
            **here, rung="reads", sent=at.date(), text="x", invited=1, by=persona.pk, recorded=at, came={}
        )
        OnRung.objects.create(**here, invitation=of, actor=number + 1, invited=True)
        given = OfflineHelp.objects.create(**here, on=at.date(), kind="training", helped=1, by=persona.pk, recorded=at)
        Helped.objects.create(**here, help=given, person=person.pk)
    gone, there = sorted((uuid7(), person.pk))
    Match.objects.create(organisation=organisation, one_id=gone, other_id=there)
    discussions.decide(post=post, measure=Measure.REMOVE, reason="x", by=lee.by, own=[lee.by])
    Decision.objects.update(at=clock.now() - LONG_AGO)


def test_what_the_page_counts_is_what_the_job_deletes_and_no_more(lee, data_folder):
    old_and_new(lee)
    counted = {name: kind for name, kind in _kinds().items() if kind.waiting}
    waiting = {name: kind.waiting(lee.organisation.pk) for name, kind in counted.items()}
    assert waiting == dict.fromkeys(counted, 1)
    gone = actions.carry_out_retention()
    assert {name: gone[name] for name in counted} == waiting
    assert not any(kind.waiting(lee.organisation.pk) for kind in counted.values())
    left = [KindChange, Invitation, Draft, Attachment, LinkPreview, Read, Practice, LiveEvent, Notice, Letter, Incoming]
    left += [ReplyAddress, Copy, OnRung, Helped]
    for model in left:
        new = model.objects.filter(organisation=lee.organisation)
        if model is Invitation:
            new = new.filter(email="1@x.example")
        assert new.exists(), model
    assert ReadMonth.objects.get().reads == 1


def test_it_is_written_down_by_kind_for_the_organisation_whose_it_was(lee, data_folder):
    other = council("Borchester", "sam@borchester.example")
    old_and_new(lee)
    actions.carry_out_retention()
    recorded = AuditEvent.objects.filter(verb="forget")
    assert set(recorded.values_list("organisation", flat=True)) == {lee.organisation.pk}
    assert "discussions.drafts: 1" in recorded.values_list("object", flat=True)
    assert not recorded.filter(organisation=other.organisation_id).exists()
    assert not recorded.filter(object__contains="pseudonym").exists()


def test_one_kind_that_fails_does_not_keep_the_others(lee, monkeypatch, caplog):
    def fail():
        raise RuntimeError("broken")

    Draft.objects.create(
        organisation=lee.organisation, persona=lee.persona, place="x", source="x", at=clock.now() - LONG_AGO
    )
    broken = registry.Retention("x", "x", "x", (), fail)
    monkeypatch.setattr(registry, "retention", [broken, *registry.retention])
    assert actions.carry_out_retention()["discussions.drafts"] == 1
    assert "x" in caplog.text


def test_what_would_go_tonight_is_seen_by_those_who_may_see_the_record(lee, client):
    old_and_new(lee)
    address = f"/{lee.organisation.slug}/people/retention"
    member = join_organisation(lee.organisation, "Bea Bellamy")
    client.force_login(member.person.user)
    assert client.get(address).status_code == 404
    assert client.get(address + ".csv").status_code == 404
    officer = join_organisation(lee.organisation, "Olive Officer")
    Grant.objects.create(organisation=lee.organisation, person=officer.person, role=Role.DATA_PROTECTION)
    client.force_login(officer.person.user)
    text = client.get(address).content.decode()
    counted = sum(1 for kind in registry.retention if kind.waiting)
    assert f"{counted} records would be deleted tonight." in text
    lines = client.get(address + ".csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(registry.retention)
    assert "Drafts,90 days after the last change,1" in lines
    assert Draft.objects.count() == 2  # looking deletes nothing


def test_the_table_in_the_docs_is_that_of_the_code():
    text = (PROJECT / "docs" / "data-protection" / "retention.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \|$", text, re.MULTILINE)[2:]
    with translation.override("en"):
        assert rows == [(str(kind.what), str(kind.kept)) for kind in registry.retention]


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("people.kind_changes", 7),
        ("people.invitations", 365),
        ("people.given_up_pseudonyms", 90),
        ("discussions.drafts", 90),
        ("discussions.waiting_files", 7),
        ("discussions.previews", 60),
        ("discussions.removed", 28),
        ("discussions.practice", 90),
        ("notices.notices", 365),
        ("notices.letters", 90),
        ("notices.incoming", 90),
        ("notices.reply_addresses", 365),
        ("digest.copies", 400),
        ("participation.on_rung", 365),
        ("participation.helped", 400),
    ],
)
def test_a_kind_says_the_time_that_its_code_waits(name, days):
    from manyhands.digest.actions import issues
    from manyhands.discussions.actions import attachments, drafts, moderation, practice, previews
    from manyhands.notices.actions import forgetting
    from manyhands.participation.actions import invitations as rounds
    from manyhands.participation.actions import training
    from manyhands.people.actions import invitations, people
    from manyhands.people.rules import pseudonyms

    waits = {
        "people.kind_changes": people.UNDO_DAYS,
        "people.invitations": invitations.KEPT_DAYS,
        "people.given_up_pseudonyms": pseudonyms.KEPT_DAYS,
        "discussions.drafts": drafts.KEPT.days,
        "discussions.waiting_files": attachments.WAITS.days,
        "discussions.previews": previews.KEPT.days,
        "discussions.removed": moderation.APPEAL.days,
        "discussions.practice": practice.KEPT.days,
        "notices.notices": forgetting.NOTICES.days,
        "notices.letters": forgetting.LETTERS.days,
        "notices.incoming": forgetting.ARRIVED.days,
        "notices.reply_addresses": forgetting.ADDRESSES.days,
        "digest.copies": issues.KEPT.days,
        "participation.on_rung": rounds.KEPT_DAYS,
        "participation.helped": training.KEPT.days,
    }
    assert waits[name] == days
    with translation.override("en"):
        assert f"{days} days" in str(_kinds()[name].kept)


def test_a_sign_in_that_is_over_is_forgotten(lee, client):
    from allauth.usersessions.models import UserSession

    for at, key in ((clock.now() - LONG_AGO, "a"), (clock.now(), "b")):
        made = UserSession.objects.create(user=lee.person.user, session_key=key, ip="127.0.0.1", user_agent="x")
        UserSession.objects.filter(pk=made.pk).update(last_seen_at=at)
    assert actions.forget_sessions() == 1
    assert UserSession.objects.get().session_key == "b"


def test_the_page_takes_as_many_queries_as_there_are_kinds(lee, django_assert_max_num_queries):
    with django_assert_max_num_queries(len(registry.retention)):
        queries.retention_rows(lee.organisation.pk)
