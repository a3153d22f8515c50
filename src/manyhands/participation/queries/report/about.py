"""The end of a report: its words, what its figures mean, where they come from, and what they are for."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from manyhands.measures import queries as measures
from manyhands.networks import queries as networks
from manyhands.ui import formats
from manyhands.ui.report import Defined, Term

from ...types import Facts, Overview
from .. import words
from .plain import in_words


def promise() -> str:
    return _("For people, not about people: never for performance management.")


def terms() -> Iterator[Term]:
    """What somebody who reads such a report for the first time may not know."""
    yield Term(
        _("Contribution"), _("something written, answered, shared or edited. Reading and liking are not counted.")
    )
    yield Term(_("Contributor"), _("a person who made one contribution or more in the period."))
    yield Term(_("Member"), _("a person who could take part, because they have access, or did take part."))
    yield Term(_("Network"), _("a system that people use to write to one another, such as Slack or a wiki."))
    yield Term(_("Place"), _("where it happens in a network: a group, a channel, a page."))
    yield Term(_("Service"), _("a service area or team, such as libraries or highways."))
    yield Term(
        _("Effective hands"),
        _(
            "how many people it would be if all did the same. When five of a hundred people do nearly everything, it "
            "is as if there were five."
        ),
    )
    yield Term(
        _("Needs more hands"),
        _("of a place: with fewer than four effective hands, a holiday and an illness leave one pair of hands."),
    )
    yield Term(_("Share"), _("a part of the whole, in hundredths: half of it is 50%."))
    yield Term(
        _("About, fewer than 5, not shown"),
        _("numbers of people are rounded or left out where they could point at somebody."),
    )
    yield Term("–", _("not known, or too few people to say."))


def defined(keys: Iterable[str]) -> Iterator[Defined]:
    """The definitions of those keys, each once, in the order of docs/measures.md."""
    wanted = set(keys)
    for each in measures.DEFINITIONS.values():
        if each.key in wanted:
            yield Defined(
                key=each.key,
                title=_(each.title),
                definition=_(each.definition),
                in_words=in_words(each.key),
                formula=each.formula,
                denominator=_(each.denominator),
                limits=_(each.limits),
                sources=tuple((source.citation, source.url) for source in each.sources),
            )


def about(facts: Facts, shown: Overview) -> Iterator[str]:
    """Date, period, sources, and what is left out."""
    if shown.period:
        yield _("Period: {months}, whole months.").format(months=words.months(*shown.period))
    if shown.widened:
        yield _("The months you chose would have been about too few people, so a longer time is shown.")
    if facts.networks:
        yield _("Sources: {networks}.").format(networks=", ".join(map(words.network, facts.networks)))
    latest = networks.imports(facts.organisation).filter(state="done").first()
    if latest:
        yield _("The newest of it was brought in on {date}.").format(date=formats.date(latest.created))
    yield _(
        "Counted are people: staff, councillors, residents and others. Bots and accounts that several people share are "
        "not. Manyhands keeps who contributed when and where, and not a word of what was written."
    )
    if shown.exact:
        yield _(
            "This report holds exact figures, also about fewer than five people, for a purpose that somebody stated or "
            "for the operator of the hub. Whoever passes it on answers for that purpose."
        )
    else:
        yield _(
            "No figure here is about fewer than five people. Months, groups and places are put together or left out "
            "where a number, or what is left of a whole, would be about one to four people."
        )
    yield _(
        "These figures say how participation is spread. They do not say whether it is good, whose merit it is, or what "
        "it was worth."
    )
