"""WXR's records, and what they become (WordPress's own writer: wp-admin/includes/export.php).

A place is the site. A published post or page is a Create by its author, a later change of it an Update; an approved
comment a Create that replies to the comment or post it is under. Drafts, pending, private and protected posts, other
comments, spam, pingbacks and what plug-ins keep as posts are not read. A comment by somebody signed in is theirs; who
is outside is known by the name given and by a digest of the address, so that no address or IP of a resident is stored.
"""

import re
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz
from urllib.parse import urlsplit

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.bots import is_bot
from manyhands.networks.rules.digests import digest
from manyhands.networks.rules.markup import plain
from manyhands.networks.rules.texts import hashtags
from manyhands.networks.rules.times import believed
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place

BAD_RECORD = N_("This post or comment lacks its number or its author, so it was left out.")
BAD_TIME = N_("The date of this post or comment is missing, or before 1990, or in the future, so it was left out.")
UNPUBLISHED = N_("Drafts, private and protected posts, and comments on them: never read.")
UNAPPROVED = N_("Comments that were not approved, spam, and pingbacks.")
OTHER = N_("Records that are no posts or pages, such as pictures, menus and what plug-ins keep.")

TYPES = {"post": "Article", "page": "Page"}
A_MINUTE = 60.0
"""Seconds after publishing within which a change is not told of as one."""

_GMT = re.compile(r"[12]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d")


def workspace(values: dict[str, str]) -> str:
    """The site's own address, without http or https, which sites change between."""
    said = values.get("wp:base_blog_url") or values.get("wp:base_site_url") or values.get("link") or ""
    parts = urlsplit(said)
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}"[:200]


def place(values: dict[str, str]) -> Place:
    return Place("site", (values.get("title") or workspace(values))[:200], kind="site")


def author(values: dict[str, str]) -> Account | None:
    """Somebody who may write, whether they have or not."""
    login, number = values.get("wp:author_login", ""), values.get("wp:author_id", "")
    if not login:
        return None
    name = values.get("wp:author_display_name") or login
    external_id = f"user/{number}" if number.isdigit() else f"login/{login}"
    kind = "bot" if is_bot(name) or is_bot(login) else "unknown"
    return Account(external_id[:200], handle=login[:200], name=name[:200], email=_email(values), kind=kind)


def signed_in(comment: dict[str, str]) -> Account | None:
    """Who comments with an account on the site; None for somebody outside."""
    number, name = comment.get("wp:comment_user_id", ""), comment.get("wp:comment_author", "")
    if not number.isdigit() or not int(number):
        return None
    return Account(f"user/{number}", handle=name[:200], name=name[:200], kind="bot" if is_bot(name) else "unknown")


def _email(values: dict[str, str]) -> str:
    email = values.get("wp:author_email", "").lower()
    return email[:200] if "@" in email else ""


def guest(values: dict[str, str], key: str) -> Account | None:
    """Somebody outside who comments."""
    email, name = values.get("wp:comment_author_email", "").lower(), values.get("wp:comment_author", "")
    if not email and not name:
        return None
    who = digest(email or f"name {name.lower()}", key)
    return Account(f"guest/{who}", name=name[:200], kind="bot" if is_bot(name) else "unknown", is_member=False)


def is_public(post: dict[str, str]) -> bool:
    return post.get("wp:status") == "publish" and not post.get("wp:post_password")


def is_approved(comment: dict[str, str]) -> bool:
    return comment.get("wp:comment_approved") == "1" and comment.get("wp:comment_type", "") in ("", "comment")


def post_acts(post: dict[str, str], actor: str, end: float) -> list[Act] | str:
    """What a public post says was done, or why it can't be read."""
    number = post.get("wp:post_id", "")
    if not number.isdigit():
        return BAD_RECORD
    published = _when(post, "wp:post_date_gmt", "pubDate")
    if not believed(published, end):
        return BAD_TIME
    assert published is not None
    said, kind = f"post/{number}", TYPES[post["wp:post_type"]]
    acts = [_create(said, actor, kind, None, published, post.get("content:encoded", ""))]
    changed = _when(post, "wp:post_modified_gmt", "")
    if changed is not None and published + A_MINUTE < changed <= end:  # by whom is not said: the post's author
        source_id = f"{said}/changed/{int(changed)}"
        acts.append(Act(source_id, actor, T.UPDATE, False, "site", kind, said, None, changed))
    return acts


def comment_act(comment: dict[str, str], post: dict[str, str], actor: str, end: float) -> Act | str:
    """What an approved comment says was done, or why it can't be read."""
    number, of, parent = comment.get("wp:comment_id", ""), post.get("wp:post_id", ""), comment.get("wp:comment_parent")
    if not number.isdigit() or not of.isdigit():
        return BAD_RECORD
    published = _when(comment, "wp:comment_date_gmt", "")
    if not believed(published, end):
        return BAD_TIME
    assert published is not None
    reply = f"comment/{parent}" if parent and parent.isdigit() and parent != "0" else f"post/{of}"
    return _create(f"comment/{number}", actor, "Note", reply, published, comment.get("wp:comment_content", ""))


def _create(source_id: str, actor: str, kind: str, reply: str | None, published: float, html: str) -> Act:
    text = plain(html)
    return Act(source_id, actor, T.CREATE, True, "site", kind, None, reply, published, len(text), hashtags(text))


def _when(values: dict[str, str], name: str, otherwise: str) -> float | None:
    """A time in UTC; "0000-00-00 00:00:00" is none."""
    said = values.get(name, "")
    try:
        if _GMT.fullmatch(said):
            return datetime.fromisoformat(said).replace(tzinfo=UTC).timestamp()
        parsed = parsedate_tz(values.get(otherwise, ""))
        return float(mktime_tz(parsed)) if parsed else None
    except (ValueError, OverflowError):
        return None
