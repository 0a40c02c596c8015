"""Drafts many articles in parallel, one draft folder per article; a bad file does not stop the run."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.errors import InputError, KgError
from kg.extract.draft.extraction import Options, extract, save
from kg.files import write_file
from kg.layout import PROPOSED
from kg.namespaces import slugify
from kg.running.workers import Job
from kg.text import read_bytes, refuse_outside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.extract.draft.extraction import Result
    from kg.extract.names.gazetteer import Gazetteer
    from kg.running.workers import Workers

__all__ = ["Outcome", "extract_folder", "find_articles"]

_SUFFIXES = (".txt", ".text", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for one article: the rows of its draft, or the error; `skipped` if a draft already existed."""

    article: str
    rows: int = 0
    skipped: bool = False
    error: str | None = None


def find_articles(folder: Path) -> list[Path]:
    """Return the articles in a folder and its subfolders, sorted. Raises InputError if there are none."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
    if not found:
        raise InputError("no articles (*.txt, *.html) in this folder", file=str(folder))
    return found


def extract_folder(
    articles: Path,
    output: Path,
    gazetteer: Gazetteer,
    options: Options | None = None,
    *,
    workers: Workers | None = None,
    force: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Outcome]:
    """Draft every article of a folder into its own folder below `output`; return the outcomes in order.

    The drafts are made by `workers`, or in this process if none are given. Existing drafts are kept unless `force`.
    Raises InputError if there is nothing to do, and RemoteError if workers on other machines become unreachable.
    """
    paths = find_articles(articles)
    names = _names(paths, articles)
    sheets = {path: output / names[path] / "sheet.yaml" for path in paths}
    found = {path: Outcome(str(path), skipped=True) for path in paths if sheets[path].exists() and not force}
    job = Job(_begin, gazetteer, options or Options())
    drafts = _drafts([path for path in paths if path not in found], sheets, job, workers)
    for number, (path, drafted) in enumerate(drafts, len(found) + 1):
        progress(f"{number} of {len(paths)}: {path.name}")
        found[path] = _saved(drafted, sheets[path], path)
    return [found[path] for path in paths]


def _drafts(
    paths: list[Path], sheets: Mapping[Path, Path], job: Job[_Article, _Drafted | str], workers: Workers | None
) -> Iterator[tuple[Path, _Drafted | str]]:
    """Yield each article with its draft, or with an error message."""
    shared, sent = workers is None or workers.shares_files, deque[Path]()
    unread: list[tuple[Path, str]] = []

    def tasks() -> Iterator[_Article]:
        for path in paths:
            try:
                article = _Article(path, path.resolve().parent.name, _proposed(sheets[path]))
                article = article if shared else replace(article, content=read_bytes(path))
            except InputError as error:
                unread.append((path, str(error)))
                continue
            sent.append(path)
            yield article

    results = map(job.start(), tasks()) if workers is None else workers.run(job, tasks(), len(paths))
    for result in results if paths else ():
        yield sent.popleft(), result
    yield from unread


def _names(paths: list[Path], folder: Path) -> dict[Path, str]:
    """Return a name for the draft of each article: that of its file, or of its folder if the file is `article`."""
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for path in paths:
        stem = path.parent.name if path.stem == "article" and path.parent != folder else path.stem
        base = slugify(stem)[:100].strip("-") or "article"
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        names[path] = name
    return names


@dataclass(frozen=True, slots=True)
class _Article:
    """An article to be drafted, with its content if the worker cannot read the file.

    `folder` is the name of its folder. `proposed` are the files of proposed names beside an earlier draft, which may
    have been corrected by hand.
    """

    path: Path
    folder: str
    proposed: dict[str, bytes]
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Drafted:
    """The files of a draft, by their names in its folder, with the sheet last, and the number of its rows."""

    files: dict[str, bytes]
    rows: int


def _proposed(sheet: Path) -> dict[str, bytes]:
    folder = sheet.parent / PROPOSED
    return {path.name: read_bytes(path) for path in sorted(folder.glob("*.yaml"))} if folder.is_dir() else {}


def _begin(gazetteer: Gazetteer, options: Options) -> Callable[[_Article], _Drafted | str]:
    return lambda article: _draft(article, gazetteer, options)


def _draft(article: _Article, gazetteer: Gazetteer, options: Options) -> _Drafted | str:
    """Return the draft of an article, or an error message, because one bad file must not stop the run."""
    with TemporaryDirectory(prefix="kg-article-") as name:
        folder = Path(name)
        file = _file_of(article, folder)
        try:
            return _written(extract(file, gazetteer, options), article, folder / "draft", file)
        except KgError as error:
            return str(error).replace(str(file), str(article.path))
        except Exception as error:  # noqa: BLE001  # any library error while drafting concerns this article
            return f"{article.path}: {type(error).__name__}: {error}"


def _file_of(article: _Article, folder: Path) -> Path:
    """Return the file of an article; an article that was sent is written to disk first."""
    if article.content is None:
        return article.path
    # The names of the file and its folder can begin with the date of the article.
    file = folder / article.folder / article.path.name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(article.content)
    return file


def _written(result: Result, article: _Article, folder: Path, file: Path) -> _Drafted:
    """Write a draft into an empty folder and return its files. This takes time, so the worker does it."""
    (folder / PROPOSED).mkdir(parents=True)
    for name, content in article.proposed.items():
        (folder / PROPOSED / name).write_bytes(content)
    save(result, folder / "sheet.yaml", file)
    paths = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.name == "sheet.yaml")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    draft = result.draft
    return _Drafted(files, len(draft.statements) + len(draft.events) + len(draft.relations))


def _saved(drafted: _Drafted | str, sheet: Path, path: Path) -> Outcome:
    """Write the files of a draft to their place, the sheet last: without a sheet, the article is drafted again."""
    if isinstance(drafted, str):
        return Outcome(str(path), error=drafted)
    try:
        for name, content in drafted.files.items():
            target = sheet.parent / name
            if target.resolve() != path.resolve():
                refuse_outside(target, named=True)
                target.parent.mkdir(parents=True, exist_ok=True)
                write_file(target, content)
    except KgError as error:
        return Outcome(str(path), error=str(error))
    except OSError as error:
        return Outcome(str(path), error=f"{error.filename or sheet}: cannot be written: {error.strerror}")
    return Outcome(str(path), drafted.rows)
