"""Answers as an Excel workbook, in which days are real dates and no text is ever a formula."""

from __future__ import annotations

import io
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query.rows import Answer, Value

__all__ = ["to_xlsx"]

#: The limits of an Excel sheet: rows, and characters per cell.
_ROWS, _CHARACTERS = 1_048_576, 32_767
#: From this day on, every program numbers the days of Excel's calendar alike: in Lotus 1-2-3, 1900 was a leap year.
_FIRST = date(1900, 3, 1)
#: Excel keeps fifteen digits of a number.
_LARGEST = 10**15
_WIDEST = 60  # characters
#: Workbooks have a creation time; it is fixed, so that the same answer gives the same bytes.
_MADE = datetime(2000, 1, 1)  # in the form that xlsxwriter expects


def to_xlsx(answer: Answer, title: str) -> bytes:
    """Return a workbook with one sheet, whose first row has the column names and stays in view.

    Raises UsageError if xlsxwriter is not installed, or the answer is too large for a sheet.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        hint = "pip install 'diplomatic-positions-kg[tables]', or use csv"
        raise UsageError("xlsx needs XlsxWriter, which is not installed", hint=hint) from None
    if len(answer) >= _ROWS:
        raise UsageError(
            f"a sheet of Excel has {_ROWS:,} rows, and there are {len(answer):,}", hint="use csv or parquet"
        )
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        _Sheet(book, book.add_worksheet(title[:31])).fill(answer)
    return made.getvalue()


class _Sheet:
    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet
        self._formats: dict[str, Any] = {}

    def fill(self, answer: Answer) -> None:
        bold = self._book.add_format({"bold": True})
        for column, name in enumerate(answer.columns):
            self._sheet.write_string(0, column, name, bold)
            lengths = (len(str(row[name])) for row in answer if row[name] is not None)
            self._sheet.set_column(column, column, min(max([len(name), *lengths]) + 2, _WIDEST))
            for line, row in enumerate(answer, 1):
                self._write(line, column, row[name])
        self._sheet.freeze_panes(1, 0)
        if answer.columns:
            self._sheet.autofilter(0, 0, len(answer), len(answer.columns) - 1)

    def _write(self, line: int, column: int, value: Value) -> None:
        """Write a value with its type; types that Excel does not have become text."""
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(line, column, value)
        elif isinstance(value, datetime) and value.date() >= _FIRST:
            self._sheet.write_datetime(line, column, value.replace(tzinfo=None), self._format(_moment(value)))
        elif isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST:
            self._sheet.write_datetime(line, column, value, self._format("yyyy-mm-dd"))
        elif isinstance(value, (int, float)) and isfinite(value) and abs(value) < _LARGEST:
            self._sheet.write_number(line, column, value)
        else:
            self._sheet.write_string(line, column, _text(value, line))

    def _format(self, pattern: str) -> Any:
        if pattern not in self._formats:
            self._formats[pattern] = self._book.add_format({"num_format": pattern})
        return self._formats[pattern]


def _moment(value: datetime) -> str:
    """Return a pattern that shows a time with its offset; a cell cannot store one, so it has the local time."""
    offset = value.strftime("%z")
    return f'yyyy-mm-dd hh:mm:ss "{offset[:3]}:{offset[3:]}"' if offset else "yyyy-mm-dd hh:mm:ss"


def _text(value: Value, line: int) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    if len(text) > _CHARACTERS:
        reason = f"a cell of Excel has {_CHARACTERS:,} characters, and a text in row {line} has {len(text):,}"
        raise UsageError(reason, hint="use csv or parquet")
    return text
