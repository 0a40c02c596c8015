"""Links that lead out of a repository, files that are none, and names that are not UTF-8: a finding each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cases import for_each
from in_process import kg_here
from repositories import DataRepository, statement

from kg.cli import main
from kg.errors import InputError
from kg.sources.assertion import assert_source
from kg.store.folder import StoreFolder
from kg.text import leads_out, read_bytes
from kg.validate.run import validate

SECRET = "root:correct-horse:0:0\n"


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    repository = DataRepository(tmp_path / "clone")
    repository.write("first", statement())
    repository.write("second", statement(2))
    repository.commit()
    (tmp_path / "secret").write_text(SECRET)
    return repository


def kg(repository: DataRepository, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kg", *arguments]
    environment = {**os.environ, "GITHUB_ACTIONS": ""}
    return subprocess.run(
        command, cwd=repository.folder, env=environment, capture_output=True, check=False, timeout=120
    )


@pytest.mark.hostile("link-out-of-a-source")
@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize(
    "file", ["first/article.txt", "first/sheet.yaml", "reference/states.yaml", "first", "first/sheet.ttl"]
)
def test_a_link_that_leads_out_shows_nothing_of_what_it_leads_to(repository, file, relative, monkeypatch, capfdbinary):
    place, outside = repository.seeds / file, repository.folder.parent / "secret"
    if place.is_dir():
        outside = repository.folder.parent / "elsewhere"
        place.rename(outside)
        (outside / "sheet.yaml").write_text(SECRET)
    elif file.endswith(".ttl"):
        (place.parent / "sheet.yaml").unlink()
    else:
        place.unlink()
    place.symlink_to(os.path.relpath(outside, place.parent) if relative else outside)
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("GITHUB_ACTIONS", "")
    check = ["validate", "seeds", "--no-cache", "--no-owl", "-f"]
    for command in (*([*check, form] for form in ("text", "json", "sarif", "junit", "gitlab")), ["build", "seeds"]):
        with pytest.raises(SystemExit) as ended:
            main(command)
        said = b"".join(capfdbinary.readouterr())
        assert ended.value.code == 2
        assert b"a link that leads out of the repository" in said
        assert b"correct-horse" not in said


def test_a_link_that_leads_out_shows_nothing_in_a_process_of_its_own(repository):
    (repository.seeds / "first" / "sheet.yaml").unlink()
    (repository.seeds / "first" / "sheet.yaml").symlink_to(repository.folder.parent / "secret")
    done = kg(repository, "validate", "seeds", "--no-cache")
    assert done.returncode == 2
    assert b"correct-horse" not in done.stdout + done.stderr


def test_a_link_inside_the_repository_is_followed(repository):
    text = repository.seeds / "first" / "article.txt"
    text.rename(repository.folder / "shared.txt")
    text.symlink_to("../../shared.txt")
    assert validate([repository.seeds]).findings == ()
    assert not leads_out(text)


def test_a_folder_of_seeds_may_itself_be_reached_by_a_link(repository):
    (repository.folder.parent / "short").symlink_to(repository.seeds)
    assert validate([repository.folder.parent / "short"]).findings == ()


@pytest.mark.hostile("pipe-as-sheet")
@pytest.mark.parametrize("name", ["sheet.yaml", "sheet.ttl"])
def test_a_named_pipe_is_refused_without_waiting(repository, name):
    place = repository.seeds / "third"
    place.mkdir()
    os.mkfifo(place / name)
    for path in (place / name, place, repository.seeds):
        done = kg(repository, "validate", str(path), "--no-owl")
        assert done.returncode != 0, path
    with pytest.raises(InputError, match="is not a regular file"):
        read_bytes(place / name)


def test_a_pipe_is_not_accepted_as_a_text(repository):
    (repository.seeds / "first" / "article.txt").unlink()
    os.mkfifo(repository.seeds / "first" / "article.txt")
    done = kg(repository, "validate", "seeds")
    assert done.returncode == 1
    assert b"missing-text" in done.stdout


@pytest.mark.hostile("name-not-utf-8")
@pytest.mark.parametrize("raw", [b"2024-05-05-\xe9", b"\xff\xfe", b"2012-\xc3(-talks"])
def test_a_folder_whose_name_is_not_utf_8_is_a_finding_among_others(repository, raw):
    folder = Path(os.fsdecode(os.fsencode(repository.seeds) + b"/" + raw))
    try:
        (repository.seeds / "second").rename(folder)
    except OSError:
        pytest.skip("the file system takes no such name")
    repository.write("third", statement(proposition="no-such-thing"))
    shown = raw.decode(errors="replace")
    for command in (
        ["validate", "seeds", "--no-owl"],
        ["validate", "seeds", "-f", "json", "--no-owl"],
        ["build", "seeds"],
        ["validate", folder, "--no-owl"],
    ):
        done = kg(repository, *command)
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == 1, said
        assert "source-slug" in said
        assert shown in said or json.dumps(shown)[1:-1] in said
        assert "internal error" not in said
    report = validate([repository.seeds])
    assert sorted(finding.rule for finding in report.findings) == ["source-slug", "unknown-name"]


def test_a_file_in_a_source_may_have_any_name(repository):
    place = os.fsencode(repository.seeds / "first") + b"/notes-\xe9.txt"
    try:
        Path(os.fsdecode(place)).write_text("x")
    except OSError:
        pytest.skip("the file system takes no such name")
    assert kg(repository, "validate", "seeds").returncode == 0
    assert kg(repository, "build", "seeds").returncode == 0


@pytest.mark.hostile("store-of-another-form")
@for_each(
    ("file", "told"),
    [
        ("catalogue.json", '["a"]'),
        ("catalogue.json", '{"x": 3}'),
        ("catalogue.json", "null"),
        ("manifest.json", '{"format": 2}'),
        ("manifest.json", '{"format": 2, "quads": "x", "reference": [], "seeds": 3, "sources": 1}'),
        ("manifest.json", '{"format": 2, "quads": 1, "reference": {}, "seeds": "s", "sources": {"a": 1}}'),
        ("manifest.json", '{"format": 2, "quads": 1, "reference": {"a": [1]}, "seeds": "s", "sources": {}}'),
        ("current", "store-000009\n"),
        ("current", ""),
        ("holder", "\x1b[2J"),
    ],
)
def test_a_build_repairs_store_files_of_the_wrong_kind(repository, file, told):
    if not (repository.folder / ".kg").exists():  # or the case before has healed it
        assert kg_here(repository.folder, "build", "seeds").returncode == 0
    store = Path(StoreFolder(repository.folder / ".kg").current())
    ((store if file == "manifest.json" else store.parent) / file).write_text(told)
    done = kg_here(repository.folder, "query", "-q", "ASK {}")
    if file in ("manifest.json", "current"):
        assert done.returncode == 2
        assert "run `kg build`" in done.stderr or "not a store" in done.stderr
    else:
        assert done.returncode == 0
    assert "internal error" not in done.stderr
    assert kg_here(repository.folder, "build", "seeds").returncode == 0
    assert kg_here(repository.folder, "query", "-q", "ASK {}").returncode == 0
    assert kg_here(repository.folder, "queries").returncode == 0


def test_assertions_name_the_link(repository):
    from kg.reference.shared import load_reference

    text = repository.seeds / "first" / "article.txt"
    text.unlink()
    text.symlink_to(repository.folder.parent / "secret")
    with pytest.raises(InputError, match=r"first/article\.txt: is a link"):
        assert_source(repository.seeds / "first", load_reference(repository.seeds / "reference"))
