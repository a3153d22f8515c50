"""A hundred thousand identities into people, and who of them may be one person, beside what others do with the same.

    python benchmarks/bench_identities.py [--size 100000]

Loading: `people.actions.ensure_accounts`, one source after another, into SQLite; beside Django's ORM used plainly
(get_or_create for each), on a sample. Suggesting: `people.actions.search`, reading and writing included; beside
RapidFuzz over pandas in blocks of surname and initial, on the same people, already in memory. Prints seconds, ratios,
and of the suggestions how many are right and how many of those there are they find. SortingHat of GrimoireLab needs a
MySQL server and is not run: its makers' figure for loading 100,000 identities is 79 minutes.
"""

import argparse
import os
import random
import tempfile
import time
from dataclasses import dataclass

SORTINGHAT = 79 * 60  # seconds for 100,000 identities
SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnp" for vowel in "aeio"]


@dataclass(frozen=True)
class Account:
    external_id: str
    handle: str = ""
    name: str = ""
    email: str = ""
    kind: str = "staff"
    service: str = ""
    is_member: bool = True


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--sample", type=int, default=1_000, help="accounts that the plain ORM loads")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as folder:
        os.environ["MANYHANDS_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "manyhands.config.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        run(chosen.size, chosen.sample)


def run(size: int, sample: int) -> None:
    from manyhands.core.ids import uuid7
    from manyhands.people import actions, queries

    first, second, truth = accounts(size)
    organisation = actions.create_organisation(name="Benchmark Council")
    by = queries.system_persona(organisation).pk
    began = time.perf_counter()
    for source in (first, second):
        key = uuid7()
        for start in range(0, len(source), 10_000):  # as an import does
            batch = source[start : start + 10_000]
            actions.ensure_accounts(organisation=organisation.pk, source=key, accounts=batch, by=by)
    loading = time.perf_counter() - began
    plainly = load_plainly(first[:sample]) * size / sample

    began = time.perf_counter()
    found = actions.search(organisation=organisation.pk)
    searching = time.perf_counter() - began
    right, wanted = quality(organisation, truth)
    theirs, their_pairs = search_with_rapidfuzz(queries.people_to_match(organisation.pk))
    their_right = len(their_pairs & wanted)

    accepting, undoing = decide(organisation, by)

    hat = SORTINGHAT * size / 100_000
    print(f"\n{size:,} identities of two sources; {len(truth):,} people are twice there with no address to say so\n")
    print("| | ours | peer | ratio |")
    print("| --- | --- | --- | --- |")
    print(
        f"| loading; the plain ORM | {loading:.1f} s | {plainly:.0f} s (from {sample:,}) | {plainly / loading:.0f} × |"
    )
    print(f"| loading; SortingHat | {loading:.1f} s | {hat:.0f} s (published) | {hat / loading:.0f} × |")
    print(f"| suggesting; RapidFuzz in blocks | {searching:.1f} s | {theirs:.1f} s | {theirs / searching:.1f} × |")
    print(f"| accepting all of them, then undoing all | {accepting:.1f} s, {undoing:.1f} s | | |")
    print(f"| suggestions that are right | {right / found:.0%} | {their_right / len(their_pairs):.0%} | |")
    print(f"| of those there are | {right / len(wanted):.0%} | {their_right / len(wanted):.0%} | |")


def decide(organisation, by) -> tuple[float, float]:
    """Seconds of accepting every suggestion at once, and of undoing all that came of it."""
    from manyhands.people import actions
    from manyhands.people.models import Match, Merge

    began = time.perf_counter()
    ids = list(Match.objects.values_list("pk", flat=True))
    actions.accept_matches(organisation=organisation.pk, match_ids=ids, by=by)
    between = time.perf_counter()
    ids = list(Merge.objects.values_list("pk", flat=True))
    actions.undo_merges(organisation=organisation.pk, merge_ids=ids, by=by)
    return between - began, time.perf_counter() - between


def accounts(size: int) -> tuple[list[Account], list[Account], set[tuple[str, str]]]:
    """Two sources of a made-up country: one lists everybody with an address, a quarter of them are also in the other,
    half of those with the address, half written in another way; and the keys of the latter as they are in each."""
    from manyhands.people.rules.nicknames import SHORT

    chance = random.Random(20261121)
    firsts = list(SHORT)
    lasts = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(size // 6)]
    common = [1 / (place + 30) for place in range(len(lasts))]
    picked_first = chance.choices(firsts, [1 / (place + 8) for place in range(len(firsts))], k=size)
    picked_last = chance.choices(lasts, common, k=size)
    one, other, truth = [], [], set()
    for number in range(size * 4 // 5):
        first, last = picked_first[number], picked_last[number]
        handle = chance.choice(
            [first[0] + last, f"{first}.{last}", last + first[0], "".join(chance.choices(SYLLABLES, k=4))]
        )
        name, email = f"{first.title()} {last.title()}", f"{first}.{last}.{number}@council.example"
        service = f"Service {chance.randint(1, 60)}"
        one.append(Account(f"U{number}", handle, name, email, service=service))
        if number % 4:
            continue
        if number % 8:
            other.append(Account(f"V{number}", handle, name, email))
            continue
        name = chance.choice([name, name, f"{last.title()}, {first.title()}", f"{first[0].upper()} {last.title()}",
                              f"{SHORT[first][0].title()} {last.title()}", ""])  # fmt: skip
        handle = chance.choice([handle, handle, last + first])
        other.append(Account(f"V{number}", handle, name, service=chance.choice(["", service])))
        truth.add((f"U{number}", f"V{number}"))
    return one, other, truth


def load_plainly(sample: list[Account]) -> float:
    """Seconds that the obvious code takes: for each account, look its person up, add both."""
    from manyhands.core.ids import uuid7
    from manyhands.people import actions
    from manyhands.people.models import Identity, Person

    organisation, source = actions.create_organisation(name="Peer Council"), uuid7()
    began = time.perf_counter()
    for account in sample:
        person, _ = Person.objects.get_or_create(
            organisation=organisation, email=account.email, defaults={"name": account.name}
        )
        Identity.objects.get_or_create(
            organisation=organisation, source=source, external_id=account.external_id,
            defaults={"person": person, "handle": account.handle},
        )  # fmt: skip
    return time.perf_counter() - began


def quality(organisation, truth: set[tuple[str, str]]) -> tuple[int, set[frozenset[str]]]:
    """How many suggestions are right, and which there were to find."""
    from manyhands.people.models import Identity, Match

    rows = Identity.objects.filter(organisation=organisation).values_list("external_id", "person_id")
    person = {external_id: pk.hex for external_id, pk in rows}
    real = {frozenset((person[one], person[other])) for one, other in truth}
    suggested = {frozenset((one.hex, other.hex)) for one, other in Match.objects.values_list("one_id", "other_id")}
    return len(real & suggested), real


def search_with_rapidfuzz(people) -> tuple[float, set[frozenset[str]]]:
    """Seconds of what an analyst would write: names joined within blocks in pandas, scored by RapidFuzz."""
    import pandas
    from rapidfuzz import fuzz, utils

    began = time.perf_counter()
    frame = pandas.DataFrame(
        {
            "id": [each.id for each in people],
            "name": [utils.default_process(each.name) for each in people],
            "source": [",".join(each.member_of) for each in people],
        }
    )
    words = frame["name"].str.split()
    frame["block"] = words.map(lambda each: min(each, default="")[:1] + max(each, key=len, default=""))
    frame = frame[frame["name"] != ""]
    pairs = frame.merge(frame, on="block", suffixes=("", "_other"))
    pairs = pairs[(pairs["id"] < pairs["id_other"]) & (pairs["source"] != pairs["source_other"])]
    scores = [fuzz.token_sort_ratio(one, other) for one, other in zip(pairs["name"], pairs["name_other"], strict=True)]
    pairs = pairs[[score >= 85 for score in scores]]
    took = time.perf_counter() - began
    return took, {frozenset(pair) for pair in zip(pairs["id"], pairs["id_other"], strict=True)}


if __name__ == "__main__":
    main()
