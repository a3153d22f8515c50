"""Where things are, for tests."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src" / "manyhands"
SCREENSHOTS = PROJECT / "tests" / "screenshots"
SHARED = PROJECT.parent / "shared"
"""Real data beside the project. It is not part of it, so tests that read it are skipped where it is absent."""


def shared(*parts: str) -> Path:
    """A file of the real data, such as shared("data", "slack-real-export.zip"); skips the test where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real data are not here: {'/'.join(parts)}")
    return path
