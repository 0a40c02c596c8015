"""What a proof is made of: voices, words and dates of what is written, and the steps to what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.proof.passage import Passage

__all__ = ["Derived", "Link", "Proof", "ProofStep", "RelatedStatement", "TableRow"]


@dataclass(frozen=True, slots=True)
class Link:
    """One voice of the attribution chain, or one of those it speaks for, with the posts it held on the day.

    `step` counts from the source inwards; joint speakers share a step, and so do those they speak for.
    """

    step: int
    role: str
    name: str
    label: str
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedStatement:
    """Another statement that bears on this one: its name, its words, and how it is related."""

    relation: str
    name: str
    label: str
    quote: str


@dataclass(slots=True)
class TableRow:
    """A row of a table that says so: its address (RFC 7111), and its heads and cells once the table was found."""

    address: str
    heads: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    at: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Proof:
    """All that backs one statement, event, relation or ballot.

    `facts` are pairs of a heading and a value, in reading order. What comes from a table has `rows`, and no passage.
    """

    iri: str
    name: str
    id: str
    kind: str
    sentence: str
    source: str
    title: str
    sha256: str
    facts: list[tuple[str, str]]
    chain: list[Link]
    passage: Passage
    corrections: list[tuple[str, str]] = field(default_factory=list)
    others: list[RelatedStatement] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)


@dataclass(slots=True)
class ProofStep:
    """One step: what follows, by which rule (a file of ontology/rules), and an entry of the reference data it rests on.

    `entry` is the slug of that entry; `at` is its file and line, once it has been found.
    """

    text: str
    rule: str
    entry: str = ""
    at: str = ""


@dataclass(slots=True)
class Derived:
    """Something that follows: in words, with facts about it, the steps to it, and the proofs of its bases."""

    iri: str
    name: str
    sentence: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    steps: list[ProofStep] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
