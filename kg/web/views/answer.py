"""An answer as a table for people: the informative columns, and under each row its words with their proof.

The columns and headings are those of the command on a terminal. The files of the answer have all columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.namespaces import VOCABULARIES
from kg.query.headings import WORDS, arranged, empty_columns, heading
from kg.query.view import MAIN, PROVABLE
from kg.web.content.dates import day_in_words
from kg.web.content.statements import SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.web.content.edition import Edition

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
    Row = Sequence["ValueCell"]

__all__ = ["AnswerTable", "answer_table"]

#: How many rows a page shows; the files have all rows.
_MOST = 500
_XSD = VOCABULARIES["xsd"]
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal", "double", "nonNegativeInteger"))
_DATES = frozenset(_XSD + name for name in ("date", "gYearMonth", "gYear", "dateTime"))
_SOURCE = "source"
#: The columns for what a row is about, and how many columns fit side by side; others are shown below the words.
_MAIN, _COLUMNS = (*MAIN, "on_behalf_of", "event", "label"), 6
_LONG = 40  # characters from which a value is a sentence, which needs a wide column


class ValueCell(NamedTuple):
    """A value in a table: its text, the IRI that it names and its kind, its form, and the sign of a side."""

    text: str = ""
    iri: str | None = None
    kind: str = ""
    #: `number`, `date` or `sentence`; empty for a few words.
    form: str = ""
    sign: str = ""


class WordsBelow(NamedTuple):
    """Quoted words under a row: the words, whose they are if the row has several, their proof and their source."""

    label: str
    text: str
    proof: str | None
    source: ValueCell | None


class AnswerRow(NamedTuple):
    """A row of the table, with its words and further values with headings below it."""

    cells: list[ValueCell]
    words: list[WordsBelow]
    details: list[tuple[str, ValueCell]]


@dataclass(slots=True)
class AnswerTable:
    """An answer as a page shows it; `count` is the number of all rows, including those not shown.

    `always` are the columns with the same value in every row, with that value; `empty` are the headings of empty
    columns, and `repeated` those of columns that say what another one says.
    """

    columns: list[tuple[str, str]] = field(default_factory=list)
    rows: list[AnswerRow] = field(default_factory=list)
    count: int = 0
    always: list[tuple[str, ValueCell]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


def answer_table(edition: Edition, results: Results) -> AnswerTable:
    """Return the answer to a question; a column `x` is replaced by its `x_label`."""
    if isinstance(results, ox.QueryBoolean):
        return AnswerTable([("answer", "")], [AnswerRow([ValueCell("yes" if results else "no")], [], [])], 1)
    if isinstance(results, ox.QueryTriples):
        labelled, names = set[str](), ["subject", "predicate", "object"]
        found = (tuple(triple) for triple in results)
    else:
        named = [variable.value for variable in results.variables]
        labelled = {name for name in named if f"{name}_label" in named}
        names = [name for name in named if name not in {f"{each}_label" for each in labelled}]
        found = (tuple(solution[name] for name in names) for solution in results)
    rows = [[_cell(edition, term) for term in row] for row in islice(found, _MOST)]
    count = len(rows) + sum(1 for _ in found)
    return _arranged(names, rows, count, labelled) if rows else AnswerTable()


def _arranged(names: list[str], rows: Sequence[Row], count: int, labelled: set[str]) -> AnswerTable:
    """Choose the columns of the table, and the values above and below its rows."""
    texts = [[cell.iri or cell.text for cell in row] for row in rows]
    headings, shown, constant, repeated = arranged(names, texts)
    under = _Under(names, rows, labelled)
    constant = [index for index in constant if index not in under.columns or names[index] == _SOURCE]
    left = [index for index in shown if index not in under.columns] or shown[:1]
    table = _fitting(left, names, rows) if under.columns else left
    told = [heading(name) for name in headings]
    return AnswerTable(
        [(told[index], max(row[index].form for row in rows)) for index in table],
        [
            AnswerRow(
                [row[index] for index in table],
                under.words(row, without=constant),
                [(told[index], row[index]) for index in left if index not in table and row[index].text],
            )
            for row in rows
        ],
        count,
        [(told[index], _in_a_list(rows[0][index])) for index in constant],
        empty_columns(names, texts),
        repeated,
    )


def _fitting(columns: list[int], names: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Return the most informative columns, in their order: what a row is about, days, then those with most values."""

    def rank(index: int) -> tuple[bool, bool, int, int]:
        cells = [row[index] for row in rows]
        return names[index] not in _MAIN, all(cell.form != "date" for cell in cells), -sum(map(_says, cells)), index

    return sorted(sorted(columns, key=rank)[:_COLUMNS])


