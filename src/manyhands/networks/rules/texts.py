"""What is kept of a text: its length in characters, its hashtags and whom it mentions. Never the text."""

import re

# The sign first, and then what stands before it: so the search goes from sign to sign, not letter by letter.
HASHTAG = re.compile(r"[#＃](?<![^\s(\[{'\"“‘.,;:!?…–—-][#＃])(\w{1,100})(?!\w)")
HANDLE = re.compile(r"(?<![\w.@/])@([A-Za-z0-9][\w.-]{0,99}\w)")


def hashtags(text: str) -> tuple[str, ...]:
    """The hashtags of a text, lower case, without the sign, each once, in order. A number alone is not one."""
    if "#" not in text and "＃" not in text:
        return ()
    found = (tag.lower() for tag in HASHTAG.findall(text))
    return tuple(dict.fromkeys(tag for tag in found if not tag.isdigit()))


def handles(text: str) -> tuple[str, ...]:
    """What follows an @ in a text, lower case, each once, in order; the domain of an e-mail address does not count."""
    if "@" not in text:
        return ()
    return tuple(dict.fromkeys(handle.lower() for handle in HANDLE.findall(text)))
