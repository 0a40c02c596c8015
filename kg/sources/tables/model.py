"""What `source.yaml` says of the tables beside it: every key is declared here once, as those of a sheet are.

Where CSV on the Web (W3C, Metadata Vocabulary for Tabular Data, 2015) has a term for it, the key has its name: `url`,
`dialect`, `delimiter`, `encoding`, `quoteChar`, `columns`, `titles`, `name`, `default`, `null`, `separator`, `format`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kg.forms.declared import record_of
from kg.forms.table_rows import Dialect  # noqa: TC001  # read when the class is declared
from kg.forms.types import Choice, Day, Licence, Many, Moment, Name, Table, Text
from kg.sources.model import LANGUAGE, URL

__all__ = ["DESCRIPTION", "FORMATS", "VOTE_COLUMNS", "Column", "Description", "Publication", "TableFile"]

#: What a column can say of a vote, and of a ballot in it. Each row names its vote.
VOTE_COLUMNS = ("label", "date", "symbol", "body", "motion", "issues")
_BALLOT_COLUMNS = ("voter", "choice")
#: How days can be written, as CSV on the Web does (Unicode TR 35), and as Python reads them.
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
    """What one column says. A column without `titles` is not in the table: each row has its `default`."""

    name: Annotated[str, Choice(("vote", *VOTE_COLUMNS, *_BALLOT_COLUMNS)), "What the column says."]
    titles: Annotated[str | None, Text(), "The head of the column in the table."] = None
    default: Annotated[str | None, Text(), "What an empty cell stands for."] = None
    null: Annotated[tuple[str, ...], Many(Text()), "Values that stand for none, such as `NA`."] = ()
    separator: Annotated[
        str | None, Text(), "What separates several issues in one cell; spaces where it is not given."
    ] = None
    format: Annotated[str, Choice(tuple(FORMATS)), "How days are written."] = "yyyy-MM-dd"
    values: Annotated[
        dict[str, str] | None, Table(Text(), Text()), "What values stand for, where that is not what they say."
    ] = None
    until: Annotated[
        dict[str, dict[str, str]] | None,
        Table(Text(), Table(Day(), Text())),
        "What names stood for up to a day, the last one included: `Russia: {1991-12-24: soviet-union}`.",
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """One table: its file, how it is written, and its columns; those that are not named here are not read."""

    url: Annotated[str, _FILE, "The file with the table, beside this one."]
    dialect: Annotated[Dialect | None, "How the table is written."] = None
    columns: Annotated[tuple[Column, ...], "What the columns say."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Who published the tables, when, and what may be done with them; `slug` is the folder's name."""

    slug: str = ""
    title: Annotated[str, Text(), "The title of the tables."]
    publisher: Annotated[str, Name(("Organisation",), labels=True), "Who published them."]
    published: Annotated[str, Moment(), "When they were published."]
    url: Annotated[str | None, URL, "Where they were published."] = None
    licence: Annotated[str | None, Licence(), "What may be done with them."] = None
    language: Annotated[str, LANGUAGE, "The language of the labels; `en` where it is not given."] = "en"
    coder: Annotated[str | None, Text(), "Who described the columns."] = None


@dataclass(frozen=True, slots=True)
class Description:
    """What `source.yaml` says: a publication and its tables, those first whose word counts where two disagree."""

    source: Annotated[Publication, "The publication that the tables are."]
    tables: Annotated[tuple[TableFile, ...], "The tables; where two disagree, the first is followed."]


DESCRIPTION = record_of(Description)
