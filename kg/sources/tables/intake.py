"""Turns the rows of a source's tables into votes and ballots, and finds their faults.

The checks are those of the shapes (`shapes/events.ttl`, `shapes/rows.ttl`), made cell by cell; a test compares the
findings with pySHACL's for the same rows as RDF. Each new name or choice in a column is looked up once; all later rows
with it only need a few dictionary lookups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.findings import Severity, Span
from kg.namespaces import SLUG, slugify
from kg.sources.tables.faults import Faults
from kg.sources.tables.model import VOTE_COLUMNS
from kg.sources.tables.reading import TableReading
from kg.sources.tables.stances import StanceReading
from kg.sources.tables.votes import WIDE, Vote, VoteBook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.reference.lookup import Reference
    from kg.sources.tables.cells import Cells
    from kg.sources.tables.model import TableFile
    from kg.sources.tables.stances import TableStance

__all__ = ["Intake"]

_DISAGREE = "tables-disagree"
_LONGEST_ID = 200  # characters


class Intake:
    """The tables of one source, read one after another into `book`, with their `faults`."""

    def __init__(self, folder: Path, reference: Reference, published: str = "") -> None:
        """Start empty; `folder` has the tables, which were `published` on a day (ISO 8601)."""
        self.folder, self.reference, self.published = folder, reference, published[:10]
        self.book, self.faults = VoteBook(), Faults()
        self.stances: list[TableStance] = []
        self.votes: dict[str, int] = {}
        self.slugs: dict[str, str] = {}
        self.files: list[str] = []
        self.listed = False  # whether some table lists the votes, so that every ballot must belong to one of these

    def read(self, tables: Sequence[TableFile]) -> None:
        """Read the tables: first those that list votes, then those of ballots."""
        numbered = list(enumerate(tables))
        self.book.rows, self.files = [{} for _ in tables], [table.url for table in tables]
        # Votes first, so that a ballot of an unlisted vote is noticed.
        for number, table in sorted(numbered, key=lambda item: (_has_ballots(item[1]), item[0])):
            if table.has_stances:
                self._read_stances(number, table)
            else:
                _TableIntake(self, number, table).read()

    def _read_stances(self, number: int, table: TableFile) -> None:
        reading = StanceReading(self.folder, number, table, self.reference, self.faults)
        reading.published = self.published
        reading.read()
        self.stances += reading.stances


def _has_ballots(table: TableFile) -> bool:
    return "voter" in table.names


class _TableIntake(TableReading):
    def __init__(self, whole: Intake, number: int, table: TableFile) -> None:
        super().__init__(whole.folder, table, whole.reference, whole.faults)
        self.whole, self.number, self.book = whole, number, whole.book
        self.about = [self.cells[name] for name in VOTE_COLUMNS if name in self.cells]
        self.has_ballots = _has_ballots(table)
        self.adds = not (self.has_ballots and whole.listed)
        self.seen: dict[int, tuple[tuple[str, ...], int]] = {}

    def read(self) -> None:
        super().read()
        self.whole.listed = self.whole.listed or not self.has_ballots

    def take(self, row: Sequence[str]) -> None:
        vote = self.vote(row)
        if vote is None:
            return
        if self.about:
            self.describe(vote, row)
        if self.has_ballots:
            self.ballot(vote, row)

    def vote(self, row: Sequence[str]) -> int | None:
        cells = self.cells["vote"]
        text = cells.text(row)
        number = self.whole.votes.get(text)
        if number is not None:
            return number
        # Checked only here, for a new vote: other rows find it in a dictionary.
        slug = text if SLUG.fullmatch(text) else slugify(text)
        if len(text) > _LONGEST_ID:
            message = f"an id of {len(text):,} characters: use at most {_LONGEST_ID}"
            self.faults.add(self.rows, cells.index or 0, "row-identifier", message)
        elif not slug:
            self.faults.add(self.rows, cells.index or 0, "row-identifier", "this row has no vote: fill in the cell")
        elif not self.adds:
            message = f"unknown vote `{text}`: add it to the table of votes, or correct its id"
            self.faults.add(self.rows, cells.index or 0, "unknown-vote", message, text)
        elif self.whole.slugs.setdefault(slug, text) != text:
            message = f"`{text}` and `{self.whole.slugs[slug]}` would both get the id `{slug}`: rename one"
            self.faults.add(self.rows, cells.index or 0, "row-identifier", message, text)
        else:
            self.whole.votes[text] = number = len(self.book.votes)
            self.book.votes.append(Vote(slug, rows=[(self.number, self.rows.number)]))
        return number

    def describe(self, number: int, row: Sequence[str]) -> None:
        """Record the description of a vote from a row, and compare it with earlier rows."""
        said = tuple(cells.text(row) for cells in self.about)
        known = self.seen.get(number)
        if known and known[0] == said:
            return
        if known:
            self.differs(row, said, known)
            return
        self.seen[number] = (said, self.rows.number)
        vote = self.book.votes[number]
        if not self.has_ballots and (self.number, self.rows.number) not in vote.rows:
            vote.rows.append((self.number, self.rows.number))
        for cells, text in zip(self.about, said, strict=True):
            if text:
                self.fill(vote, cells, text)

    def fill(self, vote: Vote, cells: Cells, text: str) -> None:
        """Record one cell about a vote; if an earlier table says something else, that is kept."""
        known = getattr(vote, cells.name)
        values = tuple(self.value(cells, part, vote.date) for part in cells.each(text))
        if None in values:
            return
        value = values if cells.name == "issues" else values[0] if values else ""
        if not known:
            setattr(vote, cells.name, value)
        elif known != value:
            message = f"the {cells.name} of vote `{vote.id}` is `{text}` here, but `{known}` in an earlier table"
            self.faults.add(
                self.rows, cells.index or 0, _DISAGREE, f"{message}, which is used", text, severity=Severity.WARNING
            )

    def differs(self, row: Sequence[str], said: tuple[str, ...], known: tuple[tuple[str, ...], int]) -> None:
        """Report that two rows of a table describe a vote differently."""
        before, first = known
        vote = self.cells["vote"].text(row)
        for cells, new, old in zip(self.about, said, before, strict=True):
            if new != old:
                message = f"the {cells.name} of vote `{vote}` is `{new}` here, but `{old}` in row {first}: correct one"
                self.faults.add(self.rows, cells.index or 0, "votes-disagree", message, new)

    def ballot(self, number: int, row: Sequence[str]) -> None:
        voter, choice = self.cells["voter"], self.cells["choice"]
        who = self.required(voter, row, number)
        what = self.required(choice, row, number)
        if who is None:
            return
        key, rows = number * WIDE + self.book.voter(who), self.book.rows[self.number]
        chosen = None if what is None else self.book.choice(what)
        if key in rows:
            self.twice(key, chosen, rows[key], voter)
        elif chosen is None or self.book.cast.setdefault(key, chosen) == chosen:
            rows[key] = self.rows.number
        elif what is not None:
            self.other(key, what, choice)

    def required(self, cells: Cells, row: Sequence[str], number: int) -> str | None:
        text = cells.text(row)
        if not text:
            self.faults.add(
                self.rows, cells.index or 0, cells.rule, f"this ballot has no {cells.name}: fill in the cell"
            )
            return None
        return self.value(cells, text, self.book.votes[number].date)

    def twice(self, key: int, chosen: int | None, before: int, cells: Cells) -> None:
        vote, voter = divmod(key, WIDE)
        same = "the same" if self.book.cast.get(key) == chosen else "a different"
        who, where = self.book.voters[voter], self.book.votes[vote].id
        message = (
            f"{who} already has a ballot in `{where}`, in row {before}, with {same} choice: remove one of the rows"
        )
        self.faults.add(self.rows, cells.index or 0, "one-ballot", message)

    def other(self, key: int, what: str, cells: Cells) -> None:
        """Report that an earlier table has another choice, which is kept."""
        vote, voter = divmod(key, WIDE)
        kept = self.book.choices[self.book.cast[key]]
        place = next((number, rows[key]) for number, rows in enumerate(self.book.rows) if key in rows)
        file = self.whole.files[place[0]]
        message = (
            f"{self.book.voters[voter]} voted {what} in `{self.book.votes[vote].id}` here, but {kept} in {file} row "
            f"{place[1]}, which is used"
        )
        span = Span(str(self.whole.folder / file), place[1], 1, place[1], 2)
        self.faults.add(self.rows, cells.index or 0, _DISAGREE, message, severity=Severity.WARNING, related=(span,))
