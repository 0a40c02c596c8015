"""With which code `kg validate` ends, and that it never ends with a traceback: what a CI relies on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from in_process import kg_here
from repositories import DataRepository, statement
from waiting import has_open, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    repository = DataRepository(tmp_path)
    repository.write("first", statement())
    repository.write("second", statement(speaker="bob", **{"for": "bland"}, proposition="talks"))
    return repository


def validate(
    repository: DataRepository, *arguments: str, script: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in the repository's folder; there is never a traceback.

    After some Python, it is a process of its own.
    """
    if not script:
        done = kg_here(repository.folder, "validate", *arguments, **variables)
        assert "Traceback" not in done.stderr
        return done
    script = f"{script}\nfrom kg.cli import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", script, "validate", *arguments],
        cwd=repository.folder,
        env={**os.environ, "GITHUB_ACTIONS": "", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def good(_: DataRepository) -> None:
    """Leave everything as it is."""


def finding(repository: DataRepository) -> None:
    repository.write("second", statement(proposition="nothing"))


def syntax_error(repository: DataRepository) -> None:
    finding(repository)
    with (repository.seeds / "first" / "sheet.yaml").open("a") as sheet:
        sheet.write("  - [oops\n")


def syntax_error_in_turtle(repository: DataRepository) -> None:
    finding(repository)
    (repository.seeds / "third").mkdir()
    (repository.seeds / "third" / "sheet.ttl").write_text("<a> <b> .\n")


def bytes_that_are_no_text(repository: DataRepository) -> None:
    finding(repository)
    (repository.seeds / "first" / "sheet.yaml").write_bytes(b"source: \xff\n")


def folder_in_place_of_a_sheet(repository: DataRepository) -> None:
    finding(repository)
    (repository.seeds / "first" / "article.txt").unlink()
    (repository.seeds / "first" / "article.txt").mkdir()


def broken_reference(repository: DataRepository) -> None:
    (repository.seeds / "reference" / "states.yaml").write_text("aland: [")


def no_sources(repository: DataRepository) -> None:
    for name in ("first", "second"):
        (repository.seeds / name).rename(repository.folder / name)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (good, 0),
        (finding, 1),
        (syntax_error, 2),
        (syntax_error_in_turtle, 2),
        (bytes_that_are_no_text, 2),
        (folder_in_place_of_a_sheet, 1),  # the text is missing, which is a finding of the sheet
        (broken_reference, 2),
        (no_sources, 2),
    ],
)
def test_the_findings_decide_the_exit_code(
    repository: DataRepository, make: Callable[[DataRepository], None], code: int
) -> None:
    make(repository)
    done = validate(repository, "seeds")
    assert done.returncode == code, done.stderr
    if code == 2:
        assert done.stderr.startswith("kg: ")
    if make not in (good, broken_reference, no_sources):
        assert "seeds/second/sheet.yaml:" in done.stdout  # whatever else there is


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere"], "nowhere: no such file"),
        (["seeds/*/sheet.ttl"], "no such file"),  # a pattern that the shell found nothing for
        (["seeds", "-f", "carrier-pigeon"], "carrier-pigeon"),
        (["seeds", "--engine", "carrier-pigeon"], "unknown engine"),
        (["seeds", "--changed-since", "nowhere"], "not in a git repository"),
        (["seeds", "--fail-on", "sometimes"], "sometimes"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(repository: DataRepository, arguments: list[str], says: str) -> None:
    done = validate(repository, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_without_a_path_the_seeds_are_checked(repository: DataRepository) -> None:
    finding(repository)
    assert (validate(repository).returncode, validate(repository).stdout) == (1, validate(repository, "seeds").stdout)
    repository.seeds.rename(repository.folder / "elsewhere")
    done = validate(repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert "create a repository here with `kg init`" in done.stderr
    assert "give a folder of seeds with KG_SEEDS, `--seeds DIR` or `kg build DIR`" in done.stderr
    assert validate(repository, "--seeds", "elsewhere").returncode == 1


def test_fail_on_decides_except_for_unreadable_files(repository: DataRepository) -> None:
    finding(repository)
    assert validate(repository, "seeds", "--fail-on", "none").returncode == 0
    syntax_error(repository)
    assert validate(repository, "seeds", "--fail-on", "none").returncode == 2


@pytest.mark.parametrize("error", ["RuntimeError('broken')", "type('PanicException', (BaseException,), {})('broken')"])
@pytest.mark.parametrize("engine", ["pyshacl", "shacl"])
def test_a_crashing_engine_ends_with_its_error(repository: DataRepository, engine: str, error: str) -> None:
    if engine == "shacl":
        pytest.importorskip("shacl", reason="pip install 'diplomatic-positions-kg[fast]'")
    script = (
        f"def crash(*_, **__): raise {error}\n"
        "import types, pyshacl, kg.validate.shacl.engines.shacl_rust as screened\n"
        "pyshacl.validate = crash\n"
        "screened.compiled_shapes = lambda _: types.SimpleNamespace(validate_text=crash)"
    )
    done = validate(repository, "seeds", "--engine", engine, script=script)
    assert (done.returncode, done.stdout) == (2, "")
    assert "broken" in done.stderr


def test_a_change_to_reference_data_announces_a_wider_run(repository: DataRepository) -> None:
    repository.commit()
    validate(repository, "seeds")
    repository.reference["officials"]["bob"]["label"] = "Robert"
    repository.write_reference()
    done = validate(repository, "seeds", "--changed-since", "HEAD")
    assert "1 of the sources use changed reference data" in done.stderr


def test_an_interrupt_ends_validation_with_130(repository: DataRepository) -> None:
    for number in range(3, 60):
        repository.write(f"source-{number}", *(statement(row) for row in range(3)))
    running = subprocess.Popen(
        [sys.executable, "-m", "kg", "validate", "seeds", "--engine", "pyshacl"],
        cwd=repository.folder,
        stdout=-1,
        stderr=-1,
    )
    wait_for(lambda: has_open(running.pid, ".sqlite"))  # it checks
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, b"", b"")
    assert not [file for file in (repository.folder / ".kg-cache").glob("*.sqlite") if file.stat().st_size]


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "json", "junit", "text"])
def test_a_syntax_error_is_shown_on_its_line_in_every_format(repository: DataRepository, form: str) -> None:
    syntax_error(repository)
    sheet = repository.seeds / "first" / "sheet.yaml"
    last = len(sheet.read_text("utf-8").splitlines())
    done = validate(repository, "seeds", "-f", form, "-o", "report")
    written = (repository.folder / "report").read_text("utf-8")
    assert done.returncode == 2
    assert "unreadable" in written
    if form == "json":
        (told,) = [found for found in json.loads(written)["findings"] if found["rule"] == "unreadable"]
        assert (told["file"], told["line"]) == ("seeds/first/sheet.yaml", last)


def test_a_baseline_neither_records_nor_hides_unreadable_files(repository: DataRepository) -> None:
    finding(repository)
    assert validate(repository, "seeds", "--baseline", "known.yaml", "--update-baseline").returncode == 0
    known = (repository.folder / "known.yaml").read_text("utf-8")
    syntax_error(repository)
    assert validate(repository, "seeds", "--baseline", "known.yaml", "--update-baseline").returncode == 2
    assert (repository.folder / "known.yaml").read_text("utf-8") == known
    done = validate(repository, "seeds", "--baseline", "known.yaml")
    assert (done.returncode, done.stdout.count("unreadable")) == (2, 1)
