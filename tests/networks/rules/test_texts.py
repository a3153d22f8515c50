"""Facts about a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.networks.rules.texts import handles, hashtags


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("nothing here", ()),
        ("#LocalGov and #localgov, (#digital) #café_1!", ("localgov", "digital", "café_1")),
        ("room #12, issue#34, https://example.org/#part, a&#39;b", ()),
        ("## heading, C#", ()),
        ("＃全角", ("全角",)),
        ("#" + "a" * 101, ()),
    ],
)
def test_hashtags(text, expected):
    assert hashtags(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Ann.Example thanks, and @ben-2 too. @ann.example", ("ann.example", "ben-2")),
        ("write to ann@example.org", ()),
        ("@ alone", ()),
    ],
)
def test_handles(text, expected):
    assert handles(text) == expected


@given(st.text())
def test_no_fact_is_ever_a_sentence(text):
    for fact in hashtags(text) + handles(text):
        assert len(fact.split()) == 1
