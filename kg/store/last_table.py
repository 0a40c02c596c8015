"""Keeps the rows of the last table beside the store, for whoever asks the same again: in full, or on a wider screen.

A store never changes once it has its name, so the same question has the same rows in it as long as the code that makes
them is the same too. What was kept is for exactly one build, one text of a question, one set of parameters, and these
files of `kg` and pyoxigraph; anything else is asked anew.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress

from kg.errors import InputError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from kg.store.folder import StoreFolder

    Table = tuple[list[str], list[list[str]]]

__all__ = ["TABLE", "keep_table", "kept_table"]

#: The name of the file in the store's folder.
TABLE = "last-table.json"
_MOST = 250_000  # cells, some 10 MB: reading them takes a twentieth of the time of asking again
_KG = os.path.dirname(os.path.dirname(__file__))
#: What makes rows out of a question.
_CODE = tuple(
    os.path.join(_KG, name) for name in ("namespaces.py", "query/binding.py", "query/results.py", "query/run.py")
)


def keep_table(
    folder: StoreFolder, text: str, given: Mapping[str, str], columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Save the rows that a question (its `text`) with the `given` parameters has in the current store.

    Those of a very large answer, and in a folder that cannot be written to, are not kept.
    """
    if len(columns) * len(rows) > _MOST:
        return
    import pyoxigraph

    from kg.files import write_file

    with suppress(InputError, OSError):
        engine = [pyoxigraph.__file__, _look(pyoxigraph.__file__)]
        kept = {"asked": _asked(folder, text, given), "engine": engine, "columns": list(columns), "rows": list(rows)}
        write_file(os.path.join(folder.path, TABLE), json.dumps(kept), lasting=False)  # `_table_in` checks it


def kept_table(folder: StoreFolder, text: str, given: Mapping[str, str]) -> Table | None:
    """Return the columns and rows that were saved for this question in the current store, or None."""
    try:
        with open(os.path.join(folder.path, TABLE), encoding="utf-8") as file:
            kept = json.load(file)
        path, look = kept["engine"]
        same = kept["asked"] == _asked(folder, text, given) and look == _look(path)
        return _table_in(kept) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _asked(folder: StoreFolder, text: str, given: Mapping[str, str]) -> list[object]:
    """Return all that the rows depend on but pyoxigraph, as JSON gives it back."""
    built = _look(os.path.join(folder.current(), "manifest.json"))
    return [built, [_look(file) for file in _CODE], text, sorted(map(list, given.items()))]


def _look(path: str) -> list[int]:
    """Return what changes when a file is written, replaced or unpacked anew, even if its time is set back."""
    status = os.stat(path)
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _table_in(kept: dict[str, Any]) -> Table | None:
    columns, rows = kept["columns"], kept["rows"]
    listed = isinstance(columns, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows)
    if not listed or not rows or any(len(row) != len(columns) for row in rows):
        return None
    return (columns, rows) if all(isinstance(cell, str) for row in (columns, *rows) for cell in row) else None
