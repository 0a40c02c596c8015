"""The values read from one record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from kg.forms.types import Bounds

if TYPE_CHECKING:
    from kg.forms.yaml_nodes import YamlNode

__all__ = ["Row", "Value", "names"]

#: What a field holds once it is read.
Value: TypeAlias = "str | int | Bounds | list[Value] | dict[str, Value] | Row"


@dataclass(slots=True)
class Row:
    """The values of a record that could be read, by key; `good` is False if anything in the record is wrong."""

    node: YamlNode
    values: dict[str, Value] = field(default_factory=dict)
    nodes: dict[str, YamlNode] = field(default_factory=dict)
    good: bool = True

    def text(self, key: str) -> str:
        """Return the text of a key that is present."""
        return str(self.values[key])

    def maybe(self, key: str) -> str | None:
        """Return the text of a key, or None if it is missing."""
        return str(self.values[key]) if key in self.values else None

    def names(self, key: str) -> tuple[str, ...]:
        """Return the values of a key that accepts one or several, in order."""
        return names(self.values.get(key, []))

    def bounds(self, key: str) -> Bounds | None:
        """Return the first and last day of a key, or None if it is missing."""
        value = self.values.get(key)
        return value if isinstance(value, Bounds) else None

    def row(self, key: str) -> Row | None:
        """Return the record of a key, or None if it is missing."""
        value = self.values.get(key)
        return value if isinstance(value, Row) else None

    def rows(self, key: str) -> list[Row]:
        """Return the records of a key whose value is a list."""
        value = self.values.get(key, [])
        return [item for item in value if isinstance(item, Row)] if isinstance(value, list) else []

    def table(self, key: str) -> dict[str, Value]:
        """Return the entries of a key whose value is a mapping."""
        value = self.values.get(key, {})
        return value if isinstance(value, dict) else {}


def names(value: Value) -> tuple[str, ...]:
    """Return one or several values as text, in order."""
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)
