"""The votes and ballots of tables, each once, with all its rows.

A million ballots are stored as numbers: `vote * WIDE + voter` is the key of a ballot's choice, and of its row in each
table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WIDE", "Vote", "VoteBook"]

#: A number greater than that of the voters in any table.
WIDE = 1 << 20


@dataclass(slots=True)
class Vote:
    """One vote: names are slugs, `date` is an ISO 8601 day. `rows` are its rows, with the numbers of their tables."""

    id: str
    label: str = ""
    date: str = ""
    symbol: str = ""
    body: str = ""
    motion: str = ""
    issues: tuple[str, ...] = ()
    rows: list[tuple[int, int]] = field(default_factory=list)

    def pattern(self) -> tuple[object, ...]:
        """Return what the shapes distinguish: the things that the vote names, and the texts that it has."""
        return (self.body, self.motion, self.issues, bool(self.date), bool(self.symbol))


@dataclass(slots=True)
class VoteBook:
    """All votes and ballots of a source, each with its rows in the tables; voters and choices are slugs."""

    votes: list[Vote] = field(default_factory=list)
    voters: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    cast: dict[int, int] = field(default_factory=dict)
    rows: list[dict[int, int]] = field(default_factory=list)
    _voters: dict[str, int] = field(default_factory=dict)
    _choices: dict[str, int] = field(default_factory=dict)

    def voter(self, slug: str) -> int:
        """Return the number of a voter."""
        if slug not in self._voters:
            self._voters[slug] = len(self.voters)
            self.voters.append(slug)
        return self._voters[slug]

    def choice(self, slug: str) -> int:
        """Return the number of a choice."""
        if slug not in self._choices:
            self._choices[slug] = len(self.choices)
            self.choices.append(slug)
        return self._choices[slug]

    def ballots(self) -> Iterator[tuple[Vote, str, str, list[tuple[int, int]]]]:
        """Yield every ballot, vote by vote: its vote, voter and choice, and its tables and rows."""
        for key in sorted(self.cast):
            vote, voter = divmod(key, WIDE)
            rows = [(table, rows[key]) for table, rows in enumerate(self.rows) if key in rows]
            yield self.votes[vote], self.voters[voter], self.choices[self.cast[key]], rows
