"""Converts published data sets of roll calls of the United Nations General Assembly to the tables of a source.

Two sets that share votes are joined: `un_votes` (Robinson and Goguen-Compagnoni, from Voeten's data, to 2020) with
`un_roll_calls` and `un_roll_call_issues`, and `UNVotesPublished` (Bailey, Strezhnev and Voeten, to 2015, including
absences). Each record of each set is in a table, with its number there, or in `left-out.csv.gz` with the reason.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bulk.published import read_published
from kg.bulk.tables import writing_table
from kg.bulk.un_description import source_description
from kg.errors import UsageError
from kg.files import write_file
from kg.forms.yaml_nodes import parse_yaml
from kg.text import read_bytes, refuse_outside

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.bulk.published import Published
    from kg.forms.yaml_nodes import YamlNode

__all__ = ["Account", "ImportedVotes", "import_un_votes"]

KINDS = {
    "roll-calls": ("rcid", "date", "unres", "short", "descr"),
    "issues": ("rcid", "short_name"),
    "votes": ("rcid", "country", "vote"),
    "published": ("rcid", "ccode", "vote", "date", "unres"),
}
#: The code for this in UNVotesPublished.
_NOT_A_MEMBER = "9"
_REASONS = {
    "number": "no roll call has this number",
    "member": "not a member then",
    "other": "a different resolution or day",
}
_NAMES = Path(__file__).with_name("un_names.yaml")
#: Cells of other columns that a missing quote has moved into a text.
_SPILT = re.compile(r'[\\"]*\t.*', re.DOTALL)


@dataclass(slots=True)
class Account:
    """What happened to the records of one set: how many were taken, joined with the other set, or left out."""

    file: str
    records: int = 0
    taken: int = 0
    joined: int = 0
    left: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class ImportedVotes:
    """What was written: the folder of the source, an account of each set, and the corrections made."""

    folder: Path
    accounts: list[Account] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)


def import_un_votes(place: Path, folder: Path, *, tell: Callable[[str], None] = lambda _: None) -> ImportedVotes:
    """Write the sets in a folder as the tables of the source in `folder`.

    Raises InputError for an unreadable set, UsageError if roll calls or votes are missing.
    """
    tell(f"reading {place}")
    found = read_published(place, KINDS)
    if "roll-calls" not in found or not {"votes", "published"} & found.keys():
        missing = "un_roll_calls" if "roll-calls" not in found else "un_votes or UNVotesPublished"
        raise UsageError(f"{place}: {missing} is missing", hint="all four files are needed")
    refuse_outside(folder / "source.yaml", named=True)
    folder.mkdir(parents=True, exist_ok=True)
    return _Import(found, folder, tell).write()


class _Import:
    def __init__(self, found: dict[str, Published], folder: Path, tell: Callable[[str], None]) -> None:
        self.found, self.folder, self.tell = found, folder, tell
        self.done = ImportedVotes(folder)
        self.names = {key: _mapping(node) for key, node in _names().items()}
        self.left: list[tuple[str, int, str]] = []
        self.days: dict[str, tuple[str, str]] = {}
        self.ballots: set[str] = set()

    def write(self) -> ImportedVotes:
        self.roll_calls()
        if "votes" in self.found:
            self.votes()
        if "published" in self.found:
            self.published()
        self.left_out()
        until = {key: _written(node) for key, node in _names().items() if key.endswith("until")}
        last = max(day for day, _ in self.days.values())
        write_file(self.folder / "source.yaml", source_description(self.found, self.names, until, last))
        return self.done

    def roll_calls(self) -> None:
        """Write one row for each roll call, with its issues."""
        calls = self.found["roll-calls"]
        self.days = {call: (day, symbol) for _, (call, day, symbol) in calls.records("rcid", "date", "unres")}
        issues = self.issues() if "issues" in self.found else {}
        account = self.account(calls)
        with writing_table(
            self.folder / "roll-calls.csv", "rcid", "date", "unres", "title", "issues", "record"
        ) as rows:
            for number, (call, day, symbol, short, text) in calls.records(*KINDS["roll-calls"]):
                title = self.title(short or text, number) or symbol or f"Roll call {call}"
                rows.writerow((call, day, symbol.strip(), title, " ".join(issues.get(call, ())), number))
                account.taken += 1

    def issues(self) -> dict[str, list[str]]:
        """Return the issues of each roll call."""
        found, issues = self.found["issues"], defaultdict[str, list[str]](list)
        account = self.account(found)
        for number, (call, name) in found.records("rcid", "short_name"):
            if call not in self.days:
                self.leave(account, number, "number")
                continue
            issues[call].append(name)
            account.taken += 1
        return issues

    def title(self, text: str, record: int) -> str:
        """Return the title of a roll call on one line."""
        mended = _SPILT.sub("", text)
        if mended != text:
            file = self.found["roll-calls"].file.name
            self.done.mended.append(f"{file} record {record}: removed cells of other columns from its text")
        return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", mended).split())

    def votes(self) -> None:
        found = self.found["votes"]
        account, countries = self.account(found), self.names["countries"]
        with writing_table(self.folder / "votes.csv", "rcid", "country", "vote", "record") as rows:
            for number, (call, country, vote) in found.records("rcid", "country", "vote"):
                if call not in self.days:
                    self.leave(account, number, "number")
                    continue
                rows.writerow((call, country, vote, number))
                self.ballots.add(f"{call} {countries.get(country, country)}")
                account.taken += 1

    def published(self) -> None:
        """Write the records of members; a ballot that the other set has too is counted as joined."""
        found = self.found["published"]
        account, numbers = self.account(found), self.names["numbers"]
        refused = self.refused(found)
        with writing_table(self.folder / "published.csv", "rcid", "ccode", "vote", "record") as rows:
            for number, (call, code, vote) in found.records("rcid", "ccode", "vote"):
                if reason := "member" if vote == _NOT_A_MEMBER else refused.get(call):
                    self.leave(account, number, reason)
                    continue
                rows.writerow((call, code, vote, number))
                account.taken += 1
                account.joined += f"{call} {numbers.get(code, code)}" in self.ballots

    def refused(self, found: Published) -> dict[str, str]:
        """Return the roll calls that differ from those with the same numbers in the other set, and why."""
        refused: dict[str, str] = {}
        for _, (call, day, symbol) in found.records("rcid", "date", "unres"):
            if call not in self.days:
                refused[call] = "number"
                continue
            other, text = self.days[call]
            # A number alone does not join them: either set may have renumbered its roll calls.
            if (day and _iso(day) != other) or (symbol and text and symbol != text):
                refused[call] = "other"
        return refused

    def account(self, found: Published) -> Account:
        self.tell(f"writing {found.file.name}")
        self.done.accounts.append(Account(found.file.name, len(found)))
        return self.done.accounts[-1]

    def leave(self, account: Account, number: int, reason: str) -> None:
        account.left[_REASONS[reason]] += 1
        self.left.append((account.file, number, _REASONS[reason]))

    def left_out(self) -> None:
        """Write the records that are in no table, each with its reason."""
        with writing_table(self.folder / "left-out.csv.gz", "file", "record", "reason") as rows:
            rows.writerows(self.left)


def _iso(day: str) -> str:
    """Return a day in ISO 8601 form, from the form of either set."""
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        with suppress(ValueError):
            return datetime.strptime(day, form).date().isoformat()  # a day has no time zone
    return day


def _entries(path: Path, key: str | None = None) -> list[tuple[YamlNode, YamlNode]]:
    """Return the entries of a YAML file, or of the mapping under one of its keys."""
    root = parse_yaml(read_bytes(path), str(path)).root
    node = root.child(key) if root and key else root
    return list(node.entries) if node else []


def _names() -> dict[str, YamlNode]:
    return {key.text: node for key, node in _entries(_NAMES)}


def _written(node: YamlNode) -> str:
    """Return a mapping of mappings as YAML on one line."""
    inside = {
        key.text: ", ".join(f"{day.text}: {slug.text}" for day, slug in days.entries) for key, days in node.entries
    }
    return "{" + ", ".join(f'"{name}": {{{days}}}' for name, days in inside.items()) + "}"


def _mapping(node: YamlNode) -> dict[str, str]:
    return {key.text: value.text for key, value in node.entries if value.kind != "mapping"}
