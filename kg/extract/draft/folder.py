"""Many articles: several processes, one draft folder per article, and one bad file does not stop the rest."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import InputError, KgError
from kg.extract.draft.extraction import Options, extract, save
from kg.extract.names.gazetteer import Gazetteer
from kg.namespaces import slugify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
    reference: Path,
    gazetteer: tuple[Path, ...] = (),
    options: Options | None = None,
    *,
    jobs: int = 2,
    force: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Outcome]:
    """Draft every article of a folder into a folder of its own below `output`; return what became of each, in order.

    A draft that is there already is left alone, unless `force`. Raises InputError when there is nothing to do.
    """
    paths = find_articles(articles)
    names = _names(paths, articles)
    work = [
        (path, output / names[path] / "sheet.yaml", reference, gazetteer, options or Options(), force) for path in paths
    ]
    found: dict[str, Outcome] = {}
    if jobs == 1:
        for number, item in enumerate(work, 1):
            progress(f"{number} of {len(work)}: {item[0].name}")
            found[str(item[0])] = _draft(item)
        return [found[str(path)] for path in paths]
    context = multiprocessing.get_context("spawn")  # a fork would share a half-loaded pipeline
    with ProcessPoolExecutor(max_workers=min(jobs, len(work)), mp_context=context) as pool:
        futures = {pool.submit(_draft, item): item[0] for item in work}
        for number, future in enumerate(as_completed(futures), 1):
            path = futures[future]
            # What is wrong with an article is in its outcome: this is the end of a process, for want of memory for
            # instance.
            error = future.exception()
            found[str(path)] = Outcome(str(path), error=f"{path}: {error}") if error else future.result()
            progress(f"{number} of {len(work)}: {path.name}")
    return [found[str(path)] for path in paths]


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


@lru_cache(maxsize=1)
def _gazetteer(reference: Path, extra: tuple[Path, ...]) -> Gazetteer:
    return Gazetteer.load(reference, *extra)


def _draft(item: tuple[Path, Path, Path, tuple[Path, ...], Options, bool]) -> Outcome:
    path, sheet, reference, gazetteer, options, force = item
    if sheet.exists() and not force:
        return Outcome(str(path), skipped=True)
    try:
        result = extract(path, _gazetteer(reference, gazetteer), options)
        save(result, sheet, path)
    except KgError as error:
        return Outcome(str(path), error=str(error))
    except Exception as error:  # noqa: BLE001  # one bad file must not stop the rest
        return Outcome(str(path), error=f"{path}: {type(error).__name__}: {error}")
    draft = result.draft
    return Outcome(str(path), len(draft.statements) + len(draft.events) + len(draft.relations))
