"""Aggregates to compare councils by: other councils' files, and our own with noise."""

from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.people import actions as people
from manyhands.people.errors import NotPossible

from ..errors import NoAggregates, UnreadableAggregates
from ..models import CouncilFile, NoisyRelease
from ..queries import aggregates as own
from ..rules.aggregates import Aggregates, Refused, read
from ..rules.privacy import LARGEST, SMALLEST, NoOpenDP
from ..types import Facts

MOST_FILES = 500


def keep_council_file(*, organisation: UUID, filename: str, content: bytes, by: UUID) -> CouncilFile:
    """Keeps another council's aggregates; those of the same council and months are replaced.

    Raises UnreadableAggregates with a sentence, and then nothing is kept.
    """
    try:
        found = read(content)
    except Refused as refused:
        raise UnreadableAggregates(refusal(refused), reason=refused.key) from None
    with transaction.atomic():
        rows = CouncilFile.objects.filter(organisation=organisation)
        if rows.count() >= MOST_FILES:
            raise NotPossible(_("There are 500 files already. Remove some that are old."))
        row, _new = CouncilFile.objects.update_or_create(
            organisation_id=organisation,
            council=found.organisation,
            since=clock.parse_month(found.period.since),
            until=clock.parse_month(found.period.until),
            defaults={
                "content": msgspec.to_builtins(found),
                "filename": filename[-255:],
                "by": by,
                "received": clock.now(),
            },
        )
        people.record(organisation=organisation, by=by, verb="keep_council_file", object=row.pk.urn)
    return row


def remove_council_file(*, organisation: UUID, file: UUID, by: UUID) -> None:
    """Removes a council's file. Raises NotPossible when it is gone."""
    with transaction.atomic():
        if not CouncilFile.objects.filter(organisation=organisation, pk=file).delete()[0]:
            raise NotPossible(_("That file has been removed already."))
        people.record(organisation=organisation, by=by, verb="remove_council_file", object=file.urn)


def release_with_noise(
    *, facts: Facts, name: str, epsilon: float, by: UUID, since: int | None = None, until: int | None = None
) -> Aggregates:
    """Our aggregates with noise for these months; the same file again where it was made before.

    A month is part of one such file alone: noise that is drawn anew would average out. Raises NoAggregates.
    """
    if not SMALLEST <= epsilon <= LARGEST:
        raise NoAggregates(_("Choose an ε from 0.1 (much noise) to 3 (little)."))
    since, until = own.months_of(facts, since, until)
    with transaction.atomic():
        before = NoisyRelease.objects.filter(organisation=facts.organisation, since__lte=until, until__gte=since)
        for release in before.select_for_update():
            if (release.since, release.until, release.epsilon) == (since, until, epsilon):
                return msgspec.convert(release.content, Aggregates)
            raise NoAggregates(
                _(
                    "A file with ε = {epsilon} was made for {since} to {until}. A month can be in one such file "
                    "only: use that one, or choose later months."
                ).format(
                    epsilon=f"{release.epsilon:g}",
                    since=clock.format_month(release.since),
                    until=clock.format_month(release.until),
                )
            )
        try:
            found = own.with_noise(facts, name, since, until, epsilon)
        except NoOpenDP:
            raise NoAggregates(
                _("Noise needs OpenDP, which is not installed here. Ask for: pip install manyhands[privacy]")
            ) from None
        NoisyRelease.objects.create(
            organisation_id=facts.organisation,
            since=since,
            until=until,
            epsilon=epsilon,
            content=msgspec.to_builtins(found),
            by=by,
            recorded=clock.now(),
        )
        people.record(
            organisation=facts.organisation, by=by, verb="release_with_noise", object=f"{since} {until} {epsilon:g}"
        )
    return found


def refusal(refused: Refused) -> str:
    """Why a file is not taken, and what to do."""
    sentences = {
        "size": _("This file is too large to be aggregates, which have a few thousand characters."),
        "json": _("This is not a JSON file. Choose the aggregates.json that the other council downloaded."),
        "other": _("This JSON is not a file of aggregates. Ask the other council for its aggregates.json."),
        "newer": _(
            "This file is of version {detail}, which is not known here. Update Manyhands, or ask for version 1."
        ),
        "form": _("This file is damaged or was changed: look at {detail}. Ask the other council for it again."),
        "months": _("The first month of this file is after its last. Ask the other council for it again."),
        "few": _("This file says something about fewer than five people ({detail}), so nothing of it was kept."),
        "sums": _("The numbers of this file do not fit together ({detail}). Ask the other council for it again."),
    }
    return sentences[refused.key].format(detail=refused.detail or "?")
