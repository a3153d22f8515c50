"""What people typed, before it goes into XML, where some signs can't be written: SVG, XLSX and the metadata of PDF."""

import re
from typing import Any

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(value: Any) -> Any:
    """The value without them, in whatever lists, tuples and dictionaries it has. One of them in a picture's label would
    end the whole process: vl-convert aborts on it."""
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    if isinstance(value, dict):
        return {key: writable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [writable(each) for each in value]
    return value
