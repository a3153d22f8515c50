"""What is read out of a message that arrived, whatever is in it."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.ids import uuid7
from manyhands.notices.rules import arrivals, messages, tokens

pytestmark = pytest.mark.files
BASE = "reply@hands.example"
QUOTING = (
    "We did, in March.\n\nOn Sat, 21 Nov 2026 at 10:00, Manyhands <reply@hands.example> wrote:\n> Jo answered you\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (QUOTING, "We did, in March."),
        ("Yes\r\n\r\nFrom: Manyhands <m@x>\r\nSent: 21 November 2026\r\nTo: Lee\r\nSubject: Jo\r\n\r\nold", "Yes"),
        ("Yes\n\n________________________________\nFrom: M <m@x>\nSent: today\n\nold text", "Yes"),
        ("Do it.\n\n-- \nLee\nDigital lead", "Do it."),
        ("Do it.\n\nSent from my iPhone", "Do it."),
        ("Ie, ym mis Mawrth.\n\nAr Sad, 21 Tach 2026, Manyhands <m@x> ysgrifennodd:\n> hen", "Ie, ym mis Mawrth."),
        ("> Has anybody tried?\nWe did.\n> And?\nIt worked.", "We did.\nIt worked."),
        ("", ""),
    ],
)
def test_what_is_new_in_an_answer(text, expected):
    assert arrivals.said(text) == expected


def test_an_answer_that_is_only_html():
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = "lee@x.example", "reply@hands.example", "<1@x>"
    made.set_content(
        "<html><head><style>p{}</style></head><body><p>We <b>did</b>.</p><p>In March &amp; May.</p>"
        '<script>alert(1)</script><div class="gmail_quote">On Sat, M wrote:<blockquote>old</blockquote></div></body>',
        subtype="html",
    )
    text = arrivals.read(made.as_bytes()).text
    assert [line for line in text.split("\n") if line] == ["We did.", "In March & May."]


@given(st.binary(max_size=3000))
def test_bytes_that_are_no_message_are_read_as_one_without_anything(raw):
    found = arrivals.read(raw)
    assert not found.failed


@given(st.binary(max_size=300), st.sampled_from(["From", "To", "Content-Type", "Message-ID", "Auto-Submitted"]))
def test_broken_headers_are_read(value, name):
    raw = name.encode() + b": " + value + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n=?x?q?\r\n"
    assert arrivals.read(raw).digest


@given(st.integers(min_value=0, max_value=2**63), st.binary(min_size=1))
def test_an_address_for_answers_says_whose_it_is(number, secret):
    address = tokens.reply_address(BASE, number, secret=secret)
    assert tokens.reply_number(address, BASE, secret=secret) == number
    assert tokens.reply_number(address, BASE, secret=secret + b"x") is None


def test_a_message_id_that_we_did_not_make_names_no_letter():
    letter = uuid7()
    made = messages.message_id(letter, "hands.example", secret=b"ours")
    assert messages.letters_named(f"In-Reply-To: {made}", secret=b"ours") == [letter]
    assert messages.letters_named(f"In-Reply-To: {made}", secret=b"theirs") == []


@pytest.mark.parametrize("piece", ["On ", "\n", "\t\n", "From: ", "> \n", "_", "On a wrote ", "\u200b\n", "--\n"])
def test_text_made_to_keep_a_reader_busy_does_not(piece):
    began = time.process_time()
    arrivals.said(piece * (arrivals.TEXT // len(piece)))
    assert time.process_time() - began < 20  # half a second on a quiet machine; without limits, hours
