"""Ruff's own rules of the house can fail."""

import subprocess
import sys

import pytest

from tests.paths import PROJECT

pytestmark = pytest.mark.files


def _ruff(name: str, text: str) -> str:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format",
        "concise",
        "--stdin-filename",
        name,
        "-",
    ]
    return subprocess.run(command, cwd=PROJECT, input=text, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    "text",
    [
        "from django.http import HttpResponse\n\nHttpResponse()\n",
        "from django.shortcuts import redirect\n\nredirect()\n",
        "import urllib.request\n\nurllib.request.urlopen()\n",
        "import uuid\n\nuuid.uuid4()\n",
    ],
)
def test_actions_speak_no_http(text):
    assert "TID251" in _ruff("src/manyhands/people/actions.py", text)


def test_views_speak_http():
    text = "from django.http import HttpResponse\n\nHttpResponse()\n"
    assert "All checks passed" in _ruff("src/manyhands/people/views.py", text)
    assert "All checks passed" in _ruff("src/manyhands/people/views/register.py", text)
