"""Rewrites sheets of an older version of the ontology: only the words that have to change, nothing around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.editing import EditedFile
from kg.findings import Finding
from kg.forms.yaml_nodes import parse_yaml
from kg.sources.row_checks import DONE_TO_SOMEBODY
from kg.text import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from kg.forms.yaml_nodes import YamlNode

__all__ = ["migrate_sheet"]


def migrate_sheet(path: Path, *, write: bool = True) -> list[Finding]:
    """Rename what version 2 calls otherwise in the sheet at `path`, and return each change with its place.

    Since version 2 the `addressee` of an accusation, without a `target` beside it, is its `target`. Comments, order and
    line ends stay. Without `write`, nothing is written. Raises InputError for a file that is not YAML.
    """
    document = parse_yaml(read_bytes(path), str(path))
    keys = [key for row in _statements(document.root) if (key := _renamed(row))]
    message = "`addressee` becomes `target`: it is who is accused, blamed or criticised"
    changes = [Finding.at(document.span(key), "addressee-as-target", message) for key in keys]
    edited = EditedFile(path)
    # From the end, so that the offsets before it stay right.
    for key in sorted(keys, key=lambda node: -node.start):
        edited.replace(key.start, key.end, "target")
    if keys and write:
        edited.save()
    return changes


def _statements(root: YamlNode | None) -> list[YamlNode]:
    rows = root.child("statements") if root else None
    return rows.items if rows else []


def _renamed(row: YamlNode) -> YamlNode | None:
    """Return the key of a row that has another name now."""
    act = row.child("act")
    if act is None or act.text not in DONE_TO_SOMEBODY or row.child("target"):
        return None
    return next((key for key, _ in row.entries if key.text == "addressee"), None)
