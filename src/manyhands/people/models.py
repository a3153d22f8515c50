"""Organisations, services, people and what others see of them.

A user signs in and belongs to the whole hub; a person belongs to one organisation; an identity is an account that
a person has somewhere, with the random key that stands for it in the ledger; a persona is what others see.
A foreign key has `db_index=False` where another index begins with it: rows come in by the hundred thousand.
"""

from datetime import date

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.core import clock
from manyhands.core import lookups as lookups  # `__among`
from manyhands.core.ids import random_id, random_key, uuid7

from .types import Kind, MatchState, Role


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Who signs in: one for the whole hub, by e-mail. Names belong to people, not to users."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = None
    first_name = None
    last_name = None
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(max_length=10, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()


class Hub(models.Model):
    """The hub itself, in one row: whoever sets up holds it meanwhile, so that only one can be first."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)


class Organisation(models.Model):
    """A council or other body: the tenant. Every row of ours has one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    zone = models.CharField(max_length=64, default="Europe/London")
    language = models.CharField(max_length=10, default="en")
    is_demonstration = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    run_by = models.CharField(max_length=200, blank=True)  # who runs this hub's machine; blank: the organisation itself
    # Goes up with every change to who is who (a merge, a move, a kind), so that kept figures know they are stale.
    revision = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return self.name


class OrganisationSlug(models.Model):
    """A slug that an organisation once had; its pages redirect to today's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_slugs")


class Succession(models.Model):
    """One organisation follows another on a date: a merger has several befores, a split several afters."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="succeeded_by")
    successor = models.ForeignKey(Organisation, models.CASCADE, related_name="succeeds")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "successor"], name="succession_once")]


class Service(models.Model):
    """A service area or team, in a tree. Small ones are shown as part of their parent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="services", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="service_slug_once")]
        ordering = ["name"]

    def __str__(self):
        return self.name


class Person(models.Model):
    """Someone who takes part in one organisation. The name is for those who keep the list, never for figures."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="people", db_index=False)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="people", db_index=False)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)  # in lower case
    kind = models.CharField(max_length=20, choices=[(k, k) for k in Kind], default=Kind.UNKNOWN)
    # A kind that somebody chose is not guessed again by the next import.
    kind_chosen = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    # Since when they can't sign in here any more; what they did stays, under their name.
    left = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=models.Q(user__isnull=False), name="one_person_a_user"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "email"], name="person_by_email"),
            models.Index(fields=["user"], condition=models.Q(user__isnull=False), name="person_by_user"),
        ]


class KindChange(models.Model):
    """A change of many people's kind, kept for a while so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    before = models.JSONField()  # [kind, was it chosen, [people's hex ids]], …
    by = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)
    undone = models.BooleanField(default=False)


class Membership(models.Model):
    """A person's time in a service: from the first day, up to but not including the last. People move."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", db_index=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="memberships")
    since = models.DateField(default=date.min)
    until = models.DateField(default=date.max)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "service", "since"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(since__lt=models.F("until")), name="membership_forward"),
        ]


class Identity(models.Model):
    """An account that a person has in a source. `actor` is what the ledger knows: without this row, nobody."""

    actor = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identities", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="identities")
    source = models.UUIDField()
    external_id = models.CharField(max_length=200)
    handle = models.CharField(max_length=200, blank=True)
    # False for one that is only mentioned in the source, never listed as having an account there.
    is_member = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "source", "external_id"], name="identity_once")]


class Search(models.Model):
    """When an organisation's people were last compared with one another, and whether they are to be again."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="+")
    asked = models.DateTimeField()  # people are compared when nobody asked again for a little while
    started = models.DateTimeField(null=True)  # by a worker, who may have died since
    done = models.DateTimeField(null=True)  # the moment whose people were compared


class Match(models.Model):
    """Two people who may be one, and what somebody decided. Rows outlive a person who was merged away."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    one = models.ForeignKey(Person, models.DO_NOTHING, related_name="+", db_constraint=False)
    other = models.ForeignKey(Person, models.DO_NOTHING, related_name="+", db_constraint=False)
    score = models.FloatField(null=True)  # probability; null where somebody found them without us
    reasons = models.JSONField(default=list)  # rules.matching.Reason
    state = models.CharField(max_length=10, choices=[(s, s) for s in MatchState], default=MatchState.SUGGESTED)
    by = models.UUIDField(null=True)  # who decided
    at = models.DateTimeField(default=clock.now)  # of the suggestion, then of the decision

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "one", "other"], name="match_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="match_in_order"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "score"], name="match_by_state")]


