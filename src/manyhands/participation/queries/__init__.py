"""Reading who takes part."""

from .facts import facts, version
from .interface import as_json
from .selections import choices, selection

__all__ = ["as_json", "choices", "facts", "selection", "version"]


def headline(organisation):
    from ..types import Headline

    return Headline(["soon"], "soon", 5)
