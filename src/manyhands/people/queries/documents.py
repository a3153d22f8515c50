"""Drafts of what has to be written before the first real file, in Markdown."""

import html

from django.conf import settings
from django.template.loader import select_template
from django.utils import translation
from django.utils.translation import gettext as _

from manyhands.core import registry

from ..models import Organisation
from ..types import PurposeRecord
from .labels import basis_labels
from .organisations import purpose_of

DOCUMENTS = ("dpia", "dpia-discussions", "privacy-notice", "staff-notice", "record-of-processing", "retention")


def document_titles() -> dict[str, str]:
    return {
        "dpia": _("Data protection impact assessment"),
        "dpia-discussions": _("Data protection impact assessment of discussions"),
        "privacy-notice": _("Privacy notice"),
        "staff-notice": _("Notice to staff"),
        "record-of-processing": _("Record of processing activities"),
        "retention": _("How long what is kept"),
    }


def draft(name: str, organisation: Organisation | None = None) -> str:
    """A draft with the organisation's name and what it recorded; without an organisation, with gaps to fill.

    In the reader's language where there is a draft in it, else in English.
    """
    language = (translation.get_language() or "en").split("-")[0]
    template = select_template([f"people/documents/{each}/{name}.md" for each in (language, "en")], using="jinja2")
    purpose: PurposeRecord | None = purpose_of(organisation) if organisation else None
    text = template.render(
        {
            "name": organisation.name if organisation else "[your organisation]",
            "purpose": purpose,
            "basis": purpose and basis_labels()[purpose.lawful_basis],
            "days": settings.MANYHANDS_UPLOAD_DAYS,
            "kept": registry.retention,
            "how_long": _how_long,
        }
    )
    return html.unescape(text).strip() + "\n"  # the engine escapes for HTML, which Markdown is not


def _how_long(*names: str) -> str:
    """These kinds of record, each with its time. Raises KeyError for one that no room registers."""
    kinds = {kind.name: kind for kind in registry.retention}
    return " ".join(f"**{kinds[name].what}.** {kinds[name].kept}." for name in names)


def draft_language(name: str) -> str:
    """The language that `draft` writes in now: "en" where the reader's has no draft."""
    language = (translation.get_language() or "en").split("-")[0]
    template = select_template([f"people/documents/{each}/{name}.md" for each in (language, "en")], using="jinja2")
    return template.template.name.split("/")[2]