class Merge(models.Model):
    """Two people who became one, with what is needed to part them again. Goes when it is undone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="merges")  # who they are now
    into = models.UUIDField()  # who they were made; another than `person` when that one was merged away since
    gone = models.UUIDField()
    gone_name = models.CharField(max_length=200, blank=True)
    gone_email = models.EmailField(blank=True)  # by which later imports still know them
    before = models.JSONField()  # see rules.undo.Before
    by = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "at"], name="merge_by_time"),
            models.Index(fields=["organisation", "gone_email"], name="merge_by_email"),
        ]


class Persona(models.Model):
    """What others see of a person: a professional name or a pseudonym. Who is behind it is in `PersonaLink` alone.

    Nothing here says when it was made: an id that tells the time would stand beside a person's who joined then.
    """

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="personas")
    actor = models.BigIntegerField(unique=True, default=random_key, editable=False)
    name = models.CharField(max_length=200)
    is_pseudonym = models.BooleanField(default=False)
    is_system = models.BooleanField(default=False)
    # Only in the record: for somebody who has not chosen to be seen under their name.
    is_quiet = models.BooleanField(default=False)
    # The day on which what is left of an erased person's pseudonym goes: by chance, so that it doesn't tell whose.
    goes = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]  # never as they were made
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(is_system=True), name="one_system_persona"
            )
        ]


class PersonaLink(models.Model):
    """The only place that says whose a persona is; read by `queries.person_behind`, which records the reading."""

    persona = models.OneToOneField(Persona, models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # Whom they act as when they come back; the professional one where none is marked.
    is_usual = models.BooleanField(default=False)
    # A pseudonym that its owner gave up: until this day the rule for the named officer still holds for it.
    until = models.DateField(null=True, blank=True)


class OfficerRule(models.Model):
    """When the named officer may learn who is behind a pseudonym: one published version. A later one replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    text = models.TextField()
    published = models.DateTimeField(default=clock.now)
    in_force = models.DateField()
    by = models.UUIDField()


class Reveal(models.Model):
    """That the named officer learnt who is behind a pseudonym, under which rule and why. Never who it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    persona = models.ForeignKey(Persona, models.CASCADE, related_name="+")
    rule = models.ForeignKey(OfficerRule, models.PROTECT, related_name="+")
    by = models.UUIDField()
    purpose = models.TextField()
    at = models.DateTimeField(default=clock.now)


class SignInProvider(models.Model):
    """An organisation's own sign-in (OpenID Connect). `key` is part of the address its provider sends people back to.

    Another issuer is another row with another key: who was known to the old one is nobody to the new.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)  # on the button
    issuer = models.URLField(max_length=300)
    client_id = models.CharField(max_length=200)
    secret = models.TextField(blank=True)  # encrypted: rules.secrets
    tenant = models.CharField(max_length=100, blank=True)  # the `tid` that people must have, where it is set
    anyone_joins = models.BooleanField(default=False)  # of that tenant, without an invitation
    is_on = models.BooleanField(default=True)


class Profile(models.Model):
    """What a persona says of itself. Others see what is in `shown`, and find it in the directory when `listed`."""

    persona = models.OneToOneField(Persona, models.CASCADE, primary_key=True, related_name="profile")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    photo = models.FileField(upload_to="photos", blank=True)  # square, made by us; see rules.photos
    pronouns = models.CharField(max_length=40, blank=True)
    knows = models.CharField(max_length=500, blank=True)
    wants = models.CharField(max_length=500, blank=True)
    whereabouts = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    shown = models.CharField(max_length=200, blank=True)  # some of types.SHOWABLE, with spaces between
    listed = models.BooleanField(default=False)


class Invitation(models.Model):
    """Somebody who is asked to join, by e-mail. Its link names the row and the turn: an earlier one opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    email = models.EmailField()  # in lower case
    name = models.CharField(max_length=200, blank=True)
    service = models.ForeignKey(Service, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in Kind], default=Kind.STAFF)  # what they join as
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    turn = models.PositiveIntegerField(default=1)
    letters = models.PositiveIntegerField(default=0)
    made = models.DateTimeField(default=clock.now)
    sent = models.DateTimeField(null=True, blank=True)  # the latest letter
    expires = models.DateTimeField()
    joined = models.DateTimeField(null=True, blank=True)
    taken_back = models.DateTimeField(null=True, blank=True)
    lost = models.CharField(max_length=300, blank=True)  # why the latest letter did not arrive
    asked = models.BooleanField(default=False)  # by themselves, with somebody else's link: waits for a yes
    by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="invitation_once")]


class Grant(models.Model):
    """A role that a person, or another organisation, holds in an organisation, perhaps for one service or one thing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="grants")
    to_organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=30, choices=[(r, r) for r in Role])
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="+")
    thing = models.CharField(max_length=100, blank=True)  # a urn:uuid: when the grant is for one thing only
    granted = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(to_organisation__isnull=False),
                name="grant_to_one",
            )
        ]


class Purpose(models.Model):
    """What the organisation wrote down before its first real file: why, on what basis, who was told."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="purpose")
    purpose = models.TextField()
    lawful_basis = models.CharField(max_length=40)
    data_protection_contact = models.CharField(max_length=200)
    staff_told = models.DateField()
    recorded = models.DateTimeField()
    recorded_by = models.UUIDField()


class AuditEvent(models.Model):
    """Who did or looked at what, and why. Append-only; keys as text, so that it never holds a live row back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.UUIDField(db_index=True)
    by = models.CharField(max_length=64)
    verb = models.CharField(max_length=64)
    object = models.CharField(max_length=200, blank=True)
    purpose = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
