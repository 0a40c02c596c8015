"""The types of the values of keys in sheets and reference files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from kg.forms.yaml_nodes import YamlNode
    from kg.vocabulary import Vocabulary

__all__ = [
    "NARRATOR", "Bounds", "Choice", "Count", "Day", "Days", "Each", "Field", "Flag", "Licence", "Listed", "Many",
    "Moment", "Name", "Names", "PartDay", "RecordType", "Score", "Table", "Term", "Text", "Type", "ValueReader",
]  # fmt: skip


#: The name by which a sheet calls the narrating voice of its own source.
NARRATOR = "narrator"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day on which something can have happened; equal when the day is known.

    A bound that the text does not give is None: nothing is invented.
    """

    not_before: date | None = None
    not_after: date | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Text; `pattern` is a regular expression for the whole of it, `hint` says it in words.

    It may be blank only with `blank`, where a person has yet to write it.
    """

    pattern: str | None = None
    hint: str = "text"
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """The slug of something in the reference data, of one of `classes` (local names of the ontology's classes).

    With `narrator`, the reserved word `narrator` is taken too; with `labels`, a label or alias does as well.
    """

    classes: tuple[str, ...]
    narrator: bool = False
    labels: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A value of one of the ontology's lists: `act`, `polarity`, `event-type` ..."""

    list: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words that are no terms of the ontology."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day, YYYY-MM-DD, that exists."""


@dataclass(frozen=True, slots=True)
class PartDay:
    """A year, a month or a day: YYYY, YYYY-MM or YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a day with a time: YYYY-MM-DDThh:mm with optional seconds and time zone."""


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or the bounds within which it lies: `{not_before, not_after}`, either of them or both."""


@dataclass(frozen=True, slots=True)
class Licence:
    """What may be done with a work: an id of the SPDX list, a web address, or `all-rights-reserved`."""


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from 0."""


@dataclass(frozen=True, slots=True)
class Score:
    """A number from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Many:
    """One value, or a list of at least `least` of them, none twice."""

    item: Type
    least: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of at least `least` values, none twice."""

    item: Type
    least: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from keys of one type to values of another."""

    key: Type
    value: Type


@dataclass(frozen=True, slots=True)
class Each:
    """One value or several for all alike, or a mapping that gives each its own: keys of one type to such values."""

    key: Type
    value: Many


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its type, what it says, and whether a record without it is wrong."""

    name: str
    type: Type
    says: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class RecordType:
    """A mapping with known keys; `any_of` names keys, at least one of which is required.

    `open` names required keys that a row with `status: proposed` may leave out, for a person to fill in.
    """

    name: str
    fields: tuple[Field, ...]
    any_of: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        """Return the field called `name`, or None."""
        return next((field for field in self.fields if field.name == name), None)


Scalar = Text | Name | Term | Choice | Day | PartDay | Moment | Licence | Count | Score | Flag
Type = Scalar | Days | Many | Listed | Table | Each | RecordType


class Names(Protocol):
    """What the reader asks about names: `kg.reference.lookup.Reference` answers."""

    def resolve(self, name: str, kind: Name) -> str | None:
        """Return the slug that `name` resolves to, or None if nothing of that kind has this name."""

    def explain(self, name: str, kind: Name) -> str:
        """Say why `name` is not taken, with the nearest names that are."""


class ValueReader(Protocol):
    """What the functions of `kg.forms.scalars` need of the reader of a document: `kg.forms.reader.Reader` gives it."""

    vocabulary: Vocabulary
    known: Names | None

    def report(self, node: YamlNode, rule: str, message: str, *, value: str | None = None) -> None:
        """Add a finding at a node."""

    def expected(self, node: YamlNode, what: str) -> None:
        """Add the finding that a node is of the wrong type."""

    def words(self, node: YamlNode, what: str) -> str | None:
        """Return the text of a scalar that is text and not blank, else None after a finding."""
