"""Which people may be one: pairs with a probability and the reasons for it, by the model of Fellegi and Sunter (1969).

Splink works it out. The weights are written here rather than learnt, so that the same people give the same answer, a
small organisation's as sound as a large one's; docs/people.md says where they come from and how they were checked.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from ..types import HANDS
from . import names

LEAST = 0.5
"""The probability from which two people are suggested."""
VERY, LIKELY = 0.95, 0.8
"""From which probability two people are called very likely, and likely, to be one."""
PAIRS_A_PERSON = 0.25
"""How many pairs we expect beforehand: one for every four people."""
TOO_COMMON = 50
"""A name or user name of more people than that is nobody's, such as "Deleted user"."""


class Reason(StrEnum):
    """What two people have in common, or what speaks against it."""

    SAME_NAME = "same_name"
    SHORT_NAME = "short_name"  # Bob and Robert
    INITIAL = "initial"  # A. Smith and Ann Smith
    NEAR_NAME = "near_name"  # Smith and Smyth
    SPELT = "spelt"  # asmith and Ann Smith
    SAME_HANDLE = "same_handle"
    SAME_HANDLE_FROM_NAME = "same_handle_from_name"
    SAME_EMAIL = "same_email"
    SAME_SERVICE = "same_service"
    OTHER_NAME = "other_name"
    OTHER_EMAIL = "other_email"
    OTHER_SERVICE = "other_service"


AGAINST = frozenset({Reason.OTHER_NAME, Reason.OTHER_EMAIL, Reason.OTHER_SERVICE})


class Someone(NamedTuple):
    """What is known of a person; nothing of their personas."""

    id: str
    name: str
    email: str
    kind: str
    signs_in: bool
    handles: Sequence[str]
    services: Sequence[str]
    member_of: Sequence[str]  # the sources that list them as having an account


class Pair(NamedTuple):
    """Two people who may be one. `one` < `other`."""

    one: str
    other: str
    score: float  # probability
    reasons: list[Reason]


def may_be_one(one: Someone, other: Someone) -> bool:
    """Whether two people could be the same at all.

    Two accounts that one source lists are two people, unless they have one address. Two who sign in are never merged.
    """
    if one.kind not in HANDS or other.kind not in HANDS or (one.signs_in and other.signs_in):
        return False
    return bool(one.email and one.email == other.email) or set(one.member_of).isdisjoint(other.member_of)


def pairs(people: Iterable[Someone]) -> list[Pair]:
    """Everybody compared with everybody who could be they, best first. Takes seconds for 100,000 people."""
    hands = [each for each in people if each.kind in HANDS]
    if len(hands) < 2:
        return []
    return _scored(hands, _table(hands))


_COLUMNS = (
    "unique_id", "words", "forename", "surname", "initial", "givens", "begins", "handles", "own", "spelt", "email",
    "domain", "services", "member_of", "and_of", "signs_in", "tf_words", "tf_surname", "tf_forename",
)  # fmt: skip


def _table(people: list[Someone]) -> dict[str, Sequence[Any]]:
    """One row a person, as columns: what the comparisons below look at."""
    known = {written: names.parse(written) for written in {each.name for each in people}}
    parsed = [known[each.name] for each in people]
    keys = [
        sorted({names.handle_key(text) for text in {*each.handles, each.email.partition("@")[0]}} - {""})
        for each in people
    ]
    called = Counter(name.key for name in parsed)
    parsed = [name if called[name.key] <= TOO_COMMON else names.NOBODY for name in parsed]
    used = Counter(key for mine in keys for key in mine)
    keys = [[key for key in mine if used[key] <= TOO_COMMON] for mine in keys]
    firsts, lasts = Counter(name.first for name in parsed), Counter(name.last for name in parsed)
    size = len(people)
    largest = Counter(source for each in people for source in each.member_of).most_common(62)
    bits = {source: 1 << place for place, (source, _) in enumerate(largest)}  # quick to compare; others as a list
    rows = []
    for place, (each, name, mine) in enumerate(zip(people, parsed, keys, strict=True)):
        from_name = names.spellings(name)
        first, last = (firsts[name.first] + 1) / (size + 2000), (lasts[name.last] + 1) / (size + 2000)
        rows.append(
            (
                place,
                name.key if name.last else None,
                name.first,
                name.last or None,
                name.first[:1],
                sorted(names.givens(name.first)) if name.first else [],
                name.last[:3] or None,
                mine,
                [key for key in mine if key not in from_name],
                sorted(from_name) if name.last else mine,
                each.email or None,
                each.email.partition("@")[2],
                each.services,
                sum(bits.get(source, 0) for source in each.member_of),
                [source for source in each.member_of if source not in bits] or None,
                each.signs_in,
                max(first * last, (called[name.key] - 2) / size, 1e-7),  # the name by chance
                last / 12,  # a surname by chance, and a fitting initial
                first / 1000,  # a first name by chance, and a surname that is nearly the same
            )
        )
    return dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True))


