"""When the digest goes out, what went out, to whom, and who reads feeds."""

from django.core.validators import MaxValueValidator
from django.db import models

from manyhands.core import clock
from manyhands.core.ids import uuid7


class Rhythm(models.Model):
    """When an organisation's digest goes out, and what it opens with. Without a row: Mondays at eight."""

    organisation = models.OneToOneField("people.Organisation", models.CASCADE, primary_key=True, related_name="+")
    is_on = models.BooleanField(default=True)
    weekday = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])  # 0 is Monday
    hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])  # of its own clock
    opening = models.TextField(blank=True)  # goes out once, with the next one


class Issue(models.Model):
    """One week's digest of an organisation. Copies are made of it in portions; `done` when nobody is left."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField()  # when it was due
    opening = models.TextField(blank=True)
    after = models.UUIDField(null=True)  # the last person that copies were made for, in the order of their ids
    copies = models.PositiveIntegerField(default=0)
    done = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "until"], name="issue_once")]
        indexes = [models.Index(fields=["until"], condition=models.Q(done=None), name="issue_unfinished")]


class Copy(models.Model):
    """What one person was sent: the web copy shows it again, to them alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    content = models.JSONField()  # types.Content

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "person"], name="copy_once")]


class FeedToken(models.Model):
    """A person's secret address for feed readers, which can't sign in. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256
    made = models.DateTimeField(default=clock.now)
