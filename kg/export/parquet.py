"""Answers as Parquet, for programs that analyse tables."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query.rows import Answer, Value

__all__ = ["to_parquet"]


def to_parquet(answer: Answer, kinds: Mapping[str, type] | None = None) -> bytes:
    """Return a Parquet file; the type of a column comes from `kinds`, or else from its values, or else is text.

    Raises UsageError if pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError:
        hint = "pip install 'diplomatic-positions-kg[tables]', or use csv"
        raise UsageError("parquet needs pyarrow, which is not installed", hint=hint) from None
    types = {
        int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32(), datetime: pa.timestamp("us", "UTC"),
    }  # fmt: skip  # one line of kinds
    columns = {}
    for name in answer.columns:
        values = [row[name] for row in answer]
        kind = (kinds or {}).get(name) or _kind(values)
        columns[name] = _column(pa, types, values, kind)
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file)
    return file.getvalue()


def _column(pa: Any, types: Mapping[type, Any], values: list[Value], kind: type) -> Any:
    """Return a column; if one of its values does not have the type, all become text."""
    try:
        return pa.array(values, types[kind])
    except (KeyError, pa.ArrowException, OverflowError):
        return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _kind(values: list[Value]) -> type:
    """Return the common type of the values; a time without a zone is text, since its zone would be unknown."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        return float
    zoned = all(value.tzinfo is not None for value in values if isinstance(value, datetime))
    return kinds.pop() if len(kinds) == 1 and zoned else str


def _text(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
