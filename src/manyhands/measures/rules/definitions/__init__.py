"""What each figure means, for the page "how this is worked out", the JSON and docs/measures.md.

Strings are marked by `N_`, which Babel extracts, and translated when they are shown.
"""

from ...types import Definition
from .answers import ANSWERS
from .basics import BASICS
from .journey import JOURNEY
from .leaving import LEAVING
from .silos import SILOS
from .uncertainty import TOO_FEW, UNCERTAINTY

__all__ = ["DEFINITIONS", "TOO_FEW"]

DEFINITIONS: dict[str, Definition] = {
    definition.key: definition for definition in (*BASICS, *UNCERTAINTY, *LEAVING, *SILOS, *ANSWERS, *JOURNEY)
}
"""Every figure that a page, the terminal or the JSON gives, by its key there."""
