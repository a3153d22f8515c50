"""A Personal Data Server, where there is one."""

import pytest

from tests.peers import bluesky


@pytest.fixture(scope="session")
def server():
    try:
        server = bluesky.start()
    except RuntimeError as error:
        pytest.skip(str(error))
    yield server
    server.stop()
