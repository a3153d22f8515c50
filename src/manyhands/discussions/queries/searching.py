"""Finding messages, conversations and groups by their words, among what somebody may see."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.core.registry import Health
from manyhands.core.search import index
from manyhands.core.search.words import Part, marked, plain, snippet

from ..models import Group, Post
from ..types import Author, SoughtMessages
from .threads import author_of
from .visible import readable_ids, visible_groups, visible_posts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from manyhands.people.models import Person

NARROWED = 100  # groups: whoever may read more is rather asked of each message
LONGEST_TIME = 60  # months, likewise


class MessageHit(NamedTuple):
    """A message that was found. `title` is its thread's, `text` the piece in which the words stand."""

    id: UUID
    thread: UUID
    title: list[Part]
    text: list[Part]
    author: Author
    group: UUID
    group_name: str
    created: datetime
    is_first: bool
    is_question: bool
    answers: int
    helped: bool


class GroupHit(NamedTuple):
    """A group that was found."""

    id: UUID
    name: list[Part]
    purpose: list[Part]
    organisation: str  # "" for the reader's own
    access: str
    members: int
    readable: bool
    archived: bool


def find_messages(person: "Person", words: "Sequence[str]", sought: SoughtMessages) -> list[UUID]:
    """The ids of messages that hold all the words, best first or newest first: `core.search.index.MOST` at most.

    Three queries at most, however much there is. What is deleted or hidden is not found, nor what the person may not
    read: that is asked of each message, whatever the index says.
    """
    readable = readable_ids(person)
    if sought.group:
        readable = [each for each in readable if each == sought.group]
    if not words or not readable:
        return []
    among = visible_posts(person).filter(deleted__isnull=True, hidden__isnull=True)
    marks = [["first"]] if sought.first else []
    if sought.group:
        among = among.filter(group=sought.group)
    if len(readable) <= NARROWED:
        marks.append([f"g{each.hex}" for each in readable])
    if sought.since or sought.until:
        zone = ZoneInfo(person.organisation.zone)
        if sought.since:
            among = among.filter(created__gte=_midnight(sought.since, zone))
        if sought.until:
            among = among.filter(created__lt=_midnight(sought.until + timedelta(days=1), zone))
        marks += _months(sought.since, sought.until)
    found = index.find(among, words, marks)
    if not sought.newest:
        found.sort(key=lambda each: each[1])
    return [pk for pk, _rank in found]


def by_conversation(ids: "Sequence[UUID]") -> dict[UUID, int]:
    """Of the messages of one conversation only the first in this order, with how many others there are. One query."""
    threads = dict(Post.objects.filter(pk__among=list(ids)).values_list("id", "thread_id"))
    counts = Counter(threads.values())
    first: dict[UUID, UUID] = {}
    for pk in ids:
        if pk in threads:
            first.setdefault(threads[pk], pk)
    return {pk: counts[thread] - 1 for thread, pk in first.items()}


def message_hits(person: "Person", ids: "Sequence[UUID]", words: "Sequence[str]") -> list[MessageHit]:
    """These messages as a page shows them, in this order, without those that somebody may not read. One query."""
    rows = visible_posts(person).filter(pk__among=list(ids), deleted__isnull=True, hidden__isnull=True)
    found = {}
    for (
        pk,
        thread,
        title,
        html,
        first,
        question,
        answers,
        helped,
        group,
        name,
        across,
        created,
        *author,
    ) in rows.values_list(
        "id",
        "thread_id",
        "thread__title",
        "html",
        "is_first",
        "thread__is_question",
        "thread__answers",
        "helped",
        "group_id",
        "group__name",
        "group__across",
        "created",
        "persona_id",
        "persona__name",
        "persona__is_pseudonym",
        "persona__organisation__name",
        "persona__is_quiet",
        "persona__organisation_id",
    ):
        *who, organisation, quiet, home = author
        found[pk] = MessageHit(
            pk,
            thread,
            marked(title, words if first else ()),
            snippet(plain(html), words),
            author_of(*who, organisation if across else "", None if quiet else home),
            group,
            name,
            created,
            first,
            question,
            answers,
            helped is not None,
        )
    return [found[pk] for pk in ids if pk in found]


def find_groups(person: "Person", words: "Sequence[str]") -> list[GroupHit]:
    """The groups that somebody may know of and whose name and purpose hold all the words, best first."""
    order = {pk: place for place, (pk, rank) in enumerate(sorted(index.find(visible_groups(person), words), key=_rank))}
    readable = set(readable_ids(person)) if order else ()
    rows = visible_groups(person).filter(pk__among=list(order)).select_related("organisation")
    return (
        [
            GroupHit(
                each.pk,
                marked(each.name, words),
                snippet(each.purpose, words),
                "" if each.organisation_id == person.organisation_id else each.organisation.name,
                each.access,
                each.members,
                each.pk in readable,
                each.archived is not None,
            )
            for each in sorted(rows, key=lambda group: order[group.pk])
        ]
        if order
        else []
    )


def readable_names(person: "Person") -> list[tuple[UUID, str]]:
    """The groups whose content somebody may see, by name: what a search can be narrowed to. One query more."""
    return list(Group.objects.filter(pk__among=readable_ids(person)).order_by("name", "id").values_list("id", "name"))


def searched() -> list[tuple[str, type, int, int]]:
    """What of this room the index should hold: name, model, how many there are, how many it holds."""
    return [
        (name, model, model.get_indexed_objects().count(), index.kept(model))
        for name, model in (("groups", Group), ("messages", Post))
    ]


def index_health() -> "Iterator[Health]":
    """Whether the search index holds as many things of each kind as there are."""
    looked = searched()
    if any(there != held for _name, _model, there, held in looked):
        looked = searched()  # what was written between two counts is no fault
    for name, _model, there, held in looked:
        if there == held:
            sentence = _("It holds as many as there are: %(count)d.") % {"count": held}
        else:
            sentence = _("It holds %(held)d, and there are %(there)d. Run: manyhands search_index") % {
                "held": held,
                "there": there,
            }
        yield Health(f"search index of {name}", there == held, sentence)


def _rank(found: tuple[UUID, float]) -> float:
    return found[1]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _months(since: date | None, until: date | None) -> list[list[str]]:
    """The marks of the months between two days, one more at either end for the zone; none where that says little."""
    last = until or clock.now().date()
    if since is None or last < since:
        return []
    months = clock.months_between(clock.month_add(clock.month_of(since), -1), clock.month_add(clock.month_of(last), 1))
    return [[f"m{month}" for month in months]] if len(months) <= LONGEST_TIME else []
