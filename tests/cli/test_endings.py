"""How commands end from outside: signals, a full disk, a reader that has gone; and with which exit code."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from kg_server import children_of
from repositories import DataRepository, statement
from small_store import make_store
from waiting import is_running, wait_for

from kg.errors import FindingsError
from kg.findings import UNREADABLE, Finding, Span

HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h FILTER(STR(?a) > STR(?h)) }"


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A repository with a mistake, and a store whose query can take hours."""
    folder = tmp_path_factory.mktemp("endings")
    repository = DataRepository(folder)
    repository.write("first", statement())
    repository.write("second", statement(proposition="no-such-thing"))
    (folder / "a.txt").write_text("Talks\n\nRussia said on Monday that it rejects the plan.\n", encoding="utf-8")
    names = "".join(f"<x:{number}> a dp:Statement .\n" for number in range(2000))
    make_store(folder / "s", data=f"@prefix dp: <x:dp#> . <x:g> {{ {names} }}")
    return folder


_STARTED: list[subprocess.Popen[str]] = []


@pytest.fixture(autouse=True)
def _nothing_runs_on():
    """A command that a signal did not end would take a processor from all tests after it."""
    yield
    for process in _STARTED:
        process.kill()
        process.wait()
    _STARTED.clear()


def start(place: Path, *arguments: object, preexec_fn=lambda: None, **more: object) -> subprocess.Popen[str]:
    def begin():  # whoever runs the tests may ignore signals, as nohup does
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        preexec_fn()

    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    # Where files may not grow, Python would keep the first bytes of a compiled module, which nobody could import.
    own = {"GITHUB_ACTIONS": "", "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {**os.environ, **own, **more.pop("env", {})}  # type: ignore[dict-item]
    process = subprocess.Popen(
        command, cwd=place, env=environment, stderr=subprocess.PIPE, text=True, preexec_fn=begin, **more
    )  # type: ignore[call-overload]
    _STARTED.append(process)
    return process


@pytest.mark.hostile("signal")
@pytest.mark.parametrize("limit", [[], ["-t", "600"]])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_a_query_at_once(place, number, code, limit):
    process = start(place, "query", "-q", HEAVY, "--store", "s", *limit)

    def busy():
        ticks = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        return children_of(process.pid) if limit else int(ticks[11]) > 60

    wait_for(busy)
    children = children_of(process.pid)
    process.send_signal(number)
    assert process.wait(60) == code  # without the signal, the query would go on for minutes
    wait_for(lambda: not any(map(is_running, children)))
    assert process.stderr.read() == ""


@pytest.mark.hostile("orphan-query")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_the_process_of_a_query_keeps_its_limit_when_its_parent_is_killed(place):
    process = start(place, "query", "-q", HEAVY, "--store", "s", "-t", "2")
    (child,) = wait_for(lambda: children_of(process.pid))
    process.kill()
    wait_for(lambda: not is_running(child))


@pytest.mark.hostile("reasoner-left-behind")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL])
def test_a_reasoner_ends_with_the_command_that_asked_it(place, tmp_path, number):
    if number == signal.SIGKILL and sys.platform != "linux":
        pytest.skip("only Linux ends a child with its parent")
    source = place / "seeds" / "first"
    command = ("validate", source, "--no-cache")
    process = start(place, *command, env={"TMPDIR": str(tmp_path)}, stdout=subprocess.DEVNULL)
    (java,) = wait_for(lambda: [child for child in children_of(process.pid) if "HermiT" in command_of(child)])
    process.send_signal(number)
    process.wait(60)
    wait_for(lambda: not is_running(java), 20)
    if number == signal.SIGKILL:  # nobody could: the next run does
        assert list(tmp_path.glob("kg-owl-*"))
        process = start(place, *command, env={"TMPDIR": str(tmp_path)}, stdout=subprocess.DEVNULL)
        assert process.wait(240) == 0
    assert not list(tmp_path.glob("kg-owl-*"))


