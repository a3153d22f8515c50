"""What somebody is writing, kept before it is posted."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock

from ..errors import TooMuch
from ..models import Draft
from ..rules import text

if TYPE_CHECKING:
    from manyhands.people.models import Persona

KEPT = timedelta(days=90)  # a draft that nobody touched


def keep_draft(*, place: str, title: str, source: str, version: int = 0, by: "Persona") -> Draft | None:
    """Keeps what is being written at a place, over what was kept there; nothing written keeps nothing.

    Of a text that is too long for a message, nothing is kept: TooMuch, while the page still holds it.
    """
    source = text.UNSEEN.sub("", source)
    if len(source) > 2 * text.LONGEST:
        raise TooMuch(_("This is too long to be kept. Save it in a file of your own."))
    if not source.strip() and not title.strip():
        forget_draft(place=place, by=by.pk)
        return None
    draft, _made = Draft.objects.update_or_create(
        persona=by,
        place=place,
        defaults={"title": " ".join(title.split())[:200], "source": source, "version": version, "at": clock.now()},
        create_defaults={
            "organisation_id": by.organisation_id,
            "title": " ".join(title.split())[:200],
            "source": source,
            "version": version,
        },
    )
    return draft


def forget_draft(*, place: str, by: UUID) -> bool:
    """Deletes what was being written at a place. Returns whether there was something."""
    return Draft.objects.filter(persona=by, place=place).delete()[0] > 0


def forget_old_drafts() -> int:
    """Deletes drafts that nobody touched for three months."""
    with transaction.atomic():
        return Draft.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
