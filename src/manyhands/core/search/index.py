"""Finding things by their words: modelsearch keeps the index, we keep it in step and ask it.

What is found is looked for among what the reader may see, in the same query: the index alone opens nothing.

modelsearch's own queries are not used, for three reasons: on SQLite they compare ids with and without dashes and find
no UUID; each change of one row makes them measure all titles; and they rank everything that matches, so that a common
word takes seconds among a million. Here the newest of what matches is found first, as many as a reader will turn to.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import QuerySet
from modelsearch.conf import get_app_config

from .words import BEGINNING

MOST = 1000  # found; of more the newest
AT_A_TIME = 1000
TITLE_WEIGHT = 4.0  # of a word in the title, beside 1 for one in the text
FTS = "modelsearch_indexentry_fts"


def SearchBackend(params: dict[str, Any]) -> Any:
    """modelsearch's backend for the database in use, but that adding a row doesn't measure the titles of all."""
    if connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres.postgres import PostgresIndex as Index
        from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend as Backend
    else:
        from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex as Index
        from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend as Backend

    class Unmeasured(Index):
        def _refresh_title_norms(self, full: bool = False) -> None:
            pass

    backend = Backend(params)
    backend.index_class = Unmeasured
    return backend


def put(*things: models.Model) -> None:
    """Makes things of one model found, by what they say now. In the caller's transaction."""
    if things:
        SearchBackend({"SEARCH_CONFIG": "simple"}).add_bulk(type(things[0]), things)


def take(model: type[models.Model], ids: Iterable[UUID]) -> int:
    """Makes things found no more; returns how many were. In the caller's transaction."""
    keys = [str(pk) for pk in ids]
    entries = _entries(model)
    gone = 0
    for start in range(0, len(keys), AT_A_TIME):
        gone += entries.filter(object_id__in=keys[start : start + AT_A_TIME])._raw_delete(connection.alias)
    return gone


def find(
    among: QuerySet, words: Sequence[str], marks: Sequence[Sequence[str]] = (), limit: int = MOST
) -> list[tuple[UUID, float]]:
    """Ids and ranks (the lowest is best) of what is `among` these and holds all the words, newest first: one query.

    `marks`: of each of these sets it must have one.
    """
    if not words:
        return []
    table = among.model._meta.db_table
    key = "replace(entry.object_id, '-', '')" if connection.vendor == "sqlite" else "entry.object_id::uuid"
    within, given = among.order_by().extra(where=[f"{table}.id = {key}"]).values("pk").query.sql_with_params()
    kind = ContentType.objects.get_for_model(among.model).pk
    ask = _ask_sqlite if connection.vendor == "sqlite" else _ask_postgresql
    sql, before, after = ask(words, marks)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.format(within=f"entry.content_type_id = %s AND EXISTS ({within})", limit=int(limit)),
            [*before, kind, *given, *after],
        )
        return [(UUID(pk), rank) for pk, rank in cursor.fetchall()]


def tidy(model: type[models.Model], *, anew: bool = False) -> tuple[int, int]:
    """Puts in what is missing and takes out what should not be there; returns how many of each. `anew`: all of it.

    Takes portions in the order of ids, each in a transaction of its own, so that others go on writing.
    """
    if anew:
        _entries(model)._raw_delete(connection.alias)
    right: QuerySet = model.get_indexed_objects()  # type: ignore[attr-defined]  # Indexed has it
    came = went = 0
    latest: UUID | None = None
    while True:
        page = right.order_by("pk") if latest is None else right.filter(pk__gt=latest).order_by("pk")
        ids = list(page.values_list("pk", flat=True)[:AT_A_TIME])
        if not ids:
            break
        latest = ids[-1]
        with transaction.atomic():
            there = set(_entries(model).filter(object_id__in=list(map(str, ids))).values_list("object_id", flat=True))
            missing = [pk for pk in ids if str(pk) not in there]
            put(*right.filter(pk__in=missing).order_by("pk"))
            came += len(missing)
    after = 0
    while entries := list(
        _entries(model).filter(pk__gt=after).order_by("pk")[:AT_A_TIME].values_list("pk", "object_id")
    ):
        after = entries[-1][0]
        known = set(right.filter(pk__in=[UUID(pk) for _, pk in entries]).values_list("pk", flat=True))
        went += take(model, [UUID(pk) for _, pk in entries if UUID(pk) not in known])
    return came, went


def kept(model: type[models.Model]) -> int:
    """How many things of a model the index holds."""
    return _entries(model).count()


def _entries(model: type[models.Model]) -> QuerySet:
    entries = get_app_config().get_model("IndexEntry")._default_manager
    return entries.filter(content_type=ContentType.objects.get_for_model(model))


def _ask_sqlite(words: Sequence[str], marks: Sequence[Sequence[str]]) -> tuple[str, list[str], list[str]]:
    """Words are letters and digits alone (`words.words_of`), so that none of them says anything to FTS5."""
    # The title's words are in the body too; that they are looked for there as well lets them weigh more.
    parts = [f'{{title body}} : ("{word}"{" *" if len(word) >= BEGINNING else ""})' for word in words]
    parts += ["autocomplete : (" + " OR ".join(f'"{mark}"' for mark in some) + ")" for some in marks]
    sql = (
        f"SELECT entry.object_id, bm25({FTS}, 0.0, 1.0, {TITLE_WEIGHT}) FROM {FTS}"
        # CROSS: words first. With statistics SQLite would rather go through all entries.
        f" CROSS JOIN modelsearch_indexentry AS entry ON entry.id = {FTS}.rowid"
        f" WHERE {FTS} MATCH %s AND {{within}} ORDER BY {FTS}.rowid DESC LIMIT {{limit}}"
    )
    return sql, [" AND ".join(parts)], []


def _ask_postgresql(words: Sequence[str], marks: Sequence[Sequence[str]]) -> tuple[str, list[str], list[str]]:
    asked = " & ".join(f"{word}:*" if len(word) >= BEGINNING else word for word in words)
    narrowed = "".join(" AND entry.autocomplete @@ to_tsquery('simple', %s)" for _ in marks)
    # Ranked are only those that are shown, not all that match.
    rank = f"ts_rank(newest.body, asked) + {TITLE_WEIGHT} * ts_rank(newest.title, any_of)"
    sql = (
        f"SELECT object_id, -({rank}) FROM (SELECT entry.id, entry.object_id, entry.title, entry.body"
        " FROM modelsearch_indexentry AS entry"
        f" WHERE entry.body @@ to_tsquery('simple', %s){narrowed} AND {{within}}"
        " ORDER BY entry.id DESC LIMIT {limit}) AS newest,"
        " to_tsquery('simple', %s) AS asked, to_tsquery('simple', %s) AS any_of ORDER BY newest.id DESC"
    )
    return sql, [asked, *(" | ".join(some) for some in marks)], [asked, asked.replace(" & ", " | ")]
