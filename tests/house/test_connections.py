"""The guard of tests/house/connections.py holds."""

import socket
import threading

import pytest

from tests.house import connections


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "example.org", b"example.org", "2001:db8::1", "0.0.0.0", "127.0.0.1.nip.io"]
)
def test_other_machines_are_out_of_reach(host):
    with pytest.raises(connections.ConnectionOut), socket.socket() as s:
        s.settimeout(0.1)
        s.connect((host, 80))
    with pytest.raises(connections.ConnectionOut), socket.socket() as s:
        s.connect_ex((host, 80))
    with pytest.raises(connections.ConnectionOut):
        socket.getaddrinfo(host, 80)
    assert len(connections.attempts) == 3  # noted, in case the code under test swallows the refusal
    connections.attempts.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_within_reach(host):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=server.accept, daemon=True).start()
        with socket.create_connection((host, server.getsockname()[1]), timeout=5) as client:
            assert client.getpeername()[1] == server.getsockname()[1]
    assert not connections.attempts
