"""What a reader can paste: every command of the documents exists as it is written, and those that need no server run.

`RUN_BY` says which test runs the commands of each page.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyoxigraph as ox
import pytest
from documented import commands, whole_commands
from graphs import SEEDS, graph_of
from small_store import make_store

from kg.cli.group import group
from kg.cli.registry import COMMANDS
from kg.cli.scaffold import create_repository
from kg.paths import shipped
from kg.query.catalogue import Catalogue

if TYPE_CHECKING:
    from servers import Server

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), ROOT / "seeds/README.md", ROOT / "tests/gold/README.md",
        ROOT / "kg/cli/template/README.md",
    ]
)  # fmt: skip
CATALOGUE = Catalogue(shipped("queries"))
CONTEXT = group.make_context("kg", ["--help"], resilient_parsing=True)


def known_options(command: click.Command) -> dict[str, click.Option]:
    return {name: option for option in command.params if isinstance(option, click.Option) for name in option.opts}


def complaint(call: list[str]) -> str | None:
    """Return what is wrong with a call, without running it; None where nothing is."""
    if not call or call[0].startswith("-"):
        return None if set(call) <= {"--help", "--version", "-v", "-vv", "..."} else "unknown option"
    command, rest = group.get_command(CONTEXT, call[0]) if call[0] in COMMANDS else None, call[1:]
    if isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command, rest = command.commands.get(rest[0]), rest[1:]
    if command is None:
        return "unknown command"
    given, unknown = read(rest, known_options(command))
    return f"unknown option {unknown}" if unknown else wrong_question(given) if call[0] == "query" else None


def read(words: list[str], options: dict[str, click.Option]) -> tuple[dict[str, list[str]], str | None]:
    """Return what is given by option (arguments under none), and the first option that there is not."""
    given: dict[str, list[str]] = {"": []}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if not word.startswith("-") or word in ("-", "--"):
            given[""].append(word)
        elif name in options:
            value = value if equals or options[name].is_flag else next(rest, "")
            given.setdefault(str(options[name].name), []).append(value)
        elif name != "--help":
            return given, name
    return given, None


def wrong_question(given: dict[str, list[str]]) -> str | None:
    """Return what is wrong with the question, or a parameter, that `kg query` is given."""
    (name,) = given[""][:1] or [""]
    if not name or name.isupper() or "." in name or name in ("-", "..."):
        return None
    if name not in CATALOGUE.names():
        return f"unknown question {name}"
    wanted = {pair.partition("=")[0] for pair in given.get("params", ())}
    unknown = wanted - set(CATALOGUE.find(name).parameters)
    return f"unknown parameter {', '.join(unknown)} of {name}" if unknown else None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("`kg query positions -p holder=x`", "unknown parameter holder of positions"),
        ("    kg exprot -f csv", "unknown command"),
        ("A=b kg build --sseds x | kg nope", "unknown option --sseds"),
        ("`kg query positon`", "unknown question positon"),
        ("`kg reference ad NAME`", "unknown command"),
        ("kg query -q 'SELECT ?s { ?s ?p ?o }' -f csv  # a remark | kg nope", None),
        ("kg validate seeds --baseline=b.yaml && kg build", None),
    ],
)
def test_a_wrong_command_is_detected(text: str, wrong: str | None) -> None:
    assert next(iter(filter(None, map(complaint, commands(text)))), None) == wrong


def listed(calls: list[tuple[str, list[str]]]) -> list[str]:
    """Return the calls that are wrong, with their place and what is wrong."""
    return [f"{place}: kg {' '.join(call)}: {wrong}" for place, call in calls if (wrong := complaint(call))]


def test_every_command_of_the_documents_exists_as_it_is_written() -> None:
    calls = [(page, call) for page in PAGES for call in commands(page.read_text("utf-8"))]
    assert {*COMMANDS} <= {call[0] for _, call in calls if call}
    assert listed([(str(page.relative_to(ROOT)), call) for page, call in calls]) == []


def test_every_command_of_the_help_exists_as_it_is_written() -> None:
    helps = {name: group.get_command(CONTEXT, name).help or "" for name in COMMANDS}
    calls = [(name, call) for name, text in helps.items() for call in commands(text.replace("\b", ""))]
    assert calls
    assert listed(calls) == []


def test_pip_commands_install_what_exists() -> None:
    """This project is in no index: a folder or an address is installed, or an extra is added to what is there."""
    extras = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"])
    wrong = []
    for page in PAGES:
        for words in re.findall(r"pip install ((?:-[-\w]+ )*[^\n`&#;|]+)", page.read_text("utf-8")):
            for word in shlex.split(words.replace("\\", "/")):
                found = re.match(r"(?:diplomatic-positions-kg|\.)(?:\[([\w,]+)\])?(.*)", word)
                if found and (set((found[1] or "").split(",")) - {""}) - extras:
                    wrong.append(f"{page.name}: {word}: no such extra")
                if word == "diplomatic-positions-kg" or (found and found[2] and "@" not in words):
                    wrong.append(f"{page.name}: {word}: in no index")
    assert wrong == []


def blocks(page: str) -> str:
    """Return the lines of the blocks of a page that a shell runs: fenced as `sh`, or indented, with `kg` in front."""
    text = (ROOT / page).read_text("utf-8")
    fenced = "".join(re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    indented = "\n".join(re.findall(r"^    (kg .*)$", text, re.MULTILINE))
    return fenced or indented


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "GITHUB_"))}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    shell = ["bash", "-eo", "pipefail", "-c", script]
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample's store, as after `kg demo`."""
    folder = tmp_path_factory.mktemp("sample")
    data = ox.serialize(list(graph_of(SEEDS)), format=ox.RdfFormat.TRIG).decode()
    make_store(folder / ".kg", SEEDS, data, stamped=True)
    return folder


