"""A hub that talks: groups, threads and messages by the million, straight into the tables."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

PEOPLE = 10_000
LONG = 60  # messages in the thread that is looked at
BEGAN = datetime(2024, 1, 1, 8, tzinfo=UTC)
TAGS = ["parking", "visits", "housing", "winter", "roads", "forms", "budget", "schools"]
WORDS = "we count by hand twice a year and it takes two of us a morning what did it cost"
AT_A_TIME = 20_000


def time_id(number: int) -> UUID:
    """UUIDv7 whose order is that of the numbers: one a minute."""
    stamp = int((BEGAN + timedelta(minutes=number // 8)).timestamp() * 1000)
    return UUID(int=(stamp << 80) | (7 << 76) | (number % 4096 << 64) | (2 << 62) | number)


def fill(posts: int, groups: int, password: str):
    """A council of PEOPLE with that many messages in that many groups; returns the one who looks at them."""
    from manyhands.discussions import actions
    from manyhands.discussions.models import Follow, Group, GroupMember, Post, PostTag, Thread
    from manyhands.people import actions as people
    from manyhands.people import queries
    from manyhands.people.models import Persona

    council = people.create_organisation(name="Benchmark Council")
    lee = people.add_first_person(organisation=council, name="Lee", email="lee@benchmark.example", password=password)
    own = queries.own_persona(lee.user, council)
    rand = random.Random(7)
    authors = [own.pk, *(UUID(int=rand.getrandbits(128), version=4) for _ in range(PEOPLE - 1))]
    rows = [
        {"id": pk, "organisation": council.pk, "name": f"Colleague {at}", "actor": at + 1}
        for at, pk in enumerate(authors)
    ]
    insert(Persona, rows[1:])
    texts = [" ".join(rand.choices(WORDS.split(), k=30)) for _ in range(1000)]
    made = [
        actions.create_group(organisation=council, name=f"Group {at}", purpose="", access="open", by=own.pk)
        for at in range(groups)
    ]
    Follow.objects.filter(persona=own.pk).delete()
    threads, messages, tags, count = [], [], [], {"threads": 0, "posts": 0}
    number = 0
    state = {"long": None}

    def send() -> None:
        insert(Thread, threads)
        insert(Post, messages)
        insert(PostTag, tags)
        for each in (threads, messages, tags):
            each.clear()

    while number < posts:
        group = made[count["threads"] % groups].pk
        length = LONG if number == 0 else min(rand.choice((1, 1, 1, 2, 3)), posts - number)
        ids = [time_id(number + at) for at in range(length)]
        begins, tag = rand.choice(authors), rand.choice(TAGS)
        state["long"] = state["long"] or ids[0]
        last = BEGAN + timedelta(minutes=(number + length - 1) // 8)
        threads.append(
            {
                "id": ids[0],
                "organisation": council.pk,
                "group": group,
                "persona": begins,
                "title": f"Question {number}: how do you do it?",
                "is_question": True,
                "hashtags": json.dumps([tag]),
                "created": BEGAN + timedelta(minutes=number // 8),
                "posts": length,
                "answers": length - 1,
                "last_post": ids[-1],
                "last_at": last,
            }
        )
        for at, pk in enumerate(ids):
            words = texts[(number + at) % len(texts)]
            created = BEGAN + timedelta(minutes=(number + at) // 8)
            html = (
                f'<p class="govuk-body">{words} <a class="govuk-link" href="/-/discussions/tags/{tag}">#{tag}</a></p>'
            )
            messages.append(
                {
                    "id": pk,
                    "organisation": council.pk,
                    "group": group,
                    "thread": ids[0],
                    "persona": begins if at == 0 else rand.choice(authors[1:]),
                    "is_first": at == 0,
                    "source": words,
                    "html": html,
                    "length": len(words),
                    "hashtags": json.dumps([tag]),
                    "reactions": json.dumps({"thanks": 2} if number % 3 == 0 else {}),
                    "created": created,
                    "told": created,
                }
            )
            if at == 0:
                tags.append({"organisation": council.pk, "tag": tag, "post": pk, "group": group})
        number += length
        count["threads"] += 1
        if len(messages) > AT_A_TIME:
            send()
    send()
    Group.objects.update(members=PEOPLE, threads=count["threads"] // groups)
    insert(
        GroupMember,
        [
            {
                "id": UUID(int=rand.getrandbits(128), version=4),
                "organisation": council.pk,
                "group": made[0].pk,
                "persona": pk,
            }
            for pk in authors[1:]
        ],
    )
    follows = [("group", made[at].pk.hex) for at in range(min(10, groups))]
    follows += [("person", pk.hex) for pk in authors[1:6]] + [("tag", tag) for tag in TAGS[:4]]
    for kind, target in follows:
        Follow.objects.create(organisation_id=council.pk, persona=own, kind=kind, target=target)
    _analyse()
    return lee, made[0].pk, state["long"]


def insert(model: Any, rows: list[dict[str, Any]]) -> None:
    """Rows with some of their fields; the others have what the model gives them."""
    from django.db import transaction

    from manyhands.core import bulk

    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key and field.name not in rows[0])]
    defaults = [json.dumps(value) if isinstance(value, list | dict) else value for value in map(_default, fields)]
    names = [field.name for field in fields]
    with transaction.atomic():
        bulk.insert(model, names, list(_filled(rows, names, defaults)))


def _default(field: Any) -> Any:
    return None if field.is_relation or field.null else field.get_default()


def _filled(rows: list[dict[str, Any]], names: list[str], defaults: list[Any]) -> Iterator[list[Any]]:
    for row in rows:
        yield [row.get(name, default) for name, default in zip(names, defaults, strict=True)]


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
