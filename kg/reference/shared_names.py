"""Finds names that two entries share, so that neither can be referred to by the name, and sentences given twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reference.lookup import Entry

__all__ = ["shared_names", "shared_sentences"]


def shared_names(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield a warning for each name of one of the repository's own entries that another entry also has.

    Labels, aliases and demonyms count, regardless of case. A place may have the name of an actor: a capital stands for
    its state. Names shared within packages are not reported here. Words that describe somebody in two texts
    ("analysts") are not names, and neither of the two could be called anything else.
    """
    named: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for name in dict.fromkeys(name.casefold() for name in _names(entry)):
            named[entry.kind, name].append(entry)
    for owners in named.values():
        own = [entry for entry in owners if (entry.own or not entry.base) and entry.line]
        for entry in own:
            others = [other for other in owners if other is not entry and not (entry.described and other.described)]
            if others:
                yield _finding(entry, others)


def shared_sentences(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield a warning for each of the repository's own propositions that says the same as one before it.

    Regardless of case, spaces and a full stop, as `kg merge` compares them.
    """
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(" ".join(entry.label.casefold().removesuffix(".").split()), entry)
        if entry.label and other is not entry and (entry.own or not entry.base):
            message = (
                f"`{entry.slug}` says the same as `{other.slug}` ({_place(other)}), so that whoever is for one is not "
                "found under the other: keep one, and name it in all sheets"
            )
            yield Finding("shared-sentence", message, Severity.WARNING, file=entry.file, line=entry.line, column=1)


def _place(entry: Entry) -> str:
    file = entry.file.replace("\\", "/").rpartition("/")[2]
    return f"{file}, line {entry.line}" if entry.line else file


def _names(entry: Entry) -> tuple[str, ...]:
    return tuple(name for name in (entry.label, *entry.aliases, *entry.demonyms) if name)


def _finding(entry: Entry, others: list[Entry]) -> Finding:
    other = others[0]
    theirs = {name.casefold() for name in _names(other)}
    name = next(name for name in _names(entry) if name.casefold() in theirs)
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    message = (
        f"“{name}” is a name of `{entry.slug}` and of `{other.slug}` ({_place(other)}){more}: it is resolved to "
        "neither; take it out of the one that is seldom called so, or write slugs"
    )
    return Finding("shared-name", message, Severity.WARNING, file=entry.file, line=entry.line, column=1)
