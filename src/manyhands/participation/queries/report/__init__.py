"""A report for a committee: the overview, each question beside it, and what every figure means, for one reader.

It holds what the pages show the same reader, no more and no less, and is read in their order.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.networks import queries as networks
from manyhands.ui.report import Chapter, Part, Report

from ...types import Facts, Overview, Selection
from .. import words
from ..overview import overview
from ..topics import TOPICS, topic
from .about import about, defined, promise, terms
from .chapters import of_topic
from .summary import dots, figures, more, summary

if TYPE_CHECKING:
    from manyhands.people.models import Organisation

__all__ = ["notices", "report"]


def report(facts: Facts, chosen: Selection, *, exactly: bool, of: "Organisation") -> Report:
    """The report on the months of a selection, in the language spoken now. `exactly`: for somebody who may see figures
    about one to four people; every page is marked as such."""
    shown = overview(facts, Selection(chosen.since, chosen.until), exactly=exactly)
    hands = networks.register_hands(facts.organisation, exactly=exactly)
    usage = networks.usage_reports(facts.organisation)
    topics = _topics(facts, shown)
    chapters = _once([summary(shown), *more(shown, hands, usage), *topics])
    used = ["contributors", "members", "contributions", *(["change"] if topics else [])]
    used += [part.how for chapter in chapters for part in chapter.parts]
    used += [figure.key for figure in shown.figures]
    return Report(
        title=_("Who takes part: a report for a committee"),
        organisation=of.name,
        period=words.months(*shown.period) if shown.period else _("no month to show yet"),
        made=clock.local_date(clock.now(), of.zone),
        language=(get_language() or "en").split("-")[0],
        notices=tuple(notices(exactly=exactly, made_up=of.is_demonstration)),
        promise=promise(),
        hands=dots(shown),
        figures=tuple(figures(shown)),
        chapters=tuple(chapters),
        terms=tuple(terms()),
        definitions=tuple(defined(used)),
        about=tuple(about(facts, shown)),
    )


def notices(*, exactly: bool, made_up: bool) -> Iterator[str]:
    """What stands on every page and picture that leaves the hub."""
    if made_up:
        yield _("Made up: none of this happened")
    if exactly:
        yield _("Contains figures about fewer than five people: not for publication")


def _topics(facts: Facts, shown: Overview) -> list[Chapter]:
    if not shown.contributors or shown.withheld:
        return []
    whole = not (shown.selection.since or shown.selection.until)
    note = "" if whole else _("This part is about all the time that is known, not only the months of this report.")
    return [of_topic(topic(facts, key, exactly=shown.exact), note) for key in TOPICS]


def _once(chapters: list[Chapter]) -> list[Chapter]:
    """With keys of parts that are each of one part alone: two topics may both have a section "services"."""
    return [chapter._replace(parts=tuple(_keyed(part, chapter.key) for part in chapter.parts)) for chapter in chapters]


def _keyed(part: Part, chapter: str) -> Part:
    return part if chapter in ("summary", "places", "evenly") else part._replace(key=f"{chapter}-{part.key}")
