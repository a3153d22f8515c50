"""Tells a bot by its name, where a source has no mark of its own for one.

Narrower than Wikimedia's rule (`(?i)^.*bot([^a-z].*$|$)`), which takes Ms Talbot for one.
"""

import re

_BOT = re.compile(r"(?:(?:^|[^A-Za-z])(?:[Bb]ot|BOT)|[a-z0-9]Bot|[a-z]BOT)(?:[\])]|[ _-]?(?:[IVX]+|NG|\d+))?$")


def is_bot(name: str) -> bool:
    """Whether a name's last word is Bot: "Link Bot", "link-bot", "SineBot", "ClueBot NG", "dependabot[bot]"."""
    return bool(_BOT.search(name.strip()))
