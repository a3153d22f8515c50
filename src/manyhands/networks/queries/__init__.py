"""Reading what is known of networks. Other rooms import from here, not from the modules inside."""

from .exports import (
    import_of,
    imports,
    members_of_places,
    network_title,
    places,
    places_named,
    preview,
    rejects,
    revision,
    sources,
    state,
    table_of,
    usage_reports,
)

__all__ = [
    "import_of",
    "imports",
    "members_of_places",
    "network_title",
    "places",
    "places_named",
    "preview",
    "rejects",
    "revision",
    "sources",
    "state",
    "table_of",
    "usage_reports",
]
