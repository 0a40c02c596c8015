"""The JSON Schema of the sheet and of the reference files, generated from the declared fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.forms.scalars import DAY_PATTERN, LICENCE_PATTERN, LICENCES, MOMENT_PATTERN, PART_DAY_PATTERN
from kg.forms.types import (
    NARRATOR,
    Choice,
    Count,
    Day,
    Days,
    Each,
    Field,
    Flag,
    Licence,
    Listed,
    Many,
    Moment,
    Name,
    PartDay,
    RecordType,
    Score,
    Table,
    Term,
    Text,
    Type,
)
from kg.namespaces import BASE, SLUG
from kg.reference.fields import FILES
from kg.sources.model import SHEET
from kg.sources.schema.conditions import conditions_of
from kg.sources.tables.model import DESCRIPTION

if TYPE_CHECKING:
    from kg.reference.lookup import Reference
    from kg.vocabulary import Vocabulary

__all__ = ["Schema", "reference_schema", "sheet_schema", "table_schema"]

Schema = dict[str, object]


def sheet_schema(vocabulary: Vocabulary, reference: Reference | None = None) -> Schema:
    """Return the JSON Schema (2020-12) of a sheet; with `reference`, names are limited to the known ones."""
    return _Writer(vocabulary, reference).document("sheet", SHEET)


def table_schema(vocabulary: Vocabulary, reference: Reference | None = None) -> Schema:
    """Return the JSON Schema of source.yaml, which describes tables; `reference` as for `sheet_schema`."""
    return _Writer(vocabulary, reference).document("table", DESCRIPTION)


def reference_schema(name: str, vocabulary: Vocabulary, reference: Reference | None = None) -> Schema:
    """Return the JSON Schema of the reference file `name` (`states`, `officials` ...): slugs and their records."""
    return _Writer(vocabulary, reference).document(name, Table(Text(SLUG.pattern), FILES[name]))


class _Writer:
    def __init__(self, vocabulary: Vocabulary, reference: Reference | None) -> None:
        self.vocabulary, self.reference = vocabulary, reference
        self.definitions: dict[str, Schema] = {}

    def document(self, name: str, root: Type) -> Schema:
        body = self.of(root)
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"{BASE}schema/{name}.json",
            "title": f"Diplomatic positions: {name}",
            **body,
            "$defs": dict(sorted(self.definitions.items())),
        }

    def of(self, kind: Type) -> Schema:
        """Return the schema of a type; records become definitions that are referred to."""
        if isinstance(kind, RecordType):
            if kind.name not in self.definitions:
                # Entered before it is described: otherwise, a record that contains records of its own kind would
                # recurse for ever.
                self.definitions[kind.name] = {}
                self.definitions[kind.name] = self.record(kind)
            return {"$ref": f"#/$defs/{kind.name}"}
        if isinstance(kind, Each):
            return {"anyOf": [*self.options(kind.value), self.of(Table(kind.key, kind.value))]}
        if isinstance(kind, (Many, Listed, Table)):
            return self.collection(kind)
        return self.scalar(kind)

    def collection(self, kind: Many | Listed | Table) -> Schema:
        if isinstance(kind, Table):
            keys = self.of(kind.key)
            return {"type": "object", "propertyNames": keys, "additionalProperties": self.of(kind.value)}
        options = self.options(kind)
        return {"anyOf": options} if isinstance(kind, Many) else options[-1]

    def options(self, kind: Many | Listed) -> list[Schema]:
        """Return the schemas of one item, and of a list of items."""
        item = self.of(kind.item)
        return [item, {"type": "array", "items": item, "minItems": kind.least, "uniqueItems": True}]

    def scalar(self, kind: Type) -> Schema:
        if isinstance(kind, (Name, Term, Choice)):
            return self.word(kind)
        if isinstance(kind, Text):
            return _pattern(kind.pattern) if kind.pattern else {"type": "string", "pattern": r"\S"}
        if isinstance(kind, Days):
            bounds = {name: _pattern(DAY_PATTERN.pattern) for name in ("not_before", "not_after")}
            either: Schema = {"type": "object", "properties": bounds, "additionalProperties": False, "minProperties": 1}
            return {"anyOf": [_pattern(DAY_PATTERN.pattern), either]}
        return _PLAIN[type(kind)]

    def word(self, kind: Name | Term | Choice) -> Schema:
        if isinstance(kind, Choice):
            return {"enum": list(kind.options)}
        if isinstance(kind, Term):
            return self.term(kind.list)
        if kind.labels:
            return {"type": "string", "pattern": r"\S"}
        if self.reference is None:
            return _pattern(SLUG.pattern)
        extra = [NARRATOR] if kind.narrator else []
        named = [_offered(slug, label or slug) for slug, label in self.reference.labels(kind.classes).items()]
        return {"oneOf": [*named, *(_offered(name, "nobody: the text itself says so") for name in extra)]}

    def term(self, name: str) -> Schema:
        """Return the values of a list of the ontology, each with its label and definition."""
        values, says = self.vocabulary.lists.get(name, {}), self.vocabulary.definitions.get(name, {})
        return {"oneOf": [_offered(slug, values[slug] or slug, says.get(slug)) for slug in sorted(values)]}

    def record(self, record: RecordType) -> Schema:
        schema: Schema = {
            "type": "object",
            "properties": {field.name: self.property(field) for field in record.fields},
            "additionalProperties": False,
        }
        if required := [field.name for field in record.fields if field.required and field.name not in record.open]:
            schema["required"] = required
        if record.open:
            proposed: Schema = {"properties": {"status": {"const": "proposed"}}, "required": ["status"]}
            schema |= {"if": proposed, "else": {"required": list(record.open)}}
        if conditions := conditions_of(record.name, self.vocabulary):
            schema["allOf"] = conditions
        if record.any_of:
            schema["anyOf"] = [{"required": [name]} for name in record.any_of]
        return schema

    def property(self, field: Field) -> Schema:
        return {"description": field.says, **self.of(field.type)}


#: Replaces the pattern of web addresses, whose classes and escapes not every validator can compile.
_ADDRESS = r'https?://[^\s<>"{}|\\^`]+'


def _offered(value: str, label: str, says: str | None = None) -> Schema:
    """Return one value as an editor offers it, with a description to show beside it."""
    return {"const": value, "title": label, "description": says or label}


def _pattern(pattern: str) -> Schema:
    """Return the schema of a text, with a pattern that means the same in Python and in JavaScript (flag u)."""
    portable = _ADDRESS if pattern.startswith("https?://(?:") else pattern.replace(r"\"", '"')
    return {"type": "string", "pattern": f"^({portable})$"}


_PLAIN: dict[type, Schema] = {
    Day: _pattern(DAY_PATTERN.pattern),
    # A year without quotes is a number in YAML.
    PartDay: {"anyOf": [_pattern(PART_DAY_PATTERN.pattern), {"type": "integer", "minimum": 1000, "maximum": 9999}]},
    Moment: _pattern(MOMENT_PATTERN.pattern),
    Count: {"type": "integer", "minimum": 0},
    Licence: {"anyOf": [{"enum": list(LICENCES)}, _pattern(LICENCE_PATTERN.pattern)]},
    Flag: {"type": "boolean"},
    Score: {"type": "number", "minimum": 0, "maximum": 1},
}
