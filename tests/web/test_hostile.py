"""A short run of hostile.py, which CI and a person can run for longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.usefixtures("browser")  # so that it is skipped, and says why, where there is no chromium
def test_strangers_leave_the_server_as_it_was() -> None:
    command = [sys.executable, str(Path(__file__).with_name("hostile.py")), "--requests", "240", "--seconds", "240"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
