"""Which machines mail may go to, and what a mail server's refusal means."""

import socket

import pytest

from manyhands.core.outbound import mail
from manyhands.core.outbound.addresses import may_connect

pytestmark = pytest.mark.files


@pytest.mark.parametrize("address", ["169.254.169.254", "224.0.0.1", "0.0.0.0", "fe80::1", "::ffff:169.254.169.254"])
def test_some_addresses_are_never_connected_to(address):
    assert not may_connect(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.5", "192.168.1.1", "::1", "192.0.2.1"])
def test_the_operators_own_network_may_be(address):
    assert may_connect(address)


def test_a_name_that_stands_for_a_forbidden_one_is_not_connected_to(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 25))]
    monkeypatch.setattr("manyhands.core.outbound.addresses.socket.getaddrinfo", lambda *a, **k: found)
    with pytest.raises(mail.Unreachable, match="no address that may be connected to"):
        mail.Post(mail.Server.of("smtp://mail.example.org")).open()


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example.org:25"])
def test_an_address_of_a_server_that_is_none(url):
    with pytest.raises(ValueError, match="begins with"):
        mail.Server.of(url)


def test_passwords_may_have_any_characters():
    server = mail.Server.of("smtps://jo%40x.example:a%2Fb@mail.example.org")
    assert (server.user, server.password, server.port) == ("jo@x.example", "a/b", 465)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (550, "5.1.1 unknown user", True),
        (550, "5.1.10 recipient not found", True),
        (550, "5.2.1 disabled", True),
        (550, "5.7.1 blocked", False),
        (552, "5.2.2 mailbox full", False),
        (550, "no such user here", True),
        (554, "no", False),
    ],
)
def test_which_refusals_mean_that_an_address_does_not_exist(code, text, expected):
    assert mail.no_such_address(code, text) is expected
