"""A command ends its process at once, but only where nothing is left that the end of Python would do."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_RUN = "import sys; sys.argv = ['kg', *sys.argv[1:]]; from kg.__main__ import main; main()"
_AFTER = "import atexit; atexit.register(print, 'registered'); "
#: A thread that ends after the main one, however long the command takes.
_THREAD = "import threading as t; t.Thread(target=lambda: (t.main_thread().join(), print('thread'))).start(); "
_LATE = "import os\nclass Late:\n  def __del__(self, write=os.write): write(1, b'taken apart')\nlate = Late()\n"


def run(before: str, *arguments: str, options: tuple[str, ...] = (), **more: str) -> tuple[int, str, str]:
    command = [sys.executable, *options, "-c", before + _RUN, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **more}, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_process_exits_without_interpreter_shutdown() -> None:
    code, told, _ = run(_LATE, "queries", "-f", "tsv")
    assert code == 0
    assert told.startswith("name\t")
    assert told.endswith("\n")
    assert "taken apart" not in told


@pytest.mark.parametrize(("before", "last"), [(_AFTER, "registered"), (_THREAD, "thread")])
def test_exit_handlers_and_threads_finish_before_the_process_ends(before: str, last: str) -> None:
    code, told, _ = run(before, "queries", "-f", "tsv")
    assert code == 0
    assert told.splitlines()[-1] == last


@pytest.mark.parametrize(
    ("before", "options", "more"),
    [
        (_THREAD, (), {}),
        ("", ("-X", "dev"), {}),
        ("import sys; sys.setprofile(lambda *_: None); ", (), {}),
        ("import sys; sys.settrace(lambda *_: None); ", (), {}),
        ("", (), {"PYTHONINSPECT": "1"}),
    ],
)
def test_threads_and_debugging_options_get_a_full_interpreter_shutdown(
    before: str, options: tuple[str, ...], more: dict[str, str]
) -> None:
    _, told, _ = run(_LATE + before, "queries", "-f", "tsv", options=options, **more)
    assert told.endswith("taken apart")


@pytest.mark.parametrize("arguments", [("query", "no-such-question"), ("query", "positions", "--no-such-option")])
def test_errors_keep_their_exit_code_and_message(arguments: tuple[str, ...]) -> None:
    at_once, taken_apart = run("", *arguments), run(_THREAD, *arguments)
    assert at_once[0] == taken_apart[0] == 2
    assert at_once[2] == taken_apart[2]
    assert at_once[2]