_ALLOWED = (
    "not (l.signs_in and r.signs_in)"
    " and ((l.member_of & r.member_of = 0 and (l.and_of is null or r.and_of is null"
    " or not list_has_any(l.and_of, r.and_of))) or coalesce(l.email = r.email, false))"
)
_BLOCKS = (
    "l.words = r.words",
    "l.surname = r.surname and l.initial = r.initial",
    "l.forename = r.forename and l.begins = r.begins",
    "l.email = r.email",
)
_Level = tuple[str, Reason, float, float, str]
_NAMED = "words_l is not null and words_r is not null"
_NAME: list[_Level] = [
    # condition, reason, m (how often of one person), u (how often of two), the column that says how rare it is
    ("words_l = words_r", Reason.SAME_NAME, 0.60, 1e-5, "words"),
    ("surname_l = surname_r and list_has_any(givens_l, givens_r)", Reason.SHORT_NAME, 0.12, 1e-5, "words"),
    (
        "surname_l = surname_r and initial_l = initial_r and (length(forename_l) = 1 or length(forename_r) = 1)",
        Reason.INITIAL,
        0.08,
        1e-4,
        "surname",
    ),
    (
        f"{_NAMED} and forename_l = forename_r and damerau_levenshtein(surname_l, surname_r) = 1",
        Reason.NEAR_NAME,
        0.05,
        1e-5,
        "forename",
    ),
    (f"not ({_NAMED}) and list_has_any(spelt_l, spelt_r)", Reason.SPELT, 0.30, 2e-5, ""),
]
_HANDLE: list[_Level] = [
    ("list_has_any(own_l, own_r)", Reason.SAME_HANDLE, 0.25, 1e-6, ""),
    ("list_has_any(handles_l, handles_r)", Reason.SAME_HANDLE_FROM_NAME, 0.30, 0.08, ""),
]
_EMAIL: list[_Level] = [
    ("email_l = email_r", Reason.SAME_EMAIL, 0.50, 1e-5, ""),
    ("domain_l = domain_r", Reason.OTHER_EMAIL, 0.08, 0.80, ""),
]
_SERVICE: list[_Level] = [
    ("list_has_any(services_l, services_r)", Reason.SAME_SERVICE, 0.70, 0.05, ""),
]
_COMPARED = {
    "name": (f"not ({_NAMED}) and not list_has_any(spelt_l, spelt_r)", _NAME, Reason.OTHER_NAME, (0.03, 0.99)),
    # The same address says it all: the part before its @ would be counted twice.
    "handle": (
        "length(handles_l) = 0 or length(handles_r) = 0 or coalesce(email_l = email_r, false)",
        _HANDLE,
        None,
        (0.45, 0.90),
    ),
    "address": ("email_l is null or email_r is null", _EMAIL, None, (0.40, 0.20)),
    "service": ("length(services_l) = 0 or length(services_r) = 0", _SERVICE, Reason.OTHER_SERVICE, (0.30, 0.95)),
}


def _comparisons() -> list[Any]:
    """Each with its levels in order, the first that holds counting; unknown things say nothing either way."""
    made = []
    for output, (unknown, levels, _, (m, u)) in _COMPARED.items():
        said: list[dict[str, Any]] = [
            {"sql_condition": unknown, "is_null_level": True, "label_for_charts": "not known"}
        ]
        for condition, reason, level_m, level_u, rarity in levels:
            level: dict[str, Any] = {
                "sql_condition": condition,
                "label_for_charts": str(reason),
                "m_probability": level_m,
                "u_probability": level_u,
            }
            if rarity:
                level |= {"tf_adjustment_column": rarity, "disable_tf_exact_match_detection": True}
            said.append(level)
        said.append({"sql_condition": "ELSE", "label_for_charts": "differs", "m_probability": m, "u_probability": u})
        made.append({"output_column_name": output, "comparison_levels": said})
    return made


def _scored(people: list[Someone], columns: dict[str, Sequence[Any]]) -> list[Pair]:
    import duckdb  # here, as Splink takes a second to load and only this needs it
    import pyarrow as pa
    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink.blocking_rule_library import CustomRule

    expected = min(0.05, 2 * PAIRS_A_PERSON / len(people))
    settings = SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=expected,
        comparisons=_comparisons(),
        blocking_rules_to_generate_predictions=[
            *(CustomRule(f"{rule} and {_ALLOWED}") for rule in _BLOCKS),
            CustomRule(f"l.surname = r.surname and l.givens = r.givens and {_ALLOWED}", arrays_to_explode=["givens"]),
            CustomRule(f"l.handles = r.handles and {_ALLOWED}", arrays_to_explode=["handles"]),
            CustomRule(
                f"l.spelt = r.spelt and (l.words is null or r.words is null) and {_ALLOWED}",
                arrays_to_explode=["spelt"],
            ),
        ],
    )
    lists = {"givens", "handles", "own", "spelt", "services", "and_of"}
    arrays = {
        name: pa.array(values, pa.list_(pa.string()) if name in lists else None) for name, values in columns.items()
    }
    with duckdb.connect(":memory:", config={"memory_limit": "2GB"}) as connection:
        table = DuckDBAPI(connection).register(pa.table(arrays))
        linker = Linker(table, settings, log_level=None, validate_settings=False)
        found = linker.inference.predict(threshold_match_weight=-10, warning_mode="never")
        rows = connection.execute(
            f"""select unique_id_l, unique_id_r, match_probability, {", ".join(f"gamma_{name}" for name in _COMPARED)}
            from {found.physical_name}
            where match_probability >= $1 or gamma_address = 2
            order by 3 desc, 1, 2""",
            [LEAST],
        ).fetchall()
    return [_pair(people[left], people[right], score, gammas) for left, right, score, *gammas in rows]


def _pair(left: Someone, right: Someone, score: float, gammas: Sequence[int]) -> Pair:
    reasons = []
    for (_, levels, differs, _), gamma in zip(_COMPARED.values(), gammas, strict=True):
        if gamma > 0:  # Splink counts levels from the last, "differs", which is 0; -1 is not known
            reasons.append(levels[len(levels) - gamma][1])
        elif gamma == 0 and differs:
            reasons.append(differs)
    if Reason.SAME_EMAIL in reasons:  # always for somebody to look at
        score = max(score, LEAST)
    one, other = sorted((left.id, right.id))
    return Pair(one, other, score, sorted(reasons, key=AGAINST.__contains__))
