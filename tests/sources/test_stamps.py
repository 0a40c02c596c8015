"""A build hashes only the files that look different, and yet misses no change of their content."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import FindingsError
from kg.sources import stamps
from kg.sources.stamps import changed_sources, look_of, stamp_folder, stamp_sources

SOURCES = ("one", "two")
FILES = ("sheet.yaml", "article.txt", "proposed/actors.yaml")


def fill(seeds: Path) -> None:
    for source in SOURCES:
        for file in FILES[:2]:
            write(seeds / source / file, f"{source} {file}")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def in_place(path: Path) -> None:
    """Change a file so that its size and its time stay as they were."""
    if path.exists():
        status = path.stat()
        path.write_bytes(bytes(byte ^ 1 for byte in path.read_bytes()))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def exchange(path: Path) -> None:
    """Put another file of the same size and time in its place."""
    if path.exists():
        other = path.with_name("other")
        shutil.copy2(path, other)
        in_place(other)
        other.replace(path)


CHANGES = {
    "append": lambda path: write(path, (path.read_text("utf-8") if path.exists() else "") + "more"),
    "in place": in_place,
    "exchange": exchange,
    "touch": lambda path: path.exists() and os.utime(path),
    "remove": lambda path: path.name != "sheet.yaml" and path.unlink(missing_ok=True),
}
changes = st.tuples(st.sampled_from(SOURCES), st.sampled_from(FILES), st.sampled_from(sorted(CHANGES)))


@pytest.fixture(autouse=True, scope="module")
def later():
    """Let the files be old enough to be trusted, however fast the test is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stamps, "UNSURE", -10.0)
        yield


@settings(max_examples=25, deadline=None)
@given(st.lists(changes, max_size=4))
def test_stamps_do_not_depend_on_earlier_stamps(done):
    with tempfile.TemporaryDirectory() as place:
        seeds = Path(place)
        fill(seeds)
        known = stamp_sources(seeds, {})
        for source, file, change in done:
            time.sleep(0.01)  # the step in which Linux counts the time of files
            CHANGES[change](seeds / source / file)
            known = stamp_sources(seeds, known)
            assert known == stamp_sources(seeds, {})


def test_only_what_looks_different_is_read(tmp_path, monkeypatch):
    fill(tmp_path)
    known, read = stamp_sources(tmp_path, {}), []
    plain = stamps.stamp_file
    monkeypatch.setattr(stamps, "stamp_file", lambda file: read.append(Path(file).relative_to(tmp_path)) or plain(file))
    assert stamp_sources(tmp_path, known) == known
    assert read == []
    time.sleep(0.01)
    in_place(tmp_path / "two" / "article.txt")
    stamp_sources(tmp_path, known)
    assert {path.parts[0] for path in read} == {"two"}


def test_a_file_changed_at_this_moment_is_read_again(tmp_path, monkeypatch):
    """It can change once more without looking different."""
    monkeypatch.setattr(stamps, "UNSURE", 1000.0)
    fill(tmp_path)
    assert look_of(str(tmp_path / "one")) is None
    assert all(stamped["look"] is None for stamped in stamp_sources(tmp_path, {}).values())


def test_a_file_that_would_be_ignored_is_reported_beside_known_sources_too(tmp_path):
    fill(tmp_path)
    known = stamp_sources(tmp_path, {})
    write(tmp_path / "two" / "sheet (1).yaml", "source:\nstatements:\n")
    with pytest.raises(FindingsError):
        stamp_sources(tmp_path, known)


@settings(max_examples=40, deadline=None)
@given(st.lists(changes, max_size=4), st.booleans())
def test_a_query_names_the_sources_whose_contents_differ(done, hidden):
    """Whether a source has folders or not, and whatever is hidden in it."""
    with tempfile.TemporaryDirectory() as place:
        seeds = Path(place)
        fill(seeds)
        write(seeds / "reference" / "actors.yaml", "none")
        built = {"sources": stamp_sources(seeds, {}), "reference": stamp_folder(seeds / "reference"), "seeds": place}
        before = contents_of(seeds)
        for source, file, change in done:
            time.sleep(0.01)
            CHANGES[change](seeds / source / file)
        if hidden:
            write(seeds / "one" / ".swp", "an editor's")
            write(seeds / "notes" / "article.txt", "no source")
        after = contents_of(seeds)
        # A time that was set back hides a change of the same size, since not each query can read everything.
        unseen = {source for source, _, change in done if change in ("in place", "exchange")}
        told = set(changed_sources(built))
        assert told - unseen == {source for source in SOURCES if before[source] != after[source]} - unseen
        assert told <= set(SOURCES)


def test_an_added_or_removed_source_is_named(tmp_path):
    fill(tmp_path)
    write(tmp_path / "reference" / "actors.yaml", "none")
    built = {
        "sources": stamp_sources(tmp_path, {}),
        "reference": stamp_folder(tmp_path / "reference"),
        "seeds": tmp_path,
    }
    shutil.rmtree(tmp_path / "one")
    write(tmp_path / "three" / "sheet.yaml", "three")
    write(tmp_path / "four" / "article.txt", "no sheet beside it")
    write(tmp_path / "reference" / "more" / "actors.yaml", "some")
    assert changed_sources(built) == ["one", "three", "reference"]


def contents_of(seeds: Path) -> dict[str, dict[str, bytes]]:
    return {
        source: {file: (seeds / source / file).read_bytes() for file in FILES if (seeds / source / file).exists()}
        for source in SOURCES
    }
