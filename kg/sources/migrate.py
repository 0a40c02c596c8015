"""Rewrites sheets and RDF of an older version of the ontology; changes only the words that have to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.editing import EditedFile
from kg.errors import InputError
from kg.findings import Finding
from kg.forms.yaml_nodes import parse_yaml
from kg.namespaces import DP
from kg.rdf.parse import SYNTAXES, parse_rdf
from kg.rdf.places import locate_terms
from kg.sources.rdf import accusing
from kg.sources.row_checks import DONE_TO_SOMEBODY
from kg.text import line_starts, read_inside

if TYPE_CHECKING:
    from pathlib import Path

    from kg.findings import Span
    from kg.forms.yaml_nodes import YamlNode

__all__ = ["migrate_rdf", "migrate_sheet"]

_MESSAGE = "`addressee` becomes `target`: it is who is accused, blamed or criticised"
_ADDRESSEE = f"<{DP}addressee>"


def migrate_sheet(path: Path, *, write: bool = True) -> list[Finding]:
    """Rename what has another name since version 2 in the sheet at `path`, and return each change with its place.

    Since version 2 the `addressee` of an accusation, without a `target` beside it, is its `target`. Comments, order and
    line ends stay. Without `write`, nothing is written. Raises InputError for a file that is not YAML.
    """
    document = parse_yaml(read_inside(path), str(path))
    keys = [key for row in _statements(document.root) if (key := _renamed(row))]
    changes = [Finding.at(document.span(key), "addressee-as-target", _MESSAGE) for key in keys]
    edited = EditedFile(path)
    # From the end, so that the offsets before it stay valid.
    for key in sorted(keys, key=lambda node: -node.start):
        edited.replace(key.start, key.end, "target")
    if keys and write:
        edited.save()
    return changes


def migrate_rdf(path: Path, *, write: bool = True) -> list[Finding]:
    """Rename what version 2 has renamed, in Turtle, TriG, N-Triples or N-Quads; `migrate_sheet` does it in sheets.

    Raises InputError for a file that cannot be read as RDF, and for JSON-LD that needs changes, since places in it are
    unknown.
    """
    edited, changes = EditedFile(path), list[Finding]()
    if not (accused := accusing(parse_rdf(read_inside(path), path))):
        return []
    hint = "rename `dp:addressee` in these statements to `dp:target` yourself"
    by_hand = InputError(_MESSAGE, file=str(path), hint=hint)
    if SYNTAXES[path.suffix.lower()][0] == "jsonld":
        raise by_hand
    # A property is identified by its first place in the text, and in N-Triples each value has a separate line.
    while places := _first_places(edited.content, str(path), accused):
        for place in places:
            start, end = (_offset(edited.content, *at) for at in _ends(place))
            found = edited.content.rfind("addressee", start, end)
            if found < 0:  # a prefix that ends in the middle of the name
                raise by_hand
            edited.replace(found, found + len("addressee"), "target")
            changes.append(Finding.at(place, "addressee-as-target", _MESSAGE))
    if write:
        edited.save()
    return sorted(changes, key=lambda change: (change.line or 0, change.column or 0))


def _first_places(content: str, file: str, accused: set[str]) -> list[Span]:
    """Return the first place of `dp:addressee` in each statement, from the end of the text to its beginning."""
    marks = locate_terms(content, file).marks
    places = [marks[name, _ADDRESSEE, None] for name in accused if (name, _ADDRESSEE, None) in marks]
    return sorted(places, key=lambda place: (-place.line, -place.column))


def _ends(place: Span) -> tuple[tuple[int, int], tuple[int, int]]:
    return (place.line, place.column), (place.end_line, place.end_column)


def _offset(content: str, line: int, column: int) -> int:
    return line_starts(content)[line - 1] + column - 1


def _statements(root: YamlNode | None) -> list[YamlNode]:
    rows = root.child("statements") if root else None
    return rows.items if rows else []


def _renamed(row: YamlNode) -> YamlNode | None:
    """Return the key of a row that has been renamed."""
    act = row.child("act")
    if act is None or act.text not in DONE_TO_SOMEBODY or row.child("target"):
        return None
    return next((key for key, _ in row.entries if key.text == "addressee"), None)
