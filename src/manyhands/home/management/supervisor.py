"""Keeps the web process and the worker running, until told to stop. Standard library only: it is up at once."""

import argparse
import contextlib
import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

HOST, PORT = "127.0.0.1", 8000
ANSWER_WITHIN = 60  # seconds from start to first answer
STOP_WITHIN = 20  # seconds from asking a process to end to ending it
WORKER_WAITS = 5  # seconds at most that the worker leaves the machine to the web process at the start


def web_command(host: str, port: int) -> list[str]:
    """The web server's own command: one process that listens, one that answers."""
    return [
        *(sys.executable, "-m", "granian", "manyhands.config.asgi:application", "--interface", "asginl"),
        *("--host", host, "--port", str(port), "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "10"),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "manyhands.config.cli", "worker"]


class Child:
    """A process that is started again when it ends, later and later while it keeps ending."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.process: subprocess.Popen | None = None
        self.started = self.due = 0.0
        self.pause = 1.0
        self.quick_ends = 0  # how often in a row it ended soon after its start

    def start(self) -> None:
        # A session of its own: Ctrl+C reaches this process, which then asks each child once.
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_end_with_parent)
        self.started = time.monotonic()

    def look_after(self) -> None:
        """Starts it again when it has ended and its pause is over."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
        elif self.process.poll() is not None:
            self._end_group()  # what it started itself must not hold its port
            quick = now - self.started < 10
            self.quick_ends = self.quick_ends + 1 if quick else 0
            self.pause = min(self.pause * 2, 30) if quick else 1.0
            code = self.process.returncode
            say(f"The {self.name} ended (exit code {code}); starting it again in {self.pause:.0f} s.")
            self.process, self.due = None, now + self.pause

    def ask_to_end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Waits for it until the deadline, then ends it and all that it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._end_group()
            self.process.wait()

    def _end_group(self) -> None:
        """Ends the process and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.web, self.worker = Child("web process", web_command(host, port)), Child("worker", worker_command())
        self.stopping = False

    def run(self) -> int:
        """Until SIGINT or SIGTERM. Returns the exit code: 1 when the hub could not be started."""
        if answers(self.host, self.port):
            say(f"Something else answers on port {self.port}. Choose another one, such as --port {self.port + 1}.")
            return 1
        if "MANYHANDS_BASE_URL" not in os.environ:
            os.environ["MANYHANDS_BASE_URL"] = f"http://localhost:{self.port}"
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        began = time.monotonic()
        self.web.start()
        self._wait(lambda: answers(self.host, self.port) or time.monotonic() > began + WORKER_WAITS)
        self.worker.due = time.monotonic()
        answered = False
        while not self.stopping:
            self.web.look_after()
            self.worker.look_after()
            if not answered and (answered := answers(self.host, self.port)):
                say(f"Manyhands is at {os.environ['MANYHANDS_BASE_URL']} (Ctrl+C stops it)")
            if not answered and (self.web.quick_ends >= 3 or time.monotonic() > began + ANSWER_WITHIN):
                say("The web process does not come up; what it says is above.")
                self._end_children()
                return 1
            self._wait(lambda: False, seconds=0.1 if not answered else 1)
        say("Stopping …")
        self._end_children()
        return 0

    def _wait(self, until: Callable[[], bool], seconds: float = WORKER_WAITS) -> None:
        """Until the condition holds, somebody asks to stop, the web process ends, or the seconds are over."""
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end and not until():
            if self.web.process and self.web.process.poll() is not None:
                return
            time.sleep(0.05)

    def _stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _end_children(self) -> None:
        deadline = time.monotonic() + STOP_WITHIN
        children = (self.worker, self.web)
        for child in children:
            child.ask_to_end()
        for child in children:
            child.end(deadline)


def answers(host: str, port: int) -> bool:
    """Whether a web server answers there, whatever it says."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(here, port, timeout=10)
    try:
        connection.request("HEAD", "/", headers={"Host": "localhost"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def say(text: str) -> None:
    print(text, flush=True)


def _end_with_parent() -> None:
    """Linux: a child is asked to end when this process is gone, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def add_address(parser: argparse.ArgumentParser) -> None:
    """The two options of every command that listens."""
    parser.add_argument("--host", default=HOST, help=f"the address to listen on (default {HOST}: this machine only)")
    parser.add_argument("--port", type=int, default=PORT, help=f"the port to listen on (default {PORT})")


def main() -> int:
    parser = argparse.ArgumentParser(prog="manyhands up", description="Runs the hub: web and worker.")
    add_address(parser)
    chosen = parser.parse_args()
    return Supervisor(chosen.host, chosen.port).run()


if __name__ == "__main__":
    sys.exit(main())
