"""The conditions between the keys of a statement, as far as a JSON Schema can express them.

Each is an `if` with a `then` or an `else`, so that an editor marks the row while it is written. The reader
checks all of it and more: see `kg.sources.row_checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.forms.types import NARRATOR

if TYPE_CHECKING:
    from kg.vocabulary import Vocabulary

__all__ = ["conditions_of"]

Schema = dict[str, Any]


def conditions_of(record: str, vocabulary: Vocabulary) -> list[Schema]:
    """Return the conditions on the keys of a record by its name; only statements have any."""
    if record != "statement":
        return []
    acts = vocabulary.acts.values()
    conditional = sorted(act.slug for act in acts if act.polarity == "conditional")
    claims = sorted(act.slug for act in acts if act.kind == "claim")
    narrating: Schema = {"enum": [NARRATOR, [NARRATOR]]}
    return [
        {
            "if": _is("polarity", "conditional", conditional),
            "then": {"required": ["condition"]},
            "else": {"properties": {"condition": False}},
        },
        {"if": _is("kind", "claim", claims), "else": {"properties": {"tolls": False}}},
        {"if": {"required": ["candidates"]}, "then": _has("status", {"const": "proposed"})},
        {"if": _has("speaker", narrating), "then": {"properties": {"reported_by": False}}},
        {"if": _has("speaker", _lists(NARRATOR)), "then": {"properties": {"speaker": {"maxItems": 1}}}},
    ]


def _is(key: str, value: str, acts: list[str]) -> Schema:
    """Return the condition that a key has a value, or is left out and one of the acts implies the value."""
    implied = {"not": {"required": [key]}, **_has("act", {"enum": acts})}
    return {"anyOf": [_has(key, {"const": value}), implied]}


def _has(key: str, schema: Schema) -> Schema:
    return {"properties": {key: schema}, "required": [key]}


def _lists(value: str) -> Schema:
    return {"type": "array", "contains": {"const": value}}
