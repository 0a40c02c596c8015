"""What the rows of the last table rested on, kept beside the store, so that `kg why 3` proves the third of them.

It names the store that was asked: after a build, its rows are no longer known, and nobody is shown another row's proof.
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

#: The file in the store's folder.
FILE = "last-answer.json"


def remember(folder: StoreFolder, names: Sequence[str]) -> None:
    """Keep the names (`statement:...`, or an empty string) by row; a folder that cannot be written is left as it is."""
    from kg.files import write_file

    # A reader may have no right to write into the store's folder, and gets its answer all the same.
    with suppress(InputError):
        kept = {"store": folder.pointer(), "rows": list(names)}
        write_file(os.path.join(folder.path, FILE), json.dumps(kept))


def recall(folder: StoreFolder, number: int) -> str:
    """Return the name that row `number`, counted from 1, rested on.

    Raises UsageError where no table of this store was shown, it had no such row, or the row names nothing to prove.
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
