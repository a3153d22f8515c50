"""Bluesky's own Personal Data Server for tests: on free ports of this machine, gone when they end.

It is `@atproto/dev-env` from npm, under Node 22, in the folder that MANYHANDS_BLUESKY names (there: `npm install
@atproto/dev-env@0.6.7`, and `node@22` where the machine's is older).
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

SCRIPT = Path(__file__).with_name("bluesky.mjs")
FOLDERS = (os.environ.get("MANYHANDS_BLUESKY", ""), f"{tempfile.gettempdir()}/manyhands-peers/bluesky")


class Account(NamedTuple):
    did: str
    token: str


class Server(NamedTuple):
    url: str
    process: subprocess.Popen
    home: Path

    def sign_up(self, name: str) -> Account:
        shape = {"handle": f"{name}.test", "email": f"{name}@example.test", "password": "not-a-secret"}
        made = json.loads(self.call("com.atproto.server.createAccount", shape))
        return Account(made["did"], made["accessJwt"])

    def create(self, who: Account, collection: str, record: dict[str, Any], **more: str) -> dict[str, str]:
        """A record of an account's; returns its address and its content's digest."""
        shape = {"repo": who.did, "collection": collection, "record": {"$type": collection} | record} | more
        made = json.loads(self.call("com.atproto.repo.createRecord", shape, who.token))
        return {"uri": made["uri"], "cid": made["cid"]}

    def repository(self, who: Account) -> bytes:
        return self.call(f"com.atproto.sync.getRepo?{urlencode({'did': who.did})}")

    def call(self, method: str, shape: dict[str, Any] | None = None, token: str = "") -> bytes:
        data = json.dumps(shape).encode() if shape is not None else None
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        request = urllib.request.Request(f"{self.url}/xrpc/{method}", data, headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return bytes(answer.read())

    def stop(self) -> None:
        """Ends it by its pid. A second call does nothing."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()
        shutil.rmtree(self.home, ignore_errors=True)


def start() -> Server:
    """Starts a server without accounts. Raises RuntimeError that says why when it can't be had."""
    folder = next(
        (Path(name) for name in FOLDERS if name and Path(name, "node_modules/@atproto/dev-env").is_dir()), None
    )
    if folder is None:
        raise RuntimeError("Bluesky’s server is not here: npm install @atproto/dev-env@0.6.7, and MANYHANDS_BLUESKY")
    home = Path(tempfile.mkdtemp(prefix="manyhands-bluesky-"))
    plc, pds = _free_ports()
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [_node(folder), SCRIPT, folder, str(plc), str(pds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ | {"TMPDIR": str(home), "LOG_ENABLED": "false"},
        )
    server = Server(f"http://127.0.0.1:{pds}", process, home)
    try:
        while not _says_where(server):
            pass
    except BaseException:
        server.stop()
        raise
    return server


def _says_where(server: Server) -> bool:
    """Whether the next line is the one that says where it is; raises when there is none any more."""
    assert server.process.stdout is not None
    line = server.process.stdout.readline()
    if not line:
        raise RuntimeError(f"Bluesky’s server did not come up: {(server.home / 'log').read_text()[-2000:]}")
    return line.startswith(b'{"url"')


def _node(folder: Path) -> str:
    own = folder / "node22/node_modules/node/bin/node"
    found = str(own) if own.exists() else shutil.which("node")
    if found is None:
        raise RuntimeError("Node is not installed")
    return found


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]
