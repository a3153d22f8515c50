"""How soon a search is answered among many messages: rare words and common ones, for who reads all and who little.

    python benchmarks/bench_search.py [messages, by default 1,000,000]

Beside it the same question in default Django style: `icontains` among what the person may read, newest first.
The words of messages are as common as those of a language (Zipf): `w0` is in nearly every message, `w4999` in few.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from itertools import islice

VOCABULARY = 5000
LENGTH = 25  # words of a message
GROUPS = 40
AT_A_TIME = 1000
MEASURED = 5000  # messages put into the index as an action does; the rest is copied in
TIMES = 5


def main(messages: int) -> None:
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as data:
        os.environ.setdefault("MANYHANDS_DATA", data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "manyhands.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        readers, writing = _fill(messages)
        print(f"{messages:,} messages; into the index {1 / writing:,.0f} a second\n")
        print("| reader | question | found | Manyhands | icontains |\n| --- | --- | --- | --- | --- |")
        for name, person in readers.items():
            for question in ("w0", "w40", "w1500", "w4990", "w3 w800", "nowhere"):
                found, took = _median(lambda person=person, question=question: _search(person, question))
                _, peer = _median(lambda person=person, question=question: _peer(person, question))
                print(f"| {name} | {question} | {found} | {took * 1000:,.0f} ms | {peer * 1000:,.0f} ms |")


def _fill(messages: int):
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from modelsearch.models import IndexEntry

    from manyhands.core import bulk, clock
    from manyhands.core.ids import uuid7
    from manyhands.core.search import index
    from manyhands.discussions import actions
    from manyhands.discussions.models import Post, Thread
    from manyhands.people import actions as people
    from manyhands.people import queries as who
    from manyhands.people.models import Person

    council = people.create_organisation(name="Benchmark Council")
    lee = people.add_first_person(organisation=council, name="Lee", email="lee@x.example", password="many hands make")
    by = who.own_persona(lee.user, council).pk
    few = people.invite(
        organisation=council, name="Ann", email="ann@x.example", roles=["member"], by=who.system_persona(council).pk
    )
    groups = [
        actions.create_group(
            organisation=council, name=f"Group {number}", purpose="", access="private" if number else "open", by=by
        )
        for number in range(GROUPS)
    ]
    rand = random.Random(3)
    weights = [1 / (place + 1) for place in range(VOCABULARY)]
    words = iter(lambda: " ".join(f"w{each}" for each in rand.choices(range(VOCABULARY), weights, k=LENGTH)), None)
    fields = ["id", "organisation", "group", "thread", "is_first", "source", "html", "length"]
    fields += ["hashtags", "mentions", "reactions", "created"]
    began = clock.now()
    writing = 0.0
    kind = ContentType.objects.get_for_model(Post).pk
    entry = ["content_type", "object_id", "title", "body", "autocomplete", "title_norm"]
    threads = []
    for group in groups:
        pk = uuid7()
        threads.append(Thread(id=pk, organisation=council, group=group, title="A title", last_post=pk, last_at=began))
    Thread.objects.bulk_create(threads)
    for start in range(0, messages, AT_A_TIME):
        rows = []
        for text in islice(words, min(AT_A_TIME, messages - start)):
            # One message in a thousand is where everybody reads.
            at = 0 if rand.random() < 0.001 else rand.randrange(1, GROUPS)
            rows.append(
                (
                    *(uuid7(), council.pk, groups[at].pk, threads[at].pk, False),
                    *(text, f"<p>{text}</p>", len(text), "[]", "[]", "{}", began),
                )
            )
        with transaction.atomic():
            bulk.insert(Post, fields, rows)
            if start < MEASURED:
                before = time.perf_counter()
                index.put(*Post.objects.filter(pk__in=[row[0] for row in rows]).select_related("thread").order_by("pk"))
                writing += time.perf_counter() - before
            else:  # what `put` writes, past it
                bulk.insert(
                    IndexEntry, entry, [(kind, str(row[0]), "", row[5], _marks(row, began), 1.0) for row in rows]
                )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    fresh = Person.objects.select_related("organisation", "user")
    return {"reads all": fresh.get(pk=lee.pk), "reads little": fresh.get(pk=few.pk)}, writing / min(messages, MEASURED)


def _marks(row, began):
    return f"g{row[2].hex} m{began:%Y%m} later"


def _search(person, question):
    from manyhands.home import queries
    from manyhands.home.types import SoughtAnywhere
    from manyhands.people.models import Person

    person = Person.objects.select_related("organisation", "user").get(pk=person.pk)
    found = queries.search_hub(person, SoughtAnywhere(question), 1)
    return f"{found.count:,}{'+' if found.more else ''}"


def _peer(person, question):
    from manyhands.discussions import queries

    found = queries.visible_posts(person).filter(deleted__isnull=True, hidden__isnull=True)
    for word in question.split():
        found = found.filter(source__icontains=word)
    return len(found.order_by("-created")[:20])


def _median(ask):
    times, found = [], None
    for _ in range(TIMES):
        before = time.perf_counter()
        found = ask()
        times.append(time.perf_counter() - before)
        if times[-1] > 5:
            break
    return found, statistics.median(times)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
