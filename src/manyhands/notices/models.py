"""Notices, how people want to hear of them, what browsers are told at once, and mail in and out."""

from django.db import models
from django.db.models import Q

from manyhands.core import clock
from manyhands.core.ids import uuid7

from .types import IncomingState, LetterState, Way


class Notice(models.Model):
    """One thing that one person may want to know. `words` fill the sentence of its kind, made when it is shown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)  # theirs
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)  # of the thing: nobody is told of it twice
    path = models.CharField(max_length=500, blank=True)  # within an organisation: "discussions/threads/…"
    words = models.JSONField(default=dict)
    created = models.DateTimeField(default=clock.now)
    read = models.DateTimeField(null=True)
    # When it is to go out by e-mail unless it was read before; null: not by e-mail, or gone already.
    due = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, choices=[(w, w) for w in Way], default=Way.NEVER)  # as chosen when made
    letter = models.UUIDField(null=True)  # the letter in which it went

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["person"], condition=Q(read=None), name="notice_unread"),
            models.Index(fields=["person", "-created"], name="notice_by_time"),
            models.Index(fields=["due"], condition=Q(due__isnull=False), name="notice_due"),
            models.Index(fields=["created"], name="notice_age"),
        ]


class Preference(models.Model):
    """How a person wants to hear of a kind of thing, where that is not the kind's own default."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    way = models.CharField(max_length=10, choices=[(w, w) for w in Way])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="preference_once")]


class LiveEvent(models.Model):
    """What browsers that look at a topic are told at once. Its number only rises, so that they can catch up."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    topic = models.CharField(max_length=100)
    data = models.JSONField()
    at = models.DateTimeField(default=clock.now, db_index=True)


class Letter(models.Model):
    """One e-mail. Its text goes once it is sent; its key stays a while, so that it is not written again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # None: to a user of the whole hub, such as a link to choose a new password.
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, null=True, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    to = models.EmailField()
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(s, s) for s in LetterState], default=LetterState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    bulk = models.BooleanField(default=False)  # one of many: goes after what somebody waits for
    due = models.DateTimeField(default=clock.now)
    claim = models.CharField(max_length=32, blank=True)  # the worker's run that has it
    lease = models.DateTimeField(null=True)  # until when
    handed = models.DateTimeField(null=True)  # set before its text goes to the server: from then on it may be there
    answer = models.CharField(max_length=500, blank=True)  # the server's, or why it failed
    created = models.DateTimeField(default=clock.now)
    settled = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="letter_once")]
        indexes = [
            models.Index(fields=["bulk", "due"], condition=Q(state=LetterState.QUEUED), name="letter_waiting"),
            models.Index(fields=["lease"], condition=Q(state=LetterState.SENDING), name="letter_sending"),
            models.Index(fields=["claim"], condition=~Q(claim=""), name="letter_claimed"),
            models.Index(fields=["organisation", "state", "-created"], name="letter_by_state"),
            models.Index(fields=["created"], name="letter_age"),
        ]


class StoppedAddress(models.Model):
    """An address to which nothing is sent any more, because its own mail server says that it does not exist."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    email = models.EmailField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="stopped_address_once")]


class ReplyAddress(models.Model):
    """Where a person's answer by e-mail goes: their own for each thing, so that nobody else's is taken for it."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    target = models.CharField(max_length=100)  # "thread/<hex>": a prefix of core.registry.mail_replies, and the rest
    used = models.DateTimeField(default=clock.now)  # last given out, or written to

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "target"], name="reply_address_once")]


class Incoming(models.Model):
    """A message that arrived by e-mail, once, and what came of it. Never its text."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # of its Message-ID, or of all of it where it has none
    state = models.CharField(max_length=10, choices=[(s, s) for s in IncomingState])
    reason = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=clock.now, db_index=True)
