"""Reads simple YAML without a YAML library: a mapping of keys to single lines, blocks of text or lists of names.

A command that only prints what such a header says starts three times faster for it. Whatever is not this plain is left
to the library, so that nothing is ever read in another way than YAML has it.
"""

from __future__ import annotations

import re

__all__ = ["plain_header"]

_ENTRY = re.compile(r"([a-z]+):(?: (.*))?")
#: What one line may be without quotes: nothing that YAML takes for a number, a date, a truth value or for syntax.
_WORDS = re.compile(r"[A-Za-z`“?][^#:]*[^#:\s]|[A-Za-z]")
_TRUTHS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_NAMES = re.compile(r'\[("[\w:.-]+"(?:, "[\w:.-]+")*)?\]')


def plain_header(lines: list[str]) -> dict[str, str | list[str]] | None:
    """Return the content of the lines of a YAML document, or None if they are not simple enough to be sure."""
    found: dict[str, str | list[str]] = {}
    at = 0
    while at < len(lines):
        entry = _ENTRY.fullmatch(lines[at])
        if entry is None or entry[1] in found:
            return None
        # What is indented belongs to the key above it. A line that is empty ends it, too, and is then no entry: not
        # plain.
        end = next((line for line in range(at + 1, len(lines)) if not lines[line].startswith("  ")), len(lines))
        value = _value((entry[2] or "").rstrip(), lines[at + 1 : end], last=end == len(lines))
        if value is None:
            return None
        found[entry[1]], at = value, end
    return found


def _value(first: str, block: list[str], *, last: bool) -> str | list[str] | None:
    if first in (">-", "|"):
        return _block(first, block, last=last)
    if block:
        return None
    if _NAMES.fullmatch(first):
        return [name.strip(' "') for name in first[1:-1].split(",") if name]
    # The truth values of YAML 1.1 as well, so that no version of YAML would read the line otherwise.
    return first if _WORDS.fullmatch(first) and first.lower() not in _TRUTHS else None


def _block(style: str, block: list[str], *, last: bool) -> str | None:
    """Return a block of text, folded or as it stands; None where lines are empty or, folded, further indented.

    At the end of the document no line feed follows that could be part of it.
    """
    lines = [line[2:].rstrip("\n") for line in block]
    if not lines or any(not line.strip() for line in lines) or lines[0].startswith(" "):
        return None
    if style == "|":
        return "\n".join(lines) + ("" if last else "\n")
    return None if any(line.startswith(" ") for line in lines) else " ".join(line.rstrip() for line in lines)
