"""What people tell the hub about taking part that no network knows: numbers, consents, help, invitations, access.

A person is named by id, an account by its key in the ledger; neither is a foreign key, so that bringing two people
together, or parting them again, leaves these rows alone. `actions.erase_person` takes a person out of all of them.
"""

from django.db import models

from manyhands.core.ids import uuid7

from .types import HelpKind, KnownOf, Rung, Where


class KnownNumber(models.Model):
    """A number that somebody typed or imported. That of the newest day counts; null: nothing is known any more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    of = models.CharField(max_length=20, choices=[(k, k) for k in KnownOf])
    number = models.PositiveIntegerField(null=True)
    on = models.DateField()  # the day it is about
    by = models.UUIDField()  # a persona
    recorded = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "of", "recorded"], name="known_number_latest")]


class Willing(models.Model):
    """A person's consent to be named to the digital lead as somebody who would like to be asked. Withdrawn: no row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    person = models.UUIDField()
    given = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="willing_once")]


class OfflineHelp(models.Model):
    """Help that somebody gave in person: a surgery, a training, a visit. No notes; who was helped is in `Helped`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=[(k, k) for k in HelpKind])
    title = models.CharField(max_length=200, blank=True)  # of a course, say
    helped = models.PositiveIntegerField()  # people
    place = models.ForeignKey("networks.Place", models.SET_NULL, null=True, blank=True, related_name="+")
    service = models.ForeignKey("people.Service", models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.UUIDField(null=True)  # who helped; null where that is not said, or has been erased
    activity = models.UUIDField(null=True)  # in the ledger
    by = models.UUIDField()
    recorded = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "on"], name="offline_help_by_day")]


class Helped(models.Model):
    """Who was helped: one person who agreed that it is kept, or how many others of a service.

    Nobody's name is here, nor on a page but for who gave or wrote down the help, and the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    help = models.ForeignKey(OfflineHelp, models.CASCADE, related_name="those_helped", db_index=False)
    person = models.UUIDField(null=True)  # null: `number` others
    service = models.ForeignKey("people.Service", models.SET_NULL, null=True, related_name="+")  # of the others
    number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["help", "person"], condition=models.Q(person__isnull=False), name="helped_once"
            )
        ]
        indexes = [
            models.Index(fields=["help"], name="helped_by_help"),
            models.Index(fields=["organisation", "person"], name="helped_by_person"),
        ]


class Reached(models.Model):
    """Whether a network can be reached from somewhere: what a person says of themselves, or the lead of everybody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    person = models.UUIDField(null=True)  # null: what holds for whoever says nothing
    network = models.CharField(max_length=40)  # as the register calls it; "hub" is this hub
    where = models.CharField(max_length=10, choices=[(w, w) for w in Where])
    works = models.BooleanField()
    by = models.UUIDField()
    recorded = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "network", "where"],
                condition=models.Q(person__isnull=False),
                name="reached_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "network", "where"],
                condition=models.Q(person__isnull=True),
                name="reached_by_all_once",
            ),
        ]


class Invitation(models.Model):
    """A round of invitations to one step: the text, and how many were invited on which day.

    `drawn`: chance chose which services were first. `came` holds what came of it once who was in it is deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    rung = models.CharField(max_length=20, choices=[(r, r) for r in Rung])
    sent = models.DateField()
    text = models.TextField()
    drawn = models.BooleanField(default=False)
    by_name = models.BooleanField(default=False)  # people who may be named, instead of whole services
    invited = models.PositiveIntegerField()
    came = models.JSONField(null=True)  # types.Came
    by = models.UUIDField()
    recorded = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "sent"], name="invitation_by_day")]


class InvitedService(models.Model):
    """A service that a round went to. Without a service: people of whom none is known, or whose is too small."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="services")
    service = models.ForeignKey("people.Service", models.CASCADE, null=True, related_name="+")
    invited = models.PositiveIntegerField()


class OnRung(models.Model):
    """Who was on the step when a round was sent, by a key of theirs in the ledger: invited, or not yet.

    On no page and in no file; kept for a year to see what came of it.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="on_rung", db_index=False)
    actor = models.BigIntegerField()
    service = models.UUIDField(null=True)  # then
    invited = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "actor"], name="on_rung_once")]
        indexes = [models.Index(fields=["organisation", "actor"], name="on_rung_by_actor")]


class CouncilFile(models.Model):
    """Another council's aggregates: `content` is as rules.aggregates says, and holds no group under five."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+", db_index=False)
    council = models.CharField(max_length=200)  # as the file says
    since = models.PositiveIntegerField()  # months such as 202607
    until = models.PositiveIntegerField()
    content = models.JSONField()
    filename = models.CharField(max_length=255)
    by = models.UUIDField()  # a persona
    received = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "council", "since", "until"], name="council_file_once")
        ]


class NoisyRelease(models.Model):
    """Our own aggregates with noise, for months that are in one such file only: more files would give more away."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField()
    epsilon = models.FloatField()
    content = models.JSONField()  # the file
    by = models.UUIDField()
    recorded = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "since", "until"], name="noisy_release_once")]
