"""A practice space: a first message is seen by one colleague alone, whom its writer chose.

What is written there is in a private group of these two (`Group.is_practice`), which nobody keeps: nobody can let a
third one in.
"""

from django.db import models

from manyhands.core import clock
from manyhands.core.ids import uuid7

from ..types import PracticeState
from .talk import Group, Post


class Buddy(models.Model):
    """That somebody is willing to look at newcomers' first messages. Withdrawn: no row."""

    persona = models.OneToOneField("people.Persona", models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    says = models.CharField(max_length=200, blank=True)  # a line for who chooses
    since = models.DateTimeField(default=clock.now)


class Practice(models.Model):
    """That a newcomer asked somebody to be their buddy, and what came of it. For the eyes of these two alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    newcomer = models.ForeignKey("people.Persona", models.CASCADE, related_name="+")
    buddy = models.ForeignKey("people.Persona", models.SET_NULL, null=True, related_name="+")  # null: erased
    state = models.CharField(max_length=10, choices=[(s, s) for s in PracticeState], default=PracticeState.ASKED)
    group = models.OneToOneField(Group, models.SET_NULL, null=True, related_name="+")  # null: not accepted yet
    published = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")  # the first that others see
    asked = models.DateTimeField(default=clock.now)
    ended = models.DateTimeField(null=True)  # or declined, or taken back: when it was over

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["newcomer"], condition=models.Q(state__in=("asked", "accepted")), name="practice_one_at_a_time"
            )
        ]