def command_of(process: int) -> str:
    """Return the command line of a process: Java is also asked for its version, before anything is written."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def test_a_signal_that_the_caller_ignores_stays_ignored(place):
    script = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\nfrom kg.cli import main; main()"
    command = [sys.executable, "-c", script, "query", "-q", HEAVY, "--store", "s", "-t", "3"]
    process = subprocess.Popen(command, cwd=place, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: children_of(process.pid))
    process.send_signal(signal.SIGHUP)
    assert process.wait(60) == 2
    assert "no answer within 3 s" in process.stderr.read()


WRITERS = [
    ("export", "--store", "s", "-f", "nquads", "-o"),
    ("query", "-q", "SELECT ?s { ?s ?p ?o }", "--store", "s", "-o"),
    ("validate", "seeds", "--no-cache", "--no-owl", "-f", "sarif", "-o"),
    ("diff", "s", "seeds", "-o"),
    ("extract", "a.txt", "--force", "-o"),
    ("validate", "seeds", "--no-cache", "--no-owl", "--update-baseline", "--baseline"),
]


def test_a_full_disk_is_named_where_the_reasoner_has_its_files(place):
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (64, 64))
    process = start(place, "validate", "seeds", "--no-cache", stdout=subprocess.DEVNULL, preexec_fn=limit)
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 2, said
    assert re.search(r"kg-owl-\S+: cannot be written", said), said


@pytest.mark.hostile("full-disk")
@pytest.mark.parametrize("room", [600, 20_000, 100_000])
def test_a_full_disk_under_the_store_is_named(tmp_path, room):
    """Whether the sources are written then, or the store itself, by RocksDB; it is not that of standard output."""
    DataRepository(tmp_path).write("first", statement())
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (room, room))
    process = start(tmp_path, "build", "-s", "below/store", preexec_fn=limit)
    said = process.communicate(timeout=120)[1].splitlines()[-1]
    assert process.returncode == 2, said
    assert re.match(r"kg: below/store\S*: cannot be written: ", said), said


@pytest.mark.hostile("full-disk")
def test_a_new_source_on_a_full_disk_can_be_made_again(place):
    command = ("new", "a.txt", "--published", "2024-05-02")
    process = start(place, *command, preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (60, 60)))
    assert "cannot be written" in process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert not (place / "seeds" / "2024-05-02-talks").exists()


@pytest.mark.hostile("full-disk")
@pytest.mark.parametrize("command", WRITERS, ids=lambda command: command[0] + command[-1])
def test_a_full_disk_leaves_the_old_file_as_it_was(place, tmp_path, command):
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "file.nq"
    old = "findings: []\nsuppressions: []\n" * (command[-1] == "--baseline") or "the old content\n"
    file.write_text(old)

    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))  # as a full disk, it fails in the middle of a write

    process = start(place, *command, file, stdout=subprocess.DEVNULL, preexec_fn=full)
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 2, said
    assert "cannot be written" in said
    assert str(file.parent) in said
    assert "Traceback" not in said
    assert file.read_text() == old
    left = [
        path
        for path in file.parent.rglob("*")
        if path.is_file() and (".kg-new" in path.name or not path.stat().st_size)
    ]
    assert left == [], "no half of a file is left that would be in the way of the next run"


@pytest.mark.parametrize("command", [*WRITERS[:4], ("schema", "sheet"), ("rules",), ("queries",)], ids=lambda c: c[0])
def test_a_full_disk_under_standard_output_is_reported(place, command):
    arguments = [*command, "-"] if command[-1] == "-o" else command
    with open("/dev/full", "w", encoding="utf-8") as full:
        process = start(place, *arguments, stdout=full)
        said = process.communicate(timeout=120)[1]
    assert process.returncode == 2
    assert "No space left on device" in said
    assert "Traceback" not in said
    assert "Exception ignored" not in said


@pytest.mark.hostile("closed-pipe")
@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        ("rules",),
        ("rules", "quote-not-found"),
        ("queries",),
        ("schema", "sheet"),
        ("query", "-q", "SELECT ?s { ?s ?p ?o }", "--store", "s"),
        ("query", "--help"),
        ("export", "--store", "s", "-f", "nquads"),
        ("validate", "seeds", "--no-cache"),
        ("validate", "seeds", "--no-cache", "-f", "json"),
        ("diff", "s", "seeds"),
        ("extract", "a.txt"),
    ],
    ids=" ".join,
)
def test_a_closed_reader_is_not_a_failure(place, command):
    reader, writer = os.pipe()
    os.close(reader)
    process = start(place, *command, stdout=writer)
    os.close(writer)
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 0, said
    assert "Broken pipe" not in said
    assert "Traceback" not in said


def test_a_replaced_file_keeps_its_permissions_and_a_protected_one_is_left_alone(place, tmp_path):
    file = tmp_path / "out.nq"
    file.write_text("old")
    file.chmod(0o640)
    assert start(place, "export", "--store", "s", "-o", file).wait(60) == 0
    assert file.stat().st_mode & 0o777 == 0o640
    if os.getuid():  # root may write to whatever it likes
        file.chmod(0o440)
        assert start(place, "export", "--store", "s", "-o", file).wait(60) == 2


def test_a_link_at_an_output_path_is_replaced_and_devices_are_written_to(place, tmp_path):
    target, link = tmp_path / "target", tmp_path / "out.nq"
    target.write_text("precious")
    link.symlink_to(target)
    assert start(place, "export", "--store", "s", "-o", link).wait(60) == 0
    assert (target.read_text(), link.is_symlink()) == ("precious", False)
    for name in ("/dev/stdout", "/dev/null"):
        process = start(place, "export", "--store", "s", "-f", "nquads", "-o", name, stdout=subprocess.PIPE)
        told = process.communicate(timeout=60)[0]
        assert process.returncode == 0
        assert bool(told) == (name == "/dev/stdout")
    os.mkfifo(tmp_path / "fifo")
    process = start(place, "export", "--store", "s", "-f", "nquads", "-o", tmp_path / "fifo")
    assert (tmp_path / "fifo").read_text().count("\n") == 2000
    assert process.wait(60) == 0


BROKEN = "source:\n  title: [\n"


@pytest.mark.hostile("exit-code-of-the-unparsable")
@pytest.mark.parametrize("command", ["validate", "build", "load", "diff"])
def test_every_command_exits_2_on_unparsable_files(tmp_path, command):
    repository = DataRepository(tmp_path)
    repository.write("first", statement())
    (repository.write("second", statement()) / "sheet.yaml").write_text(BROKEN)
    arguments = {
        "validate": ("validate", "seeds"),
        "build": ("build", "seeds"),
        "load": ("load", "--plan", "--to", "http://127.0.0.1:1"),
        "diff": ("diff", "seeds", "seeds"),
    }[command]
    process = start(tmp_path, *arguments, stdout=subprocess.PIPE)
    told = "".join(process.communicate(timeout=120))
    assert process.returncode == 2
    assert "second/sheet.yaml:3" in told


def test_findings_with_unreadable_files_among_them_exit_with_2():
    span = Span("a.yaml", 1, 1, 1, 2)
    wrong, unread = Finding.at(span, "quote-not-found", "wrong"), Finding.at(span, UNREADABLE, "broken")
    assert FindingsError([wrong]).exit_code == 1
    assert FindingsError([wrong, unread]).exit_code == 2
