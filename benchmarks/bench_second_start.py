"""How long a second `make run` takes to answer its first request: at most 5 seconds.

Beside it stands the same hub started by hand in Django's usual way: migrate, collectstatic and runserver, which is what
a start costs when it does not know what is done already.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 5.0  # seconds
TIMES = 5
MANAGE = [sys.executable, "-m", "manyhands.config.cli"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/setup", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def first_answer(env: dict[str, str], *before: list[str], serve) -> float:
    """Seconds from running the commands before to the first answer of what `serve` (port → command) starts."""
    port = free_port()
    began = time.perf_counter()
    for command in before:
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen(
        serve(port), cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not answers(port):
            if process.poll() is not None:
                sys.exit(f"{serve(port)} ended with exit code {process.returncode}")
            time.sleep(0.01)
        return time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def main() -> int:
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "MANYHANDS_DATA": data}
        subprocess.run([sys.executable, "run.py", "setup"], cwd=ROOT, env=env, check=True)
        ours, usual = [], []
        for _ in range(TIMES):
            ours.append(first_answer(env, serve=lambda port: [sys.executable, "run.py", "--port", str(port)]))
            usual.append(
                first_answer(
                    env,
                    [*MANAGE, "migrate", "--verbosity", "0"],
                    [*MANAGE, "collectstatic", "--no-input", "--verbosity", "0"],
                    serve=lambda port: [*MANAGE, "runserver", "--noreload", str(port)],
                )
            )
    print(f"\n{'from nothing running to the first answer':<60}{'median':>8}{'worst':>8}")
    print(f"{'a second make run':<60}{median(ours):>7.2f}s{max(ours):>7.2f}s")
    print(f"{'migrate, collectstatic, runserver':<60}{median(usual):>7.2f}s{max(usual):>7.2f}s")
    print(f"{'times faster':<60}{median(usual) / median(ours):>8.1f}")
    print(f"{'limit, seconds':<60}{LIMIT:>8.1f}  {'kept' if median(ours) <= LIMIT else 'MISSED'}")
    return int(median(ours) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
