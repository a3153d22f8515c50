"""What is kept beside what is said: drafts, earlier versions, files, previews, reports, decisions, saved posts.

As in `talk`: a row's `organisation` is the group's (a draft's and a saved post's: the writer's own), and people are
personas.
"""

from django.db import models

from manyhands.core import clock
from manyhands.core.ids import uuid7

from ..types import Measure, PreviewState, ReportReason
from .talk import Post, Thread


class Draft(models.Model):
    """What somebody is writing, so that a closed tab loses nothing. Theirs alone; one for each place.

    `place` is "ask" for a new thread, "thread/<hex>" for an answer, "post/<hex>" for a change.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey("people.Persona", models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=50)
    title = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)  # of the post, when its change was begun
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["persona", "place"], name="draft_once")]


class PostVersion(models.Model):
    """What a post said before it was changed: version 1 first. The post itself is the latest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)  # of the thread, where the post begins it
    source = models.TextField()
    at = models.DateTimeField()  # when it was written

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="post_version_once")]


class Attachment(models.Model):
    """A file with a post; without one, of a post that is still being written. Bytes are in the private storage."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey("people.Persona", models.SET_NULL, null=True, related_name="+")  # null: erased
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    place = models.CharField(max_length=50, blank=True)  # of the draft it is for, while there is no post
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20)  # a rules.files.Kind
    size = models.PositiveIntegerField()  # bytes
    width = models.PositiveIntegerField(null=True)  # pixels, of a picture
    height = models.PositiveIntegerField(null=True)
    alt = models.CharField(max_length=500, blank=True)  # what a picture shows, for who can't see it
    file = models.CharField(max_length=200)  # its name in the storage
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["at"], condition=models.Q(post__isnull=True), name="attachment_waiting")]


class LinkPreview(models.Model):
    """What a page outside says of itself, fetched once for an organisation and kept for a while."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    url = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=[(s, s) for s in PreviewState], default=PreviewState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=300, blank=True)
    site = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=clock.now)  # of the latest change of state

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "url"], name="link_preview_once")]
        indexes = [models.Index(fields=["at"], condition=models.Q(state="waiting"), name="link_preview_waiting")]


class PostLink(models.Model):
    """That a post links to a page whose preview is shown with it."""

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    preview = models.ForeignKey(LinkPreview, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "preview"], name="post_link_once")]


class Decision(models.Model):
    """What a moderator decided and why; what its author says against it, and what somebody else decided on that."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    persona = models.ForeignKey("people.Persona", models.SET_NULL, null=True, related_name="+")  # about whose post
    measure = models.CharField(max_length=10, choices=[(m, m) for m in Measure])
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey("people.Persona", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended = models.DateTimeField(null=True)  # taken back by a moderator, or upon appeal
    appeal = models.CharField(max_length=1000, blank=True)
    appealed = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)  # upon appeal: True: it stands; False: it was taken back
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey("people.Persona", models.SET_NULL, null=True, related_name="+")
    answered = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "at"], name="decision_by_time"),
            models.Index(
                fields=["organisation", "appealed"],
                condition=models.Q(appealed__isnull=False, answered__isnull=True),
                name="decision_appealed",
            ),
        ]


class Report(models.Model):
    """That somebody asks the moderators to look at a post. Who reported stands in the record alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey("people.Persona", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=[(r, r) for r in ReportReason])
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=clock.now)
    decided = models.DateTimeField(null=True)
    decision = models.ForeignKey(Decision, models.SET_NULL, null=True, related_name="+")  # null: nothing was wrong

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "persona"], name="report_once")]
        indexes = [
            models.Index(fields=["organisation", "at"], condition=models.Q(decided__isnull=True), name="report_open")
        ]


class HouseRules(models.Model):
    """How an organisation's people want to talk with one another, in its own words; and whether links have previews."""

    organisation = models.OneToOneField("people.Organisation", models.CASCADE, primary_key=True, related_name="+")
    source = models.TextField(blank=True)  # Markdown; "" for the rules that Manyhands proposes
    html = models.TextField(blank=True)
    link_previews = models.BooleanField(default=False)
    by = models.UUIDField()
    at = models.DateTimeField(default=clock.now)


class Saved(models.Model):
    """A post that somebody wants to find again. Nobody else sees that they do."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey("people.Persona", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["persona", "post"], name="saved_once")]
        indexes = [models.Index(fields=["persona", "id"], name="saved_by_time")]
