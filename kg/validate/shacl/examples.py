"""A wrong and a right example of each shape: what differs between shapes/invalid and shapes/valid, cut to what matters.

Shown are the lines in which the two differ, and those with a property that the shape is about, so that each of the two
says something by itself. Three dots stand for the rest.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.namespaces import PREFIXES, shorten
from kg.paths import shipped

__all__ = ["SHAPES", "ShapeExamples"]

SHAPES = "https://w3id.org/diplomatic-positions/shapes#"
_DOTS = "    # ..."
#: The properties that a shape and those that it is made of are about, or the queries that name them.
_ABOUT = """SELECT ?value WHERE {
    ?shape (sh:or|sh:and|sh:xone|sh:not|sh:node|sh:property|sh:qualifiedValueShape|rdf:first|rdf:rest)* ?part .
    ?part sh:path|sh:targetSubjectsOf|sh:lessThan|sh:lessThanOrEquals|sh:disjoint|sh:equals|sh:sparql/sh:select ?value
    FILTER NOT EXISTS { ?shape sh:closed true } }"""
_NAME = re.compile(r"(?<![\w?$<])[a-z]\w*:[A-Za-z]\w*")


class ShapeExamples:
    """The shapes that are shipped, in a store, and their examples."""

    def __init__(self) -> None:
        """Read the shapes and the valid examples."""
        self.store = ox.Store()
        for file in sorted(shipped("shapes").glob("*.ttl")):
            self.store.load(path=str(file), format=ox.RdfFormat.TURTLE)
        files = sorted((shipped("shapes") / "valid").glob("*.ttl"))
        self._valid = [block for file in files for block in file.read_text("utf-8").split("\n\n")]

    def of(self, shape: str) -> tuple[str, str]:
        """Return the wrong and the right example of a shape, given by its IRI."""
        blocks = _invalid(shape.removeprefix(SHAPES))
        about = self._about(shape)
        wrong = next(block for block in blocks if "# wrong" in block)
        pairs = [(wrong, self._mended(wrong, about))]
        pairs += [(block, right) for block in blocks if block != wrong and (right := self._counterpart(block, about))]
        return (
            "\n\n".join(_excerpt(bad, good, about) for bad, good in pairs),
            "\n\n".join(_excerpt(good, bad, about) for bad, good in pairs),
        )

    def _mended(self, wrong: str, about: set[str]) -> str:
        """Return the valid block about the same node, else the same class, that has a property to show, if any has."""
        subject, kind = _head(wrong)
        lines = set(wrong.splitlines())
        at_fault = {_property(line) for line in lines if line.endswith("# wrong")} & about or about

        def likeness(block: str) -> tuple[bool, bool, bool, int]:
            rest = block.splitlines()[1:]
            shows = not about or any(_property(line) in at_fault for line in rest)
            return shows, _head(block)[0] == subject, _head(block)[1] == kind, len(lines & set(rest))

        return max(self._valid, key=likeness)

    def _counterpart(self, block: str, about: set[str]) -> str | None:
        """Return the valid block about the same node, where the two differ in what the shape is about."""
        found = next((right for right in self._valid if _head(right)[0] == _head(block)[0]), None)
        differing = set(block.splitlines()) ^ set(found.splitlines()) if found else set()
        return found if any(_property(line) in about for line in differing) else None

    def _about(self, shape: str) -> set[str]:
        """Return the properties that a shape is about, as prefixed names; none of a closed one, which is about all."""
        found = self.store.query(_ABOUT.replace("?shape", f"<{shape}>"), prefixes=PREFIXES)
        values = [row["value"] for row in found]  # type: ignore[union-attr]  # SELECT
        names = {shorten(value.value) for value in values if isinstance(value, ox.NamedNode)}
        queries = [value.value for value in values if isinstance(value, ox.Literal)]
        return names.union(*(_NAME.findall(query) for query in queries))


def _invalid(name: str) -> list[str]:
    """Return the blocks of the first example of a shape."""
    return min((shipped("shapes") / "invalid").glob(f"{name}.*.ttl")).read_text("utf-8").split("\n\n")


def _head(block: str) -> tuple[str, str]:
    """Return the subject and the class in the first line of a block."""
    subject, _, kind = _bare(block.splitlines()[0]).partition(" a ")
    return subject, kind


def _property(line: str) -> str:
    return line.split()[0] if line.startswith(" ") else ""


def _excerpt(block: str, other: str, about: set[str]) -> str:
    """Return the first line of a block, those that the other one lacks or that matter, and dots for the rest.

    Of blocks about different nodes all lines differ: then only those are shown that matter, if any does.
    """
    first, *rest = block.splitlines()
    said = {_bare(line) for line in (other if _head(block)[0] == _head(other)[0] or not about else block).splitlines()}
    told = [line for line in rest if "# wrong" in line or _bare(line) not in said or _property(line) in about]
    told = told or rest[: "# wrong" not in first]
    return "\n".join([first, *told, *([_DOTS] if len(told) < len(rest) else [])])


def _bare(line: str) -> str:
    return line.partition("  # wrong")[0].strip(" ;.")
