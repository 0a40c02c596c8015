"""Published data sets as columns of text, from R files (.rda, .RData) or csv; a set is recognised by its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, UsageError
from kg.forms.table_rows import TableRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Published", "read_published"]

_OF_R = (".rda", ".rdata")
_OF_TEXT = (".csv", ".tsv", ".gz")


@dataclass(frozen=True, slots=True)
class Published:
    """One data set: its file, and its columns as texts, empty for missing values. Records count from 1."""

    file: Path
    columns: Mapping[str, list[str]]

    def records(self, *names: str) -> Iterable[tuple[int, tuple[str, ...]]]:
        """Return the number of each record with its values in some columns."""
        return enumerate(zip(*(self.columns[name] for name in names), strict=True), 1)

    def __len__(self) -> int:
        """Return the number of records."""
        return len(next(iter(self.columns.values())))


def read_published(place: Path, kinds: Mapping[str, tuple[str, ...]]) -> dict[str, Published]:
    """Return the sets in a folder, or the one in a file, by kind: the first kind whose columns a set has.

    Raises InputError for an unreadable file and for two sets of one kind, UsageError for a folder without such sets.
    """
    if not place.exists():
        raise InputError("no such file or folder", file=str(place))
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    found: dict[str, Published] = {}
    for file in files:
        for columns in _read(file, {name for names in kinds.values() for name in names}):
            kind = next((kind for kind, names in kinds.items() if set(names) <= columns.keys()), None)
            if kind in found:
                hint = "keep one of them in the folder"
                raise InputError(f"contains the same data as {found[kind].file.name}", file=str(file), hint=hint)
            if kind is not None:
                found[kind] = Published(file, {name: columns[name] for name in kinds[kind]})
    if not found:
        wanted = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items())
        raise UsageError(f"{place}: none of the data sets found", hint=f"they are known by their columns ({wanted})")
    return found


def _read(file: Path, wanted: set[str]) -> list[dict[str, list[str]]]:
    suffix = file.suffix.lower()
    if suffix in _OF_R:
        return _of_r(file, wanted)
    if suffix in _OF_TEXT and (suffix != ".gz" or file.stem.endswith((".csv", ".tsv"))):
        rows = TableRows(file)
        heads = [head.strip() for head in rows.header]
        if not wanted & set(heads):
            return []
        columns: list[list[str]] = [[] for _ in heads]
        for row in rows:
            if (damage := rows.damage(row)) and len(row) != len(heads):
                raise InputError(damage[0], file=str(file), line=rows.line, column=1)
            for column, cell in zip(columns, row, strict=True):
                # R's form of a missing value.
                column.append("" if cell == "NA" else cell)
        return [dict(zip(heads, columns, strict=True))]
    return []


def _of_r(file: Path, wanted: set[str]) -> list[dict[str, list[str]]]:
    try:
        import pyreadr
    except ModuleNotFoundError:
        raise UsageError(
            f"{file}: R files need the extra `bulk`", hint="pip install 'diplomatic-positions-kg[bulk]'"
        ) from None
    try:
        frames = pyreadr.read_r(str(file)).values()
    except (pyreadr.LibrdataError, pyreadr.PyreadrError, OSError) as error:
        raise InputError(f"not a readable R file: {error}", file=str(file)) from None
    return [{name: _texts(frame[name].tolist()) for name in frame.columns if name in wanted} for frame in frames]


def _texts(values: list[Any]) -> list[str]:
    """Return values as texts: whole numbers without a fraction, an empty text for missing values."""
    # A column of R with missing values comes as floats, whatever it contains; NaN is the only value unequal to itself.
    return [
        ""
        if value is None or value != value
        else str(int(value))
        if isinstance(value, float) and value.is_integer()
        else str(value)
        for value in values
    ]
