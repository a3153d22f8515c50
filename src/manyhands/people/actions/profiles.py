"""What a persona says of itself, and its picture."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock, registry
from manyhands.core.ids import random_id

from ..errors import NotPossible
from ..models import Persona, Profile
from ..rules.photos import NoPicture, square
from ..types import SHOWABLE

WORDS = ("pronouns", "knows", "wants", "whereabouts", "languages")
"""What is typed."""
SWEEP_AFTER = 3600
"""Seconds that a picture may lie without being anybody's."""


def keep_profile(*, persona: Persona, listed: bool, shown: Collection[str], words: Mapping[str, str]) -> Profile:
    """What somebody says, which of it others see, and whether the directory has them. What isn't named stays."""
    with transaction.atomic():
        profile, _is_new = Profile.objects.select_for_update().get_or_create(
            persona=persona, defaults={"organisation_id": persona.organisation_id}
        )
        for name in WORDS:
            if name in words:
                longest = Profile._meta.get_field(name).max_length
                setattr(profile, name, " ".join(words[name].split())[:longest])
        # A pseudonym that shows an address or a service would tell whose it is.
        never = {"service", "email"} if persona.is_pseudonym else set()
        profile.shown = " ".join(name for name in SHOWABLE if name in shown and name not in never)
        profile.listed = listed
        profile.save()
    return profile


def rename(*, persona: Persona, name: str) -> None:
    """The name that others see somebody under from now on, everywhere. A pseudonym is never renamed."""
    name = " ".join(name.split())[:200]
    if not name or persona.is_pseudonym:
        raise NotPossible(_("Enter your name."))
    Persona.objects.filter(pk=persona.pk).update(name=name)


def keep_photo(*, persona: Persona, data: bytes) -> Profile:
    """Another picture, cut square and made anew: shown, unless a profile says otherwise.

    Raises NotPossible for what is no picture.
    """
    try:
        made = square(data)
    except NoPicture:
        raise NotPossible(
            _("That file can’t be used as a photo. Choose a JPEG, PNG, WebP or GIF picture of 10 MB or less.")
        ) from None
    with transaction.atomic():
        profile, _is_new = Profile.objects.select_for_update().get_or_create(
            persona=persona, defaults={"organisation_id": persona.organisation_id, "shown": "photo"}
        )
        before = profile.photo.name
        # A name that says nothing of whose it is.
        profile.photo.save(f"{random_id().hex}.jpg", ContentFile(made), save=True)
        if before:
            transaction.on_commit(lambda: default_storage.delete(before))
    return profile


def remove_photo(*, persona: Persona) -> None:
    """No picture any more."""
    with transaction.atomic():
        profile = Profile.objects.select_for_update().filter(persona=persona).first()
        if profile and profile.photo:
            before, profile.photo = profile.photo.name, ""
            profile.save(update_fields=["photo"])
            transaction.on_commit(lambda: default_storage.delete(before))


def erase_photos(about: registry.Person) -> None:
    """Deletes the pictures of somebody who is erased; what they said goes with their personas."""
    for profile in Profile.objects.filter(organisation=about.organisation, persona__actor__in=about.actors):
        remove_photo(persona=profile.persona)


def forget_photos() -> int:
    """Deletes pictures that nobody's profile has: of personas that are gone, or left by a process that died.

    Not what was written just now: a transaction may not have said yet whose it is.
    """
    try:
        _folders, files = default_storage.listdir("photos")
    except FileNotFoundError:
        return 0
    kept = set(Profile.objects.exclude(photo="").values_list("photo", flat=True))
    before = clock.now() - timedelta(seconds=SWEEP_AFTER)
    gone = [
        name
        for name in files
        if f"photos/{name}" not in kept and default_storage.get_modified_time(f"photos/{name}") < before
    ]
    for name in gone:
        default_storage.delete(f"photos/{name}")
    return len(gone)
