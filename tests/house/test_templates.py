"""Templates keep to the content security policy, and trust no text without saying why."""

import re

import pytest

from tests.paths import SOURCE

pytestmark = pytest.mark.files

TEMPLATES = sorted(path for path in SOURCE.rglob("*.html") if "static" not in path.parts)
COMMENT = re.compile(r"{#.*?#}|<!--.*?-->|{% comment %}.*?{% endcomment %}", re.DOTALL)
WRONG = {
    "an inline style": re.compile(r"""<[^>]*\sstyle\s*=""", re.IGNORECASE),
    "a style element without a nonce": re.compile(r"<style(?![^>]*\bnonce=)", re.IGNORECASE),
    "an inline script without a nonce": re.compile(r"<script(?![^>]*\b(?:nonce|src)=)", re.IGNORECASE),
    "a script in an attribute": re.compile(r"""<[^>]*\son[a-z]+\s*=|href\s*=\s*["']?\s*javascript:""", re.IGNORECASE),
    "something from another machine": re.compile(
        r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=["']?(?:https?:)?//""", re.I
    ),
}
MAIL = {"an inline style", "a style element without a nonce"}  # is how mail is written; no page shows it
SAFE = re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+(?:false|off)")
SAFE_WITH_REASON = re.compile(r"{# safe: .{8,} #}")
MARKED_SAFE = re.compile(r"\b(?:mark_safe|Markup)\(")


def _id(path):
    return str(path.relative_to(SOURCE))


def _is_mail(path):
    return path.name == "letter.html"


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_template(path):
    text = path.read_text(encoding="utf-8")
    bare = COMMENT.sub("", text)
    found = [what for what, pattern in WRONG.items() if pattern.search(bare) and not (what in MAIL and _is_mail(path))]
    assert not found
    trusting = [line for line in text.splitlines() if SAFE.search(line) and not SAFE_WITH_REASON.search(line)]
    assert not trusting, "say why on the line: {# safe: made by … #}"


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=_id)
def test_python_marks_no_text_safe_without_a_reason(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    trusting = [line for line in lines if MARKED_SAFE.search(line) and "# safe: " not in line]
    assert not trusting, "say why on the line: # safe: made by …"


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ("an inline style", '<p class="a" style="color: red">'),
        ("a style element without a nonce", "<style>p { color: red }</style>"),
        ("an inline script without a nonce", "<script>alert(1)</script>"),
        ("a script in an attribute", "<button onclick='go()'>"),
        ("a script in an attribute", '<a href="javascript:go()">'),
        ("something from another machine", '<script nonce="x" src="https://example.org/a.js"></script>'),
    ],
)
def test_the_patterns_find_what_they_are_for(wrong, text):
    assert WRONG[wrong].search(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script src=\"{{ static('ui/a.js') }}\" defer></script>",
        '<script nonce="{{ csp_nonce }}">go()</script>',
        '<a href="https://example.org/">elsewhere</a>',
        "<p>Choose a style = plain</p>",
    ],
)
def test_the_patterns_find_nothing_else(text):
    assert not [what for what, pattern in WRONG.items() if pattern.search(text)]
