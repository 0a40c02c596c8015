"""Shows the table of the last question again, without asking: in full, or for another screen.

All that is checked before a question is checked before that too: the version of the rules, the files of the store, and
the sources.
"""

from __future__ import annotations

import sys

from kg.cli.output import note

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query.catalogue import Question
    from kg.store.folder import StoreFolder

    Table = tuple[list[str], list[list[str]]]

__all__ = ["may_repeat", "note_changes", "on_terminal", "remember_table", "table_again"]

#: With these, the store itself is looked at, or something is said that is not in the rows.
_ANEW = ("at", "explain", "timeout", "verify")


def may_repeat(values: dict[str, object], form: str | None, *, own: bool) -> bool:
    """Return whether a call may be answered with a table that was kept: one of the catalogue's questions, as it is.

    `own` is true if the question is the user's: it may ask for the time, or for a random number.
    """
    anew = own or any(values[key] for key in _ANEW) or "as-of" in "".join(map(str, values["params"]))  # type: ignore[call-overload]  # `many`: a list of str
    return (form == "table" or (form is None and on_terminal(values))) and not anew


def on_terminal(values: dict[str, object]) -> bool:
    """Return whether an answer goes to a terminal."""
    return values["output"] is None and sys.stdout.isatty()


def table_again(
    folder: StoreFolder, question: Question, given: Mapping[str, str], *, full: bool, terminal: bool
) -> bytes | None:
    """Return the table of the last question if this is the same one and the store is as it was; None otherwise.

    Raises StoreError as opening the store does.
    """
    from kg.store.contents import moved
    from kg.store.last_table import kept_table

    table = kept_table(folder, question.text, given)
    if table is None:
        return None
    folder.refuse_outdated()
    if moved(folder.current(), folder.manifest()):
        return None  # whoever has altered the store wants to see what it says now
    note_changes(folder)
    remember_table(folder, question, given, table, repeats=False)
    return _shown(table, full=full, terminal=terminal)


def _shown(table: Table, *, full: bool, terminal: bool) -> bytes:
    from kg.query.tables import terminal_size
    from kg.query.view import view

    width, height = terminal_size() if terminal else (None, None)
    return view(*table, width=width, height=height, full=full, bold=terminal).encode()


def remember_table(
    folder: StoreFolder, question: Question, given: Mapping[str, str], table: Table, *, repeats: bool
) -> None:
    """Record the nodes behind the rows of a table for `kg why`, and, if it `repeats`, the rows themselves."""
    from kg.query.view import provable
    from kg.store.last_answer import remember

    remember(folder, provable(*table))
    if repeats:
        from kg.store.last_table import keep_table

        keep_table(folder, question.text, given, *table)


def note_changes(folder: StoreFolder) -> None:
    """Say which files of the store, and which sources, have changed since the store was built."""
    from kg.sources.stamps import changed_sources
    from kg.store.contents import moved, some

    if files := moved(folder.current(), folder.manifest()):
        note(f"the store was changed by something other than `kg build`: {some(files)} (run `kg build`)")
    if changed := changed_sources(folder.manifest()):
        note(f"changed since the store was built: {some(changed)} (run `kg build`)")
