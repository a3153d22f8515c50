"""Posts of a LinkedIn page, from the sheet "All posts" of the content export.

The file names the page nowhere but in its own name ("exampleshire_content_1763700000000.xls"). A post's number is in
its address and unique in all of LinkedIn, so all files are of one source, and one renamed adds nothing twice.
"""

import re

from manyhands.networks.rules.tables.matching import Field
from manyhands.networks.rules.tables.posts import PagePosts
from manyhands.networks.rules.words import N_

CHOOSE = N_("Say which column holds the post’s address, and which tells when it was made.")

FIELDS = (
    Field("id", N_("The post’s address (Post link)"), True, ("post_link", "post_url", "url", "link", "permalink")),
    Field("date", N_("When it was made"), True, (
        "created_date", "created", "post_publish_date", "publish_date", "published", "date",
    )),
    Field("author", N_("Who posted it"), False, ("posted_by", "author", "created_by")),
    Field("page", N_("The page’s name"), False, ("page", "page_name", "organization", "company")),
    Field("page_id", N_("The page’s number"), False, ("page_id", "organization_id")),
    Field("text", N_("What was written: only its length, hashtags and mentions are kept"), False, (
        "post_title", "title", "text", "content",
    )),
)  # fmt: skip

_NUMBER = re.compile(r"(?:urn:li:|[-:/])(activity|share|ugcPost)[:-](\d{5,25})")
_EXPORTED = re.compile(r"(.+?)_(?:content|updates)_\d+")


class LinkedInExport(PagePosts):
    fields = FIELDS
    choose = CHOOSE
    workspace = "linkedin"

    def page_of(self, filename: str) -> str:
        named = _EXPORTED.match(filename)
        return named[1] if named else "LinkedIn"

    def number_of(self, cell: str) -> str:
        found = _NUMBER.search(cell)
        return f"{found[1]}/{found[2]}" if found else cell.partition("?")[0].rstrip("/")
