"""What people write becomes HTML that is safe, whole and what they meant."""

import time
from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyhands.discussions.rules import text
from manyhands.discussions.rules.text import HERE, Mention, clean, may_lead_to, name_key, names_in, placed, render
from manyhands.networks.rules import texts

ANN = Mention(UUID(int=1), 11, "Ann-Marie Archer", "people/ann")
BRIAN = Mention(UUID(int=2), 12, "Brian", "people/brian")
PEOPLE = {name_key(each.name): each for each in (ANN, BRIAN)}

EMPTY = {"br", "hr"}
ALLOWED = {
    **{tag: set() for tag in ("strong", "em", "code", "pre", "li", "br")},
    **{tag: {"class"} for tag in ("p", "ul", "blockquote", "hr")},
    "ol": {"class", "start"},
    "a": {"class", "href", "rel"},
}


class Reader(HTMLParser):
    """Reads HTML as a browser's tokenizer does, and fails on what may not be there."""

    def __init__(self):
        super().__init__()
        self.open, self.hrefs, self.shown = [], [], []

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED, f"<{tag}>"
        assert {name for name, _value in attrs} <= ALLOWED[tag], attrs
        for name, value in attrs:
            if name == "href":
                self.hrefs.append(value)
                inside = value.startswith("/") and value[1:2] not in ("/", "\\")
                assert inside or urlsplit(value.strip()).scheme in ("http", "https", "mailto"), value
            elif name == "class":
                assert all(each.startswith("govuk-") for each in value.split())
            elif name == "rel":
                assert {"nofollow", "noopener", "noreferrer"} <= set(value.split())
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag not in EMPTY
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.shown.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration: {decl}")

    handle_pi = unknown_decl = handle_decl


