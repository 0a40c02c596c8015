"""Tries a decision of a review on a copy of its source, and checks the result, before it is carried out."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.findings import Severity
from kg.layout import PROPOSED, REFERENCE, entry_files
from kg.settings import FILE, repository_of
from kg.sources.review import ReviewedSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.findings import Finding

__all__ = ["Place", "problems"]

#: The identity of a finding: its rule, its message, and what it is about.
_Key = tuple[str, str, "str | None"]


class Place:
    """The files of a review: a sheet, and the reference data to which new names are added."""

    def __init__(self, sheet: Path, reference: Path) -> None:
        self.sheet, self.reference = sheet, reference
        self.known: dict[str, frozenset[_Key]] = {}  # the findings for each state of the files

    def files(self) -> list[Path]:
        """Return every file that a decision can change."""
        folders = (self.reference, self.sheet.parent / PROPOSED)
        return [self.sheet, *(path for folder in folders for path in entry_files(folder))]

    def state(self) -> str:
        """Return a hash of all these files, which is the same for a copy."""
        digest = hashlib.sha256()
        for path in self.files():
            name = "sheet" if path == self.sheet else f"{path.parent.name}/{path.name}"
            # By content, not by time: a copy has other times, but must be recognised as equal to the original.
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()

    @cached_property
    def _kept(self) -> tempfile.TemporaryDirectory[str]:
        """The folder of all copies and of the cache for their findings; it is deleted with this object."""
        return tempfile.TemporaryDirectory(prefix="kg-review-")

    @contextmanager
    def copy(self) -> Iterator[Place]:
        """Return a copy, in a separate repository with the same settings; the next call replaces it."""
        source, settings = self.sheet.resolve().parent, repository_of(self.reference.parent).folder / FILE
        top = Path(self._kept.name)
        seeds = top / "seeds"
        shutil.rmtree(seeds, ignore_errors=True)
        # Without its kg.toml, the copy would lose the repository's base and packages, and every name would be
        # different.
        if settings.is_file():
            shutil.copy(settings, top / FILE)
        shutil.copytree(source, seeds / source.name)
        shutil.copytree(self.reference, seeds / REFERENCE)
        yield Place(seeds / source.name / self.sheet.name, seeds / REFERENCE)


def problems(place: Place, row: str, decide: Callable[[ReviewedSheet, Path], str]) -> list[str]:
    """Return the faults after a decision: those of the changed row (`decide` returns its id), and new ones elsewhere.

    Raises the errors of the decision, and InputError if the reference data cannot be read.
    """
    with place.copy() as trial:
        state = trial.state()
        if state not in place.known:
            place.known[state] = frozenset(map(_key, _violations(trial)))
        before = place.known[state]
        sheet = ReviewedSheet(trial.sheet)
        left = decide(sheet, trial.reference)
        found = _violations(trial)
        # The next decision starts from this state, if this one is carried out.
        place.known[trial.state()] = frozenset(map(_key, found))
        rows = [sheet.lines(left), sheet.head()] if left == row else [sheet.lines(left)]
        return [
            f"{Path(finding.file or '').name}:{finding.line}: {finding.message}"
            for finding in found
            if _key(finding) not in before or _is_in(finding, trial.sheet, rows)
        ]


def _violations(place: Place) -> list[Finding]:
    from kg.validate.run import validate

    # With a cache: a decision changes one row, and usually not the reference data, which take longest to check.
    seeds = place.reference.parent
    report = validate([place.sheet.parent], seeds, cache=seeds.parent / ".kg-cache")
    return [finding for finding in report.findings if finding.severity is Severity.VIOLATION]


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.message, finding.focus


def _is_in(finding: Finding, sheet: Path, rows: list[tuple[int, int]]) -> bool:
    """Return whether a finding is in one of these ranges of lines of the sheet."""
    if finding.line is None or Path(finding.file or "").name != sheet.name:
        return False
    return any(first <= finding.line <= last for first, last in rows)
