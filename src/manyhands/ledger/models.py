"""The ledger: all activities, append-only, each once; and what is known about its columns."""

from uuid import UUID

from django.db import models

from manyhands.core import lookups as lookups  # `__among`

from .types import ActivityType, Part


class Stream(models.Model):
    """What one source brings to one organisation: a short key, so that millions of activities don't bear both ids."""

    organisation = models.UUIDField()
    source = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "source"], name="stream_once")]


class Activity(models.Model):
    """One act: who did what to what, where and when. Keys only, no text.

    `id` is what other rows and columns call it: it follows from organisation, source and source id, so that it needs
    no index of its own. Field meanings are in `ledger.types.Row`.
    """

    row = models.BigAutoField(primary_key=True)
    id = models.UUIDField(editable=False)
    stream = models.ForeignKey(Stream, models.PROTECT, db_constraint=False, db_index=False)  # the indexes begin with it
    source_id = models.CharField(max_length=300)
    actor = models.BigIntegerField()
    type = models.CharField(max_length=10, choices=[(t, t) for t in ActivityType])
    object = models.UUIDField(null=True)  # null: its own
    object_type = models.CharField(max_length=20, blank=True)
    place = models.UUIDField(null=True)
    in_reply_to = models.UUIDField(null=True)
    published = models.DateTimeField()
    local_date = models.DateField()
    contributing = models.BooleanField()
    length = models.IntegerField(null=True)
    hashtags = models.JSONField(null=True)
    mentions = models.JSONField(null=True)
    recorded = models.DateTimeField()

    class Meta:
        constraints = [
            # In the order in which exports are read, so that adding to it is cheap; a random id would not be.
            models.UniqueConstraint(fields=["stream", "source_id"], name="activity_once")
        ]
        indexes = [
            models.Index(fields=["stream", "local_date"], name="ledger_days"),
            # Few, and asked for with every month that is projected: what somebody has taken back.
            models.Index(fields=["stream", "object"], condition=models.Q(type="Delete"), name="ledger_deleted"),
        ]


class Month(models.Model):
    """The state of one organisation's month of columns: the manifest.

    `marks` goes up in every transaction that adds rows to the month; `projected` is the mark that the files of
    `parts` hold together. The month is dirty while they differ, and readers then take its rows from the database.
    """

    organisation = models.UUIDField()
    month = models.PositiveIntegerField()
    marks = models.PositiveBigIntegerField(default=0)
    projected = models.PositiveBigIntegerField(default=0)
    parts = models.JSONField(default=list)  # their ids, 32 hex digits each
    rows = models.PositiveBigIntegerField(default=0)
    checksum = models.CharField(max_length=16, default="0" * 16)  # 64 bits in hex

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "month"], name="month_once")]

    @property
    def part_ids(self) -> list[UUID]:
        return [UUID(part) for part in self.parts]

    @property
    def is_clean(self) -> bool:
        return self.marks == self.projected

    def hold(self, parts: list[Part]) -> None:
        """Makes these its only parts."""
        self.parts, self.rows, self.checksum = [], 0, "0"
        for part in parts:
            self.take(part)

    def take(self, part: Part) -> None:
        """Adds a part."""
        self.parts.append(part.id.hex)
        self.rows += part.rows
        self.checksum = f"{(int(self.checksum, 16) + part.checksum) % 2**64:016x}"