def look_at(html):
    """Reads safe HTML, and fails where it is not."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, "elements are left open"
    assert clean(html) == html
    return reader


ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)//",
    "<svg onload=alert(1)><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=javascript:alert(1)><button>x",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<?xml version='1.0'?><!DOCTYPE html>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](blob:https://evil.example/1)",
    "[x](view-source:https://evil.example)",
    "[x](https://council.example@evil.example/)",
    "<javascript:alert(1)>",
    "<vbscript:x>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x](https://a.example '\"><script>alert(1)</script>')",
    '[x](https://a.example/"onmouseover="alert(1))',
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    '![x" onerror="alert(1)](https://a.example/x.png)',
    'https://a.example/"onmouseover=alert(1)',
    "https://a.example/<script>alert(1)</script>",
    "https://a.example/'onclick='alert(1)",
    "```<script>alert(1)</script>\nx\n```",
    '```" onclick="alert(1)\nx\n```',
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "> <img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script\\>alert(1)\\</script\\>",
    "@<script>alert(1)</script>",
    "@Brian<img src=x onerror=alert(1)>",
    '#tag"onclick="alert(1)',
    "#<script>alert(1)</script>",
    "\u202eevil\u2066",
    "\x00<script>\x00alert(1)",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "\ufeff<script>alert(1)</script>",
    "<a/href=&#x6A;avascript&colon;alert(1)>x",
    "{{ 7*7 }} {% debug %} ${7*7}",
]


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
@pytest.mark.parametrize("around", ["{}", "before {} after", "- {}", "> {}", "**{}**", "[{}](https://a.example)"])
def test_attacks_come_to_nothing(attack, around):
    look_at(render(around.format(attack), mentions=PEOPLE).html)


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_the_second_wall_holds_alone(attack):
    look_at(clean(attack))
    look_at(clean(f"<p>{attack}</p>"))


def test_no_attack_leads_to_a_script():
    for attack in ATTACKS:
        for href in look_at(render(attack).html).hrefs:
            assert "script:" not in href.lower()
            assert "data:" not in href.lower()


def test_the_reader_of_these_tests_sees_what_it_is_for():
    for wrong in (
        "<script>", "<p onclick=x>", "<a href='javascript:x' rel=''>", "<p>", "<a href='//x'>", "<p class='x'></p>",
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            look_at(wrong)


SIGNS = [
    *("*", "**", "_", "`", "```\n", "[", "](", ")", "<", ">", "\n", "\n\n", "> ", "- ", "1. ", "\\", "&", "&#", ";"),
    *("@Brian", "#tag", "https://a.example", "\t", '"', "'", "![", "]: ", "# ", "---\n", "javascript:"),
]
pieces = st.one_of(st.sampled_from(ATTACKS), st.sampled_from(SIGNS), st.text(max_size=10))


@given(st.lists(pieces, max_size=12).map("".join))
@settings(max_examples=400)
def test_whatever_is_written_is_safe_and_whole(markdown):
    rendered = render(markdown, mentions=PEOPLE)
    look_at(rendered.html)
    look_at(placed(rendered.html, "ambridge"))
    assert rendered.length == len(rendered.text)
    assert len(rendered.mentions) <= 2
    assert all(link.startswith(("http://", "https://")) for link in rendered.links)


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_cleaning_is_safe_whatever_comes_and_changes_nothing_the_second_time(html):
    look_at(clean(html))


@given(st.text(alphabet=st.sampled_from("ab1#＃ .,(-é"), max_size=40))
def test_a_hashtag_is_the_same_as_in_every_other_network(words):
    plain = words.strip()
    if not plain.startswith(("#", "-", "1")):  # a heading, a list
        assert render(plain).hashtags == texts.hashtags(plain)


class TestMeaning:
    def test_markdown(self):
        html = render("One *two* **three**\n\n- a\n- b\n\n> said\n\n1. x\n\n`code`").html
        for part in ("<em>two</em>", "<strong>three</strong>", "<li>a</li>", "<blockquote", "<ol", "<code>code</code>"):
            assert part in html

    def test_a_heading_is_a_bold_line(self):
        assert render("# Hello").html == '<p class="govuk-body"><strong>Hello</strong></p>\n'

    def test_a_new_line_is_one(self):
        assert "<br>" in render("one\ntwo").html

    def test_names_lead_to_people(self):
        rendered = render(
            "@Ann-Marie Archer's idea, @brian and @ann.marie.archer. Not x@brian.example", mentions=PEOPLE
        )
        assert rendered.mentions == (ANN, BRIAN)
        assert look_at(rendered.html).hrefs == [f"{HERE}people/{who}" for who in ("ann", "brian", "ann")]
        assert "\">@Ann-Marie Archer</a>'s idea" in rendered.html

    def test_names_of_nobody_stay_text(self):
        rendered = render("@Nobody #but this", mentions=PEOPLE)
        assert (rendered.mentions, rendered.hashtags) == ((), ("but",))

    def test_names_and_tags_in_code_and_links_are_none(self):
        rendered = render("`@Brian #x` [@Brian #y](https://a.example)\n\n    #z", mentions=PEOPLE)
        assert (rendered.mentions, rendered.hashtags) == ((), ())

    def test_an_escaped_hashtag_is_none(self):
        assert render("\\#no #yes").hashtags == ("yes",)

    def test_hashtags_lead_to_their_pages(self):
        rendered = render("#Tŷ, #Digital_Leads and #2026")
        assert rendered.hashtags == ("tŷ", "digital_leads")
        assert look_at(rendered.html).hrefs == ["/-/discussions/tags/t%C5%B7", "/-/discussions/tags/digital_leads"]

    def test_addresses_are_links_without_the_full_stop(self):
        rendered = render("See https://a.example/b_c?x=1&y=(2). (https://b.example/c)")
        assert rendered.links == ("https://a.example/b_c?x=1&y=(2)", "https://b.example/c")

    def test_who_links_elsewhere_than_they_say_is_shown_to(self):
        assert "</a> (evil.example)" in render("[https://bank.example](https://evil.example/x)").html
        assert "</a> (evil.example)" in render("[bank.example](https://evil.example/x)").html
        assert "(bank.example)" not in render("[https://bank.example](https://www.bank.example/x)").html
        assert "(a.example)" not in render("[our page](https://a.example/x)").html

    def test_inside_links_are_the_readers_own(self):
        html = placed(render("#tag [x](/-/people/me)").html, "ambridge")
        assert look_at(html).hrefs == ["/ambridge/discussions/tags/tag", "/ambridge/people/me"]

    def test_text_and_length_are_what_is_read(self):
        rendered = render("**Hi** [there](https://a.example)\n\n```\nx < y\n```")
        assert (rendered.text, rendered.length) == ("Hi there\nx < y", 14)

    def test_an_empty_text_has_no_length(self):
        for nothing in ("", "  \n", "\u202e", "<!-- -->"[:0]):
            assert render(nothing).length == 0


class TestLimits:
    def test_a_longer_text_is_the_callers_to_refuse(self):
        render("a" * text.LONGEST)
        with pytest.raises(ValueError, match="20000 are the most"):
            render("a" * 1_000_000)

    def test_a_storm_of_mentions_ends_at_twenty(self):
        people = {f"p{i}": Mention(UUID(int=i), i, f"P{i}", f"people/{i}") for i in range(100)}
        rendered = render(" ".join(f"@p{i}," for i in range(100)) + " @p0", mentions=people)
        assert [each.actor for each in rendered.mentions] == list(range(20))
        assert rendered.left_out == 80
        assert len(look_at(rendered.html).hrefs) == 21

    def test_the_names_to_look_up_are_few(self):
        assert names_in("@Ann Archer said, @brian.") == ("ann archer said", "ann archer", "ann", "brian")
        assert len(names_in("@a b c d e " * 1800)) <= 500

    @pytest.mark.parametrize(
        "piece",
        ["[", "![", "[a](b", "*a ", "_*", "`a", "> ", "- ", "1. ", "#a ", "@a ", "@Brian ", "http://a ", "http://)))",
         "<a", "&", "\\", "[a]: x\n", "@a's's", "   - a\n", "[a][b]", "[](<"],
    )  # fmt: skip
    def test_no_text_takes_long(self, piece):
        began = time.process_time()
        look_at(render((piece * 20_000)[: text.LONGEST], mentions=PEOPLE).html)
        assert time.process_time() - began < 5  # 0.3 s; what grew with the square took 20


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://a.example/b?c#d", True),
        ("http://[::1]/", True),
        ("mailto:a@b.example", True),
        ("/people/me", True),
        ("people/me", False),
        ("", False),
        ("//a.example", False),
        ("/\\a.example", False),
        ("https://", False),
        ("https://a@b.example", False),
        ("https://a.example:x/", False),
        ("https://a b.example", False),
        ("javascript:x", False),
        ("tel:1", False),
        ("http://[::1", False),
    ],
)
def test_where_links_may_lead(url, may):
    assert may_lead_to(url) is may
