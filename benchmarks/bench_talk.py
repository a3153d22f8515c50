"""The pages of discussions with 1,000 messages and with 1,000,000, and beside the same pages in default Django style.

    python benchmarks/bench_talk.py [--posts 1000000] [--rounds 30] [--database sqlite|postgresql]

Two hubs of 10,000 people each, on databases of their own, are asked in turns; a page is a view's whole answer without
its frame: queries and rendering. On SQLite the processor's time, on PostgreSQL, which works in processes of its own,
that of the clock. The pages written as
Django's tutorial has them (model objects, Django's templates) are asked of the small hub, and must say the same.
"""

import argparse
import copy
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

MOST, LEAST = 1.5, 4.0
SMALL = 1_000
PASSWORD = "many hands make light work"
NAMES = ("small", "large")
PAGES = ("timeline", "group", "thread")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--posts", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--groups", type=int, default=10)
    options.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as folder:
        start(Path(folder))
        hubs, stop = databases(Path(folder), asked.database)
        try:
            return measured(hubs, asked)
        finally:
            stop()


def measured(hubs: dict[str, object], asked) -> int:
    from benchmarks.talk_generator import fill

    looked = {}
    for name, posts in (("small", SMALL), ("large", asked.posts)):
        use(hubs[name])
        began = time.perf_counter()
        looked[name] = Look(*fill(posts, asked.groups, PASSWORD))
        print(f"{posts:,} messages on {asked.database} in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    failed = False
    heads = [f"page, {asked.database}", f"{SMALL:,} messages", f"{asked.posts:,}", "ratio", "target", "default Django"]
    heads += ["times", "target", "met"]
    print(f"\n| {' | '.join(heads)} |\n{'| --- ' * len(heads)}|")
    from benchmarks import talk_peer

    for page in PAGES:
        calls = {name: looked[name].page(page) for name in hubs}
        peer = talk_peer.page(page, looked["small"])
        use(hubs["small"])
        talk_peer.same(page, calls["small"](), peer())
        small, large, other = interleaved(
            asked.rounds, (hubs["small"], calls["small"]), (hubs["large"], calls["large"]), (hubs["small"], peer)
        )
        grown, faster = large / small, other / small
        met = grown <= MOST and faster >= LEAST
        failed |= not met
        print(
            f"| {page} | {small * 1000:.2f} ms | {large * 1000:.2f} ms | {grown:.2f} × | at most {MOST} × "
            f"| {other * 1000:.2f} ms | {faster:.1f} × | at least {LEAST:.0f} × | {'yes' if met else 'no'} |"
        )
    return int(failed)


class Look:
    """Somebody who looks at the pages of one hub."""

    def __init__(self, person, group, thread) -> None:
        from manyhands.people import queries
        from manyhands.people.types import Verb

        self.person, self.group, self.thread = person, group, thread
        self.persona = queries.own_persona(person.user, person.organisation)
        self.persona.organisation = person.organisation
        # What the middleware has read before a view begins.
        queries.may(person, Verb.SEE, person.organisation)
        queries.act_as(person, self.persona)

    def page(self, name: str) -> Callable[[], str]:
        """A view's answer, without the frame round it."""
        from django.test import RequestFactory

        from manyhands.discussions.views import groups, lists, threads

        slug = self.person.organisation.slug
        views = {
            "timeline": lambda request: lists.timeline(request, slug),
            "group": lambda request: groups.group(request, slug, self.group),
            "thread": lambda request: threads.thread(request, slug, self.thread),
        }
        factory = RequestFactory(HTTP_HOST="localhost")

        def ask() -> str:
            request = factory.get("/")
            person = copy.copy(self.person)  # as the middleware finds them: nothing kept from the last request
            person.__dict__.pop("_readable_groups", None)
            request.organisation, request.person, request.persona = person.organisation, person, self.persona
            request.personas, request.htmx = [self.persona], False
            return views[name](request)

        return ask


def start(folder: Path) -> None:
    """Django in a data folder of its own, whose views answer with the content of their page."""
    import django
    from django.conf import settings

    os.environ["MANYHANDS_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "manyhands.config.settings"
    os.environ.pop("DATABASE_URL", None)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from benchmarks import talk_peer
    from django.template import engines
    from django.utils.html import SafeString
    from jinja2 import ChoiceLoader, DictLoader

    from manyhands.discussions.views import common

    env = engines["jinja2"].env
    bare = DictLoader({"ui/base.html": "{% block content %}{% endblock %}"})
    content = env.overlay(loader=ChoiceLoader([bare, env.loader]))

    def render(request, template, context, status=200):
        more = {"request": request, "organisation": request.organisation, "person": request.person}
        more |= {"may": lambda verb: True, "csrf_input": SafeString(talk_peer.TOKEN)}
        return content.get_template(template).render({**more, **context})

    common.render = render


def databases(folder: Path, kind: str) -> tuple[dict[str, object], Callable[[], None]]:
    """A connection to each of two empty hubs, and what ends them."""
    import dj_database_url
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    stop = lambda: None  # noqa: E731 (replaced where there is something to stop)
    urls = {name: f"sqlite:///{folder / name}.sqlite3" for name in NAMES}
    if kind == "postgresql":
        from tests.peers import postgres

        cluster = postgres.start()
        stop = cluster.stop
        urls = {name: f"{cluster.url.rpartition('/')[0]}/hub_{name}" for name in NAMES}
        _postgres(cluster.url, f"CREATE DATABASE hub_{NAMES[0]}")
    found = {}
    for name, url in urls.items():
        if found and kind == "postgresql":
            found[NAMES[0]].close()
            _postgres(cluster.url, f"CREATE DATABASE hub_{name} TEMPLATE hub_{NAMES[0]}")
        elif found:
            found[NAMES[0]].close()
            shutil.copy(folder / f"{NAMES[0]}.sqlite3", folder / f"{name}.sqlite3")
        one = {**connections.settings["default"], **dj_database_url.parse(url, conn_max_age=None)}
        one["OPTIONS"] = settings.DATABASES["default"].get("OPTIONS", {}) if kind == "sqlite" else {}
        connections.settings["default"] = connections.configure_settings({"default": one})["default"]
        use(connections.create_connection("default"))
        if not found:
            call_command("migrate", verbosity=0)
        found[name] = connections["default"]
    return found, stop


def _postgres(url: str, command: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(command)


def use(connection) -> None:
    from django.db import connections

    connections["default"] = connection


def interleaved(rounds: int, *calls: tuple[object, Callable[[], str]]) -> list[float]:
    """The median seconds of each, in turns: of this processor where SQLite is in the process, else of the clock."""
    clock = time.process_time if calls[0][0].vendor == "sqlite" else time.perf_counter
    taken: list[list[float]] = [[] for _ in calls]
    for number in range(rounds + 5):
        for (connection, call), seconds in zip(calls, taken, strict=True):
            use(connection)
            began = clock()
            call()
            if number >= 5:  # the first are for caches
                seconds.append(clock() - began)
    return [median(seconds) for seconds in taken]


if __name__ == "__main__":
    sys.exit(main())
