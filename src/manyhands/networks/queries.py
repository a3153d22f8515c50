"""Reading what is known of networks: sources, places, members of places, imports."""

from pathlib import Path

from .models import Import, Place
from .registry import open_export
from .types import Preview


def preview(of: Import) -> Preview:
    """What an export holds, before anything in it is read. Raises UnreadableExport."""
    with open_export(of.network, Path(of.path), of.options) as export:
        return export.preview()


def places_named(of: Import, names: list[str]) -> list[str]:
    """The external ids of an export's places, given by name or id."""
    if not names:
        return []
    wanted = set(names)
    return [place.external_id for place in preview(of).places if wanted & {place.name, place.external_id}]
