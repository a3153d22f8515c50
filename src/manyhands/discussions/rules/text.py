"""What somebody wrote, in Markdown, to HTML that is safe to show: two walls, markdown-it without HTML and then nh3.

The subset is CommonMark without HTML, pictures and headings (a heading becomes a bold line: a post has no place in the
page's outline). Bare addresses, @names and #hashtags become links; not inside code or other links.
The HTML is kept and shown under more than one organisation, so that what leads into the hub begins with `/-/`:
`placed` puts the reader's own organisation there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from uuid import UUID

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST = 20_000  # characters of Markdown: about eight printed pages
MOST_MENTIONS = 20  # further ones stay plain text, and nobody is told
MOST_HASHTAGS = 30
MOST_LINKS = 100
MOST_FOUND = 500  # names, hashtags and addresses that become links, each time one is written
MOST_BRACKETS = 500  # with more, [a](b) makes no links: finding them takes time that grows with the square
LONGEST_NAME = 5  # words of a name after an @

HERE = "/-/"  # stands for "/<organisation>/" in kept HTML
TAGS = f"{HERE}discussions/tags/"

# As in networks.rules.texts, so that a hashtag is the same wherever it was written.
HASHTAG = r"(?<![^\s(\[{'\"“‘.,;:!?…–—-])[#＃](?P<tag>\w{1,100})(?!\w)"
ADDRESS = r"(?<![\w@/.])(?P<address>https?://[^\s<>\"“”]+)"
NAME = rf"(?<![\w.@/])@(?P<name>\w[\w'’.-]*(?: \w[\w'’.-]*){{0,{LONGEST_NAME - 1}}})"
FOUND = re.compile(f"{ADDRESS}|{NAME}|{HASHTAG}")

# Control characters, and those that turn the direction of what follows them, also outside the post.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]")
SCHEMES = frozenset({"http", "https", "mailto"})
CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "blockquote": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
}


class Mention(NamedTuple):
    """Somebody who may be named in a post. `path` leads to them, below the organisation ("people/…")."""

    persona: UUID
    actor: int
    name: str
    path: str


class Rendered(NamedTuple):
    """A text made ready. Hashtags are in lower case; all lists hold each thing once, in order."""

    html: str  # see `placed`
    text: str  # as it is read: no markup
    length: int  # of that, in characters
    hashtags: tuple[str, ...]
    mentions: tuple[Mention, ...]
    links: tuple[str, ...]  # to the outside: http and https
    left_out: int  # mentions beyond MOST_MENTIONS


class _Found:
    """What one text was found to hold."""

    def __init__(self, mentions: Mapping[str, Mention]) -> None:
        self.people = mentions
        self.hashtags: dict[str, None] = {}
        self.mentions: dict[UUID, Mention] = {}
        self.beyond: set[UUID] = set()
        self.links: dict[str, None] = {}
        self.made = 0


def name_key(name: str) -> str:
    """What two spellings of one name have in common: "Ann-Marie  Smith" and "ann.marie.smith"."""
    return " ".join(re.sub(r"[\s._-]+", " ", name).split()).casefold()


def names_in(markdown: str) -> tuple[str, ...]:
    """What may be a name after an @, as keys (`name_key`), longest first for each @; at most a few hundred."""
    keys: dict[str, None] = {}
    signs = 0
    for found in FOUND.finditer(tidied(markdown)):
        if found["name"]:
            signs += 1
            keys.update(dict.fromkeys(key for key, _length in _spellings(found["name"])))
            if signs == 5 * MOST_MENTIONS:
                break
    return tuple(keys)


def tidied(markdown: str) -> str:
    """The text with line ends of one kind and without characters that nobody sees."""
    return UNSEEN.sub("", markdown.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")


def render(markdown: str, *, mentions: Mapping[str, Mention] | None = None) -> Rendered:
    """Markdown to HTML. `mentions`: who may be named, by `name_key` of the name.

    Raises ValueError on more than LONGEST characters: whoever calls says so politely before.
    """
    if len(markdown) > LONGEST:
        raise ValueError(f"a text of {len(markdown)} characters; {LONGEST} are the most")
    found = _Found(mentions or {})
    markdown = tidied(markdown)
    parser = _MARKDOWN if markdown.count("[") <= MOST_BRACKETS else _WITHOUT_BRACKETS
    tokens = parser.parse(markdown, {"found": found})
    text = "\n".join(_lines(tokens)).strip()
    return Rendered(
        html=clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})),
        text=text,
        length=len(text),
        hashtags=tuple(found.hashtags),
        mentions=tuple(found.mentions.values()),
        links=tuple(found.links),
        left_out=len(found.beyond),
    )


def clean(html: str) -> str:
    """HTML with nothing in it but what `render` makes: the second wall, also for HTML from elsewhere."""
    return nh3.clean(
        html,
        tags={"p", "br", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"},
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
        allowed_classes={tag: set(names.split()) for tag, names in CLASSES.items()},
        url_schemes=set(SCHEMES),
        url_relative=lambda url: url if _is_inside(url) else None,
        link_rel="nofollow noopener noreferrer ugc",
    )


def placed(html: str, slug: str) -> str:
    """Kept HTML for a reader of the organisation `slug`."""
    return html.replace(f'href="{HERE}', f'href="/{slug}/')


def may_lead_to(url: str) -> bool:
    """Whether a link may point there: http, https, mailto, or a path inside the hub."""
    if re.search(r"[\s\x00-\x1f\x7f\\<>\"]", url):
        return False
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname) and not parts.username and not parts.password  # http://bank@evil deceives
    return parts.scheme == "mailto" if parts.scheme else _is_inside(url)


def _is_inside(url: str) -> bool:
    return url.startswith("/") and url[1:2] not in ("/", "\\")


def _spellings(words: str) -> Iterator[tuple[str, int]]:
    """The keys of the names that words may begin with, longest first, and how many characters each takes up."""
    ends = [space.start() for space in re.finditer(" ", words)] + [len(words)]
    for end in reversed(ends):
        spelling = words[:end].rstrip("'’.-")
        yield name_key(spelling), len(spelling)
        for possessive in ("'s", "’s"):
            if spelling.endswith(possessive):
                yield name_key(spelling[:-2]), len(spelling) - 2


def _link_what_is_found(state: StateCore) -> None:
    """Addresses, names and hashtags in plain text become links; runs before escapes are joined to the text around."""
    found: _Found = state.env["found"]
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        depth = 0
        children: list[Token] = []
        for token in block.children:
            depth += token.nesting if token.type in ("link_open", "link_close") else 0
            if token.type == "link_open":
                _note_link(str(token.attrGet("href") or ""), found)
            if token.type == "text" and not depth:
                children += _pieces(token.content, found)
            else:
                children.append(token)
        block.children = children


def _pieces(text: str, found: _Found) -> Iterator[Token]:
    end = position = 0
    while found.made < MOST_FOUND and (match := FOUND.search(text, position)):
        position = match.end()
        link = _link(match, found)
        if link is None:
            if match["name"]:  # what follows the @ is nobody's name, but may hold a hashtag
                position = match.start() + 1
            continue
        href, shown = link
        found.made += 1
        if match.start() > end:
            yield _text(text[end : match.start()])
        opening = Token("link_open", "a", 1)
        opening.attrSet("href", href)
        yield from (opening, _text(shown), Token("link_close", "a", -1))
        end = position = match.start() + len(shown)
    if end < len(text):
        yield _text(text[end:])


def _link(match: re.Match[str], found: _Found) -> tuple[str, str] | None:
    """Where what was found leads, and as how much of the text it is shown; None when it stays text."""
    if match["tag"]:
        tag = match["tag"].lower()
        if tag.isdigit() or (tag not in found.hashtags and len(found.hashtags) == MOST_HASHTAGS):
            return None
        found.hashtags[tag] = None
        return TAGS + quote(tag), match[0]
    if match["address"]:
        address = _trimmed(match["address"])
        href = _MARKDOWN.normalizeLink(address)
        if not may_lead_to(href) or (href not in found.links and len(found.links) == MOST_LINKS):
            return None
        _note_link(href, found)
        return href, address
    for key, length in _spellings(match["name"]):
        if key not in found.people:
            continue
        person = found.people[key]
        if person.persona not in found.mentions and len(found.mentions) == MOST_MENTIONS:
            found.beyond.add(person.persona)
            return None
        found.mentions[person.persona] = person
        return HERE + person.path, match[0][: length + 1]
    return None


def _trimmed(address: str) -> str:
    """An address in running text, without the full stop or bracket that belongs to the sentence."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in ".,;:!?'’*_~…" or (address[end - 1] == ")" and unopened > 0)):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _note_link(href: str, found: _Found) -> None:
    if href.startswith(("http://", "https://")) and len(found.links) < MOST_LINKS:
        found.links[href] = None


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _lines(tokens: list[Token]) -> Iterator[str]:
    """The text as it is read, block by block."""
    for token in tokens:
        if token.type == "inline":
            breaks = ("softbreak", "hardbreak")
            yield "".join("\n" if child.type in breaks else child.content for child in token.children or ())
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")


