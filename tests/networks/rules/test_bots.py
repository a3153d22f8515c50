"""Names of bots, and of people who are called nearly so; digests."""

import pytest

from manyhands.networks.rules.bots import is_bot
from manyhands.networks.rules.digests import digest


@pytest.mark.parametrize(
    "name", ["Link Bot", "link-bot", "SineBot", "ClueBot NG", "AnomieBOT III", "dependabot[bot]", "Bot"]
)
def test_bots(name):
    assert is_bot(name)


@pytest.mark.parametrize("name", ["Jane Talbot", "abbot", "J. Cabot", "Botany group", "Robot fan", "", "Ann"])
def test_people(name):
    assert not is_bot(name)


def test_a_digest_is_the_same_for_the_same_key_alone():
    assert digest("192.0.2.1", "key") == digest(b"192.0.2.1", "key")
    assert digest("192.0.2.1", "key") != digest("192.0.2.1", "other")
    assert digest("192.0.2.1", "key") != digest("192.0.2.2", "key")
    assert len(digest("", "k" * 500)) == 32
