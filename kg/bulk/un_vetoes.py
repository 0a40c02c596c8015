"""Converts a published list of vetoes in the United Nations Security Council to a table with a row for each veto.

The list (Yordan, List of UN Security Council Vetoes, from the Dag Hammarskjöld Library's own list) has a row for each
draft, with its members in `member_veto1` to `member_veto3`, and in a column for each permanent member. Where these
differ, the names are followed and the row is reported.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from kg.bulk.tables import writing_table
from kg.errors import InputError, UsageError
from kg.files import write_file
from kg.forms.table_rows import TableRows
from kg.namespaces import slugify
from kg.rdf.labels import enumeration
from kg.suggestions import suggest
from kg.text import refuse_outside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["ImportedVetoes", "RowProblem", "import_un_vetoes"]

_NAMED = ("member_veto1", "member_veto2", "member_veto3")
_NEEDED = ("date", "draft", "agenda_item", *_NAMED)
#: The members, as the list names them, and as the package `world` does.
_MEMBERS = {
    "China": "china",
    "France": "france",
    "Russia": "russia",
    "USSR": "soviet-union",
    "USA": "united-states",
    "UK": "united-kingdom",
}
_DESCRIPTION = """\
# Written by `kg import un-vetoes`: a row for each veto; `record` is the row of its draft in the published list.
# left-out.csv has the rows that are in no table, with the reason.
source:
  title: Vetoes in the United Nations Security Council
  publisher: united-nations
  published: {published}
  url: https://github.com/world-politics-datalab/vetoes-un-security-council
  licence: MIT
tables:
  - url: vetoes.csv
    columns:
      - {{name: vote, titles: vote}}
      - {{name: date, titles: date}}
      - {{name: symbol, titles: draft}}
      - {{name: label, titles: agenda_item}}
      - {{name: body, default: un-security-council}}
      - name: voter
        titles: member
        # The seat of China was that of the government on Taiwan up to 24 October 1971.
        until: {{China: {{1971-10-24: taiwan}}, Russia: {{1991-12-24: soviet-union}}}}
        values: {values}
      - {{name: choice, default: veto}}
"""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row of the list, at its first line; `taken` tells whether its vetoes were taken."""

    line: int
    message: str
    taken: bool


@dataclass(slots=True)
class ImportedVetoes:
    """What was written: the folder, the numbers of drafts and vetoes, and the problems met."""

    folder: Path
    file: str
    rows: int = 0
    drafts: int = 0
    vetoes: int = 0
    problems: list[RowProblem] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """A row of the list that can be taken."""

    row: int
    day: str
    symbol: str
    title: str
    members: tuple[str, ...]


def import_un_vetoes(file: Path, folder: Path) -> ImportedVetoes:
    """Write a list of vetoes as the tables of the source in `folder`.

    Raises InputError for a file that cannot be read to its end, UsageError if it has not the columns of such a list, or
    no row that can be taken.
    """
    rows = TableRows(file)
    heads = [head.strip() for head in rows.header]
    missing = [name for name in _NEEDED if name not in heads]
    if missing:
        raise UsageError(f"{file}: no column `{missing[0]}`", hint=f"a list of vetoes has {', '.join(_NEEDED)}")
    done = ImportedVetoes(folder, str(file))
    drafts = list(_drafts(rows, heads, done))
    if not drafts:
        raise InputError("no row could be taken", file=str(file), line=1, column=1)
    refuse_outside(folder / "source.yaml", named=True)
    folder.mkdir(parents=True, exist_ok=True)
    _write(drafts, done)
    return done


def _drafts(rows: TableRows, heads: Sequence[str], done: ImportedVetoes) -> Iterator[_Draft]:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        done.rows += 1
        # Meetings stand one a line within a cell, in quotes: that is no damage here.
        cells = [" ".join(cell.split()) for cell in row]
        if damage := rows.damage(cells):
            done.problems.append(RowProblem(rows.line, damage[0], taken=False))
            continue
        said = dict(zip(heads, cells, strict=True))
        first = seen.setdefault(tuple(cells), rows.number)
        day = _day(said["date"])
        wrong = _wrong(said, day) or (f"the same as row {first} in all columns" if first != rows.number else "")
        if wrong or day is None:
            done.problems.append(RowProblem(rows.line, wrong, taken=False))
            continue
        done.problems += [RowProblem(rows.line, doubt, taken=True) for doubt in _doubts(said, day)]
        members = tuple(dict.fromkeys(said[name] for name in _NAMED if said[name]))
        yield _Draft(rows.number, day.isoformat(), said["draft"], said["agenda_item"], members)


def _wrong(said: dict[str, str], day: date | None) -> str:
    """Return why a row cannot be taken, empty if it can."""
    members = [said[name] for name in _NAMED if said[name]]
    unknown = next((name for name in members if name not in _MEMBERS), None)
    if day is None:
        return f"`{said['date']}` is not a date such as 2/16/1946"
    if unknown is not None:
        return f"unknown permanent member `{unknown}`: {suggest(unknown, _MEMBERS)}"
    if not members:
        return "no member is named"
    if len(set(members)) < len(members):
        return f"a member is named twice: {', '.join(members)}"
    return ""


def _doubts(said: dict[str, str], day: date) -> Iterator[str]:
    """Yield what the columns of a row say differently from each other."""
    named = {said[name] for name in _NAMED if said[name]}
    marked = {name for name in _MEMBERS if said.get(name) == "1"}
    if any(name in said for name in _MEMBERS) and named != marked:
        columns = enumeration(sorted(marked)) or "no member"
        are = "are" if len(marked) > 1 else "is"
        yield f"member_veto names {enumeration(sorted(named))}, but {columns} {are} marked with 1: the names are used"
    for name, value in (("year", day.year), ("month", day.month)):
        if said.get(name, "") not in ("", str(value)):
            yield f"{name} is {said[name]}, but the date is {said['date']}: the date is used"


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # a day has no time zone
    except ValueError:
        return None


def _write(drafts: list[_Draft], done: ImportedVetoes) -> None:
    total = Counter(_slug(draft) for draft in drafts)
    numbers: Counter[str] = Counter()
    with writing_table(done.folder / "vetoes.csv", "vote", "date", "draft", "agenda_item", "member", "record") as rows:
        for draft in drafts:
            slug = _slug(draft)
            numbers[slug] += 1
            # Several votes of one meeting have its symbol, where a draft has none of its own.
            vote = f"{slug}-{numbers[slug]}" if total[slug] > 1 else slug
            title = draft.title or draft.symbol or f"vote of {draft.day}"
            for member in draft.members:
                rows.writerow((vote, draft.day, draft.symbol, title, member, draft.row))
                done.vetoes += 1
            done.drafts += 1
    with writing_table(done.folder / "left-out.csv", "line", "reason") as rows:
        rows.writerows((problem.line, problem.message) for problem in done.problems if not problem.taken)
    values = "{" + ", ".join(f"{name}: {slug}" for name, slug in _MEMBERS.items()) + "}"
    text = _DESCRIPTION.format(published=max(draft.day for draft in drafts), values=values)
    write_file(done.folder / "source.yaml", text)


def _slug(draft: _Draft) -> str:
    return slugify(draft.symbol) or f"vote-of-{draft.day}"
