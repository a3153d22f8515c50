"""What every test has: a data folder of its own, one of the two databases, and no way out to the internet.

All that decides where data are kept happens while this file is imported, before Django reads its settings.
MANYHANDS_TEST_DATABASE=sqlite|postgresql chooses the database; `make test` runs the suite on both.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import hypothesis
import pytest

from tests.house import connections

pytest_plugins = ["tests.hub", "tests.browser"]

_data = Path(tempfile.mkdtemp(prefix="manyhands-test-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["MANYHANDS_DATA"] = str(_data)
for _setting in ("MANYHANDS_BASE_URL", "MANYHANDS_SECRET_KEY", "MANYHANDS_EMAIL_URL"):
    os.environ.pop(_setting, None)

_database = os.environ.get("MANYHANDS_TEST_DATABASE", "sqlite")
if _database == "sqlite":
    os.environ.pop("DATABASE_URL", None)
elif _database != "postgresql":
    raise pytest.UsageError(f"MANYHANDS_TEST_DATABASE is sqlite or postgresql, not {_database!r}")
elif "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit the address of the one cluster
    from tests.peers import postgres

    _cluster = postgres.start()
    atexit.register(_cluster.stop)
    os.environ["DATABASE_URL"] = _cluster.url

connections.guard()

# Two busy cores are no reason to fail; and whoever sees a failure in CI sees the same one at home.
hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, print_blob=True)
hypothesis.settings.load_profile("house")

# Now, so that a conftest further down may import models; and named no longer than that, so that neither xdist's
# workers nor a `manyhands` that a test starts take these settings for theirs.
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]

from tests import emptying  # noqa: E402 (Django first)

emptying.quickly()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes make no names of tests: a ZIP holds the time at which it was made, and both processes must agree."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches a database is run: the rest is the same there, and was run on SQLite."""
    if _database == "sqlite":
        return
    touching = {"db", "transactional_db", "database_name", "make_hub"}
    chosen = [
        item
        for item in items
        if item.get_closest_marker("django_db") or touching & set(getattr(item, "fixturenames", ()))
    ]
    kept = set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = chosen


@pytest.fixture(autouse=True)
def _nothing_leaves_the_machine():
    """Fails the test that tried to reach another machine, even where the code under test swallowed the refusal."""
    connections.attempts.clear()
    yield
    assert not connections.attempts, f"tried to connect to {connections.attempts}"


@pytest.fixture(autouse=True)
def _nothing_kept_between_tests():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session")
def database_name() -> str:
    """The database under test: "sqlite" or "postgresql"."""
    return _database


@pytest.fixture
def data_folder(tmp_path, settings) -> Path:
    """An empty data folder for this test alone, in the settings of this process."""
    settings.MANYHANDS_DATA = tmp_path
    settings.COLUMNS = tmp_path / "columns"
    settings.UPLOADS = tmp_path / "uploads"
    settings.UPLOADS.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = settings.UPLOADS
    return tmp_path
