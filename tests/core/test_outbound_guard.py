"""The hub connects to public addresses only, whatever a name says."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.outbound import guard

INSIDE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254",  # metadata of most clouds
    "168.63.129.16",  # Azure
    "100.64.0.1", "100.100.100.200",  # shared; Alibaba's metadata
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo for 127.0.0.1
    "", "localhost", "example.org", "0177.0.0.1", "2130706433", "127.1",
]  # fmt: skip
OUTSIDE = ["93.184.215.14", "8.8.8.8", "172.32.0.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INSIDE)
def test_inside(address):
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside(address):
    assert guard.is_public(address)


@given(st.ip_addresses(v=4))
def test_no_form_of_an_address_is_more_public_than_the_address(address):
    for form in (f"::ffff:{address}", f"64:ff9b::{address}", f"::{address}"):
        assert not guard.is_public(form) or guard.is_public(str(address))


def names(monkeypatch, *answers):
    """Makes names resolve to these lists of addresses, one for each look-up; the last one stays."""
    left = list(answers)

    def look_up(host, port, *args, **kwargs):
        if host.replace(".", "").isdigit():
            found = [host]
        else:
            found = left.pop(0) if len(left) > 1 else left[0]
        family = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in found]
        return [(f, socket.SOCK_STREAM, 6, "", (a, port)) for f, a in zip(family, found, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_name_with_one_inside_address_is_refused(monkeypatch):
    names(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(guard.NotPublic):
        guard.public_addresses("both.example", 80)
    names(monkeypatch, ["8.8.8.8", "8.8.8.8", "8.8.4.4"])
    assert guard.public_addresses("out.example", 80) == ["8.8.8.8", "8.8.4.4"]


def test_a_name_without_addresses_is_none(monkeypatch):
    names(monkeypatch, [])
    with pytest.raises(OSError, match="no address"):
        guard.public_addresses("none.example", 80)
