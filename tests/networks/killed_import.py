"""`python killed_import.py POINT FILE`: imports a Slack export and kills itself at the POINT-th dangerous moment.

Dangerous moments are before, inside and after each commit, and before and after each file gets its name. With POINT 0
it only counts them and prints how many of each sort there are. "Inside" a commit is a random instant while it runs.
"""

import os
import random
import signal
import sys
import threading
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyhands.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (Django first)
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402 (Django first)

from manyhands.networks import reader  # noqa: E402 (Django first)

reader.STRETCH = 60  # many small transactions
point = int(sys.argv[1])
passed: list[str] = []


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dangerous(sort: str) -> None:
    passed.append(sort)
    if len(passed) != point:
        return
    if sort == "inside commit":
        instant = random.Random(point).uniform(0, 0.002)
        timer = threading.Timer(instant, die)
        timer.daemon = True
        timer.start()
    else:
        die()


def around(function, sort: str, inside: bool = False):
    def wrapped(*args, **kwargs):
        dangerous(f"before {sort}")
        if inside:
            dangerous(f"inside {sort}")
        result = function(*args, **kwargs)
        dangerous(f"after {sort}")
        return result

    return wrapped


BaseDatabaseWrapper._commit = around(BaseDatabaseWrapper._commit, "commit", inside=True)
Path.rename = around(Path.rename, "rename")
call_command("import_export", "slack", sys.argv[2])
if point:
    die()  # the moment that was asked for did not come: the commit ended before the instant
print(" ".join(sort.replace(" ", "-") for sort in passed))
