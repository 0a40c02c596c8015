"""No child process outlives kg, even if kg is killed while it starts one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from waiting import wait_for

#: Starts a program that sleeps, and kills itself some time after it began to.
STARTING = """
import os, signal, subprocess, sys, threading, time
from kg.machine.children import started_child

def kill():
    time.sleep(float(sys.argv[1]))
    os.kill(os.getpid(), signal.SIGKILL)

threading.Thread(target=kill).start()
with started_child(["sleep", sys.argv[2]], os.environ, subprocess.PIPE) as child:
    time.sleep(60)
"""


def left(seconds: str) -> list[str]:
    """Return the processes that sleep for so long."""
    lines = [path.read_bytes().split(b"\0") for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    return [line[1].decode() for line in lines if line[:1] == [b"sleep"] and line[1] == seconds.encode()]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a child cannot be tied to its parent")
def test_a_child_that_is_being_started_ends_with_a_parent_that_is_killed() -> None:
    seconds = "611.25"  # a number by which its processes are known
    for milliseconds in range(16):
        ended = subprocess.run([sys.executable, "-c", STARTING, str(milliseconds / 1000), seconds], check=False)
        assert ended.returncode < 0
    wait_for(lambda: not left(seconds), seconds=10, what="the end of the child processes")
