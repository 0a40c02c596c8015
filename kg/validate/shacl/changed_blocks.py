"""A wrong block that is written as its difference from a valid one, property by property.

::

    #+ changes: statement:2024-05-02-talks.north
    #+ without: dp:target
        dp:mode mode:indirect ;  # wrong
        dp:mode mode:narrator ;

The lines of a property replace all its lines in the valid block, or are added at the end if it has none there.
`without` lists properties that are left out. The subject is repeated only if the mistake is marked on its line. Each
line ends with a semicolon; the full stop at the end of the block is added automatically.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["changed_block"]

_LINE = re.compile(r"(?P<text>(?P<property>\S+) .*) [;.](?P<comment>  # .*)?")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block without its ending: the subject with its class, or a property with one value."""

    text: str
    property: str
    comment: str

    @classmethod
    def of(cls, line: str) -> _Line:
        found = _LINE.fullmatch(line.strip())
        if not found:
            raise ValueError(f"not a property with its value and a semicolon: {line.strip()!r}")
        return cls(found["text"], found["property"], found["comment"] or "")


def changed_block(valid: str, lines: Iterable[str], without: Collection[str] = ()) -> str:
    """Return a valid block with other lines for some properties, and without others.

    Raises:
        ValueError: a line is not one of a property or the subject, or a property to be left out is not there.

    """
    subject, *rest = map(_Line.of, valid.split("\n"))
    given = list(map(_Line.of, lines))
    if unknown := sorted(set(without) - {line.property for line in rest}):
        raise ValueError(f"the valid block has no {unknown[0]} to be left out")
    head = next((line for line in given if line.property == subject.property), subject)
    changed: dict[str, list[_Line]] = {}
    for line in given:
        changed.setdefault(line.property, []).append(line)
    touched = {subject.property, *changed, *without}
    changed.pop(subject.property, None)
    body: list[_Line] = []
    for line in rest:
        body += changed.pop(line.property, []) if line.property in touched else [line]
    return _joined([head, *body, *(line for new in changed.values() for line in new)])


def _joined(lines: list[_Line]) -> str:
    ends = [*[" ;"] * (len(lines) - 1), " ."]
    indents = ["", *["    "] * (len(lines) - 1)]
    parts = zip(indents, lines, ends, strict=True)
    return "\n".join(f"{indent}{line.text}{end}{line.comment}" for indent, line, end in parts)
