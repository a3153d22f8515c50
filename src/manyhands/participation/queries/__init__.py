"""Reading who takes part."""

from .certainty import certainty, certainty_of_places
from .facts import facts, version
from .interface import as_json, overview_as_json
from .kinds import notice_kinds
from .overview import choices, overview
from .own import own_places
from .pictures import picture
from .report import report
from .selections import selection
from .topics import TOPICS, own_part, topic
from .typed import export_person
from .words import sentences

__all__ = [
    "TOPICS",
    "as_json",
    "certainty",
    "certainty_of_places",
    "choices",
    "export_person",
    "facts",
    "notice_kinds",
    "overview",
    "overview_as_json",
    "own_part",
    "own_places",
    "picture",
    "report",
    "selection",
    "sentences",
    "topic",
    "version",
]
