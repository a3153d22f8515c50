"""Where activity comes from: sources, places, the register, and imports with their state."""

from django.db import models

from manyhands.core.ids import uuid7


class Source(models.Model):
    """A network and a workspace in it, such as one Slack workspace. Source ids are unique inside it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    network = models.CharField(max_length=40)
    workspace = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "network", "workspace"], name="source_once")]


class Place(models.Model):
    """Where activity happens: a channel, a group, a wiki page, a social account. Also a line of the register.

    A place known only from the register has no source. Its id is what the ledger carries.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True, related_name="places")
    external_id = models.CharField(max_length=200, blank=True)
    network = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, default="group")
    closed = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)  # its activity is never read
    members_known = models.BooleanField(default=False)
    # the register
    in_register = models.BooleanField(default=False)
    address = models.CharField(max_length=500, blank=True)
    service = models.ForeignKey("people.Service", models.SET_NULL, null=True, blank=True, related_name="+")
    purpose = models.TextField(blank=True)
    audience = models.CharField(max_length=200, blank=True)
    hands = models.PositiveIntegerField(null=True, blank=True)  # how many people can post
    hand_names = models.TextField(blank=True)  # who, one a line; for owners only
    recovery_holder = models.CharField(max_length=200, blank=True)
    last_used = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=models.Q(source__isnull=False), name="place_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "network", "name"])]
        ordering = ["name"]


class PlaceMember(models.Model):
    """Who belongs to a place, by the ledger's key, as the latest export says."""

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, models.CASCADE, related_name="members")
    actor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "actor"], name="place_member_once")]


class State(models.TextChoices):
    """The life of an import; the steps between them are in `rules.states`."""

    UPLOADED = "uploaded"  # the file is here; waiting for the choice of what to leave out
    WAITING = "waiting"  # for the worker
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # the file as a whole can't be read
    CANCELLED = "cancelled"


class Import(models.Model):
    """One file being brought in. All that its page shows is on this row, so the page can be closed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, models.SET_NULL, null=True, related_name="imports")
    network = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    filename = models.CharField(max_length=255)  # as the person knew it
    path = models.CharField(max_length=500, blank=True)  # under MANYHANDS_DATA/uploads; blank once deleted
    options = models.JSONField(default=dict)  # the table's columns; places to leave out
    size = models.PositiveBigIntegerField(default=0)  # bytes to read
    done = models.PositiveBigIntegerField(default=0)
    reading = models.CharField(max_length=300, blank=True)
    read = models.PositiveBigIntegerField(default=0)  # activities in the file
    added = models.PositiveBigIntegerField(default=0)  # of them new to the ledger
    counts = models.JSONField(default=dict)
    skipped = models.JSONField(default=dict)  # reason: count
    rejected = models.PositiveBigIntegerField(default=0)
    message = models.TextField(blank=True)  # why it failed, or what to know
    cancel_requested = models.BooleanField(default=False)
    by = models.UUIDField()  # a persona
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-created"])]


class RejectedRecord(models.Model):
    """A record that could not be read: file, line and reason, never its text."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    of = models.ForeignKey(Import, models.CASCADE, related_name="rejects")
    file = models.CharField(max_length=300)
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)


class UsageReport(models.Model):
    """What a report says of a period without dates: how many read, liked and posted. Counts only, of nobody by name."""

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, models.CASCADE, related_name="usage_reports")
    report_date = models.DateField()
    days = models.PositiveIntegerField()
    accounts = models.PositiveIntegerField()
    readers = models.PositiveIntegerField()
    likers = models.PositiveIntegerField()
    posters = models.PositiveIntegerField()
    entered = models.PositiveBigIntegerField(default=0)  # topics opened, by all together; 0 where it is not said
    seconds_read = models.PositiveBigIntegerField(default=0)  # time spent reading, likewise

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "report_date", "days"], name="usage_report_once")]
