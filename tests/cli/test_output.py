"""What all commands have in common: --quiet, colours, and JSON wherever something is listed."""

from __future__ import annotations

import ast
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from graphs import CORNER
from in_process import kg_here
from servers import free_port
from small_store import HELD, kg, make_store

from kg.cli.output import coloured
from kg.cli.registry import COMMANDS
from kg.findings import Finding, Severity
from kg.validate.reports import render_report

CLI = Path(__file__).parents[2] / "kg" / "cli"
#: The commands that list nothing, and what they write instead.
LIST_NOTHING = {
    "demo": "what was built", "build": "what was built", "schema": "JSON", "extract": "a sheet", "review": "a dialogue",
    "reference": "what was imported or added", "init": "the files that it wrote", "new": "the sheet", "serve": "a log",
    "export": "a file", "import": "what became of the records, each of which is in a file",
}  # fmt: skip
ROW = """
statements:
  - id: a-row
    quote: he would talk only after a truce in Northport
    speaker: boris-kain
    act: calls-for
    proposition: talks
    mode: indirect
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a store, seeds that have a mistake, and a kg.toml."""
    import shutil

    shutil.copytree(CORNER, tmp_path / "seeds")
    shutil.rmtree(tmp_path / "seeds" / "2020-02-20-second")
    sheet = tmp_path / "seeds" / "2020-01-10-first" / "sheet.yaml"
    text = sheet.read_text("utf-8").replace("boris-kane", "boris-kain", 1)
    # One row, and that is wrong: nothing is left for the shapes, which take their time.
    sheet.write_text(text[: text.index("\nstatements:")] + ROW, "utf-8")
    profile = ("[profiles.x]", 'url = "http://127.0.0.1:9/"', 'auth = "bearer"', 'token_env = "A_TOKEN"', "")
    (tmp_path / "kg.toml").write_text("\n".join(profile))
    make_store(tmp_path / ".kg")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_only_one_place_writes_to_standard_error():
    """So that --quiet, progress and secrets are looked after there."""
    offenders = []
    for path in sorted(CLI.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if path.stem not in ("output", "__init__") else ():
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            elsewhere = called in ("click.echo", "print") and any(word.arg in ("err", "file") for word in node.keywords)
            if elsewhere or called == "sys.stderr.write":
                offenders.append(f"{path.name}:{node.lineno}")
    assert offenders == []


def test_every_command_can_be_quiet():
    from kg.cli.group import group

    context = group.make_context("kg", ["--help"], resilient_parsing=True)
    deaf = [name for name in COMMANDS if "--quiet" not in group.get_command(context, name).get_help(context)]
    assert deaf == []
    assert "--quiet" in kg("reference", "add", "--help").out


@pytest.mark.parametrize(
    "call",
    [
        ("query", "-q", HELD),
        ("query", "-q", HELD, "-t", "30"),
        ("query", "-q", "SELECT ?s { ?s a dp:Nothing-of-this-kind }"),
        ("validate", "seeds/2020-01-10-first/sheet.yaml", "--no-owl"),
        ("migrate",),
        ("export", "-f", "nquads", "--asserted-only"),
        ("new", "seeds/2020-01-10-first/article.txt", "--published", "2024-05-02", "--publisher", "harbour-radio"),
    ],
    ids=lambda call: " ".join(call[:3])[:40],
)
def test_quiet_leaves_standard_error_empty_and_the_rest_as_it_is(place, call):
    loud, quiet = kg(*call), None
    if call[0] == "new":
        import shutil

        (made,) = (folder for folder in (place / "seeds").iterdir() if folder.name.startswith("2024"))
        shutil.rmtree(made)
    quiet = kg(*call, "--quiet")
    assert (quiet.code, quiet.out) == (loud.code, loud.out)
    if "Nothing" in " ".join(call):  # a term that is not there is an error
        assert quiet.err == loud.err
    else:
        assert (bool(loud.err), quiet.err) == (True, "")
    assert kg("--quiet", *call[:1], "--help").code == 0


def test_a_quiet_call_does_not_silence_the_next_one_in_the_same_process(place):
    assert kg_here(place, "query", "positions", "-f", "table", "--quiet").stderr == ""
    assert kg_here(place, "query", "positions", "-f", "table").stderr


def test_a_quiet_server_logs_no_requests(place):
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "kg", "serve", "--bind", address, "--workers", "1", "--quiet"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:  # while it starts
            assert client.get(f"http://{address}/health").status_code == 200
    finally:
        process.terminate()
    log = process.communicate(timeout=60)[1]
    assert [line for line in log.splitlines() if not line.startswith("warning: workers")] == []


def test_an_error_is_never_silenced(place):
    for call in (("query", "nope"), ("build", "nowhere"), ("validate", "nowhere")):
        done = kg(*call, "--quiet")
        assert done.code == 2
        assert done.err.startswith("kg: ")


@pytest.mark.parametrize(
    ("call", "some"),
    [
        (("query", "-q", HELD, "-f", "json"), "bindings"),
        (("queries", "-f", "json"), "positions"),
        (("stats", "-f", "json"), "statements_by"),
        (("validate", "seeds/2020-01-10-first/sheet.yaml", "--no-owl", "-f", "json"), "boris-kain"),
        (("rules", "-f", "json"), "quote-not-found"),
        (("rules", "quote-not-found", "-f", "json"), "solution"),
        (("migrate", "-f", "json"), "["),
        (("trust", "-f", "json"), "A_TOKEN"),
        (("diff", "seeds", "seeds", "-f", "json"), "{"),
        (("merge", "seeds", "--plan", "-f", "json"), "known"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_lists_are_json_on_request(place, call, some):
    done = kg(*call, XDG_STATE_HOME=str(place / "state"), XDG_CONFIG_HOME=str(place / "config"))
    assert done.code in (0, 1), done.err
    assert json.loads(done.out) is not None
    assert some in done.out


def test_every_command_lists_nothing_or_has_json():
    from kg.cli.group import group

    context = group.make_context("kg", ["--help"], resilient_parsing=True)
    without = {name for name in COMMANDS if "json" not in group.get_command(context, name).get_help(context)}
    assert without - {"load"} <= set(LIST_NOTHING)
    assert "json" in kg("load", "--help").out


def shown(*call, **environment):
    """Return what a command writes to a terminal of its own, both streams together."""
    parent, child = pty.openpty()
    names = {**os.environ, "TERM": "xterm", **environment}
    process = subprocess.Popen([sys.executable, "-m", "kg", *call], stdout=child, stderr=child, env=names)
    os.close(child)
    text = b""
    while True:
        try:
            part = os.read(parent, 1 << 16)
        except OSError:
            break
        if not part:
            break
        text += part
    process.wait()
    os.close(parent)
    return text.decode()


def test_findings_have_colours_on_a_terminal_that_wants_them(place):
    call = ("validate", "seeds/2020-01-10-first/sheet.yaml", "--no-owl")
    assert "\x1b[1;31mviolation\x1b[0m" in shown(*call)
    plain = shown(*call, NO_COLOR="1")
    # What clears the line of progress is no colour.
    assert ("violation" in plain, "\x1b" in plain.replace("\x1b[K", "")) == (True, False)


def test_colours_are_for_terminals_that_have_them(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert (coloured(Terminal()), coloured(io.StringIO())) == (True, False)
    for name, value in (("TERM", "dumb"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
        assert not coloured(Terminal())
        monkeypatch.setenv(name, "")


def test_each_severity_has_a_colour_and_nothing_is_lost():
    findings = [Finding("a-rule", "Something.", severity) for severity in Severity]
    plain, painted = render_report("text", findings, {}), render_report("text", findings, {}, colour=True)
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain
    assert len(set(re.findall(r"\x1b\[([0-9;]+)m(?:info|warning|violation)", painted))) == 3


def test_an_error_never_follows_progress_on_the_same_line(place):
    """A build shows its steps on a terminal; what stops it begins on a line of its own."""
    text = shown("build", "seeds", TERM="xterm", NO_COLOR="1")
    assert "\x1b[K" in text
    assert re.search(r"(^|\n|\x1b\[K)seeds/2020-01-10-first/sheet\.yaml:\d+:\d+: violation", text), text
    assert re.search(r"(^|\n|\x1b\[K)kg: \d+ finding", text), text
