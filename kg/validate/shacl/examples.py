"""A wrong and a right example for each shape: blocks from shapes/invalid and shapes/valid, cut to what matters.

The examples show the lines that are marked as wrong, and those with a property that the shape is about. Three dots
replace the rest.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import PREFIXES, shorten
from kg.paths import shipped
from kg.validate.shacl.mistakes import mistake_files, read_mistake, valid_blocks

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SHAPES", "ShapeExamples"]

SHAPES = "https://w3id.org/diplomatic-positions/shapes#"
_DOTS = "    # ..."
#: The properties that a shape and its parts are about, or the queries that name them.
_ABOUT = """SELECT ?value WHERE {
    ?shape (sh:or|sh:and|sh:xone|sh:not|sh:node|sh:property|sh:qualifiedValueShape|rdf:first|rdf:rest)* ?part .
    ?part sh:path|sh:targetSubjectsOf|sh:lessThan|sh:lessThanOrEquals|sh:disjoint|sh:equals|sh:sparql/sh:select ?value
    FILTER NOT EXISTS { ?shape sh:closed true } }"""
_NAME = re.compile(r"(?<![\w?$<])[a-z]\w*:[A-Za-z]\w*")


class ShapeExamples:
    """The shipped shapes in a store, and their examples."""

    def __init__(self) -> None:
        """Load the shapes."""
        self.store = ox.Store()
        for file in sorted(shipped("shapes").glob("*.ttl")):
            self.store.load(path=str(file), format=ox.RdfFormat.TURTLE)

    def of(self, shape: str) -> tuple[str, str]:
        """Return the wrong and the right example for the shape with this IRI."""
        about = self._about(shape)
        name = shape.removeprefix(SHAPES)
        mistake = read_mistake(_first_mistakes()[name])
        blocks = sorted((block for block in mistake.blocks if block.replaces), key=lambda block: not block.marked)
        pairs = [(_excerpt(block.text, about), _excerpt(valid_blocks()[block.right], about)) for block in blocks]
        wrongs, rights = zip(*(pair for pair in pairs if pair[0] != pair[1]), strict=True)
        return "\n\n".join(wrongs), "\n\n".join(rights)

    def _about(self, shape: str) -> set[str]:
        """Return the properties that a shape is about, as prefixed names; none for a closed one, which is about all."""
        found = self.store.query(_ABOUT.replace("?shape", f"<{shape}>"), prefixes=PREFIXES)
        values = [row["value"] for row in found]  # type: ignore[union-attr]  # SELECT
        names = {shorten(value.value) for value in values if isinstance(value, ox.NamedNode)}
        queries = [value.value for value in values if isinstance(value, ox.Literal)]
        return names.union(*(_NAME.findall(query) for query in queries))


def _excerpt(block: str, about: set[str]) -> str:
    """Return the first line of a block, the wrong and the relevant lines, and dots in place of the rest."""
    first, *rest = block.splitlines()
    shown = [line for line in rest if "# wrong" in line or line.split()[0] in about]
    shown = shown or rest[: "# wrong" not in first]
    return "\n".join([first, *shown, *([_DOTS] if len(shown) < len(rest) else [])])


@cache
def _first_mistakes() -> dict[str, Path]:
    """Return the first file with a mistake that each shape rejects, by the name of the shape."""
    return {file.name.split(".")[0]: file for file in reversed(mistake_files())}
