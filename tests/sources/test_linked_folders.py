"""Commands that write into a repository: not through a link out of it, and into no file with other entries."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from data_repository import SHEET, new_folder, new_repository, run
from in_process import kg_here

from kg import text
from kg.errors import InputError
from kg.sources.assertion import assert_reference
from kg.text import leads_out, read_inside

if TYPE_CHECKING:
    import subprocess

REFERENCE = Path("seeds/reference")
BO = "bo-east:\n  label: Bo East\n  posts:\n    - {title: Envoy, of: northland}\n"
OTHER = "zoe-west: {label: Zoe West, posts: [{title: Envoy, of: northland}]}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a draft that proposes `bo-east`, and beside it one that has him."""
    repository = new_repository(tmp_path, world=False)
    folder = repository / "seeds/2024-06-01-bo"
    shutil.copytree(repository / SHEET.parent, folder)
    text = (
        (folder / "sheet.yaml").read_text("utf-8").replace("ada-north", "bo-east").replace("    for: northland\n", "")
    )
    (folder / "sheet.yaml").write_text(text + "    status: proposed\n", "utf-8")
    (folder / "reference.proposed").mkdir()
    (folder / "reference.proposed/officials.yaml").write_text(BO, "utf-8")
    new_folder(tmp_path / "theirs")
    (tmp_path / "theirs" / REFERENCE / "officials.yaml").write_text("ada-north: {label: Ada North}\n" + BO, "utf-8")
    return repository


def review(repository: Path) -> subprocess.CompletedProcess[str]:
    return run(repository, "sh", "-c", "printf 'a\\ny\\n' | kg review seeds/2024-06-01-bo --by Coder")


def merge(repository: Path) -> subprocess.CompletedProcess[str]:
    return kg_here(repository, "merge", "../theirs")


def add(repository: Path) -> subprocess.CompletedProcess[str]:
    return kg_here(repository, "reference", "add", "koffi-sama", "--copy")


def load(repository: Path) -> subprocess.CompletedProcess[str]:
    return kg_here(
        repository, "reference", "import", "--endpoint", "http://127.0.0.1:9/", "-o", "seeds/reference/officials"
    )


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.hostile("write-through-a-link")
@pytest.mark.parametrize("command", [review, merge, add, load])
@pytest.mark.parametrize("inside", [False, True])
def test_nothing_is_written_into_a_linked_folder_of_reference_data(repository, tmp_path, command, inside):
    outside = repository / ".git/hooks" if inside else tmp_path / "outside"
    outside.mkdir(exist_ok=True)
    for name in ("officials", "persons", "organisations"):
        (repository / REFERENCE / name).symlink_to(outside)
    elsewhere, before = files(outside), files(repository / "seeds")
    done = command(repository)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stderr.count("is reached by a link that leads out of the repository") == 1, done.stderr
    assert "internal error" not in done.stderr
    assert files(outside) == elsewhere
    assert files(repository / "seeds") == before


@pytest.mark.parametrize(("command", "name"), [(review, "bo-east"), (merge, "bo-east"), (add, "koffi-sama")])
def test_a_file_with_the_name_of_a_new_entry_keeps_its_own(repository, command, name):
    folder = repository / REFERENCE / "officials"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(OTHER, "utf-8")
    done = command(repository)
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert (folder / f"{name}.yaml").read_text("utf-8") == OTHER
    reference, assertion = assert_reference(repository / REFERENCE)
    assert assertion.findings == []
    assert {name, "zoe-west"} <= {entry.slug for entry in reference.named.values() if entry.own or not entry.base}


def test_a_linked_sheet_is_not_migrated(repository, tmp_path):
    sheet = repository / "seeds/2024-06-01-bo/sheet.yaml"
    sheet.rename(tmp_path / "sheet.yaml")
    sheet.symlink_to(tmp_path / "sheet.yaml")
    text = "statements:\n  - {id: a, act: blames, addressee: northland}\n"
    (tmp_path / "sheet.yaml").write_text(text, "utf-8")
    done = kg_here(repository, "migrate", "seeds")
    assert (done.returncode, "is a link that leads out of the repository" in done.stderr) == (2, True), done.stderr
    assert sheet.is_symlink()
    assert (tmp_path / "sheet.yaml").read_text("utf-8") == text


