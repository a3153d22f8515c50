"""HTML as plain text."""

import pytest

from manyhands.networks.rules.markup import plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("words", "words"),
        ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        ("<p>a<br />b<br>c</p>", "a\nb\nc"),
        ('<p><span class="h-card"><a href="https://a.example/@b">@<span>b</span></a></span> hello</p>', "@b hello"),
        ("<p>3 &lt; 5 and 5 > 3</p>", "3 < 5 and 5 > 3"),
        ("<!-- no --><style>p {}</style><script>x = '<p>'</script>yes", "yes"),
        ("I <3 you", "I <3 you"),
    ],
)
def test_plain(html, text):
    assert plain(html) == text


def test_a_hostile_text_takes_no_time():
    assert len(plain("<" * 200_000)) == 200_000
    assert len(plain("<a" * 100_000)) == 200_000
    assert plain("<style>" * 2_000).count("style") == 0
