"""Reading who takes part."""

from .facts import facts, version
from .interface import as_json, overview_as_json
from .overview import choices, overview
from .own import own_places
from .selections import selection
from .words import sentences

__all__ = [
    "as_json",
    "choices",
    "facts",
    "overview",
    "overview_as_json",
    "own_places",
    "selection",
    "sentences",
    "version",
]
