"""Checks that a text names the members of a group whose statement is attributed to each member."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.names import fold

if TYPE_CHECKING:
    from kg.forms.reader import Reader
    from kg.forms.row import Row
    from kg.reference.lookup import Entry, Reference
    from kg.text import SourceText

__all__ = ["check_members", "sentence_around"]

#: A full stop after one of these ends no sentence, nor does one after a single letter or inside an abbreviation (U.S.).
_SHORT = re.compile(r"(?i:mrs?|ms|dr|gen|sen|gov|st|sgt|lt|col|capt|adm|prof|rep|no|vs|rev|hon|jr|sr)")
_STOP = re.compile(r"[.!?][\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[A-ZÀ-Þ0-9])|\n\s*\n")
#: A part of a person's name with at least this many letters identifies the person: a surname.
_LETTERS = 4


def check_members(row: Row, reader: Reader, known: Reference, text: SourceText, place: tuple[int, int]) -> None:
    """Report `members_named: true` if the sentence around the quote at `place` does not name every member.

    A member is named by its label, an alias or a demonym, a person also by a part of the name.
    """
    if row.maybe("members_named") != "true":
        return
    voices = sorted({*row.names("speaker"), *(row.names("for") if "for" in row.values else ())})
    groups = [entry for slug in voices if (entry := known.get(slug)) and entry.members]
    if not groups:
        message = "`members_named`, but no speaker is a group whose `members` the reference data list"
        _report(row, reader, f"{message}: list them, or remove it")
        return
    words = f" {fold(text.content[slice(*sentence_around(text.content, *place))])} "
    missing = [slug for group in groups for slug in group.members if not _is_named(known, slug, words)]
    if missing:
        unnamed = ", ".join(f"`{slug}`" for slug in missing)
        advice = "remove it, or add what the text calls the member to its `aliases`"
        _report(row, reader, f"`members_named`, but the sentence of the quote does not name {unnamed}: {advice}")


def _report(row: Row, reader: Reader, message: str) -> None:
    reader.report(row.nodes["members_named"], "members-not-named", message)
    row.good = False


def _is_named(known: Reference, slug: str, words: str) -> bool:
    entry = known.get(slug)
    return entry is None or any(f" {name} " in words for name in _names(entry, known) if name)


def _names(entry: Entry, known: Reference) -> set[str]:
    """Return all names that a text may use for an actor, folded."""
    names = {fold(name) for name in (entry.label, *entry.aliases, *entry.demonyms)}
    # “Russians” names Russia as plainly as “Russian” does.
    names |= {f"{name}s" for name in map(fold, entry.demonyms)}
    if "Person" in known.vocabulary.ancestors(entry.type):
        names |= {part for name in set(names) for part in name.split() if len(part) >= _LETTERS}
    return names


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the start and end of the sentence, or sentences, of a stretch, in code points."""
    stops = [found for found in _STOP.finditer(text) if _ends_sentence(text, found.start())]
    first = max((found.end() for found in stops if found.end() <= start), default=0)
    last = min((found.start() + 1 for found in stops if found.start() >= end - 1), default=len(text))
    return first, last


def _ends_sentence(text: str, stop: int) -> bool:
    word = re.search(r"[\w.]*$", text[:stop])
    before = word[0] if word else ""
    return text[stop] != "." or not (len(before) == 1 or "." in before or _SHORT.fullmatch(before))
