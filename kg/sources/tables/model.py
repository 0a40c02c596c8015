"""The keys of `source.yaml`, which describes the tables beside it; each is declared once, here, as for a sheet.

Keys have the names of CSV on the Web (W3C, Metadata Vocabulary for Tabular Data, 2015) where it has such a term: `url`,
`dialect`, `delimiter`, `encoding`, `quoteChar`, `columns`, `titles`, `name`, `default`, `null`, `separator`, `format`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kg.forms.declared import record_of
from kg.forms.table_rows import Dialect  # noqa: TC001  # read when the class is declared
from kg.forms.types import Choice, Day, Licence, Many, Moment, Name, Table, Text
from kg.sources.model import LANGUAGE, URL

__all__ = [
    "DESCRIPTION",
    "FORMATS",
    "STANCE_COLUMNS",
    "VOTE_COLUMNS",
    "Column",
    "Description",
    "Publication",
    "TableFile",
]

#: The possible contents of a column about a vote and a ballot in it. Each row names its vote.
VOTE_COLUMNS = ("label", "date", "symbol", "body", "motion", "issues")
_BALLOT_COLUMNS = ("voter", "choice")
#: The possible contents of a column about a stance; each row is a statement.
STANCE_COLUMNS = ("holder", "act", "polarity", "proposition", "date", "mode", "quote", "page")
#: The forms of days, as CSV on the Web names them (Unicode TR 35), and in Python's notation.
FORMATS = {
    "yyyy-MM-dd": "%Y-%m-%d",
    "yyyyMMdd": "%Y%m%d",
    "M/d/yyyy": "%m/%d/%Y",
    "d/M/yyyy": "%d/%m/%Y",
    "d.M.yyyy": "%d.%m.%Y",
}
_FILE = Text(r"[^/\\\s.][^/\\]*\.(csv|tsv|parquet)(\.gz)?", "the name of a file beside this one, such as `votes.csv`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. A column without `titles` is not in the table: each row has its `default`."""

    name: Annotated[
        str,
        Choice(tuple(dict.fromkeys(("vote", *VOTE_COLUMNS, *_BALLOT_COLUMNS, *STANCE_COLUMNS)))),
        "What the column contains.",
    ]
    titles: Annotated[str | None, Text(), "The header of the column in the table."] = None
    default: Annotated[str | None, Text(), "The value of an empty cell."] = None
    null: Annotated[tuple[str, ...], Many(Text()), "Values that mean an empty cell, such as `NA`."] = ()
    separator: Annotated[str | None, Text(), "The separator between issues in one cell (default: spaces)."] = None
    format: Annotated[str, Choice(tuple(FORMATS)), "The date format."] = "yyyy-MM-dd"
    values: Annotated[dict[str, str] | None, Table(Text(), Text()), "What the values in the file mean."] = None
    until: Annotated[
        dict[str, dict[str, str]] | None,
        Table(Text(), Table(Day(), Text())),
        "What a name meant up to and including a day: `Russia: {1991-12-24: soviet-union}`.",
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """One table: its file, its dialect, and its columns; other columns of the file are ignored."""

    url: Annotated[str, _FILE, "The file with the table, beside this one."]
    dialect: Annotated[Dialect | None, "Separator, quote and encoding of the file."] = None
    columns: Annotated[tuple[Column, ...], "The columns."]

    @property
    def names(self) -> list[str]:
        """Return the names of the columns."""
        return [column.name for column in self.columns]

    @property
    def has_stances(self) -> bool:
        """Return whether rows are stances, not votes or ballots."""
        return "holder" in self.names


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Who published the tables, when, and under which licence; `slug` is the folder's name."""

    slug: str = ""
    title: Annotated[str, Text(), "The title of the tables."]
    publisher: Annotated[str, Name(("Organisation",), labels=True), "Who published them."]
    published: Annotated[str, Moment(), "When they were published."]
    url: Annotated[str | None, URL, "Where they were published."] = None
    licence: Annotated[str | None, Licence(), "The licence: an SPDX id, a web address, or all-rights-reserved."] = None
    language: Annotated[str, LANGUAGE, "The language of the labels (default: `en`)."] = "en"
    coder: Annotated[str | None, Text(), "Who described the columns."] = None


@dataclass(frozen=True, slots=True)
class Description:
    """The content of `source.yaml`: a publication and its tables; if two tables disagree, the first one counts."""

    source: Annotated[Publication, "The publication with these tables."]
    tables: Annotated[tuple[TableFile, ...], "The tables; if two disagree, the first one wins."]


DESCRIPTION = record_of(Description)
