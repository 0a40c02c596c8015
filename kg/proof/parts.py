"""The parts of a proof: the voices, words and dates of a source, and the steps to what is derived from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.proof.passage import Passage

__all__ = ["Derived", "Link", "Proof", "ProofStep", "RelatedStatement", "TableRow"]


@dataclass(frozen=True, slots=True)
class Link:
    """One voice of the attribution chain, or an actor it speaks for, with the posts held on that day.

    `step` counts from the source inwards; joint speakers share a step, and so do the actors they speak for.
    """

    step: int
    role: str
    name: str
    label: str
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedStatement:
    """A statement related to this one: its name, its words, and the relation."""

    relation: str
    name: str
    label: str
    quote: str


@dataclass(slots=True)
class TableRow:
    """A table row as evidence: its address (RFC 7111), and its headings and cells once the table has been read."""

    address: str
    heads: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    at: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Proof:
    """All the evidence for one statement, event, relation or ballot.

    `facts` are pairs of a heading and a value, in reading order. Evidence from a table has `rows` and an empty passage.
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
    """One step: what follows, the rule (a file in ontology/rules), and the reference data entry it relies on.

    `entry` is the slug of that entry; `at` is its file and line, once they have been found.
    """

    text: str
    rule: str
    entry: str = ""
    at: str = ""


@dataclass(slots=True)
class Derived:
    """Something derived: a sentence, facts about it, the steps that lead to it, and the proofs of its bases."""

    iri: str
    name: str
    sentence: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    steps: list[ProofStep] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
