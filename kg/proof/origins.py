"""Finds where a node was written: in a row, an entry of the reference data, the head of a sheet, or the ontology."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.layout import entry_files, source_file
from kg.namespaces import GRAPHS, VOCABULARIES, kind_of, shorten, slug_of
from kg.paths import shipped
from kg.proof.node_facts import term_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.proof.node_facts import NodeReader
    from kg.proof.parts import Derived

__all__ = ["find_entries", "written_in"]

#: The prefix of the entry of a source: what its sheet says of the source itself.
_SOURCE = "source:"
_IS_A = f"<{VOCABULARIES['rdf']}type>"
_KEY = re.compile(r"[\"']?([\w.-]+)[\"']?:")
#: How far up a node may be a part of something: an instant, its interval, a membership, a person.
_LEVELS = 4


def written_in(facts: NodeReader, node: str) -> tuple[list[str], str]:
    """Return the rows that a node is or is a part of, or else the entry that it comes from, as `find_entries` reads it.

    That is the slug of an entry of the reference data, `source:SLUG` for what a sheet says of its source, or the name
    of a term as the ontology writes it.
    """
    level, seen = [node], {node}
    for _ in range(_LEVELS):
        if rows := sorted(name for name in level if facts.is_written(name)):
            return rows, ""
        if entry := next(filter(None, (_entry(facts, name) for name in level)), ""):
            return [], entry
        level = sorted({owner for name in level for owner in facts.owners(name)} - seen)
        seen.update(level)
    return [], ""


def _entry(facts: NodeReader, node: str) -> str:
    """Return the entry that a node is itself, or is named after; empty if it is only a part of something."""
    graphs, kind = facts.graphs_about(node), kind_of(node)
    if GRAPHS["ontology"] in graphs:
        return shorten(node)
    if GRAPHS["reference"] in graphs:
        # A membership is named after its member, whose entry lists it.
        return slug_of(node).partition(".")[0] if kind in ("actor", "place", "proposition", "membership") else ""
    if kind == "source":
        return _SOURCE + slug_of(node)
    narrator = kind == "actor" and slug_of(node).startswith("narrator.")
    return _SOURCE + slug_of(node).partition(".")[2] if narrator else ""


def find_entries(found: Derived, seeds: Path, folders: Iterable[Path]) -> None:
    """Find the file and line of each entry that a step relies on.

    `seeds` has the sheets, `folders` the reference data: of entries with one slug, that of the first folder is meant.
    What is missing stays without a place, and raises no error.
    """
    entries = cache(lambda: _keys(file for folder in folders for file in entry_files(folder)))
    for step in found.steps:
        if step.entry.startswith(_SOURCE):
            step.at = _head(seeds / step.entry.removeprefix(_SOURCE))
        elif step.entry:
            step.at = _terms().get(_full(step.entry), "") if ":" in step.entry else entries().get(step.entry, "")


def _head(folder: Path) -> str:
    """Return the place where the sheet of a source describes the source, empty if there is none."""
    try:
        file = source_file(folder)
    except (KgError, OSError):
        return ""
    lines = _lines(file)
    numbers = [number for number, line in enumerate(lines, 1) if line.startswith("source:")]
    return f"{file}:{(numbers or [1])[0]}" if lines else ""


def _lines(file: Path) -> list[str]:
    """Return the lines of a file; none if it is gone or no text any more since the store was built."""
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _keys(files: Iterable[Path]) -> dict[str, str]:
    """Return the place of each entry at the top of some YAML files; of those with one name, that of the first."""
    found: dict[str, str] = {}
    for file in files:
        for number, line in enumerate(_lines(file), 1):
            if key := _KEY.match(line):
                found.setdefault(key[1], f"{file}:{number}")
    return found


@cache  # the files of the package do not change while it runs, and take a quarter of a second to read
def _terms() -> dict[str, str]:
    """Return the place of each term of the ontology by its IRI: where its class is given, or else its first mention."""
    from kg.rdf.places import locate_terms  # only where a step relies on a term

    # Shapes about the style of the ontology are no part of it.
    files = [file for file in sorted(shipped("ontology").glob("*.ttl")) if file.stem != "style"]
    spans = [locate_terms(file.read_text(encoding="utf-8"), str(file)) for file in files]
    found: dict[str, str] = {}
    for sought in (_IS_A, None):
        for file in spans:
            named = (subject for subject, predicate, _ in file.marks if predicate == sought)
            places = ((subject, file.find(subject)) for subject in named)
            for subject, span in places:
                if span:
                    found.setdefault(subject[1:-1], f"{span.file}:{span.line}")
    return found


def _full(entry: str) -> str:
    return term_named(entry) or entry.strip("<>")