def _dress(state: StateCore) -> None:
    """The classes of the design system; a heading is a bold line; who links elsewhere than they say is shown to."""
    bold = False
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag, bold = "p", token.nesting == 1
        if token.nesting >= 0 and token.tag in CLASSES:
            token.attrSet("class", CLASSES[token.tag])
        if token.type == "fence":
            token.info = ""  # would become a class
        if token.type == "inline":
            children = list(_honest(token.children or []))
            if bold:
                children = [Token("strong_open", "strong", 1), *children, Token("strong_close", "strong", -1)]
            token.children = children


def _honest(children: list[Token]) -> Iterator[Token]:
    """[https://bank.example](https://elsewhere.example) says after itself where it leads."""
    href, said = "", ""
    for token in children:
        if token.type == "link_open":
            token.attrSet("class", CLASSES["a"])
            href, said = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            yield token
            claimed = re.search(r"(?:https?://|www\.)([\w.-]+)|^\s*([\w-]+(?:\.[\w-]+)+)", said.lower())
            host = (urlsplit(href).hostname or "") if href.startswith("http") else ""
            if claimed and host and (claimed[1] or claimed[2]).removeprefix("www.") != host.removeprefix("www."):
                yield _text(f" ({host})")
            continue
        else:
            said += token.content
        yield token


def _markdown(*without: str) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
    markdown.disable(["html_block", "html_inline", "image", *without])
    markdown.core.ruler.before("text_join", "found", _link_what_is_found)
    markdown.core.ruler.push("dress", _dress)
    markdown.validateLink = may_lead_to  # type: ignore[method-assign]  # the library's own way to say which links may be
    return markdown


_MARKDOWN = _markdown()
_WITHOUT_BRACKETS = _markdown("link", "reference")
