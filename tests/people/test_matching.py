"""Which people may be one: what speaks for it and against, and who is never compared."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyhands.people.rules import matching
from manyhands.people.rules.matching import Reason, Someone

NUMBER = itertools.count()


def someone(name="", *, email="", kind="staff", signs_in=False, handles=(), services=(), of=()):
    return Someone(f"{next(NUMBER):032x}", name, email, kind, signs_in, list(handles), list(services), list(of))


def crowd(size=60):
    """People of one source with nothing in common."""
    return [
        someone(f"F{chr(97 + i % 26)}x{'abcdefgh'[i % 8]} L{i:04}o".replace("0", "k"), of=["s1"]) for i in range(size)
    ]


def suggested(*people, among=()):
    found = matching.pairs([*people, *among])
    ids = [each.id for each in people]
    return [pair for pair in found if pair.one in ids and pair.other in ids]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"name": "Ann Smithers"}, {"name": "Smithers, Ánn"}, Reason.SAME_NAME),
        ({"name": "Robert Smithers"}, {"name": "Bob Smithers"}, Reason.SHORT_NAME),
        ({"name": "Ann Smithers", "services": ["p"]}, {"name": "A. Smithers", "services": ["p"]}, Reason.INITIAL),
        ({"name": "Ann Smithers", "services": ["p"]}, {"name": "Ann Smitherz", "services": ["p"]}, Reason.NEAR_NAME),
        ({"name": "Ann Smithers"}, {"handles": ["asmithers"]}, Reason.SPELT),
        ({"name": "Ann", "handles": ["bookworm42"]}, {"handles": ["@BookWorm42"]}, Reason.SAME_HANDLE),
        ({"name": "Ann Smithers", "handles": ["asmithers"]}, {"name": "A Smithers", "handles": ["asmithers"]},
         Reason.SAME_HANDLE_FROM_NAME),
        ({"name": "Ann Smithers", "email": "ann.smithers@x.example"}, {"handles": ["ann.smithers"]}, Reason.SPELT),
    ],
)  # fmt: skip
def test_suggests_with_a_reason(one, other, reason):
    a, b = someone(**one, of=["s1"]), someone(**other, of=["s2"])
    (pair,) = suggested(a, b, among=crowd())
    assert (pair.one, pair.other) == (a.id, b.id)
    assert reason in pair.reasons
    assert matching.LEAST <= pair.score <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Ann Smithers", "of": ["s1"]}, {"name": "Ann Smithers", "of": ["s1"]}),  # two accounts of one source
        ({"name": "Ann Smithers", "kind": "bot"}, {"name": "Ann Smithers"}),
        ({"name": "Comms Team", "kind": "corporate"}, {"name": "Comms Team"}),
        ({"name": "Ann Smithers", "signs_in": True}, {"name": "Ann Smithers", "signs_in": True}),
        ({"name": "Ann Smithers"}, {"name": "Tom Smithers"}),
        ({"name": "Ann"}, {"name": "Ann"}),
        ({"handles": ["admin"]}, {"handles": ["admin"]}),
        ({}, {}),
    ],
)
def test_never_suggests(one, other):
    assert not suggested(someone(**one), someone(**other), among=crowd())


def test_an_address_that_two_share_is_for_somebody_to_look_at():
    """Even where one source lists both, and however large the organisation."""
    a = someone("Ann Smithers", email="front.desk@x.example", of=["s1"])
    b = someone("Tom Jonesy", email="front.desk@x.example", of=["s1"])
    (pair,) = suggested(a, b, among=crowd(200))
    assert pair.reasons[0] == Reason.SAME_EMAIL
    assert Reason.OTHER_NAME in pair.reasons
    assert pair.score < matching.VERY


def test_two_addresses_of_one_organisation_speak_against_it():
    def score(first, second):
        a, b = someone("Ann Smithers", email=first, of=["s1"]), someone("Ann Smithers", email=second, of=["s2"])
        return (suggested(a, b, among=crowd()) or [None])[0]

    home = score("ann@home.example", "ann.smithers@x.example")
    work = score("ann.smithers@x.example", "ann.smithers2@x.example")
    assert work is None or work.score < home.score


def test_a_common_name_says_less_than_a_rare_one():
    among = [someone(f"John Smith{'' if i % 2 else 'son'}", of=["s1"]) for i in range(30)] + crowd(60)
    common = suggested(someone("John Smith", of=["s2"]), someone("John Smith", of=["s3"]), among=among)
    rare = suggested(someone("Zoltan Przybylski", of=["s2"]), someone("Zoltan Przybylski", of=["s3"]), among=among)
    assert rare
    assert not common or common[0].score < rare[0].score


def test_a_name_of_very_many_is_nobodys():
    people = [someone("Deleted User", of=[f"s{i}"]) for i in range(matching.TOO_COMMON + 1)]
    assert not matching.pairs(people)


def test_more_sources_than_bits():
    """Sources beyond those that fit in a number are compared too."""
    many = [f"s{i:03}" for i in range(70)]
    crowd = [
        someone(f"{chr(97 + i % 26)}aa L{chr(97 + i // 26)}zz{chr(97 + i % 26)}", of=[each])
        for i, each in enumerate(many)
    ]
    for source in many:
        assert not suggested(someone("Ann Smithers", of=[source]), someone("Ann Smithers", of=[source]), among=crowd)
        if source > "s002":
            break
    a, b = someone("Ann Smithers", of=[*many]), someone("Ann Smithers", of=["s069"])
    assert not suggested(a, b, among=crowd)
    assert suggested(a, someone("Ann Smithers", of=["other"]), among=crowd)


def test_fewer_than_two_people_are_not_compared():
    assert matching.pairs([]) == matching.pairs([someone("Ann Smithers")]) == []


PEOPLE = st.lists(
    st.builds(
        someone,
        st.sampled_from(["", "Ann Smith", "A Smith", "Bob Jones", "Robert Jones", "Smith, Ann", "Ann"]),
        email=st.sampled_from(["", "", "ann@x.example", "desk@x.example"]),
        kind=st.sampled_from(["staff", "staff", "bot", "corporate", "unknown"]),
        signs_in=st.booleans(),
        handles=st.lists(st.sampled_from(["asmith", "bookworm", "rjones"]), max_size=2),
        of=st.lists(st.sampled_from(["s1", "s2", "s3"]), max_size=2, unique=True),
    ),
    max_size=7,
)


@settings(max_examples=8)  # each is a second's work
@given(PEOPLE)
def test_only_those_who_may_be_one_and_in_any_order_the_same(people):
    found = matching.pairs(people)
    by_id = {each.id: each for each in people}
    assert all(pair.one < pair.other and pair.reasons for pair in found)
    assert all(matching.may_be_one(by_id[pair.one], by_id[pair.other]) for pair in found)
    assert len({(pair.one, pair.other) for pair in found}) == len(found)
    assert sorted(matching.pairs(people[::-1])) == sorted(found)
