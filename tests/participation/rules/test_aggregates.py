"""The file that councils give each other: what it takes, what it refuses; and noise that keeps its promise."""

import json

import msgspec
import numpy as np
import pytest

from manyhands.participation.rules import privacy
from manyhands.participation.rules.aggregates import LARGEST, Aggregates, Refused, read, written

GOOD = {
    "format": "manyhands-aggregates",
    "version": 1,
    "organisation": "Borchester Council",
    "made": "2026-11-21",
    "period": {"since": "2025-11", "until": "2026-10"},
    "figures": {
        "contributors": 32,
        "contributions": 1025,
        "members": 71,
        "top_shares": {"6": 0.87},
        "gini": {"contributors": 0.81},
        "hill": {"2": 5},
        "evenness": 0.6,
        "absence_factor": None,
    },
    "bands": [{"low": 1, "high": 4, "contributors": 18}, {"low": 5, "high": None, "contributors": 14}],
    "privacy": {"fewest": 5, "epsilon": None},
}


def changed(**figures) -> bytes:
    return json.dumps({**GOOD, "figures": {**GOOD["figures"], **figures}}).encode()


def test_what_is_written_is_read():
    found = read(json.dumps(GOOD).encode())
    assert found.figures.top_shares == {"6": 0.87}
    assert read(written(found)) == found
    assert msgspec.convert(msgspec.to_builtins(found), Aggregates) == found


def test_names_that_a_later_version_adds_are_no_problem():
    assert read(json.dumps({**GOOD, "greeting": "hello"}).encode()).organisation == "Borchester Council"


@pytest.mark.parametrize(
    ("content", "key", "detail"),
    [
        (b"", "json", ""),
        (b"\xff\xfe{", "json", ""),
        (b"[" * 100_000, "json", ""),
        (b"x" * (LARGEST + 1), "size", ""),
        (b"[1]", "other", ""),
        (b'{"posts": []}', "other", ""),
        (json.dumps({**GOOD, "version": 2}).encode(), "newer", "2"),
        (json.dumps({**GOOD, "organisation": ""}).encode(), "form", "organisation"),
        (json.dumps({**GOOD, "period": {"since": "2025-13", "until": "2026-10"}}).encode(), "form", "period.since"),
        (json.dumps({**GOOD, "period": {"since": "2026-11", "until": "2026-10"}}).encode(), "months", ""),
        (changed(contributors="32"), "form", "figures.contributors"),
        (changed(evenness=1.5), "form", "figures.evenness"),
        (changed(contributors=-1), "form", "figures.contributors"),
        (changed(contributors=4), "few", "figures.contributors"),
        (changed(members=3), "few", "figures.members"),
        (changed(top_shares={"1": 0.3}), "few", "figures.top_shares"),
        (changed(hill={"2": 1.3}), "few", "figures.hill"),
        (changed(absence_factor=2), "few", "figures.hill"),
        (changed(members=20), "sums", "figures.members"),
        (changed(contributions=7), "sums", "figures.contributions"),
        (json.dumps({**GOOD, "bands": [{"low": 1, "high": None, "contributors": 3}]}).encode(), "few", "bands[0]"),
        (json.dumps({**GOOD, "bands": [{"low": 1, "high": None, "contributors": 33}]}).encode(), "sums", "bands"),
        (json.dumps({**GOOD, "bands": [{"low": 0, "high": None, "contributors": 9}]}).encode(), "form", "bands[0].low"),
        (json.dumps({key: GOOD[key] for key in GOOD if key != "figures"}).encode(), "form", "figures"),
    ],
)
def test_what_is_refused(content, key, detail):
    with pytest.raises(Refused) as refused:
        read(content)
    assert (refused.value.key, refused.value.detail) == (key, detail)


COUNTS = np.array([300, 90, 40, 20, 9, 8, 7, 5, 4, 3, 2, 2, 1, 1, 1, 1] + [1] * 20)


@pytest.fixture
def opendp():
    return pytest.importorskip("opendp", reason="OpenDP is not installed: pip install manyhands[privacy]")


def test_noise_is_around_what_is_true_and_never_next_to_nothing(opendp):
    """Medians of many files find the truth; one file alone leaves what the busiest did open, whatever ε is chosen."""
    found = [privacy.noisy(np.full(200, 20, np.int64), 300, privacy.LARGEST) for _ in range(200)]
    assert abs(np.median([each.contributors for each in found]) - 200) <= 2
    assert abs(np.median([each.members for each in found]) - 300) <= 1
    assert abs(np.median([each.contributions for each in found]) - 4000) <= 20
    assert found[0].within["contributions"] > 3 * privacy.MOST


def test_noise_is_as_large_as_it_says(opendp):
    """Of many files 95 in 100 are within; a file with more noise says so."""
    many = [privacy.noisy(np.ones(500, np.int64), 900, 1.0) for _ in range(400)]
    within = many[0].within
    for name, true in (("members", 900), ("contributors", 500)):
        inside = np.mean([abs(getattr(each, name) - true) <= within[name] + 1 for each in many])
        assert inside > 0.9, name
    assert len({each.members for each in many}) > 10
    assert privacy.noisy(COUNTS, 71, 0.1).within["members"] > 5 * within["members"]


def test_one_person_more_costs_no_more_than_was_said(opendp):
    """How often each answer comes with and without a person: by a factor of e^ε at most, but for chance."""
    with_them, without = (
        [privacy.noisy(np.ones(n, np.int64), 40, 2.0).contributors for _ in range(3000)] for n in (30, 29)
    )
    for answer in range(27, 33):
        more, fewer = with_them.count(answer) + 1, without.count(answer) + 1
        if min(more, fewer) > 100:
            assert max(more / fewer, fewer / more) < np.exp(1.0) * 1.3  # bands have half of ε


def test_no_group_under_five_with_noise_either(opendp):
    for _ in range(50):
        found = privacy.noisy(np.array([30, 9, 8, 1, 1, 1, 1]), 12, 1.0)
        assert all(band.contributors >= 5 for band in found.bands)
        assert found.contributors == 0 or found.contributors >= 5
        assert found.members >= found.contributors
        assert found.members == 0 or found.members >= 5


@pytest.mark.parametrize("epsilon", [0, 0.05, 3.01, 10, float("nan"), float("inf")])
def test_an_epsilon_that_means_nothing(epsilon):
    with pytest.raises(ValueError, match="ε is from"):
        privacy.noisy(COUNTS, 71, epsilon)


def test_without_opendp_it_says_so(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "opendp.prelude", None)
    with pytest.raises(privacy.NoOpenDP):
        privacy.noisy(COUNTS, 71, 1.0)
