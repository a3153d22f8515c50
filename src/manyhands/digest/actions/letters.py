"""One person's digest as a letter: text, and HTML of tables with the styles on each tag, as mail programs want it."""

from functools import cache
from uuid import UUID

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from manyhands.notices import queries as notices
from manyhands.notices.types import Draft
from manyhands.people.types import Contact

from ..types import KIND, Content


def letter(contact: Contact, content: Content, *, opening: str, issue: UUID | None, key: str) -> Draft:
    """What is sent, in the language that is spoken now. `issue` is None for a try, which has no web copy."""
    home = f"{settings.MANYHANDS_BASE_URL}/{contact.slug}/"
    stop = notices.stop_url(contact.person, KIND)
    context = {
        "organisation": contact.organisation_name,
        "name": contact.name,
        "opening": opening,
        "content": content,
        "home": home,
        "web": f"{home}digest/{issue}" if issue else "",
        "stop": stop,
        "choose": f"{home}notices/ways",
    }
    return Draft(
        to=contact.email,
        key=key,
        subject=_("%(organisation)s: your week in brief") % {"organisation": contact.organisation_name},
        text=render_to_string("digest/letter.txt", context, using="jinja2"),
        html=_inliner().inline(render_to_string("digest/letter.html", context, using="jinja2")),
        headers=notices.stop_headers(contact.person, KIND),
        person=contact.person,
    )


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
