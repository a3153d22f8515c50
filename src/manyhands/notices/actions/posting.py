"""Notices become e-mail: at once one each, daily and weekly one for all that is new. None goes twice, and none that
was read on the pages before."""

from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core import clock, jobs, registry
from manyhands.people import queries as people_queries
from manyhands.people.types import Contact

from .. import queries
from ..models import Notice, ReplyAddress
from ..rules.tokens import reply_address
from ..types import Draft, Way
from .letters import write_all
from .sending import secret

JOB = "manyhands.notices.jobs:post"
PEOPLE = 200  # in one transaction
SHOWN = 30  # notices in one bundle; the rest is counted and waits on the page


def post_notices() -> int:
    """Writes the letters of all notices that are due; returns how many."""
    written = 0
    while True:
        with transaction.atomic():
            now = clock.now()
            due = Notice.objects.filter(due__lte=now)
            people = list(due.order_by("person_id").values_list("person_id", flat=True).distinct()[:PEOPLE])
            if not people:
                return written
            # Two workers: the second finds the rows of the first changed, and nothing due any more.
            notices = list(
                due.filter(person__among=people).select_for_update().order_by("person_id", "way", "created", "id")
            )
            written += _write(notices)
            Notice.objects.filter(pk__among=[each.pk for each in notices], due__isnull=False).update(due=None)


def take_up_due() -> None:
    """Finds notices whose time has come."""
    if Notice.objects.filter(due__lte=clock.now()).exists():
        jobs.wake(JOB)


def _write(notices: list[Notice]) -> int:
    contacts = people_queries.contacts({each.person_id for each in notices})
    written = 0
    for (person, way), group in groupby(notices, key=lambda each: (each.person_id, each.way)):
        contact = contacts.get(person)
        if contact is None or not contact.email:
            continue
        with translation.override(contact.language):
            for bundle in ([each] for each in group) if way == Way.AT_ONCE else [list(group)]:
                written += _write_one(bundle, contact)
    return written


def _write_one(notices: list[Notice], contact: Contact) -> int:
    """One letter with these notices. Its key is the first notice's, so that no second one can hold that."""
    first = notices[0]
    kinds = {each.kind for each in notices}
    single = len(notices) == 1
    subject, stops = _subject(notices), [_stop(contact, kind) for kind in sorted(kinds)]
    headers = queries.stop_headers(contact.person, first.kind) if len(kinds) == 1 else queries.stop_headers_all(contact)
    if single and (answer_to := answer_address(first, contact)):
        headers["Reply-To"] = answer_to
    context = {
        "contact": contact,
        "subject": subject,
        "items": [_item(each, contact) for each in notices[:SHOWN]],
        "more": max(0, len(notices) - SHOWN),
        "can_answer": "Reply-To" in headers,
        "stops": stops,
        "ways": _address(contact, "notices/ways"),
        "page": _address(contact, "notices/"),
    }
    draft = Draft(
        to=contact.email,
        key=f"notice/{first.pk.hex}",
        subject=subject,
        text=render_to_string("notices/letter.txt", context, using="jinja2").strip() + "\n",
        html=render_to_string("notices/letter.html", context, using="jinja2"),
        headers=headers,
        person=contact.person,
    )
    bulk = first.way != Way.AT_ONCE
    letters = write_all(organisation=contact.organisation, drafts=[draft], kind=first.kind, by=None, bulk=bulk)
    for letter in letters:
        Notice.objects.filter(pk__among=[each.pk for each in notices]).update(letter=letter.pk)
    return len(letters)


def answer_address(notice: Notice, contact: Contact) -> str:
    """Where this person's answer to this notice goes by e-mail, or "" where it takes none."""
    kind = registry.notice_kinds.get(notice.kind)
    if not settings.MANYHANDS_REPLY_ADDRESS or kind is None or kind.reply is None:
        return ""
    target = kind.reply(notice.words)
    if not target:
        return ""
    kept, _made = ReplyAddress.objects.update_or_create(
        person_id=contact.person,
        target=target[:100],
        defaults={"organisation_id": contact.organisation, "used": clock.now()},
    )
    return reply_address(settings.MANYHANDS_REPLY_ADDRESS, kept.pk, secret=secret())


def _subject(notices: list[Notice]) -> str:
    if len(notices) == 1:
        return queries.sentence(notices[0].kind, notices[0].words)
    return ngettext("%(count)d thing is new for you", "%(count)d things are new for you", len(notices)) % {
        "count": len(notices)
    }


def _item(notice: Notice, contact: Contact) -> dict[str, str]:
    kind = registry.notice_kinds.get(notice.kind)
    try:
        text = kind.text(notice.words) if kind and kind.text else ""
    except (KeyError, TypeError, ValueError):
        text = ""
    said = queries.sentence(notice.kind, notice.words)
    return {"sentence": said, "text": text, "url": _address(contact, f"notices/{notice.pk}")}


def _stop(contact: Contact, kind: str) -> dict[str, str]:
    found = registry.notice_kinds.get(kind)
    return {"label": str(found.label) if found else _("These e-mails"), "url": queries.stop_url(contact.person, kind)}


def _address(contact: Contact, path: str) -> str:
    return f"{settings.MANYHANDS_BASE_URL}/{contact.slug}/{path}"
