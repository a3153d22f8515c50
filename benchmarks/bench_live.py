"""Five hundred people watch one thread: how long until each sees a new post.

    python benchmarks/bench_live.py [--listeners 500] [--posts 30] [--database sqlite|postgresql|both]

The web process is the one that an operator runs. Posts are written by another process, as the worker or a second web
process would, through the same action as a page's; the clock starts before the action and stops when the event is
read from the connection of a listener. Every listener is another person, signed in, with a connection of their own.
Loopback only.
"""

import argparse
import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = 1.0  # seconds, at the 95th percentile
PAUSE = 0.6  # seconds between posts
PASSWORD = "many hands make light work"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--listeners", type=int, default=500)
    options.add_argument("--posts", type=int, default=30)
    options.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options.add_argument("--listen", help=argparse.SUPPRESS)  # what the process of listeners is started with
    options.add_argument("--hub", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.listen:
        asyncio.run(listen(json.loads(Path(chosen.listen).read_text())))
        return 0
    if chosen.hub:
        return hub(Path(chosen.hub), chosen.listeners, chosen.posts)
    rows = []
    for database in ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]:
        rows.append((database, run(database, chosen.listeners, chosen.posts)))
    print(f"\n| {chosen.listeners} listeners, {chosen.posts} posts | half | 95 % | 99 % | last | missed | met |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    met = True
    for database, found in rows:
        if found is None:
            print(f"| {database} | could not be started | | | | | |")
            continue
        well = found["p95"] <= TARGET and not found["missed"]
        met &= well
        times = " | ".join(f"{found[name] * 1000:.0f} ms" for name in ("p50", "p95", "p99", "last"))
        print(f"| {database} | {times} | {found['missed']} | {'yes' if well else 'no'} |")
    for database, found in rows:
        if found:
            print(
                f"\n{database}: all listened after {found['opened']:.1f} s; the web process took "
                f"{found['cpu']:.0%} of a core while posts came, and {found['memory'] / 2**20:.0f} MB."
            )
    return int(not met)


def run(database: str, listeners: int, posts: int) -> dict | None:
    """Everything on one database, in a process of its own: Django's settings are read once."""
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as folder:
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        env |= {"MANYHANDS_DATA": folder, "DJANGO_SETTINGS_MODULE": "manyhands.config.settings"}
        cluster = None
        if database == "postgresql":
            from tests.peers import postgres

            try:
                cluster = postgres.start()
            except RuntimeError as error:
                print(f"No PostgreSQL: {error}")
                return None
            env["DATABASE_URL"] = cluster.url
        try:
            words = [sys.executable, __file__, "--hub", folder, "--listeners", str(listeners), "--posts", str(posts)]
            done = subprocess.run(words, env=env, stdout=subprocess.PIPE, text=True, timeout=300)
            return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None
        finally:
            if cluster:
                cluster.stop()


def hub(folder: Path, listeners: int, posts: int) -> int:
    """Fills a hub, starts its web process and its listeners, posts, and prints what they saw as JSON."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    thread, sessions, personas = fill(listeners, posts)
    port = free_port()
    env = {**os.environ, "MANYHANDS_BASE_URL": f"http://localhost:{port}"}
    from manyhands.home.management.supervisor import web_command

    with open(folder / "log", "wb") as log:
        web = subprocess.Popen(web_command("127.0.0.1", port), env=env, stdout=log, stderr=log)
    try:
        wait_for(port, web)
        order = {"port": port, "topic": f"thread/{thread.pk.hex}", "sessions": sessions, "posts": posts}
        (folder / "order").write_text(json.dumps(order))
        raise_limit()
        words = [sys.executable, __file__, "--listen", str(folder / "order")]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd:
            opened = json.loads(crowd.stdout.readline())["opened"]
            began: dict[str, float] = {}
            before, start = cpu_of(web.pid), time.monotonic()
            for persona in personas:
                at = time.monotonic()
                began[post(thread, persona)] = at
                time.sleep(PAUSE)
            spent, memory = cpu_of(web.pid) - before, memory_of(web.pid)
            lasted = time.monotonic() - start
            crowd.stdin.write("end\n")
            crowd.stdin.flush()
            seen = json.loads(crowd.stdout.readline())
        print(json.dumps({**sums(seen, began, listeners), "opened": opened, "cpu": spent / lasted, "memory": memory}))
    finally:
        web.terminate()
        web.wait(30)
    return 0


def post(thread, persona) -> str:
    """Writes a post as somebody; returns its id."""
    from manyhands.discussions import actions

    words = "Has anybody tried this with the **library** service?"
    return str(actions.answer(thread=thread, source=words, by=persona).pk)


def sums(seen: dict[str, list[float]], began: dict[str, float], listeners: int) -> dict[str, float]:
    """Percentiles of what the listeners saw, in seconds."""
    waits = sorted(at - start for key, start in began.items() for at in seen.get(key, []))

    def at(share: float) -> float:
        return waits[min(len(waits) - 1, int(len(waits) * share))] if waits else float("inf")

    return {
        "p50": at(0.5),
        "p95": at(0.95),
        "p99": at(0.99),
        "last": at(1.0),
        "missed": len(began) * listeners - len(waits),
    }


def fill(listeners: int, posts: int):
    """A council whose people are signed in, with a thread; its thread, the sessions, and who posts."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from manyhands.core.ids import uuid7
    from manyhands.discussions import actions as discussions
    from manyhands.discussions.types import Access
    from manyhands.people import actions as people
    from manyhands.people import queries
    from manyhands.people.models import Grant, Person, Persona, PersonaLink, User
    from manyhands.people.types import Role

    organisation = people.create_organisation(name="Benchmark Council")
    lead = people.add_first_person(organisation=organisation, name="Lee", email="lee@b.example", password=PASSWORD)
    password = make_password(PASSWORD)
    users = [User(id=uuid7(), email=f"n{n}@b.example", password=password) for n in range(listeners)]
    made = [
        Person(id=uuid7(), organisation=organisation, user=user, name=f"Name {n}", email=user.email)
        for n, user in enumerate(users)
    ]
    personas = [Persona(organisation=organisation, name=each.name) for each in made]
    store = import_module(settings.SESSION_ENGINE).SessionStore
    with transaction.atomic():
        User.objects.bulk_create(users)
        Person.objects.bulk_create(made)
        Grant.objects.bulk_create([Grant(organisation=organisation, person=each, role=Role.MEMBER) for each in made])
        Persona.objects.bulk_create(personas)
        PersonaLink.objects.bulk_create(
            [
                PersonaLink(persona=persona, organisation=organisation, person=each, is_usual=True)
                for persona, each in zip(personas, made, strict=True)
            ]
        )
        sessions = []
        for user in users:
            session = store()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            sessions.append(session.session_key)
    own = queries.own_personas(lead)[0].pk
    group = discussions.create_group(
        organisation=organisation, name="Everybody", purpose="", access=Access.OPEN, by=own
    )
    first = discussions.begin_thread(
        group=group, title="Who has tried?", source="Has anybody?", is_question=True, by=own
    )
    return first.thread, sessions, [personas[n % len(personas)].pk for n in range(posts)]


async def listen(order: dict) -> None:
    """Opens every connection, says so, and until told to end notes when each post was read on each of them."""
    raise_limit()
    seen: dict[str, list[float]] = {}
    start = time.monotonic()
    readers = []
    for begin in range(0, len(order["sessions"]), 25):  # as people come, not all in one moment
        some = order["sessions"][begin : begin + 25]
        readers += await asyncio.gather(*(open_one(order, session) for session in some))
    tasks = [asyncio.create_task(note(reader, seen)) for reader, _ in readers]
    print(json.dumps({"opened": time.monotonic() - start}), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await asyncio.sleep(2)  # for the last of the last post
    for task in tasks:
        task.cancel()
    print(json.dumps(seen), flush=True)


async def open_one(order: dict, session: str):
    """One listener's connection, once the stream has begun."""
    reader, writer = await asyncio.open_connection("127.0.0.1", order["port"])
    writer.write(
        f"GET /benchmark-council/notices/live?topic={order['topic']} HTTP/1.1\r\nHost: localhost:{order['port']}\r\n"
        f"Accept: text/event-stream\r\nCookie: sessionid={session}\r\n\r\n".encode()
    )
    head = await asyncio.wait_for(reader.readuntil(b"retry: 2000"), 60)
    assert b" 200 " in head.partition(b"\r\n")[0], head[:300]
    return reader, writer


async def note(reader: asyncio.StreamReader, seen: dict[str, list[float]]) -> None:
    while line := await reader.readline():
        if line.startswith(b"data: "):
            at = time.monotonic()
            data = json.loads(line[6:])
            if data.get("kind") == "post":
                seen.setdefault(data["post"], []).append(at)


def wait_for(port: int, web: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and web.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the web process does not come up")


def raise_limit() -> None:
    """A connection is an open file."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))


def family(pid: int) -> list[int]:
    """A process and those it started."""
    found = [pid]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += family(int(stat.parent.name))
    return found


def cpu_of(pid: int) -> float:
    """Seconds that a process and its children have worked."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> int:
    """Bytes in memory."""
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
