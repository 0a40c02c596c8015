"""The value types of keys in sheets and reference files."""

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
    """The first and last day on which something can have happened; equal if the day is known.

    A bound that the text does not give is None: nothing is invented.
    """

    not_before: date | None = None
    not_after: date | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Text; `pattern` is a regular expression for all of it, and `hint` describes that in words.

    With `blank` it may be empty, because a person has yet to write it.
    """

    pattern: str | None = None
    hint: str = "text"
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """The slug of an entry of the reference data in one of `classes` (local names of classes of the ontology).

    With `narrator`, the reserved word `narrator` is accepted too; with `labels`, so are labels and aliases.
    """

    classes: tuple[str, ...]
    narrator: bool = False
    labels: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one of the ontology's lists: `act`, `polarity`, `event-type` ..."""

    list: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words that are not terms of the ontology."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A valid day, YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class PartDay:
    """A year, a month or a day: YYYY, YYYY-MM or YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a day with a time: YYYY-MM-DDThh:mm with optional seconds and time zone."""


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or the bounds within which it lies: `{not_before, not_after}`, one of them or both."""


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of a work: an id from the SPDX list, a web address, or `all-rights-reserved`."""


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
    """One value, or a list of at least `least` different values."""

    item: Type
    least: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of at least `least` different values."""

    item: Type
    least: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from keys of one type to values of another."""

    key: Type
    value: Type


@dataclass(frozen=True, slots=True)
class Each:
    """One or several values for all alike, or a mapping from keys of one type to the values of each."""

    key: Type
    value: Many


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its type, its description, and whether it is required."""

    name: str
    type: Type
    says: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class RecordType:
    """A mapping with known keys; at least one of the keys in `any_of` is required.

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
    """Answers the reader's questions about names; implemented by `kg.reference.lookup.Reference`."""

    def resolve(self, name: str, kind: Name) -> str | None:
        """Return the slug that `name` resolves to, or None if nothing of that kind has this name."""

    def explain(self, name: str, kind: Name) -> str:
        """Return why `name` is not accepted, with the nearest names that are."""


class ValueReader(Protocol):
    """What the functions of `kg.forms.scalars` need from a reader; implemented by `kg.forms.reader.Reader`."""

    vocabulary: Vocabulary
    known: Names | None

    def report(self, node: YamlNode, rule: str, message: str, *, value: str | None = None) -> None:
        """Add a finding at a node."""

    def expected(self, node: YamlNode, what: str) -> None:
        """Report that a node has the wrong type."""

    def words(self, node: YamlNode, what: str) -> str | None:
        """Return the text of a scalar; report a finding and return None if it is blank or not text."""
