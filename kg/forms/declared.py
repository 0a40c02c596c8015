"""Records declared as dataclasses: the keys that YAML may have, and the Python value they become, in one place.

A field that YAML gives is annotated with the type of its value and a sentence on what it says::

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Toll:
        deaths: Annotated[int, Count(), "How many people were killed."]
        place: Annotated[str | None, PLACE, "Where they were killed."] = None

From this `record_of` makes the declaration that `kg.forms.reader` reads by, and `value_of` the value of a row that was
read. A field without a default is required; ANY_OF and OPEN of the class are those of `RecordType`. A field whose type
is another such dataclass needs no type of its own; a field without annotation is not in YAML.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from kg.forms.row import Row
from kg.forms.types import Field, Listed, RecordType, Type

__all__ = ["FLAT", "IMPLIED", "Key", "record_of", "value_of"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key:
    """The YAML key of a field, if it differs from the field's name; `implied`: code fills in a missing value."""

    name: str | None = None
    implied: bool = False


#: For a value that the code fills in where YAML does not give it.
IMPLIED = Key(implied=True)
#: For a dataclass whose keys stand in the record itself, not in a mapping of their own.
FLAT = object()


@dataclass(frozen=True, slots=True)
class _Part:
    """A field of a dataclass: its YAML key and declaration; `inner` is the dataclass of its values, if any."""

    attribute: str
    key: str
    type: Type | None
    says: str
    required: bool
    inner: Any
    many: bool
    flat: bool


@cache
def record_of(declared: type) -> RecordType:
    """Return the record type of a dataclass, named after the class."""
    fields: list[Field] = []
    for part in _parts(declared):
        if part.flat:
            fields += record_of(part.inner).fields
        else:
            fields.append(Field(part.key, part.type or _record_type(part), part.says, part.required))
    return RecordType(
        declared.__name__.lower(), tuple(fields), getattr(declared, "ANY_OF", ()), getattr(declared, "OPEN", ())
    )


def value_of(declared: type[T], row: Row, **given: object) -> T:
    """Return the value of a row that was read without findings; `given` are fields that do not come from the row."""
    parts: tuple[_Part, ...] = _parts(cast("Any", declared))  # mypy takes type[T] for unhashable
    values = {part.attribute: value for part in parts if (value := _value(part, row)) is not None}
    return declared(**{**values, **given})


def _record_type(part: _Part) -> Type:
    record = record_of(part.inner)
    return Listed(record) if part.many else record


def _value(part: _Part, row: Row) -> object:
    """Return the value of a field in a row, or None if the row lacks it."""
    if part.flat:
        here = any(field.name in row.values for field in record_of(part.inner).fields)
        return value_of(part.inner, row) if here else None
    value = row.values.get(part.key)
    if isinstance(value, Row):
        return value_of(part.inner, value)
    if isinstance(value, dict):
        return tuple(part.inner(key, item) for key, item in value.items()) if part.inner else value
    if isinstance(value, list):
        return tuple(value_of(part.inner, item) if isinstance(item, Row) else item for item in value)
    return value


@cache
def _parts(declared: Any) -> tuple[_Part, ...]:
    """Return the fields of a dataclass that are read from YAML, in order."""
    # Not `field.type`: with postponed annotations that is a piece of text, which only the class's module can read.
    hints = get_type_hints(declared, include_extras=True)
    found = (_part(field, hints[field.name]) for field in dataclasses.fields(declared))
    return tuple(part for part in found if part)


def _part(field: dataclasses.Field[Any], hint: Any) -> _Part | None:
    if get_origin(hint) is not Annotated:
        return None
    plain, *notes = get_args(hint)
    key = next((note for note in notes if isinstance(note, Key)), Key())
    given = next((note for note in notes if isinstance(note, Type)), None)
    says = next((note for note in notes if isinstance(note, str)), "")
    # A key with a default may be left out of the YAML; so may one that the code fills in.
    has_default = field.default is not dataclasses.MISSING
    inner, many = _inner(plain)
    return _Part(
        field.name, key.name or field.name, given, says, not (has_default or key.implied), inner, many, FLAT in notes
    )


def _inner(plain: Any) -> tuple[Any, bool]:
    """Return the dataclass in a type (`Toll`, `Toll | None`, `tuple[Toll, ...]`), if any, and whether it has many."""
    many = get_origin(plain) is tuple
    options = [option for option in get_args(plain) or (plain,) if option not in (NoneType, Ellipsis)]
    return (options[0] if len(options) == 1 and dataclasses.is_dataclass(options[0]) else None), many