def _in_a_list(cell: ValueCell) -> ValueCell:
    """Return a value without the full stop of a sentence, which would come before a semicolon."""
    return cell._replace(text=cell.text.removesuffix("."))


def _says(cell: ValueCell) -> bool:
    return bool(cell.text)


class _Under:
    """The columns that are shown under the rows: words, the statements that prove them, and their sources."""

    def __init__(self, names: Sequence[str], rows: Sequence[Row], labelled: set[str]) -> None:
        self._names = names
        stems = [name.removesuffix(WORDS) for name in names if name == WORDS or name.endswith(f"_{WORDS}")]
        kinds = {
            index: {row[index].kind for row in rows if row[index].text}
            for index, name in enumerate(names)
            if name not in labelled  # an event with its own name is what the row is about
        }
        proofs = [index for index, found in kinds.items() if found and found <= {*PROVABLE}]
        proofs.sort(key=lambda index: min(map(PROVABLE.index, kinds[index])))
        #: For each column of words, by its stem (`other_`): the words, their proof and their source.
        self._places = {stem: self._place(stem, stems, proofs) for stem in sorted(stems)}
        self.columns = {index for place in self._places.values() for index in place if index is not None}
        if self._places:  # a stance summarises its statements: the words and their proof say more
            self.columns |= {index for index in proofs if kinds[index] == {"stance"}}

    def _place(self, stem: str, stems: list[str], proofs: list[int]) -> tuple[int, int | None, int | None]:
        others = tuple(other for other in stems if len(other) > len(stem))
        own = [at for at in proofs if self._names[at].startswith(stem) and not self._names[at].startswith(others)]
        source = f"{stem}{_SOURCE}"
        return (
            self._names.index(f"{stem}{WORDS}"),
            own[0] if own else None,
            self._names.index(source) if source in self._names else None,
        )

    def words(self, row: Row, without: Sequence[int]) -> list[WordsBelow]:
        """Return the words under a row; a source that is named above all rows is not repeated."""
        return [
            WordsBelow(
                heading(stem.rstrip("_")),
                row[quote].text,
                None if proof is None else row[proof].iri,
                None if source is None or source in without else row[source],
            )
            for stem, (quote, proof, source) in self._places.items()
            if row[quote].text
        ]


def _cell(edition: Edition, term: object) -> ValueCell:
    if isinstance(term, ox.NamedNode):
        return _named(edition, term.value)
    if isinstance(term, ox.Literal):
        if term.datatype.value in _DATES:
            return ValueCell(day_in_words(term.value), form="date")
        form = "number" if term.datatype.value in _NUMBERS else "sentence" if len(term.value) > _LONG else ""
        return ValueCell(term.value, form=form)
    return ValueCell("" if term is None else str(term))


def _named(edition: Edition, iri: str) -> ValueCell:
    kind, slug = edition.addresses.kind(iri) or "", edition.addresses.slug(iri)
    text = edition.reading.label(iri) if edition.addresses.folder(iri) else slug
    sign = SIGNS.get(slug, "○") if kind == "side" else ""
    return ValueCell(text, iri, kind, "sentence" if len(text) > _LONG else "", sign)
