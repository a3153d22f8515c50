"""Pages from outside, asked of a real server on this machine; and what is never asked for."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from manyhands.core.outbound import guard, web
from tests.house import connections

from .test_outbound_guard import names

BY = web.agent("https://hub.example")
PAGE = b"<title>A page</title>"


class Site(BaseHTTPRequestHandler):
    """Answers as `answers[path]` says: status, headers and body, or a function."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.answers.get(self.path, (404, {}, b""))
        if callable(answer):
            return answer(self)
        status, headers, body = answer
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        server.answers, server.asked = {"/": (200, {}, PAGE)}, []
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def site(server, monkeypatch):
    """The server, taken for one on the public internet."""
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(web, "PORTS", {80, 443, server.server_port})
    return server


def test_a_page_is_fetched_by_who_says_so(site):
    answer = web.get(f"{site.url}/", by=BY)
    assert answer == web.Answer(f"{site.url}/", 200, "text/html", "utf-8", PAGE)
    ((_path, headers),) = site.asked
    assert headers["User-Agent"].startswith("Manyhands/")
    assert "https://hub.example" in headers["User-Agent"]
    assert headers["Accept-Encoding"] == "identity"


def test_the_servers_own_address_is_not_public(server, monkeypatch):
    monkeypatch.setattr(web, "PORTS", {server.server_port})
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"):
        connections.attempts.clear()
        with pytest.raises((guard.NotPublic, web.Unreachable, connections.ConnectionOut)):
            web.get(f"http://{host}:{server.server_port}/", by=BY)
    connections.attempts.clear()
    assert not server.asked


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "//a.example/", "http://", "a.example", "",
     "http://a.example:22/", "http://a.example:6379/", "http://user:word@a.example/", "http://a.example:x/",
     "http://[::1/"],
)  # fmt: skip
def test_what_is_no_public_page_is_not_even_looked_up(url, monkeypatch):
    monkeypatch.setattr(guard, "public_addresses", lambda *args: pytest.fail("looked up"))
    with pytest.raises(guard.NotPublic):
        web.get(url, by=BY)


def test_redirects_are_followed_and_looked_at(site):
    site.answers |= {"/a": (302, {"Location": "/b"}, b""), "/b": (301, {"Location": f"{site.url}/"}, b"")}
    assert web.get(f"{site.url}/a", by=BY).url == f"{site.url}/"
    for inside in ("http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "//[::1]/"):
        site.answers["/in"] = (302, {"Location": inside}, b"")
        with pytest.raises(guard.NotPublic):
            web.get(f"{site.url}/in", by=BY)


def test_a_page_that_leads_to_itself_ends(site):
    site.answers["/a"] = (302, {"Location": "/a"}, b"")
    with pytest.raises(web.Unreachable):
        web.get(f"{site.url}/a", by=BY)
    assert len(site.asked) == web.REDIRECTS + 1


def test_the_address_that_was_looked_at_is_the_one_connected_to(server, monkeypatch):
    """DNS rebinding: the first answer is public, each later one is this machine."""
    monkeypatch.setattr(web, "PORTS", {server.server_port})
    names(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    with pytest.raises(connections.ConnectionOut):
        web.get(f"http://rebind.example:{server.server_port}/", by=BY)
    assert connections.attempts == ["8.8.8.8"]
    connections.attempts.clear()
    assert not server.asked


def test_whom_it_is_connected_to_in_the_end_is_looked_at_too(server, monkeypatch):
    monkeypatch.setattr(web, "PORTS", {server.server_port})
    monkeypatch.setattr(guard, "public_addresses", lambda host, port: ["127.0.0.1"])  # as if something lay in between
    with pytest.raises(guard.NotPublic):
        web.get(f"http://name.example:{server.server_port}/", by=BY)
    assert not server.asked


def test_a_large_page_is_cut_off(site):
    site.answers["/large"] = (200, {}, b"x" * 3_000_000)
    assert len(web.get(f"{site.url}/large", by=BY, most=100_000).body) == 100_000


def test_other_kinds_of_file_are_not_read(site):
    site.answers["/film"] = (200, {"Content-Type": "video/mp4"}, b"x" * 100)
    assert web.get(f"{site.url}/film", by=BY)[2:] == ("video/mp4", "", b"")


def test_what_is_packed_is_not_unpacked(site):
    site.answers["/bomb"] = (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b")
    assert web.get(f"{site.url}/bomb", by=BY).body == b""


@pytest.mark.parametrize("in_the_head", [False, True])
def test_a_slow_page_is_given_up(site, monkeypatch, in_the_head):
    monkeypatch.setattr(web, "ALL_SECONDS", 0.3)
    gone = threading.Event()

    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        if in_the_head:
            handler.flush_headers()
        else:
            handler.end_headers()
        while not gone.wait(0.05):
            try:
                handler.wfile.write(b"x")
            except OSError:
                return

    site.answers["/slow"] = drip
    began = time.monotonic()
    with pytest.raises(web.Unreachable):
        web.get(f"{site.url}/slow", by=BY)
    gone.set()
    assert time.monotonic() - began < 5


def test_nobody_there_is_said_plainly(site, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setattr(web, "PORTS", {port})
    with pytest.raises(web.Unreachable, match="did not answer"):
        web.get(f"http://127.0.0.1:{port}/", by=BY)


def test_no_cookies_are_carried(site):
    site.answers["/"] = (200, {"Set-Cookie": "a=b"}, PAGE)
    web.get(f"{site.url}/", by=BY)
    web.get(f"{site.url}/", by=BY)
    assert all("Cookie" not in headers for _path, headers in site.asked)


def test_robots_are_heard():
    robots = "User-agent: Manyhands\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n"
    assert web.robots_allow(robots, "https://a.example/x", BY)
    assert not web.robots_allow(robots, "https://a.example/private/x", BY)
    assert not web.robots_allow("User-agent: *\nDisallow: /", "https://a.example/x", BY)
    assert web.robots_allow("", "https://a.example/x", BY)
