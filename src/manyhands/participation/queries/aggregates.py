"""Our own aggregates, as everybody here may see them, and those of other councils beside them."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from manyhands.core import clock

from ..errors import NoAggregates
from ..models import CouncilFile
from ..rules.aggregates import FORMAT, VERSION, Aggregates, FileBand, FileFigures, Months, Privacy
from ..rules.calendar import Period
from ..rules.privacy import MECHANISM, MOST, noisy
from ..types import About, Facts, Overview, Selection
from . import exact
from .overview import overview, safe_of

YEAR = 12


class CouncilRow(NamedTuple):
    """A line of the table of councils. `id` None: our own."""

    id: UUID | None
    council: str
    found: Aggregates
    filename: str
    received: datetime | None


def months_of(facts: Facts, since: int | None = None, until: int | None = None) -> tuple[int, int]:
    """The months that a file is about: those asked for, widened as the plan wants; the last twelve that may be shown
    otherwise. Raises NoAggregates where there are none."""
    blocks = safe_of(facts).plan.calendar.blocks
    if not blocks:
        raise NoAggregates(_("Too few people have taken part so far: there is nothing to give to other councils yet."))
    if until is None:
        until = blocks[-1].until
    if since is None:
        since = clock.month_add(until, 1 - YEAR)
    period = safe_of(facts).plan.calendar.widen(since, until)
    if period is None:
        raise NoAggregates(_("There is nothing that may be shown in these months. Choose others."))
    return period.since, period.until


def own_aggregates(facts: Facts, name: str, since: int | None = None, until: int | None = None) -> Aggregates:
    """Our aggregates without noise: what everybody may see. Raises NoAggregates."""
    months = months_of(facts, since, until)
    shown = overview(facts, Selection(*months))
    if shown.withheld or not isinstance(shown.contributors, int) or not isinstance(shown.contributions, int):
        raise NoAggregates(
            _("Too few people took part in these months: there is nothing to give to other councils yet.")
        )
    return _file(
        name,
        Period(*(shown.period or months)),
        _figures(shown),
        [FileBand(band.low, band.high, int(band.contributors)) for band in shown.bands if _is_count(band.contributors)],
        Privacy(),
    )


def with_noise(facts: Facts, name: str, since: int, until: int, epsilon: float) -> Aggregates:
    """Our aggregates with noise drawn anew: `actions.release_with_noise` sees to it that this happens once."""
    each = safe_of(facts).counts(exact.mask(facts, Selection()), Period(since, until))
    found = noisy(each, max(len(facts.members), len(each)), epsilon)
    return _file(
        name,
        Period(since, until),
        FileFigures(contributors=found.contributors, contributions=found.contributions, members=found.members),
        [FileBand(*band) for band in found.bands],
        Privacy(epsilon=epsilon, mechanism=MECHANISM, most_contributions=MOST, within=found.within),
    )


def councils(organisation: UUID) -> list[CouncilRow]:
    """Other councils' files, by name and months."""
    rows = CouncilFile.objects.filter(organisation=organisation).order_by("council", "-until", "-since")
    return [
        CouncilRow(row.pk, row.council, msgspec.convert(row.content, Aggregates), row.filename, row.received)
        for row in rows
    ]


def _file(name: str, period: Period, figures: FileFigures, bands: list[FileBand], privacy: Privacy) -> Aggregates:
    return Aggregates(
        format=FORMAT,
        version=VERSION,
        organisation=name[:200],
        made=clock.now().date().isoformat(),
        period=Months(clock.format_month(period.since), clock.format_month(period.until)),
        figures=figures,
        bands=bands,
        privacy=privacy,
    )


def _figures(shown: Overview) -> FileFigures:
    named = {(figure.key, figure.of): figure.value for figure in shown.figures}

    def of(key: str) -> Iterator[tuple[str, float]]:
        for (each, rank), value in named.items():
            if each == key and _is_number(value):
                yield rank, round(float(value), 4)

    def alone(key: str) -> float | None:
        value = named.get((key, ""))
        return round(float(value), 4) if _is_number(value) else None

    factor = alone("absence_factor")
    return FileFigures(
        contributors=int(shown.contributors),
        contributions=int(shown.contributions),
        members=int(shown.members) if _is_count(shown.members) else None,
        contributions_about=isinstance(shown.contributions, About),
        top_shares=dict(of("top_shares")),
        gini=dict(of("gini")),
        hill=dict(of("hill")),
        evenness=alone("evenness"),
        absence_factor=None if factor is None else int(factor),
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
