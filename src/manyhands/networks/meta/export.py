"""Posts of Facebook pages and Instagram accounts, as Meta Business Suite exports them.

Its columns vary with what was asked for and with the language of whoever downloads them. Those of a language that is
not known here are matched on screen. Post numbers are unique in all of Meta, so all files are of one source.
"""

from manyhands.networks.rules.tables.matching import Field
from manyhands.networks.rules.tables.posts import PagePosts
from manyhands.networks.rules.words import N_

CHOOSE = N_("Say which column tells the post’s number, and which when it was published.")

FIELDS = (
    Field("id", N_("The post’s number (Post ID)"), True, ("post_id", "publicerings-id")),
    Field("date", N_("When it was published"), True, ("publish_time", "publiceringstid")),
    Field("author", N_("Who wrote it, where the file says so"), False, ("posted_by", "published_by", "created_by")),
    Field("page", N_("The page’s or account’s name"), False, (
        "page_name", "account_name", "account_username", "sidnamn", "kontonamn",
    )),
    Field("page_id", N_("The page’s or account’s number"), False, ("page_id", "account_id", "sid-id", "konto-id")),
    Field("text", N_("What was written: only its length, hashtags and mentions are kept"), False, (
        "description", "title", "beskrivning",
    )),
)  # fmt: skip
"""Headings as exports have them in English, and in Swedish."""


class MetaExport(PagePosts):
    fields = FIELDS
    choose = CHOOSE
    workspace = "meta"

    def page_of(self, filename: str) -> str:
        return "Facebook"

    def number_of(self, cell: str) -> str:
        return cell
