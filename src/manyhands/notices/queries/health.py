"""Whether mail goes out."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core.registry import Health

from .letters import unknown_count, waiting_long


def health() -> Iterable[Health]:
    if not settings.MANYHANDS_EMAIL_URL:
        yield Health("mail", True, _("No mail server is named, so mail is kept in the outbox."))
        return
    waiting, unknown = waiting_long(), unknown_count()
    if waiting:
        said = ngettext(
            "%(count)d e-mail has waited for more than an hour: look at MANYHANDS_EMAIL_URL, and whether the worker "
            "runs.",
            "%(count)d e-mails have waited for more than an hour: look at MANYHANDS_EMAIL_URL, and whether the worker "
            "runs.",
            waiting,
        )
        yield Health("mail", False, said % {"count": waiting})
    elif unknown:
        said = ngettext(
            "Of %(count)d e-mail nobody knows whether it arrived: the page on e-mail that did not arrive lists it.",
            "Of %(count)d e-mails nobody knows whether they arrived: the page on e-mail that did not arrive lists "
            "them.",
            unknown,
        )
        yield Health("mail", False, said % {"count": unknown})
    else:
        yield Health("mail", True, _("Mail goes out."))


def stopped_sentence(words: dict[str, Any]) -> str:
    return _("E-mail to %(address)s can’t be delivered: the address does not exist.") % {"address": words["address"]}
