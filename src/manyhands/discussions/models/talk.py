"""Groups, threads and messages; who belongs, reacts and follows.

A row's `organisation` is the group's, whoever writes it: people of other organisations reach a group by a grant. Who
wrote, belongs or follows is a persona, never a person. Ids are UUIDv7, so that the order of ids is that of time and a
page begins at an id (keyset). Counts are kept beside what they count: a page never counts.
"""

from django.db import models

from manyhands.core import clock
from manyhands.core import lookups as lookups  # `__among`
from manyhands.core.ids import uuid7
from manyhands.core.search.findable import Findable, FoundBy
from manyhands.core.search.words import plain

from ..types import Access, Following, ReactionKind, Standing


class Group(Findable, models.Model):
    """Where people discuss what they have in common. A place in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=500, blank=True)
    access = models.CharField(max_length=10, choices=[(a, a) for a in Access], default=Access.OPEN)
    across = models.BooleanField(default=False)  # shared with other organisations: then grants name it
    is_practice = models.BooleanField(default=False)  # of a newcomer and their buddy; in no list, figure or record
    created = models.DateTimeField(default=clock.now)
    archived = models.DateTimeField(null=True)  # read only from then on
    members = models.PositiveIntegerField(default=0)
    threads = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)  # of the last message

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="group_name_once")]

    def found_by(self) -> FoundBy:
        return FoundBy(self.name, self.purpose)

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet["Group"]:
        return cls.objects.filter(is_practice=False)


class GroupMember(models.Model):
    """Somebody's standing in a group: asked to join, member or keeper."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey("people.Persona", models.CASCADE, related_name="+")
    standing = models.CharField(max_length=10, choices=[(s, s) for s in Standing], default=Standing.MEMBER)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "persona"], name="group_member_once")]
        indexes = [models.Index(fields=["group", "id"], name="group_member_by_time")]


class Thread(models.Model):
    """A conversation, begun by its first message. Its address stays, so that it can be cited."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey("people.Persona", models.SET_NULL, null=True, related_name="+")  # null: erased
    title = models.CharField(max_length=200)
    is_question = models.BooleanField(default=False)
    hashtags = models.JSONField(default=list)  # of its first message, without the sign
    created = models.DateTimeField(default=clock.now)
    posts = models.PositiveIntegerField(default=1)  # messages that are not deleted, the first among them
    answers = models.PositiveIntegerField(default=0)  # those by others than who began it
    helped = models.PositiveIntegerField(default=0)  # messages marked as what helped
    last_post = models.UUIDField(null=True)  # the newest message's id: sorts as its time does
    last_at = models.DateTimeField(default=clock.now)
    locked = models.DateTimeField(null=True)  # by a moderator: takes no new messages
    deleted = models.DateTimeField(null=True)  # with its only message; gone for everybody

    class Meta:
        indexes = [
            models.Index(
                fields=["group", "last_post"], condition=models.Q(deleted__isnull=True), name="thread_by_last_post"
            ),
            models.Index(
                fields=["organisation", "last_post"], condition=models.Q(deleted__isnull=True), name="thread_latest"
            ),
            models.Index(
                fields=["group", "id"],
                condition=models.Q(is_question=True, answers=0, helped=0, deleted__isnull=True),
                name="thread_unanswered",
            ),
        ]


class Post(Findable, models.Model):
    """A message. `source` is what was typed, `html` what `rules.text` made of it: clean, ready to be shown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+", db_index=False)  # its thread's
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey(
        "people.Persona", models.SET_NULL, null=True, related_name="+", db_index=False
    )  # null: erased
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    is_first = models.BooleanField(default=False)
    source = models.TextField()
    html = models.TextField()
    length = models.PositiveIntegerField(default=0)  # characters
    hashtags = models.JSONField(default=list)
    mentions = models.JSONField(default=list)  # hex ids of personas
    reactions = models.JSONField(default=dict)  # how many of each ReactionKind
    created = models.DateTimeField(default=clock.now)
    edited = models.DateTimeField(null=True)
    deleted = models.DateTimeField(null=True)  # by whoever wrote it
    hidden = models.DateTimeField(null=True)  # by a moderator, with a reason
    helped = models.DateTimeField(null=True)  # marked by whoever asked
    told = models.DateTimeField(null=True)  # those who follow; null: a job has that still to do

    class Meta:
        indexes = [
            models.Index(fields=["thread", "id"], name="post_by_thread"),
            models.Index(fields=["group", "id"], condition=models.Q(deleted__isnull=True), name="post_by_group"),
            models.Index(fields=["persona", "id"], name="post_by_persona"),
            models.Index(fields=["deleted"], condition=models.Q(deleted__isnull=False), name="post_deleted"),
            models.Index(fields=["reply_to"], condition=models.Q(reply_to__isnull=False), name="post_by_reply_to"),
            models.Index(fields=["id"], condition=models.Q(told__isnull=True), name="post_to_be_told"),
        ]

    def found_by(self) -> FoundBy:
        """Its text, and its thread's title where it begins it; marked by group, month, and whether it does."""
        marks = (f"g{self.group_id.hex}", f"m{self.created:%Y%m}", "first" if self.is_first else "later")
        return FoundBy(self.thread.title if self.is_first else "", plain(self.html), marks)

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet["Post"]:
        there = cls.objects.filter(deleted__isnull=True, hidden__isnull=True, thread__deleted__isnull=True)
        return there.select_related("thread")


class PostTag(models.Model):
    """A hashtag in a message, in lower case and without the sign."""

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    tag = models.CharField(max_length=100)
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "tag", "post"], name="post_tag_once")]


class Reaction(models.Model):
    """What somebody said to a message without a word."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey("people.Persona", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ReactionKind])
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "persona", "kind"], name="reaction_once")]


class Follow(models.Model):
    """What a persona wants to hear of. `target` is the id of the group, persona or thread in hex, or the tag.

    `organisation` is the follower's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey("people.Persona", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=[(f, f) for f in Following])
    target = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["persona", "kind", "target"], name="follow_once")]
        indexes = [models.Index(fields=["kind", "target"], name="follow_by_target")]


class Read(models.Model):
    """That a persona looked at a thread on a day. Seen singly by nobody else; becomes a monthly count in time."""

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    persona = models.ForeignKey("people.Persona", models.CASCADE, related_name="+", db_index=False)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    day = models.DateField()
    last_post = models.UUIDField(null=True)  # the newest message that was there

    class Meta:
        constraints = [models.UniqueConstraint(fields=["persona", "thread", "day"], name="read_once_a_day")]
        indexes = [models.Index(fields=["organisation", "day"], name="read_by_day")]


class ReadMonth(models.Model):
    """How often a thread was read in a month whose single reads are forgotten."""

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+", db_index=False)
    month = models.PositiveIntegerField()  # 202611
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "thread", "month"], name="read_month_once")]
        indexes = [models.Index(fields=["organisation", "month"], name="read_month_by_month")]
