"""The weekly digest of ten thousand people: composed, queued, and handed to a mail server, with the worker killed.

    python benchmarks/bench_digest.py [--people 10000] [--kills 5] [--postgresql ADDRESS]

A hub of its own with groups, questions and people who follow some of them; a real SMTP server (aiosmtpd) in a process
of its own on loopback, which counts what it takes. First one worker alone, timed. Then the next digest, while the
worker is killed (kill -9) again and again and started anew: everybody's letter may arrive once; one that was handed
over at the very moment of a kill is `unknown` and stays so. Prints letters a second and what arrived.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

LEAST = 100  # letters a second
GROUPS, QUESTIONS, FOLLOWED = 40, 400, 3

SERVER = """
import socket, sys
from aiosmtpd.controller import Controller
class Count:
    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return "250 OK"
    async def handle_DATA(self, server, session, envelope):
        print(envelope.rcpt_tos[0], file=out, flush=True)
        return "250 taken"
out = open(sys.argv[1], "a")
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
of = Controller(Count(), hostname="127.0.0.1", port=port)
of.start()
print(port, flush=True)
sys.stdin.read()
of.stop()
"""
WORKER = """
import os, sys
import django
django.setup()
from uuid import UUID
from manyhands.digest import actions
from manyhands.notices import actions as notices
from manyhands.notices.models import Letter
actions.make_copies(issue=UUID(sys.argv[1]))
for _again in range(20):
    notices.take_up()
    notices.send_letters(run=3600)
    if not Letter.objects.filter(state__in=["queued", "sending"]).exists():
        break
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=10_000)
    options.add_argument("--kills", type=int, default=5)
    options.add_argument("--postgresql", default="", help="a database's address; its content is lost")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as folder:
        taken = Path(folder) / "taken"
        taken.touch()
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(taken)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        os.environ.update(
            MANYHANDS_DATA=folder,
            DJANGO_SETTINGS_MODULE="manyhands.config.settings",
            MANYHANDS_EMAIL_URL=f"smtp+plain://127.0.0.1:{server.stdout.readline().strip()}",
        )
        os.environ.pop("DATABASE_URL", None)
        if chosen.postgresql:
            os.environ["DATABASE_URL"] = chosen.postgresql
        try:
            run(chosen.people, chosen.kills, taken)
        finally:
            server.stdin.close()
            server.wait(timeout=20)


def run(size: int, kills: int, taken: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    organisation = fill(size)
    first, composed, sent = timed(organisation)
    arrived = Counter(taken.read_text().split())
    print(f"\n{size:,} people, {GROUPS} groups, {QUESTIONS} questions\n")
    print("| | ours | target | met |")
    print("| --- | --- | --- | --- |")
    print(f"| composed and queued | {first / composed:,.0f} a second | | |")
    print(f"| handed to the mail server | {first / sent:,.0f} a second | | |")
    rate = first / (composed + sent)
    print(f"| both, one after the other | {rate:,.0f} a second | {LEAST} | {said(rate >= LEAST)} |")
    print(f"| everybody's once | {len(arrived):,} of {first:,} | | {said(exactly_once(arrived, first))} |")
    taken.write_text("")
    second, unknown = killed(organisation, kills, composed + sent)
    arrived = Counter(taken.read_text().split())
    twice = sum(count > 1 for count in arrived.values())
    met = not twice and len(arrived) + unknown >= second
    print(
        f"| killed {kills} times and started again | {len(arrived):,} of {second:,} arrived, {twice} twice, "
        f"{unknown} unknown | none twice, none lost | {said(met)} |"
    )


def said(met: bool) -> str:
    return "yes" if met else "no"


def exactly_once(arrived: Counter, count: int) -> bool:
    return len(arrived) == count and set(arrived.values()) == {1}


def issue_now(organisation):
    from manyhands.core import clock
    from manyhands.digest.models import Issue

    now = clock.now()
    return Issue.objects.create(organisation=organisation, since=now - timedelta(days=7), until=now)


def timed(organisation) -> tuple[int, float, float]:
    from manyhands.digest import actions
    from manyhands.notices import actions as notices

    issue = issue_now(organisation)
    began = time.perf_counter()
    made = actions.make_copies(issue=issue.pk)
    composed = time.perf_counter()
    notices.send_letters(run=3600)
    return made, composed - began, time.perf_counter() - composed


def killed(organisation, kills: int, whole: float) -> tuple[int, int]:
    """How many letters there are and how many nobody knows about, after the worker was killed again and again."""
    from manyhands.notices.models import Letter

    issue, some = issue_now(organisation), random.Random(1)
    for _ in range(kills):
        process = subprocess.Popen([sys.executable, "-c", WORKER, str(issue.pk)])
        try:
            process.wait(timeout=3 + some.random() * whole / kills)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    # A worker that died holds its letters until its lease is over: as if that time had passed.
    Letter.objects.filter(state="sending").update(lease=issue.until)
    subprocess.run([sys.executable, "-c", WORKER, str(issue.pk)], check=True)
    letters = Letter.objects.filter(key__startswith=f"digest/{issue.pk.hex}/")
    return letters.count(), letters.filter(state="unknown").count()


def fill(size: int):
    """A council with people who sign in, groups, and questions; everybody follows some groups."""
    from django.contrib.auth.hashers import make_password

    from manyhands.core.ids import uuid7
    from manyhands.discussions import actions as discussions
    from manyhands.discussions.models import Follow
    from manyhands.discussions.types import Access
    from manyhands.people import actions, queries
    from manyhands.people.models import Grant, Person, Persona, PersonaLink, User

    council = actions.create_organisation(name="Benchmark Council")
    lead = actions.add_first_person(
        organisation=council, name="Lee", email="lee@bench.example", password="many hands make light work"
    )
    own = queries.own_persona(lead.user, council)
    groups = [
        discussions.create_group(
            organisation=council, name=f"Group {at}", purpose="", access=Access.OPEN, share_with=[], by=own.pk
        )
        for at in range(GROUPS)
    ]
    nothing = make_password(None)
    users = [User(id=uuid7(), email=f"p{at}@bench.example", password=nothing) for at in range(size)]
    people = [Person(id=uuid7(), organisation=council, user=user, name=user.email, kind="staff") for user in users]
    personas = [Persona(organisation=council, name=person.name) for person in people]
    links = [
        PersonaLink(persona=persona, person=person, organisation=council)
        for persona, person in zip(personas, people, strict=True)
    ]
    grants = [Grant(organisation=council, person=person, role="member") for person in people]
    some = random.Random(2)
    follows = [
        Follow(organisation=council, persona=persona, kind="group", target=group.pk.hex)
        for persona in personas
        for group in some.sample(groups, FOLLOWED)
    ]
    for model, rows in ((User, users), (Person, people), (Persona, personas), (PersonaLink, links), (Grant, grants)):
        model.objects.bulk_create(rows, batch_size=2_000)
    Follow.objects.bulk_create(follows, batch_size=2_000)
    asking = [persona.pk for persona in personas[:100]]
    for at in range(QUESTIONS):
        discussions.begin_thread(
            group=groups[at % GROUPS],
            title=f"Question {at}",
            source="Who knows?",
            is_question=True,
            by=asking[at % len(asking)],
        )
    return council


if __name__ == "__main__":
    main()