def test_what_git_keeps_is_not_a_part_of_the_repository(repository):
    """A clone's configuration has tokens: a text that is a link to it would show them in a finding."""
    link = repository / "seeds/2024-06-01-bo/notes.txt"
    link.symlink_to("../../.git/config")
    with pytest.raises(InputError, match="leads out of the repository"):
        read_inside(link)
    link.unlink()
    link.symlink_to("../../README.md")
    assert not leads_out(link)
    assert not leads_out(repository / ".git/config")


def test_an_import_that_finds_one_of_its_files_writes_none(repository):
    (repository / "new").mkdir()
    (repository / "new/officials.yaml").write_text(OTHER, "utf-8")
    done = kg_here(repository, "reference", "import", "--endpoint", "http://127.0.0.1:9/", "-o", "new")
    assert (done.returncode, "already exists" in done.stderr) == (2, True), done.stderr
    assert [path.name for path in (repository / "new").iterdir()] == ["officials.yaml"]


def extract(repository: Path) -> subprocess.CompletedProcess[str]:
    (repository / "talks.txt").write_text("Talks\n\nMinister Ada North called for a ceasefire.\n", "utf-8")
    (repository / "seeds/2024-07-01-linked").symlink_to("../../outside")
    return kg_here(repository, "extract", "talks.txt", "-o", "seeds/2024-07-01-linked/sheet.yaml")


def update(repository: Path) -> subprocess.CompletedProcess[str]:
    shutil.rmtree(repository / ".github")
    (repository / ".github").symlink_to("../outside")
    return kg_here(repository, "init", "--update", "--from", "git+https://forge.example.org/team/kg@0123abc")


def vetoes(repository: Path) -> subprocess.CompletedProcess[str]:
    rows = "date,draft,agenda_item,member_veto1,member_veto2,member_veto3\n10/4/2011,S/2011/612,Syria,Russia,China,\n"
    (repository / "vetoes.csv").write_text(rows, "utf-8")
    (repository / "seeds/un-vetoes").symlink_to("../../outside")
    return kg_here(repository, "import", "un-vetoes", "vetoes.csv", "-o", "seeds/un-vetoes")


@pytest.mark.hostile("write-through-a-link")
@pytest.mark.parametrize("command", [extract, update, vetoes])
def test_no_command_writes_into_a_linked_folder(repository, tmp_path, command):
    (tmp_path / "outside").mkdir()
    done = command(repository)
    assert (done.returncode, "leads out of the repository" in done.stderr) == (2, True), (done.stdout, done.stderr)
    assert list((tmp_path / "outside").iterdir()) == []


def test_linked_reference_data_are_not_read(repository, tmp_path):
    (repository / REFERENCE / "officials").mkdir()
    (repository / REFERENCE / "officials/zoe.yaml").write_text(OTHER, "utf-8")
    (repository / REFERENCE).rename(tmp_path / "outside")
    (repository / REFERENCE).symlink_to(tmp_path / "outside")
    assert leads_out(repository / REFERENCE / "officials/zoe.yaml")
    done = kg_here(repository, "validate", "--no-owl", "seeds")
    assert (done.returncode, "leads out of the repository" in done.stderr) == (2, True), (done.stdout, done.stderr)


def test_what_is_shipped_is_read_from_an_environment_that_is_a_link(tmp_path, monkeypatch):
    (tmp_path / "real/kg/packages/world").mkdir(parents=True)
    (tmp_path / "r").mkdir()
    (tmp_path / "r/kg.toml").touch()
    (tmp_path / "r/.venv").symlink_to("../real")
    states = tmp_path / "r/.venv/kg/packages/world/states.yaml"
    assert leads_out(states)
    monkeypatch.setattr(text, "INSTALLED", str(tmp_path / "r/.venv/kg"))
    assert not leads_out(states)
