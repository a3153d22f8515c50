"""What exports brought: sources, places, members of places; and the imports themselves."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import numpy as np
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from ..models import Import, Place, PlaceMember, RejectedRecord, Source, State, UsageReport
from ..registry import NETWORKS, open_export
from ..types import HUB, FieldToMatch, ImportLine, ImportRow, NetworksState, Preview, TablePreview, UsageRow

# Put together once, which takes a third as long as asking the database for a page of them.
LINES = Import.objects.order_by("-created", "-id").values_list(*ImportLine._fields, named=True)


def preview(import_id: UUID) -> Preview:
    """What an export holds, before anything in it is read. Raises UnreadableExport."""
    of = Import.objects.get(pk=import_id)
    with open_export(of.network, Path(of.path), of.options) as export:
        return export.preview()


def table_of(import_id: UUID) -> TablePreview | None:
    """The columns of an import that is a table, where somebody has to match them and has not yet; else None."""
    of = Import.objects.get(pk=import_id)
    if not NETWORKS[of.network].matches_columns or of.options.get("columns"):
        return None
    with open_export(of.network, Path(of.path), of.options) as export:
        table = export.table
        if not table.to_match:
            return None
        fields = tuple(FieldToMatch(field.name, field.title, field.needed) for field in table.fields)
        return TablePreview(table.columns, table.sample, table.proposed, fields)


def places_named(import_id: UUID, names: list[str]) -> list[str]:
    """The external ids of an export's places, given by name or id."""
    if not names:
        return []
    wanted = set(names)
    return [place.external_id for place in preview(import_id).places if wanted & {place.name, place.external_id}]


def places(organisation: UUID) -> Iterator[tuple[str, str, str, str, bool, bool]]:
    """Places as figures need them: hex id, name, network, hex source, closed, whether members are known."""
    rows = Place.objects.filter(organisation=organisation, source__isnull=False, left_out=False).order_by("name", "id")
    for pk, name, network, source, closed, known in rows.values_list(
        "id", "name", "network", "source_id", "closed", "members_known"
    ):
        yield pk.hex, name, network, source.hex, closed, known


def left_out_places(organisation: UUID) -> list[str]:
    """Hex ids of places whose activity is not to be read, nor counted where it was read before."""
    rows = Place.objects.filter(organisation=organisation, left_out=True).values_list("id", flat=True)
    return [pk.hex for pk in rows]


def sources(organisation: UUID) -> dict[str, str]:
    """Hex ids of sources, and the network of each."""
    rows = Source.objects.filter(organisation=organisation).values_list("id", "network")
    return {pk.hex: network for pk, network in rows}


def members_of_places(organisation: UUID) -> tuple[list[str], np.ndarray]:
    """Who belongs where: hex ids of places, and beside them the actors."""
    rows = list(PlaceMember.objects.filter(organisation=organisation).values_list("place_id", "actor"))
    hexes = {pk: pk.hex for pk in {place for place, _ in rows}}
    return [hexes[place] for place, _ in rows], np.array([actor for _, actor in rows], np.int64)


def revision(organisation: UUID) -> str:
    """Changes whenever places or their members may have."""
    facts = Import.objects.filter(organisation=organisation).aggregate(Max("ended"), Count("id"))
    return f"{facts['ended__max']}/{facts['id__count']}"


def imports(organisation: UUID) -> QuerySet:
    """An organisation's imports, newest first, each with the fields of an ImportLine."""
    return LINES.filter(organisation=organisation)


def import_of(organisation: UUID, import_id: UUID) -> ImportRow | None:
    """One import of this organisation."""
    row = Import.objects.filter(organisation=organisation, pk=import_id).values_list(*ImportRow._fields).first()
    return row and ImportRow._make(row)


def rejects(import_id: UUID, most: int | None = None) -> Iterator[RejectedRecord]:
    """Records of an import that could not be read, in the order of the file."""
    chosen = RejectedRecord.objects.filter(of=import_id).order_by("id")
    return (chosen[:most] if most else chosen).iterator()


def state(organisation: UUID) -> NetworksState:
    """What an organisation has brought in so far, for what to do next; in one query each."""
    latest = imports(organisation).exclude(state=State.CANCELLED).first()
    return NetworksState(
        has_activity=Source.objects.filter(organisation=organisation, imports__read__gt=0).exists(),
        in_register=Place.objects.filter(organisation=organisation, in_register=True).count(),
        latest=latest,
    )


def network_title(name: str) -> str:
    """What people call a network."""
    if name == HUB:
        return _("This hub")
    return _(NETWORKS[name].title) if name in NETWORKS else name


def usage_reports(organisation: UUID) -> list[UsageRow]:
    """The newest report on use of each source that has one."""
    newest: dict[UUID, UsageRow] = {}
    rows = UsageReport.objects.filter(organisation=organisation).order_by("report_date", "days")
    for source, *row in rows.values_list("source_id", "source__network", *UsageRow._fields[1:]):
        newest[source] = UsageRow(*row)
    return list(newest.values())
