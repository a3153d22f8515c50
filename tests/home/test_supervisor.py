"""`manyhands up` keeps web and worker running, and ends both when asked."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def hub(make_hub):
    hub = make_hub()
    hub.start()
    yield hub
    hub.stop()


def _runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_both_are_started_again_and_both_are_ended(hub):
    hub.wait(lambda: len(hub.children()) == 2, "web and worker run")
    hub.wait(lambda: f"Manyhands is at {hub.url}" in hub.log(), "it says where it is")
    before, answer = hub.children(), hub.status("/accounts/login/")
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    hub.wait(lambda: len(set(hub.children().values()) - set(before.values())) == 2, "both are back")
    hub.wait(lambda: hub.status("/accounts/login/") == answer, "it answers again")
    after = hub.children()

    process = hub.process
    hub.stop()
    assert process.returncode == 0
    assert not any(_runs(pid) for pid in after.values())
    assert hub.status("/accounts/login/") is None


def test_they_end_with_a_supervisor_that_is_killed(hub):
    hub.wait(lambda: len(hub.children()) == 2, "web and worker run")
    children = hub.children()
    hub.process.kill()
    hub.process.wait()
    hub.process = None
    hub.wait(lambda: not any(_runs(pid) for pid in children.values()), "its children are gone")


def test_a_taken_port_is_said(hub, make_hub):
    other = make_hub()
    said = other.command("up", "--port", str(hub.port), check=False)
    assert said.returncode == 1
    assert f"Something else answers on port {hub.port}" in said.stdout


def test_a_hub_that_can_not_start_says_so(make_hub):
    broken = make_hub()
    (broken.data / "uploads").rmdir()
    (broken.data / "uploads").touch()  # a file where its folder should be
    command = [sys.executable, "-m", "manyhands.home.management.supervisor"]
    said = subprocess.run(command, env=broken.env, capture_output=True, text=True, timeout=60)
    assert said.returncode == 1
    assert "The web process does not come up" in said.stdout
