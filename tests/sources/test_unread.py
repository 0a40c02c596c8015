"""What was meant as a source or as reference data, and is not read, is a finding, and never left out in silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from data_repository import SHEET, git, new_repository, run

from kg.errors import FindingsError
from kg.findings import Severity
from kg.sources.stamps import changed_sources
from kg.store.build import build
from kg.store.folder import StoreFolder
from kg.validate.run import validate


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return new_repository(tmp_path, world=False)


def unread(repository: Path) -> list[tuple[str, str, Severity]]:
    report = validate([repository / "seeds"])
    return [(f.file, f.message, f.severity) for f in report.findings if f.rule == "unread-file"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("Sheet.yaml", "`sheet.yaml`"),
        ("SHEET.YML", "`sheet.yml`"),
        ("sheet.yaml.txt", "`sheet.yaml`"),
        ("sheet.rdf", "save it as"),
        ("sheet.ttl.gz", "save it as"),
        ("sheet.n3", "save it as"),
        ("sheet (1).yaml", "save it as"),
    ],
)
def test_a_misnamed_sheet_is_reported_with_advice(repository: Path, tmp_path: Path, name: str, advice: str) -> None:
    folder = repository / "seeds/2024-07-01-second"
    folder.mkdir()
    shutil.copy(repository / SHEET.parent / "article.txt", folder)
    (folder / name).write_text("broken: [", "utf-8")
    [(file, message, severity)] = unread(repository)
    assert (file, severity) == (str(folder / name), Severity.VIOLATION)
    assert advice in message
    for _ in range(2):  # also when nothing else has changed since the last build
        with pytest.raises(FindingsError):
            build(repository / "seeds", StoreFolder(tmp_path / "store"))


def test_a_text_without_a_sheet_gives_a_warning_and_notes_are_ignored(repository: Path) -> None:
    folder = repository / "seeds/2024-07-01-second"
    folder.mkdir()
    (folder / "README.md").write_text("To do.", "utf-8")
    assert unread(repository) == []
    (folder / "talks.html").write_text("<p>Talks", "utf-8")
    [(file, message, severity)] = unread(repository)
    assert (file, severity, "`sheet.yaml`" in message) == (str(folder / "talks.html"), Severity.WARNING, True)


@pytest.mark.hostile("source-too-deep")
def test_a_source_one_folder_too_deep_is_reported(repository: Path) -> None:
    shutil.copytree(repository / SHEET.parent, repository / "seeds/2024/talks")
    [(file, message, _)] = unread(repository)
    assert file == str(repository / "seeds/2024/talks/sheet.yaml")
    assert "too deep" in message


@pytest.mark.parametrize("place", ["shared/persons.yaml", "states.yaml.txt", "others.nq", "States.json", "officials"])
def test_a_file_that_is_not_reference_data_is_reported_in_its_folder(repository: Path, place: str) -> None:
    file = repository / "seeds/reference" / place
    file.parent.mkdir(exist_ok=True)
    file.write_text("ann: {label: Ann}\n", "utf-8")
    assert unread(repository)[0][0] == str(file)
    assert unread(repository)[0][0] == str(file)  # and when the findings are known from before
    file.unlink()
    (repository / "seeds/reference/README.md").write_text("Names.", "utf-8")
    assert unread(repository) == []


def test_a_misnamed_sheet_is_found_with_changed_since_too(repository: Path) -> None:
    folder = repository / "seeds/2024-07-01-second"
    folder.mkdir()
    (folder / "Sheet.yaml").write_text("", "utf-8")
    assert git(repository, "status", "--porcelain")
    done = run(repository, "kg", "validate", "seeds", "--changed-since", "HEAD")
    assert (done.returncode, "Sheet.yaml:1:1" in done.stdout) == (1, True)


@pytest.mark.hostile("second-sheet")
@pytest.mark.parametrize("name", ["other.ttl", "sheet-2.yaml", "sheet.nq.bak", "part.trig", "more.yaml"])
def test_a_second_sheet_or_rdf_beside_a_sheet_is_reported(repository: Path, tmp_path: Path, name: str) -> None:
    file = repository / SHEET.parent / name
    file.write_text("source: {}\nstatements: [\n" if name == "more.yaml" else "<broken", "utf-8")
    for _ in range(2):
        assert [(found, severity) for found, _, severity in unread(repository)] == [(str(file), Severity.VIOLATION)]
    with pytest.raises(FindingsError):
        build(repository / "seeds", StoreFolder(tmp_path / "store"))


def test_a_sheet_that_is_a_link_to_nothing_is_reported_as_one(repository: Path) -> None:
    folder = repository / "seeds/2024-07-01-second"
    folder.mkdir()
    (folder / "sheet.yaml").symlink_to(folder / "gone.yaml")
    [(file, message, severity)] = unread(repository)
    assert (file, severity) == (str(folder / "sheet.yaml"), Severity.VIOLATION)
    assert message.endswith("it is a link to a file that is not there")


@pytest.mark.parametrize("target", ["gone", None])
def test_links_to_nothing_and_in_circles_leave_the_other_findings(
    repository: Path, tmp_path: Path, target: str | None
) -> None:
    """A link to itself raises another error than one to nothing, wherever the system is asked what it is."""
    seeds, sheet = repository / "seeds", (repository / SHEET).read_text("utf-8")
    links = [seeds / name for name in ("2024-a", "2024-b/sheet.yaml", "2024-c/article.txt", "2024-c/notes")]
    for link in links:
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(target or link.name)
    (seeds / "2024-c/sheet.yaml").write_text(sheet, "utf-8")
    (repository / SHEET).write_text(sheet.replace("act: ", "act: no-", 1), "utf-8")
    found = validate([seeds], owl=False).findings
    rules = {(Path(one.file).relative_to(seeds).as_posix(), one.rule) for one in found if one.file}
    assert rules == {
        ("2024-a", "unread-file"),
        ("2024-b/sheet.yaml", "unread-file"),
        ("2024-c/sheet.yaml", "missing-text"),
        (SHEET.relative_to("seeds").as_posix(), "unknown-term"),
    }
    with pytest.raises(FindingsError):
        build(seeds, StoreFolder(tmp_path / "store"))
    assert {one.rule for one in validate([seeds / "2024-c"], owl=False).findings} == {"missing-text"}


def test_a_link_to_nothing_beside_a_sheet_does_not_stop_a_build(repository: Path, tmp_path: Path) -> None:
    for name, target in (("notes", "notes"), ("scan.pdf", "gone")):
        ((repository / SHEET).parent / name).symlink_to(target)
    store = StoreFolder(tmp_path / "store")
    assert build(repository / "seeds", store)
    assert changed_sources(store.manifest()) == []


def test_a_folder_in_place_of_a_text_is_reported_as_one(repository: Path) -> None:
    text = repository / SHEET.parent / "article.txt"
    text.unlink()
    text.mkdir()
    [found] = validate([repository / "seeds"], owl=False).findings
    assert (found.rule, found.file) == ("missing-text", str(repository / SHEET))
    assert found.message == "the file `article.txt` is a folder: put the text itself in its place"


def test_data_and_notes_beside_a_sheet_are_ignored(repository: Path) -> None:
    for name in ("data.json", "notes.yaml", "README.md", "picture.png"):
        (repository / SHEET.parent / name).write_text("{}", "utf-8")
    assert unread(repository) == []


@pytest.mark.hostile("folder-called-sheet")
@pytest.mark.parametrize("name", ["sheet.yaml", "sheet.ttl"])
def test_a_folder_with_the_name_of_a_sheet_is_reported(repository: Path, tmp_path: Path, name: str) -> None:
    (repository / "seeds/2024-07-01-second" / name).mkdir(parents=True)
    [(file, message, _)] = unread(repository)
    assert (file, "a sheet is a file" in message) == (str(repository / "seeds/2024-07-01-second" / name), True)
    with pytest.raises(FindingsError):
        build(repository / "seeds", StoreFolder(tmp_path / "store"))
