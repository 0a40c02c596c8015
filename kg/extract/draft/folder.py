"""Many articles: shared among workers, one draft folder per article, and one bad file does not stop the rest."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.errors import InputError, KgError
from kg.extract.draft.extraction import Options, Result, extract, save
from kg.namespaces import slugify
from kg.running.workers import Job
from kg.text import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.extract.names.gazetteer import Gazetteer
    from kg.running.workers import Workers

__all__ = ["Outcome", "extract_folder", "find_articles"]

_SUFFIXES = (".txt", ".text", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: the rows of its draft, or why there is none; `skipped` where it was there already."""

    article: str
    rows: int = 0
    skipped: bool = False
    error: str | None = None


def find_articles(folder: Path) -> list[Path]:
    """Return the articles in a folder and below it, sorted; InputError when there is none."""
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
    """Draft every article of a folder into a folder of its own below `output`; return what became of each, in order.

    The drafts are made by `workers`, or in this process where none are given. A draft that is there already is left
    alone, unless `force`. Raises InputError when there is nothing to do, and RemoteError when workers on other
    machines cannot be reached any more.
    """
    paths = find_articles(articles)
    names = _names(paths, articles)
    sheets = {path: output / names[path] / "sheet.yaml" for path in paths}
    found = {path: Outcome(str(path), skipped=True) for path in paths if sheets[path].exists() and not force}
    job = Job(_begin, gazetteer, options or Options())
    drafts = _drafts([path for path in paths if path not in found], job, workers)
    for number, (path, drafted) in enumerate(drafts, len(found) + 1):
        progress(f"{number} of {len(paths)}: {path.name}")
        found[path] = _saved(drafted, sheets[path], path)
    return [found[path] for path in paths]


def _drafts(
    paths: list[Path], job: Job[_Article, Result | str], workers: Workers | None
) -> Iterator[tuple[Path, Result | str]]:
    """Yield each article with its draft, or with what is wrong with it."""
    shared, sent = workers is None or workers.shares_files, deque[Path]()
    unread: list[tuple[Path, str]] = []

    def tasks() -> Iterator[_Article]:
        for path in paths:
            try:
                article = _Article(path) if shared else _Article(path, read_bytes(path), path.resolve().parent.name)
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
    """Return a name for the draft of each article: from its file, or its folder where the file is called `article`."""
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
    """An article to be drafted: its content, and the name of its folder, where the worker cannot read the file."""

    path: Path
    content: bytes | None = None
    folder: str = ""


def _begin(gazetteer: Gazetteer, options: Options) -> Callable[[_Article], Result | str]:
    return lambda article: _draft(article, gazetteer, options)


def _draft(article: _Article, gazetteer: Gazetteer, options: Options) -> Result | str:
    """Return the draft of an article, or what is wrong with it: one bad file must not stop the rest."""
    with _file_of(article) as file:
        try:
            return extract(file, gazetteer, options)
        except KgError as error:
            return str(error).replace(str(file), str(article.path))
        except Exception as error:  # noqa: BLE001  # whatever a library raises over a text is about that text
            return f"{article.path}: {type(error).__name__}: {error}"


@contextmanager
def _file_of(article: _Article) -> Iterator[Path]:
    """Yield the file of an article; one that was sent is written to disk meanwhile."""
    if article.content is None:
        yield article.path
        return
    with TemporaryDirectory(prefix="kg-article-") as folder:
        # The names of the file and of its folder can begin with the day of the article.
        file = Path(folder, article.folder, article.path.name)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(article.content)
        yield file


def _saved(drafted: Result | str, sheet: Path, path: Path) -> Outcome:
    if isinstance(drafted, str):
        return Outcome(str(path), error=drafted)
    try:
        save(drafted, sheet, path)
    except KgError as error:
        return Outcome(str(path), error=str(error))
    draft = drafted.draft
    return Outcome(str(path), len(draft.statements) + len(draft.events) + len(draft.relations))
