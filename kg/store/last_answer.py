"""Keeps the statement behind each row of the last table beside the store, so that `kg why 3` can prove the third row.

It records which store was queried: after a build, the rows are unknown, so that nobody sees the proof of another row.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress

from kg.errors import InputError, UsageError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.store.folder import StoreFolder

__all__ = ["FILE", "recall", "remember"]

#: The name of the file in the store's folder.
FILE = "last-answer.json"


def remember(folder: StoreFolder, names: Sequence[str]) -> None:
    """Save the names (`statement:...` or an empty string) by row; a read-only folder is left as it is."""
    from kg.files import write_file

    # A reader may lack the right to write to the store's folder, but should get the answer anyway.
    with suppress(InputError):
        kept = {"store": folder.pointer(), "rows": list(names)}
        write_file(os.path.join(folder.path, FILE), json.dumps(kept), lasting=False)  # `_rows` checks it


def recall(folder: StoreFolder, number: int) -> str:
    """Return the name behind row `number`, counted from 1.

    Raises UsageError if no table of this store was shown, it had no such row, or the row names nothing that can be
    proved.
    """
    rows = _rows(folder)
    if rows is None:
        raise UsageError(f"row {number}: no table of this store has been shown yet", hint="run a query first: kg query")
    if not 0 < number <= len(rows):
        raise UsageError(f"row {number}: the last table had {len(rows)} rows")
    if not rows[number - 1]:
        raise UsageError(f"row {number} of the last table names no statement", hint="name one: kg why ID")
    return rows[number - 1]


def _rows(folder: StoreFolder) -> list[str] | None:
    try:
        with open(os.path.join(folder.path, FILE), encoding="utf-8") as file:
            kept = json.load(file)
    except (OSError, ValueError):
        return None
    rows = kept.get("rows") if isinstance(kept, dict) and kept.get("store") == folder.pointer() else None
    return rows if isinstance(rows, list) and all(isinstance(row, str) for row in rows) else None
