"""A short run of hostile.py, which CI and a person can run for longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from chromium import chromium_path


def test_strangers_leave_the_server_as_it_was() -> None:
    chromium_path()  # where there is none, the test is skipped and says why
    # Other tests take the processors meanwhile: the seconds are many. A page behind a bomb would take longer still.
    options = ("--requests", "240", "--seconds", "600", "--late", "20")
    command = [sys.executable, str(Path(__file__).with_name("hostile.py")), *options]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
