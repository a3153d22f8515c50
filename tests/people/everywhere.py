"""Somebody who has left a trace in every corner of the hub."""

from manyhands.core import clock
from manyhands.digest.models import Copy, FeedToken, Issue
from manyhands.discussions import actions as discussions
from manyhands.discussions.models import Group, Post
from manyhands.discussions.types import Following, Measure, ReactionKind, ReportReason
from manyhands.notices import actions as notices
from manyhands.notices.models import Incoming, Letter, Preference, ReplyAddress
from manyhands.people import actions as people
from manyhands.people.models import Organisation
from tests.discussions.factories import Somebody, answer, ask, group, join_organisation

NAME = "Ann Archerwoman"
OWN = ("wroteplum", "draftplum", "versionplum", "reportplum", "knowsplum", "appealplum", "fileplum", "digestplum")
"""Words that she alone wrote or was sent, each somewhere else."""
OTHERS = ("leewrote", "leedraft", "leereport")
"""Words of somebody else's, which are none of her business to download."""


def somebody_everywhere(lee: Somebody) -> tuple[Somebody, Group, Post]:
    """Ann, a group, and her message in it."""
    organisation = Organisation.objects.get(pk=lee.organisation.pk)
    libraries = group(lee, "Libraries")
    ann = join_organisation(organisation, NAME)
    people.keep_profile(persona=ann.persona, listed=True, shown=["knows"], words={"knows": "knowsplum"})
    first = ask(lee, libraries, "Where are the keys?", f"leewrote, and @{NAME} knows")
    hers = answer(ann, first, "versionplum")
    hers = discussions.edit_post(post=hers, source="wroteplum", version=1, by=ann.by)
    discussions.join(group=libraries, by=ann.by)
    discussions.react(post=first, kind=ReactionKind.THANKS, by=ann.by)
    discussions.react(post=hers, kind=ReactionKind.THANKS, by=lee.by)
    discussions.follow(kind=Following.TAG, target="keys", by=ann.persona)
    discussions.follow(kind=Following.PERSON, target=ann.persona.pk.hex, by=lee.persona)
    discussions.read(thread=first.thread, last_post=hers.pk, by=ann.persona)
    discussions.save_post(post=first, by=ann.persona)
    discussions.keep_draft(place="ask", title="", source="draftplum", by=ann.persona)
    discussions.keep_draft(place="ask", title="", source="leedraft", by=lee.persona)
    discussions.add_attachment(place="ask", name="fileplum.txt", content=b"File of mine", by=ann.persona)
    discussions.report_post(post=first, reason=ReportReason.OTHER, words="reportplum", by=ann.persona)
    discussions.report_post(post=hers, reason=ReportReason.OTHER, words="leereport", by=lee.persona)
    decided = discussions.decide(post=hers, measure=Measure.HIDE, reason="Look again", by=lee.by, own=[lee.by])
    discussions.appeal(decision=decided, words="appealplum", by=ann.by)
    discussions.take_back(decision=decided, reason="Well", by=lee.by)
    discussions.spread(post=hers.pk)
    _told(ann, organisation)
    return ann, libraries, Post.objects.get(pk=hers.pk)


def _told(ann: Somebody, organisation: Organisation) -> None:
    here = {"organisation": organisation, "person": ann.person}
    Preference.objects.create(**here, kind="discussions.answer", way="never")
    Letter.objects.create(
        **here, to=ann.person.email, key="x/1", kind="discussions.answer", subject="Somebody answered"
    )
    ReplyAddress.objects.create(**here, target="thread/00")
    Incoming.objects.create(**here, digest="0" * 64, state="taken")
    issue = Issue.objects.create(organisation=organisation, since=clock.now(), until=clock.now())
    Copy.objects.create(**here, issue=issue, content={"hands": "digestplum", "sections": []})
    FeedToken.objects.create(**here, digest="1" * 64)
    notices.notify(
        organisation=organisation.pk,
        people=[ann.person.pk],
        kind="discussions.answer",
        key="x/2",
        path="",
        words={"who": "Lee", "title": "A title"},
        by=ann.by,
    )
