"""An answer as Python values, for the API, workbooks and Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, overload

import pyoxigraph as ox

from kg.errors import UsageError
from kg.namespaces import VOCABULARIES, shorten
from kg.suggestions import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

__all__ = ["Answer", "Row", "Value", "answer_of", "python_value"]

Value = str | int | float | bool | date | datetime | None
Row = dict[str, Value]

_XSD = VOCABULARIES["xsd"]
#: The integer types of XML Schema.
_INTEGERS = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
)  # fmt: skip
_READ: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys((_XSD + name for name in _INTEGERS), int),
    **dict.fromkeys((_XSD + name for name in ("decimal", "double", "float")), float),
    _XSD + "boolean": lambda text: text in ("true", "1"),
    _XSD + "date": date.fromisoformat,
    _XSD + "dateTime": datetime.fromisoformat,
}
#: How many rows of an answer a notebook shows.
_SHOWN = 50


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Sequence[Row]):
    """The rows of an answer; each is a dict from `columns` to values.

    A value is a `date`, a `datetime`, an `int`, a `float` (also for decimals), a `bool`, or a `str`: a text, or a name
    such as `actor:russia`. It is None if the row has no value in that column.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        """Return one row, or a slice of the rows."""
        return self.rows[index]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __repr__(self) -> str:
        """Return the number of rows and the columns."""
        return f"<{counted(len(self), 'row')}: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """Return a table for notebooks; long answers end with the number of omitted rows."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(f"<tr>{self._cells(row)}</tr>" for row in self.rows[:_SHOWN])
        rest = f"<p>and {counted(len(self) - _SHOWN, 'more row')}</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"

    def _cells(self, row: Row) -> str:
        values = (row[name] for name in self.columns)
        return "".join(f"<td>{'' if value is None else escape(str(value))}</td>" for value in values)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a DataFrame; a column of days has the dtype `datetime64[s]`, so days can be compared.

        Raises UsageError if pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError:
            hint = "pip install 'diplomatic-positions-kg[tables]'"
            raise UsageError("a DataFrame needs pandas, which is not installed", hint=hint) from None
        frame = pd.DataFrame([list(row.values()) for row in self.rows], columns=list(self.columns))
        for name in self.columns:
            if self._holds_days(name):
                # The default of pandas for days is nanoseconds, which cannot represent dates before 1677.
                frame[name] = frame[name].astype("datetime64[s]")
        return frame

    def _holds_days(self, column: str) -> bool:
        values = [row[column] for row in self.rows if row[column] is not None]
        return bool(values) and all(type(value) is date for value in values)


def answer_of(results: Results) -> Answer:
    """Return the answer to a query of any form: triples are rows of three terms, and yes or no is one row."""
    if isinstance(results, ox.QueryBoolean):
        return Answer(("answer",), ({"answer": bool(results)},))
    if isinstance(results, ox.QueryTriples):
        columns = ("subject", "predicate", "object")
        triples = sorted(set(results), key=str)
        found = [(triple.subject, triple.predicate, triple.object) for triple in triples]
        return Answer(columns, tuple(_row(columns, terms) for terms in found))
    names = tuple(variable.value for variable in results.variables)
    return Answer(names, tuple(_row(names, tuple(solution)) for solution in results))


def _row(columns: Sequence[str], terms: Sequence[object]) -> Row:
    return {name: python_value(term) for name, term in zip(columns, terms, strict=True)}


def python_value(term: object) -> Value:
    """Return a term as a Python value; values that Python cannot represent, such as the year -44, stay text."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    try:
        return _READ.get(term.datatype.value, str)(term.value)
    except ValueError:
        return term.value
