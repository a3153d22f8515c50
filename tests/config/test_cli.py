"""The `manyhands` command on a folder where nothing is yet."""

import subprocess
import sys

from tests.hub import environment


def test_without_set_up_it_says_what_to_run_first(tmp_path):
    command = [sys.executable, "-m", "manyhands.config.cli", "participation"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "Nothing has been prepared here yet. Run first: manyhands setup --organisation NAME"
