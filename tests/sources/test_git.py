"""What git says has changed: every way in which a file can come to differ from a commit, and what is left of it."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repositories import DataRepository, statement

from kg.errors import UsageError
from kg.sources.changes import Changes, History
from kg.sources.git import GitRepository
from kg.sources.listing import Listing
from kg.validate.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.validate.run import Report

SLUGS = ("first", "second", "third")


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    return filled(tmp_path)


def filled(folder: Path) -> DataRepository:
    repository = DataRepository(folder)
    for slug in SLUGS:
        repository.write(slug, statement())
    repository.commit()
    return repository


def sheet(repository: DataRepository, slug: str = "first") -> Path:
    return repository.seeds / slug / "sheet.yaml"


def edit(file: Path) -> None:
    """Change a file, and neither its size nor its times, as far as one can."""
    before, text = file.stat(), file.read_text("utf-8")
    file.write_text(text.replace("row-0", "row-9"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size


def add(repository: DataRepository) -> None:
    repository.git("add", "-A")


def new_source(repository: DataRepository) -> None:
    repository.write("fourth", statement())


def added_source(repository: DataRepository) -> None:
    new_source(repository)
    add(repository)


def intended_source(repository: DataRepository) -> None:
    new_source(repository)
    repository.git("add", "-N", "seeds/fourth")


def ignored_source(repository: DataRepository) -> None:
    (repository.folder / ".git" / "info" / "exclude").write_text("*\n")
    new_source(repository)


def new_file(repository: DataRepository) -> None:
    (repository.seeds / "first" / "notes.txt").write_text("New.\n")


def new_names(repository: DataRepository) -> None:
    (repository.seeds / "first" / "reference.proposed").mkdir()
    (repository.seeds / "first" / "reference.proposed" / "officials.yaml").write_text("{}\n")


def edited(repository: DataRepository) -> None:
    edit(sheet(repository))


def edited_and_added(repository: DataRepository) -> None:
    edited(repository)
    add(repository)


def added_and_edited_again(repository: DataRepository) -> None:
    edited_and_added(repository)
    sheet(repository).write_text(sheet(repository).read_text("utf-8").replace("row-9", "row-8"), "utf-8")


def added_and_taken_back(repository: DataRepository) -> None:
    before = sheet(repository).read_bytes()
    edited_and_added(repository)
    sheet(repository).write_bytes(before)


def gone(repository: DataRepository) -> None:
    shutil.rmtree(repository.seeds / "first")


def gone_from_index(repository: DataRepository) -> None:
    repository.git("rm", "-q", "-r", "--cached", "seeds/first")


def gone_altogether(repository: DataRepository) -> None:
    repository.git("rm", "-q", "-r", "seeds/first")


def renamed(repository: DataRepository) -> None:
    (repository.seeds / "first").rename(repository.seeds / "fourth")


def renamed_by_git(repository: DataRepository) -> None:
    repository.git("mv", "seeds/first", "seeds/fourth")


def touched(repository: DataRepository) -> None:
    os.utime(sheet(repository))


def nothing(repository: DataRepository) -> None:
    pass


WAYS: dict[Callable[[DataRepository], None], set[str]] = {
    new_source: {"fourth"},
    added_source: {"fourth"},
    intended_source: {"fourth"},
    ignored_source: {"fourth"},
    new_file: {"first"},
    new_names: {"first"},
    edited: {"first"},
    edited_and_added: {"first"},
    added_and_edited_again: {"first"},
    added_and_taken_back: set(),
    gone: {"first"},
    gone_from_index: {"first"},  # though its files are what they were: the next commit has none of them
    gone_altogether: {"first"},
    renamed: {"first", "fourth"},
    renamed_by_git: {"first", "fourth"},
    touched: set(),
    nothing: set(),
}


def check(repository: DataRepository, revision: str | None = "HEAD") -> Report:
    return validate([repository.seeds], cache=repository.folder / "cache", changed_since=revision)


def looked_at(repository: DataRepository, revision: str = "HEAD") -> set[str]:
    return {Path(path).name for path in check(repository, revision).reasons}


@for_each(("way", "known"), itertools.product(WAYS, (True, False)))
def test_each_kind_of_change_and_its_end_are_noticed(
    tmp_path: Path, way: Callable[[DataRepository], None], known: bool
) -> None:
    repository = filled(tmp_path / f"{way.__name__}-{known}")
    if known:
        assert looked_at(repository) == set()
    way(repository)
    assert looked_at(repository) == WAYS[way]
    assert looked_at(repository) == WAYS[way]
    assert check(repository, None).findings == validate([repository.seeds]).findings
    repository.commit()
    assert looked_at(repository) == (WAYS[way] if way is ignored_source else set())
    assert looked_at(repository, "HEAD~1") == WAYS[way] - ({"first"} if way is gone_from_index else set())


def test_edits_right_after_a_commit_or_a_run_are_seen(repository: DataRepository) -> None:
    """Git cannot tell by its times whether a file has changed since it was looked at within the same moment."""
    for number in range(10):
        file = sheet(repository)
        file.write_text(file.read_text("utf-8").replace(f"row-{number}", f"row-{(number + 1) % 10}"), "utf-8")
        assert looked_at(repository) == {"first"}
        repository.commit()
        assert looked_at(repository) == set()


def test_files_removed_from_git_are_noticed_after_the_commit(repository: DataRepository) -> None:
    """The files of the source are as they were, and so are the times of their folder: only the index differs."""
    assert looked_at(repository) == set()
    repository.git("rm", "-q", "-r", "--cached", "seeds/first")
    repository.git("commit", "-q", "-m", "keep it no more")
    assert looked_at(repository) == {"first"}
    assert looked_at(repository, "HEAD~1") == {"first"}
    repository.commit()
    assert looked_at(repository) == set()


def test_folder_names_are_not_taken_for_git_patterns(repository: DataRepository) -> None:
    for name in ("a*", "[b]", ":(glob)c", "d?"):
        repository.write(name, statement())
    repository.commit()
    assert looked_at(repository) == set()
    for name in ("a*", ":(glob)c"):
        edit(sheet(repository, name))
        add(repository)
        sheet(repository, name).write_text("{}", "utf-8")
    assert looked_at(repository) == {"a*", ":(glob)c"}


def test_files_of_a_revision_have_their_content_of_that_time(repository: DataRepository, tmp_path: Path) -> None:
    known = GitRepository.around(repository.folder)
    assert known is not None
    sheet(repository, "second").unlink()
    contents = dict(known.contents("HEAD", [repository.seeds / "first", repository.seeds / "none"]))
    assert contents == {file: file.read_bytes() for file in (repository.seeds / "first").iterdir()}
    known.export("HEAD", [repository.seeds], tmp_path / "then")
    there = {file.relative_to(tmp_path / "then") for file in (tmp_path / "then").rglob("*") if file.is_file()}
    assert there == {file.relative_to(known.top) for file in known.files("HEAD", repository.seeds)}
    assert Path("seeds/second/sheet.yaml") in there


def test_objects_missing_from_a_partial_clone_are_left_out(repository: DataRepository) -> None:
    known = GitRepository.around(repository.folder)
    assert known is not None
    blob = repository.git("rev-parse", "HEAD:seeds/first/article.txt")
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = dict(known.contents("HEAD", [repository.seeds / "first"]))
    assert found == {sheet(repository): sheet(repository).read_bytes()}


def test_without_a_commit_there_is_no_history(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    repository.write("first", statement())
    listing = Listing([repository.seeds], repository.seeds.resolve())
    assert History.of(listing, None) is None
    repository.git("init", "-q")
    assert History.of(listing, None) is None
    with pytest.raises(UsageError):
        Changes("HEAD", listing)
    repository.commit()
    history = History.of(listing, None)
    assert history is not None
    assert history.dirty == set()


def write(repository: DataRepository, name: str, content: str) -> None:
    (repository.seeds / name).parent.mkdir(exist_ok=True)
    (repository.seeds / name).write_text(content)


def remove(repository: DataRepository, name: str) -> None:
    (repository.seeds / name).unlink(missing_ok=True)


def git(repository: DataRepository, *arguments: str) -> None:
    with suppress(subprocess.CalledProcessError):
        repository.git(*arguments)


NAMES = st.sampled_from(["a/sheet.yaml", "a/b.txt", "c/sheet.yaml", "reference/more.yaml"])
STEPS = st.one_of(
    st.tuples(st.just(write), NAMES, st.sampled_from(["one\n", "two\n", "six\n"])),
    st.tuples(st.just(remove), NAMES),
    st.builds(lambda name: (git, "add", "--", f"seeds/{name}"), NAMES),
    st.builds(lambda name: (git, "rm", "-q", "--cached", "--", f"seeds/{name}"), NAMES),
    st.builds(lambda name: (git, "checkout", "-q", "--", f"seeds/{name}"), NAMES),
    st.just((git, "commit", "-q", "--allow-empty", "-m", "index")),
)


@settings(
    max_examples=int(os.environ.get("KG_TEST_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(STEPS, max_size=12), st.lists(STEPS, max_size=6))
def test_files_differ_where_their_contents_do(before: list[Any], after: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        repository = DataRepository(Path(folder).resolve())
        repository.commit()
        for step, *arguments in before:
            step(repository, *arguments)
        revision = repository.git("rev-parse", "HEAD")
        for step, *arguments in after:
            step(repository, *arguments)
        changes = Changes(revision, Listing([repository.seeds], repository.seeds))
        then = dict(changes.repository.contents(revision, [repository.seeds]))
        now = {file: file.read_bytes() for file in repository.seeds.rglob("*") if file.is_file()}
        differing = {file for file in then.keys() | now.keys() if then.get(file) != now.get(file)}
        kept = {repository.folder / name for name in repository.git("ls-files").splitlines()}
        assert differing <= changes.files
        assert changes.files - differing <= now.keys() - kept  # git takes what the index lacks for removed


GIT_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")


@pytest.mark.parametrize("variable", GIT_VARIABLES)
def test_git_variables_of_a_hook_in_another_repository_change_nothing(
    repository: DataRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    other = DataRepository(tmp_path / "other")
    other.commit()
    monkeypatch.setenv(variable, str(other.folder / ".git"))
    git = GitRepository.around(repository.seeds)
    assert git is not None
    assert git.top == repository.folder.resolve()
    assert sheet(repository) in git.files(git.commit("HEAD"), repository.seeds)
    assert git.differing([repository.seeds], "HEAD") == set()
    edit(sheet(repository))
    assert git.differing([repository.seeds], "HEAD") == {sheet(repository)}


def test_a_hook_of_a_linked_worktree_compares_its_own_files(
    repository: DataRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("worktree", "add", "-q", str(tmp_path / "linked"))
    monkeypatch.setenv("GIT_DIR", str(repository.folder / ".git" / "worktrees" / "linked"))
    git = GitRepository.around(tmp_path / "linked" / "seeds")
    assert git is not None
    assert git.top == (tmp_path / "linked").resolve()


@pytest.mark.parametrize("how", ["filter", "crlf"])
def test_contents_are_those_of_a_checkout(repository: DataRepository, how: str) -> None:
    attributes = {
        "filter": "*.txt filter=rot",
        "crlf": "*.txt text eol=crlf",
    }
    repository.git("config", "filter.rot.clean", "tr a-z b-za")
    repository.git("config", "filter.rot.smudge", "tr b-za a-z; echo more")  # longer than what is kept
    (repository.folder / ".gitattributes").write_text(attributes[how] + "\n")
    repository.git("add", "--renormalize", ".")
    repository.commit()
    git = GitRepository.around(repository.seeds)
    assert git is not None
    found = dict(git.contents("HEAD", [repository.seeds]))
    shutil.rmtree(repository.seeds)
    repository.git("checkout", "-q", "--", "seeds")
    assert found == {path: path.read_bytes() for path in repository.seeds.rglob("*") if path.is_file()}
    assert len(found) > 3


def test_a_repository_owned_by_somebody_else_gets_the_advice_of_git(
    repository: DataRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UsageError, match="dubious ownership") as caught:
        GitRepository.around(repository.seeds)
    assert "git config --global --add safe.directory" in str(caught.value)


def test_a_shallow_clone_says_so_in_a_linked_worktree_too(repository: DataRepository, tmp_path: Path) -> None:
    repository.write("fourth", statement())
    repository.commit()
    clone, linked = tmp_path / "clone", tmp_path / "linked"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(clone))
    subprocess.run(["git", "-C", str(clone), "worktree", "add", "-q", str(linked)], check=True)
    for place in (clone, linked):
        git = GitRepository.around(place)
        assert git is not None
        with pytest.raises(UsageError, match="fetch more of the history"):
            git.commit("HEAD~1")
        with pytest.raises(UsageError, match="fetch more of the history"):
            git.commit("no-such-branch")
