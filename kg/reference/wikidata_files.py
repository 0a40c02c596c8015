"""Writes what was imported from Wikidata as files of reference data."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from kg.errors import InputError
from kg.files import write_file
from kg.text import refuse_outside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.reference.wikidata import Imported

__all__ = ["new_files", "write_files"]


def new_files(folder: Path) -> dict[str, Path]:
    """Return the files of an import by name; InputError if one exists, or a link leads out of the repository to it."""
    paths = {name: folder / f"{name}.yaml" for name in ("states", "places", "officials")}
    for path in paths.values():
        if path.exists():
            raise InputError("already exists", file=str(path), hint="name another folder, and merge by hand")
        refuse_outside(path, named=True)
    return paths


def write_files(imported: Imported, folder: Path, known: Iterable[str] = ()) -> dict[str, int]:
    """Write `states.yaml`, `places.yaml` and `officials.yaml` into a folder; return the number of entries in each.

    Entries whose Wikidata id is in `known` are left out. Raises InputError as `new_files`, or if one cannot be written.
    """
    skip, counts = set(known), {}
    for name, path in new_files(folder).items():
        entries = {slug: row for slug, row in getattr(imported, name).items() if row.get("wikidata") not in skip}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_file(path, "# From Wikidata (CC0).\n" + _yaml(entries))
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None
        counts[name] = len(entries)
    return counts


def _yaml(entries: dict[str, dict[str, object]]) -> str:
    stream = io.StringIO()
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 4096  # one line per value: these files are read by programs and compared by line
    yaml.dump(CommentedMap((slug, _flowing(row)) for slug, row in sorted(entries.items())), stream)
    return stream.getvalue()


def _flowing(row: dict[str, object]) -> CommentedMap:
    order = ("label", "aliases", "demonyms", "iso", "wikidata", "capital", "country", "posts")
    mapping = CommentedMap()
    for key in sorted(row, key=order.index):
        value = row[key]
        if isinstance(value, list):
            items = CommentedSeq(_inline(item) for item in value)
            if key != "posts":
                items.fa.set_flow_style()
            value = items
        mapping[key] = value
    return mapping


def _inline(value: object) -> object:
    if not isinstance(value, dict):
        return value
    found = CommentedMap(value)
    found.fa.set_flow_style()
    return found
