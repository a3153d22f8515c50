"""The documented JSON of participation (docs/json.md): what programs may rely on."""

from typing import Any

from manyhands.core import clock
from manyhands.measures import queries as measures
from manyhands.measures.types import Figures

from ..rules.certainty import Certainty, Changed, Interval, Name
from ..types import FEW, HELD, Facts, Overview, Selection
from . import exact
from .certainty import certainty
from .overview import overview

DIGITS = 4


def as_json(facts: Facts, chosen: Selection) -> dict[str, Any]:
    """Exact figures of a selection, in the documented form."""
    found = exact.figures(facts, chosen)
    return {
        **figures_as_json(found),
        "trend": [
            {
                "month": clock.format_month(row.since),
                "contributors": row.contributors,
                "contributions": row.contributions,
            }
            for row in exact.trend(facts, chosen)
        ],
        "places": [
            {
                "place": row.place.name,
                "network": row.place.network,
                "members": row.members,
                "contributors": row.contributors,
                "contributions": row.contributions,
                "top_share": rounded(row.top_share),
                "absence_factor": row.absence_factor,
                "effective_hands": rounded(row.effective_hands),
                "last_activity": None if row.last is None else str(row.last),
                "closed": row.place.closed,
                "hangs_on_one_person": row.hangs_on_one,
                "needs_more_hands": row.needs_more_hands,
            }
            for row in exact.places(facts, chosen)
        ],
        "period": period(facts, chosen),
        **certainty_as_json(certainty(facts, overview(facts, chosen, exactly=True))),
        "definitions": definitions(),
    }


def figures_as_json(found: Figures) -> dict[str, Any]:
    return {
        "members": found.members,
        "contributors": found.contributors,
        "contributions": found.contributions,
        "top_shares": {rank: rounded(share) for rank, share in found.top_shares.items()},
        "gini": {of: rounded(value) for of, value in found.gini.items()},
        "hill": {order: rounded(value) for order, value in found.hill.items()},
        "evenness": rounded(found.evenness),
        "absence_factor": found.absence_factor,
        "needs_more_hands": found.needs_more_hands,
        "bands": [band._asdict() for band in found.bands],
    }


def period(facts: Facts, chosen: Selection) -> dict[str, str | None]:
    """The first and last month, both included: those asked for, else those there are."""
    since = chosen.since or (int(facts.month.min()) if len(facts) else None)
    until = chosen.until or (int(facts.month.max()) if len(facts) else None)
    return {
        "since": since and clock.format_month(since),
        "until": until and clock.format_month(until),
    }


def definitions() -> dict[str, dict[str, Any]]:
    return {
        key: {
            "title": definition.title,
            "definition": definition.definition,
            "formula": definition.formula,
            "denominator": definition.denominator,
            "sources": [source.url for source in definition.sources],
        }
        for key, definition in measures.DEFINITIONS.items()
    }


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def certainty_as_json(sure: Certainty) -> dict[str, Any]:
    """Intervals and changes under the names that their figures have."""

    def months(of: tuple[int, int] | None) -> dict[str, str] | None:
        return None if of is None else {"since": clock.format_month(of[0]), "until": clock.format_month(of[1])}

    return {
        "intervals": _by_name({name: _interval(found) for name, found in sure.intervals.items()}),
        "change": {
            "after": months(sure.after),
            "before": months(sure.before),
            **_by_name({name: _changed(found) for name, found in sure.changes.items()}),
        },
    }


def _by_name(found: dict[Name, dict[str, Any]]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for (key, of), value in found.items():
        if of:
            named.setdefault(key, {})[of] = value
        else:
            named[key] = value
    return named


def _interval(found: Interval) -> dict[str, Any]:
    if found.reason:
        return {"too_few_to_say": found.reason}
    return {"low": rounded(found.low), "high": rounded(found.high), "level": measures.LEVEL}


def _changed(found: Changed) -> dict[str, Any]:
    ends = {} if found.low is None else {"low": rounded(found.low), "high": rounded(found.high)}
    return {
        "before": rounded(found.before),
        "difference": rounded(found.difference),
        **ends,
        "beyond_chance": found.beyond_chance,
    }


def overview_as_json(shown: Overview, sure: Certainty | None = None) -> dict[str, Any]:
    """What a reader may see, in the documented form. A number about one to four people is "fewer than 5"."""

    def cell(value):
        if value in (FEW, HELD):
            return "fewer than 5" if value == FEW else "not shown"
        return rounded(value) if isinstance(value, float) else value

    figures: dict[str, Any] = {"top_shares": {}, "gini": {}, "hill": {}, "evenness": None, "absence_factor": None}
    for figure in shown.figures:
        if figure.of:
            figures[figure.key][figure.of] = cell(figure.value)
        else:
            figures[figure.key] = cell(figure.value)
    return {
        "exact": shown.exact,
        "withheld": shown.withheld,
        "members": cell(shown.members),
        "contributors": cell(shown.contributors),
        "contributions": cell(shown.contributions),
        **figures,
        "bands": [{"low": b.low, "high": b.high, "contributors": cell(b.contributors)} for b in shown.bands],
        "trend": [
            {
                "since": clock.format_month(row.since),
                "until": clock.format_month(row.until),
                "contributors": cell(row.contributors),
                "contributions": cell(row.contributions),
            }
            for row in shown.trend
        ],
        "places": [
            {
                "place": row.place.name,
                "network": row.place.network,
                "members": cell(row.members),
                "contributors": cell(row.contributors),
                "contributions": cell(row.contributions),
                "effective_hands": cell(row.effective_hands),
                "top_share": cell(row.top_share),
                "absence_factor": cell(row.absence_factor),
                "last_activity": last_as_text(row.last),
                "closed": row.place.closed,
                "needs_more_hands": row.needs_more_hands,
            }
            for row in shown.places
        ],
        "period": {
            "since": clock.format_month(shown.period[0]) if shown.period else None,
            "until": clock.format_month(shown.period[1]) if shown.period else None,
        },
        **({} if sure is None else certainty_as_json(sure)),
        "definitions": definitions(),
    }


def last_as_text(last: int | str | None) -> str | None:
    """A month (201607) or a day as text."""
    return clock.format_month(last) if isinstance(last, int) else last
