"""A real OpenID Connect provider for tests, with claims as Microsoft Entra makes them: `oidc-provider` from npm.

Under Node 22, in the folder that MANYHANDS_OIDC names (there: `npm install oidc-provider@9.13.3`, and `node@22` where
the machine's is older).
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import httpx
from bs4 import BeautifulSoup

SCRIPT = Path(__file__).with_name("oidc.mjs")
FOLDERS = (os.environ.get("MANYHANDS_OIDC", ""), f"{tempfile.gettempdir()}/manyhands-peers/oidc")
CLIENT, SECRET = "manyhands", "not-a-secret"


class Provider(NamedTuple):
    url: str
    process: subprocess.Popen

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def sign_in(self, authorize: str, login: str, callback: str) -> str:
        """What a browser does there from the address that we send it to until it is sent back: that address of ours."""
        with httpx.Client(trust_env=False) as browser:
            answer = browser.get(authorize)
            for _step in range(20):
                if answer.is_redirect:
                    to = urljoin(str(answer.url), answer.headers["location"])
                    if to.startswith(callback):
                        return to
                    answer = browser.get(to)
                    continue
                form = BeautifulSoup(answer.text, "html.parser").form
                assert form, answer.text
                data = {each["name"]: each.get("value", "") for each in form.find_all("input") if each.get("name")}
                if "login" in data:
                    data |= {"login": login, "password": "any"}
                answer = browser.post(urljoin(str(answer.url), str(form["action"])), data=data)
        raise AssertionError("the provider sent nobody back")

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


def start(claims: dict[str, dict], redirects: list[str], port: int = 0) -> Provider:
    """Starts one that knows these logins and their claims. Raises RuntimeError that says why when it can't be had."""
    folder = next((Path(name) for name in FOLDERS if name and Path(name, "node_modules/oidc-provider").is_dir()), None)
    if folder is None:
        raise RuntimeError("oidc-provider is not here: npm install oidc-provider@9.13.3, and MANYHANDS_OIDC")
    if not port:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
    process = subprocess.Popen(
        [_node(folder), SCRIPT, folder, str(port), ",".join(redirects)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"CLAIMS": json.dumps(claims)},
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(b'{"url"'):
            return Provider(json.loads(line)["url"], process)
    raise RuntimeError("oidc-provider did not come up: it needs Node 22")


def _node(folder: Path) -> str:
    own = folder / "node22/node_modules/node/bin/node"
    found = str(own) if own.exists() else shutil.which("node")
    if found is None:
        raise RuntimeError("Node is not installed")
    return found
