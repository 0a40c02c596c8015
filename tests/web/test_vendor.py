"""What is delivered of other projects is what they published."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "kg" / "web" / "static" / "vendor"


def test_the_files_have_the_hashes_on_record() -> None:
    record = json.loads((VENDOR / "yasqe.json").read_text("utf-8"))
    assert record["files"] == {
        name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in ("yasqe.min.css", "yasqe.min.js")
    }
    assert (VENDOR / "LICENSE.txt").read_text("utf-8").count("Permission is hereby granted") == 4


@pytest.mark.skipif(not shutil.which("npm"), reason="needs npm: apt install npm")
def test_the_files_are_the_registrys(tmp_path) -> None:
    for name in ("yasqe.py", "yasqe.json", "yasqe.min.css", "yasqe.min.js"):
        shutil.copy(VENDOR / name, tmp_path / name)
    command = [sys.executable, str(tmp_path / "yasqe.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0
    with (tmp_path / "yasqe.min.js").open("a") as file:
        file.write(" ")
    changed = subprocess.run(command, check=False, capture_output=True, text=True)
    assert changed.returncode == 1
    assert "yasqe.min.js" in changed.stderr
