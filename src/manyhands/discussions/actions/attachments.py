"""Files with messages: taken while somebody writes, and joined to the message when it is posted."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core import clock, registry
from manyhands.core.ids import uuid7

from ..errors import NotPossible, TooMuch
from ..models import Attachment, Post
from ..rules import files
from ..rules.files import Problem

if TYPE_CHECKING:
    from manyhands.people.models import Persona

WAITS = timedelta(days=7)  # a file whose message nobody posted
MOST_A_DAY = 60  # files of one persona


def add_attachment(*, place: str, name: str, content: bytes, alt: str = "", by: "Persona") -> Attachment:
    """Takes a file for what is being written at a place. Raises NotPossible and TooMuch with what to do."""
    waiting = Attachment.objects.filter(persona=by, place=place, post=None).count()
    if waiting >= files.MOST_FILES:
        raise TooMuch(
            ngettext(
                "A message takes %(count)s file. Take one away, or write another message.",
                "A message takes %(count)s files. Take one away, or write another message.",
                files.MOST_FILES,
            )
            % {"count": files.MOST_FILES}
        )
    if Attachment.objects.filter(persona=by, at__gt=clock.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooMuch(_("You have added many files today. Add this one tomorrow."))
    try:
        taken = files.take(content, name)
    except files.Refused as refused:
        raise NotPossible(_problem(refused.problem), problem=refused.problem) from refused
    pk = uuid7()
    stored = default_storage.save(
        f"attachments/{by.organisation_id.hex}/{pk.hex[-2:]}/{pk.hex}.{taken.kind}", ContentFile(taken.content)
    )
    try:
        with transaction.atomic():
            return Attachment.objects.create(
                id=pk,
                organisation_id=by.organisation_id,
                persona=by,
                place=place,
                name=taken.name,
                kind=taken.kind,
                size=len(taken.content),
                width=taken.width,
                height=taken.height,
                alt=" ".join(alt.split())[:500],
                file=stored,
            )
    except BaseException:
        default_storage.delete(stored)
        raise


def describe_attachment(*, attachment: Attachment, alt: str) -> None:
    """Says what a picture shows, for people who can't see it."""
    attachment.alt = " ".join(alt.split())[:500]
    attachment.save(update_fields=["alt"])


def remove_attachment(*, attachment: Attachment, by: UUID) -> None:
    """Takes one's own file away, from a message or before it is posted."""
    if attachment.persona_id != by:
        raise NotPossible(_("This is somebody else’s file."))
    delete_files([attachment])


def take_up_attachments(post: Post, *, place: str) -> int:
    """Joins the files that waited for a message to it, in the caller's transaction. Returns how many."""
    waiting = Attachment.objects.filter(persona=post.persona_id, place=place, post=None)
    return waiting.update(post=post, place="", organisation=post.organisation_id)


def delete_files(attachments: list[Attachment]) -> None:
    """Deletes files and what is known of them; the bytes go once that is sure."""
    names = [attachment.file for attachment in attachments]
    with transaction.atomic():
        Attachment.objects.filter(pk__in=[attachment.pk for attachment in attachments]).delete()
        transaction.on_commit(lambda: [default_storage.delete(name) for name in names])


def erase_kept(about: registry.Person) -> None:
    """Deletes the files of an erased person that no message holds, inside the eraser's transaction.

    Drafts, reports and saved messages go with the persona; files of messages stay as the messages do, without a name.
    """
    delete_files(list(Attachment.objects.filter(post=None, persona__actor__in=about.actors)))


def forget_waiting_files() -> int:
    """Deletes files whose message nobody posted within a week."""
    gone = list(Attachment.objects.filter(post=None, at__lt=clock.now() - WAITS)[:1000])
    delete_files(gone)
    return len(gone)


def _problem(problem: Problem) -> str:
    megabytes = files.MOST_BYTES // 1024**2
    return {
        Problem.EMPTY: _("The file is empty. Choose another one."),
        Problem.TOO_LARGE: _("The file is larger than %(megabytes)s MB. Make it smaller, or link to where it is.")
        % {"megabytes": megabytes},
        Problem.UNKNOWN: _(
            "Files of this kind are not taken. Add a picture (JPEG, PNG, GIF or WebP), a PDF, a text, or a document of "
            "Word, Excel, PowerPoint or LibreOffice."
        ),
        Problem.BROKEN: _("The file can’t be opened: it may be damaged. Save it anew and try again."),
        Problem.TOO_MANY_PIXELS: _("The picture is too large. Make it smaller than 50 megapixels."),
        Problem.BOMB: _("The file unpacks to far more than it seems to be, so it is not taken."),
        Problem.MACROS: _("The document contains macros, which can do harm. Save it without them, and add it again."),
    }[problem]
