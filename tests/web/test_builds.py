"""A short run of builds.py, which a person can run for longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_builds_are_published_while_people_ask() -> None:
    # Other tests take the processors meanwhile: the seconds are many, and far from those after which a wait fails.
    command = [sys.executable, str(Path(__file__).with_name("builds.py")), "--builds", "4", "--seconds", "30"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
