"""The guard of tests/house/connections.py holds."""

import socket

import pytest

from tests.house import connections
from tests.paths import SOURCE


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "example.org", b"example.org", "2001:db8::1", "0.0.0.0", "127.0.0.1.nip.io"]
)
def test_other_machines_are_out_of_reach(host):
    with socket.socket() as s:
        with pytest.raises(connections.ConnectionOut):
            s.connect((host, 80))
        with pytest.raises(connections.ConnectionOut):
            s.connect_ex((host, 80))
    with pytest.raises(connections.ConnectionOut):
        socket.getaddrinfo(host, 80)
    assert len(connections.attempts) == 3  # noted, in case the code under test swallows the refusal
    connections.attempts.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_within_reach(host):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((host, port), timeout=5) as client:
            assert client.getpeername()[1] == port
    assert not connections.attempts


@pytest.mark.parametrize(
    ("file", "may"),
    [
        ("core/outbound/web.py", True),
        ("home/management/supervisor.py", True),
        ("core/outbound.py", False),
        ("discussions/jobs.py", False),
        ("people/actions/access.py", False),
    ],
)
def test_of_our_code_only_the_outbound_connects(file, may):
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = {"socket": socket, "port": server.getsockname()[1]}
        connects = compile(
            "socket.create_connection(('127.0.0.1', port), timeout=5).close()", str(SOURCE / file), "exec"
        )
        if may:
            exec(connects, here)
        else:
            with pytest.raises(connections.NotByOutbound):
                exec(connects, here)
            assert connections.attempts == [str(SOURCE / file)]  # noted, in case a refusal is swallowed
            connections.attempts.clear()


def test_the_nearest_file_of_ours_counts():
    """A job that calls core.outbound is not what connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = {"socket": socket, "port": server.getsockname()[1]}
        inner = "def get():\n    socket.create_connection(('127.0.0.1', port), timeout=5).close()"
        exec(compile(inner, str(SOURCE / "core/outbound/web.py"), "exec"), here)
        exec(compile("get()", str(SOURCE / "discussions/jobs.py"), "exec"), here)