#: What other tests run: it installs, builds, serves or asks a server.
ELSEWHERE = re.compile(r"^(pip install|kg (demo|build|serve)\b|curl|python -m http\.server).*$", re.MULTILINE)


@pytest.mark.parametrize("page", ["docs/export.md", "docs/queries.md"])
def test_the_commands_of_a_page_run_on_the_sample(page: str, sample: Path) -> None:
    done = run(ELSEWHERE.sub("", blocks(page)), sample)
    assert done.returncode == 0, done.stderr


def test_a_site_is_written_by_the_commands_of_its_page(tmp_path: Path) -> None:
    make_store(tmp_path / ".kg")
    done = run(ELSEWHERE.sub("", blocks("docs/pages.md")), tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "public/id/actor/qatar/index.html").is_file()


def test_the_commands_on_a_triplestore_run(tmp_path: Path, oxigraph_server: Server) -> None:
    """Those of docs/triplestores.md that ask and compare, with an article in a repository and in a server."""
    shutil.copytree(SEEDS, tmp_path / "seeds", ignore=shutil.ignore_patterns("2019-*", "2020-*"))
    (tmp_path / "kg.toml").write_text(
        f'[profiles.local]\npreset = "oxigraph"\nurl = "{oxigraph_server.profile.url}"\n', "utf-8"
    )
    text = (ROOT / "docs/triplestores.md").read_text("utf-8")
    parts = [
        text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        for title in ("Querying a triplestore", "Comparing versions")
    ]
    script = "".join(re.findall(r"^```sh\n(.*?)^```$", "".join(parts), re.MULTILINE | re.DOTALL))
    assert (script.count("kg query"), script.count("kg diff")) == (3, 4)
    git = "git init -q -b main && git add -A && git -c user.name=A -c user.email=a@example.org commit -qm One"
    done = run(f"{git}\nkg load --to local\n{script}", tmp_path)
    assert done.returncode == 0, done.stderr


#: The file with the tests that run the commands of a page, or the reason why none does.
RUN_BY = {
    "README.md": "journeys/test_readme.py",
    "docs/export.md": "journeys/test_documented_commands.py",
    "docs/extraction.md": "journeys/test_documented_pages.py",
    "docs/machines.md": "they need a cluster: tests/running/test_machines.py starts one, and uses the same options",
    "docs/pages.md": "journeys/test_documented_commands.py",
    "docs/queries.md": "journeys/test_documented_commands.py",
    "docs/questions.md": "journeys/test_questions.py",
    "docs/reference-data.md": "journeys/test_documented_pages.py",
    "docs/serving.md": "they name folders of a server: tests/web starts `kg serve` with each of the options",
    "docs/tables.md": "journeys/test_documented_pages.py",
    "docs/triplestores.md": "endpoints/test_load.py",
    "docs/validation.md": "journeys/test_documented_commands.py",
    "CONTRIBUTING.md": "they name a text that does not exist; docs/extraction.md has the same commands",
    "kg/cli/template/README.md": "journeys/test_documented_pages.py",
    "tests/gold/README.md": "tests/extract/test_gold.py validates each sheet",
}


def test_every_page_with_commands_is_run_by_a_test_or_has_a_reason() -> None:
    pages = {str(page.relative_to(ROOT)) for page in PAGES if whole_commands(page.read_text("utf-8"))}
    assert pages == RUN_BY.keys()
    files = {page: ROOT / "tests" / file for page, file in RUN_BY.items() if " " not in file}
    assert [page for page, file in files.items() if Path(page).name not in file.read_text("utf-8")] == []


def test_the_python_of_a_page_runs(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(sample)
    monkeypatch.delenv("KG_STORE", raising=False)
    text = (ROOT / "docs/python.md").read_text("utf-8")
    pieces = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for piece in pieces:
        exec(compile(piece, "docs/python.md", "exec"), {})
    assert capsys.readouterr().out.count("\n") > 5


def test_the_commands_of_continuous_integration_run_in_a_new_repository(tmp_path: Path) -> None:
    """Those of docs/validation.md, in a clone whose main branch is elsewhere."""
    create_repository(tmp_path, None, "git+https://forge.example.org/team/kg@0123abc")
    git = "git init -q && git add -A && git -c user.name=A -c user.email=a@example.org commit -qm One"
    script = blocks("docs/validation.md")
    assert script.count("kg ") >= 3
    done = run(f"{git} && git update-ref refs/remotes/origin/main HEAD\n{script}", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "baseline.yaml").is_file()
