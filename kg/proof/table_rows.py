"""Proves ballots and votes from tables: the rows they come from, with the column headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError, KgError
from kg.forms.table_rows import Dialect, row_of
from kg.forms.yaml_nodes import parse_yaml
from kg.namespaces import DP, VOCABULARIES, iri, shorten, slug_of
from kg.proof.parts import Link, Proof, TableRow
from kg.proof.passage import Passage
from kg.text import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from kg.proof.node_facts import NodeReader

__all__ = ["find_rows", "prove_row"]

_DCTERMS = VOCABULARIES["dcterms"]


def prove_row(facts: NodeReader, node: str) -> Proof:
    """Return the proof of a ballot or a vote that comes from a table."""
    vote = next(iter(facts.subjects(DP + "ballot", node)), node)
    source = facts.one(vote, _DCTERMS + "isPartOf") or ""
    publisher = facts.one(source, _DCTERMS + "publisher") or ""
    ballot = vote != node
    return Proof(
        iri=node,
        name=shorten(node),
        id=slug_of(node).partition(".")[2],
        kind="Ballot" if ballot else "Vote",
        sentence=_cast(facts, node, vote) if ballot else facts.label(vote),
        source=source,
        title=facts.one(source, _DCTERMS + "title") or "",
        sha256=facts.one(source, DP + "sha256") or "",
        facts=_facts(facts, vote, source),
        chain=[Link(0, "published by", shorten(publisher), facts.label(publisher))] if publisher else [],
        passage=Passage("", "", "", 0, 0),
        rows=[TableRow(address) for address in facts.values(node, DP + "row")],
    )


def _cast(facts: NodeReader, ballot: str, vote: str) -> str:
    voter, choice = facts.one(ballot, DP + "voter") or "", facts.one(ballot, DP + "choice") or ""
    return f"{facts.label(voter)}, {slug_of(choice)}: {facts.label(vote)}"


def _facts(facts: NodeReader, vote: str, source: str) -> list[tuple[str, str]]:
    symbol, body = facts.one(vote, DP + "symbol"), facts.one(vote, DP + "body")
    motion, issues = facts.one(vote, DP + "motion"), facts.values(vote, DP + "issue")
    rows = [
        ("vote", shorten(vote)),
        ("on", symbol),
        ("motion", motion and f"{shorten(motion)}: {facts.label(motion)}"),
        ("in", body and facts.label(body)),
        ("issue", facts.labels(issues) if issues else None),
        ("happened", facts.one(vote, DP + "happenedNotBefore")),
        ("published", facts.one(source, _DCTERMS + "issued")),
    ]
    return [(heading, value) for heading, value in rows if value]


def find_rows(proof: Proof, folder: Path) -> None:
    """Read the rows of a proof from the tables in a folder; a missing row or table is added to the row's problems."""
    for row in proof.rows:
        # Fragments as in RFC 7111: rows are counted from 1, including the header.
        name, _, number = row.address.removeprefix(f"{iri('source', folder.name)}/").partition("#row=")
        table = folder / name
        try:
            found = row_of(table, int(number), _dialect(folder / "source.yaml", name))
        except KgError as error:
            row.problems.append(f"cannot show the row: {error}")
            continue
        if found is None:
            row.problems.append(f"{table} has no row {number} any more: rebuild the store")
            continue
        row.heads, row.cells = found
        row.at = f"{table}:{number}:1"


def _dialect(description: Path, table: str) -> Dialect | None:
    """Return the dialect of a table from source.yaml, or None if that gives none."""
    try:
        root = parse_yaml(read_bytes(description), str(description)).root
    except InputError:
        return None
    tables = root.child("tables") if root else None
    for node in tables.items if tables else []:
        url, dialect = node.child("url"), node.child("dialect")
        if url is not None and url.text == table and dialect is not None:
            said = {key.text: value.text for key, value in dialect.entries}
            quote, encoding = said.get("quoteChar"), said.get("encoding", "utf-8")
            return Dialect(delimiter=said.get("delimiter"), quote=quote, encoding=encoding)
    return None
