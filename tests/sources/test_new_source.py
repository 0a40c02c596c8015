"""`kg new` makes a source that conforms; a missing or wrong hash is answered with the right one."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from data_repository import SHEET, edit, new_repository, run

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parents[2]
ROW = """statements:
  - id: north-border
    quote: Northland would open the border
    speaker: ada-north
    for: northland
    act: promises
    proposition: ceasefire-at-the-example-border
    mode: indirect
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return new_repository(tmp_path, world=False)


def test_an_article_is_added_in_four_commands(repository: Path) -> None:
    text = "Border “opens”: talks\r\n\r\nMinister North said Northland would open the border.\r\n"
    (repository / "talks.txt").write_bytes(text.encode())
    done = run(repository, "kg", "new", "talks.txt", "--published", "2024-06-01", "--licence", "CC0-1.0")
    assert done.stdout == "seeds/2024-06-01-border-opens-talks/sheet.yaml\n", done.stderr
    assert 'publisher: "example-herald", the publisher of the other source: --publisher names another' in done.stderr
    sheet = repository / done.stdout.strip()
    assert (sheet.parent / "article.txt").read_bytes() == text.encode()
    assert run(repository, "kg", "validate", "seeds").returncode == 0
    sheet.write_text(sheet.read_text("utf-8").replace("statements: []\n", ROW), "utf-8")
    assert run(repository, "kg", "validate", str(sheet.parent)).returncode == 0
    again = run(repository, "kg", "new", "talks.txt", "--published", "2024-06-01")
    assert (again.returncode, "already exists" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--published", "soon"), "soon"),
        ((), "--published is missing (add --published 2024-05-30, if the day in the text is that of publication)"),
        (
            ("--published", "2024-06-01", "--publisher", "Daily North"),
            "--publisher: unknown news organisation `Daily North`: add it to reference/organisations.yaml as "
            "`daily-north: {label: Daily North, type: news-organisation}`",
        ),
        (("--published", "2024-06-01", "--publisher", "northland"), "`northland` is a state"),
        (("--published", "2024-06-01", "--licence", "mine"), "mine"),
    ],
)
def test_a_wrong_header_leaves_nothing_behind(repository: Path, arguments, says: str) -> None:
    (repository / "talks.txt").write_text("Talks\n\nThursday, May 30, 2024\n\nMinister North spoke.\n", "utf-8")
    before = sorted(repository.glob("seeds/*"))
    done = run(repository, "kg", "new", "talks.txt", *arguments)
    assert (done.returncode, says in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr
    assert sorted(repository.glob("seeds/*")) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "it contains no text"),
        ("\n \t\r\n", "it contains no text"),
        ("\ufeff<!DOCTYPE html>\n<title>Talks</title><p>Minister North spoke.", "this is a web page, not a text"),
    ],
)
def test_what_is_no_text_becomes_no_source(repository: Path, content: str, says: str) -> None:
    (repository / "talks.txt").write_text(content, "utf-8")
    before = sorted(repository.glob("seeds/*"))
    done = run(repository, "kg", "new", "talks.txt", "--published", "2024-06-01", "--title", "Talks")
    assert (done.returncode, f"talks.txt: {says}" in done.stderr) == (2, True), done.stderr
    assert sorted(repository.glob("seeds/*")) == before


def new(repository: Path, title: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (repository / "talks.txt").write_text(f"{title}\n\nMinister North spoke of {title}.\n", "utf-8")
    return run(repository, "kg", "new", "talks.txt", "--published", "2024-06-01", *arguments)


def test_publisher_and_licence_are_those_of_the_other_sources(repository: Path) -> None:
    herald = (repository / SHEET).read_text("utf-8")
    (repository / "seeds/reference/organisations.yaml").write_text(
        "example-herald: {label: The Example Herald, type: news-organisation}\n"
        "daily-north: {label: Daily North, type: news-organisation}\n",
        "utf-8",
    )
    edit(repository, "publisher: example-herald", "publisher: The Example Herald")
    licence = re.findall("licence: (.*)", herald)[0]
    first = new(repository, "First")
    assert 'publisher: "example-herald", the publisher of the other source' in first.stderr, "of two that are known"
    assert (first.returncode, f"have `licence: {licence}`: add it" in first.stderr) == (0, True), first.stderr
    assert "licence" not in (repository / first.stdout.strip()).read_text("utf-8"), "that is for a person to say"
    second = new(repository, "Second")
    assert "licence" not in second.stderr, "one of the others has none"
    assert "the publisher of all 2 other sources" in second.stderr
    other = new(repository, "Third", "--publisher", "Daily North", "--licence", "CC0-1.0")
    assert (other.returncode, "licence" in other.stderr) == (0, False), other.stderr
    assert "`licence: CC0-1.0`" in new(repository, "Fourth", "--publisher", "daily-north").stderr
    undecided = new(repository, "Fifth")
    assert (undecided.returncode, "(known: example-herald, daily-north)" in undecided.stderr) == (2, True)


def test_the_choice_of_publisher_is_explained(repository: Path) -> None:
    """The only one in the reference data where no source has one; one of several only where all sources have it."""
    shutil.rmtree(repository / SHEET.parent)
    assert 'example-herald", the only news organisation in the reference data: ' in new(repository, "First").stderr
    (repository / "seeds/2024-07-01-notes").mkdir()
    (repository / "seeds/2024-07-01-notes/sheet.yaml").write_text("source: {publisher: nobody}\n", "utf-8")
    done = new(repository, "Second")
    assert 'example-herald", the publisher of the 1 other source that was looked at: ' in done.stderr, done.stderr
    assert "the publisher of" not in new(repository, "Third", "--publisher", "example-herald").stderr


def test_a_missing_hash_is_in_the_finding(repository: Path) -> None:
    right = hashlib.sha256((repository / SHEET.parent / "article.txt").read_bytes()).hexdigest()
    edit(repository, f"  sha256: {right}\n", "")
    assert f"sha256: {right}" in run(repository, "kg", "validate", "seeds").stdout


def test_line_ends_changed_by_git_are_recognised(repository: Path) -> None:
    text = repository / SHEET.parent / "article.txt"
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
    told = run(repository, "kg", "validate", "seeds").stdout
    assert ("only the ends of its lines" in told, ".gitattributes" in told) == (True, True)


def test_the_readme_adds_an_article_with_commands_that_work(repository: Path) -> None:
    section = (
        (ROOT / "README.md").read_text("utf-8").partition("## Add an article in ten minutes")[2].partition("\n## ")[0]
    )
    [commands] = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    [row] = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    text = "Some talks\n\nForeign Minister Ada North said on Thursday that there should be a ceasefire.\n"
    (repository / "some-talks.txt").write_text(text, "utf-8")
    for line in commands.splitlines():
        if line.startswith("kg validate"):
            [sheet] = repository.glob("seeds/*some-talks/sheet.yaml")
            sheet.write_text(sheet.read_text("utf-8").replace("statements: []\n", row), "utf-8")
        done = run(repository, "sh", "-c", line)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
