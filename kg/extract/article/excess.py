"""Refuses input that no article contains and that would keep the language pipeline or the HTML parser busy for minutes.

Every check takes linear time.
"""

from __future__ import annotations

import re

from kg.errors import InputError

__all__ = ["refuse_page", "refuse_text"]

#: The longest run of one character, the longest word, and the most attributes of an element and bytes of a page.
_RUN, _WORD, _ATTRIBUTES, _PAGE = 200, 1_000, 1_000, 20_000_000
#: Quotation marks and brackets: the number allowed in any text, and the characters that allow one more.
_SIGNS, _APART = 400, 15
_PAIRED = re.compile('["“”„‟«»‹›‘‚()\\[\\]{}]')
#: Elements that can be nested, and their maximum depth: the HTML parser drops anything nested deeper than 256 levels.
_NESTED = re.compile(
    rb"<(!--|/?(?:script|style|div|section|article|main|span|table|blockquote|ul|ol)\b)|(-->)", re.IGNORECASE
)
_LEVELS = 200
_HINT = "cut it out, or save the text of the article as a .txt file"


def refuse_text(text: str, file: str) -> None:
    """Raise InputError, with the line, for too long a run of one character or word, or too many quotation marks."""
    if found := re.search(rf"([^\w\s])\1{{{_RUN},}}", text):
        raise _excess(text, found.start(), file, f"more than {_RUN} `{found[1]}` in a row")
    if found := re.search(rf"\S{{{_WORD + 1}}}", text):
        raise _excess(text, found.start(), file, f"a word of more than {_WORD:,} characters")
    signs, most = len(_PAIRED.findall(text)), _SIGNS + len(text) // _APART
    if signs > most:
        message = f"{signs:,} quotation marks and brackets in {len(text):,} characters (at most {most:,})"
        raise InputError(f"{message}: this is not an article", file=file, hint=_HINT)


def refuse_page(data: bytes, file: str) -> None:
    """Raise InputError for a page that is too large for an article, or has too many entities, attributes or levels."""
    if len(data) > _PAGE:
        raise InputError(f"{len(data):,} bytes is too large for a page (at most {_PAGE:,})", file=file, hint=_HINT)
    text = data.decode("latin-1")  # one character per byte, because only ASCII is searched for
    if found := re.search(rf"(?:&#?\w{{1,31}};\s?){{{_RUN + 1}}}", text):
        raise _excess(text, found.start(), file, f"more than {_RUN} entities in a row")
    if (start := _too_deep(data)) is not None:
        raise _excess(text, start, file, f"nested more than {_LEVELS} levels deep")
    for tag in re.finditer(r"<[A-Za-z][^<>]{4000,}", text):
        if len(re.findall(r"[\s\"'/][A-Za-z_:][^\s=<>\"'/]*\s*=", tag[0])) > _ATTRIBUTES:
            raise _excess(text, tag.start(), file, f"an element with more than {_ATTRIBUTES:,} attributes")


def _too_deep(data: bytes) -> int | None:
    """Return where a page is nested too deeply, or None; comments and scripts do not count."""
    depth, until = 0, b""
    for found in _NESTED.finditer(data):
        name = (found[1] or found[2]).lower()
        if until:  # inside a comment or a script
            until = b"" if name == until else until
        elif name in (b"!--", b"script", b"style"):
            until = b"-->" if name == b"!--" else b"/" + name
        elif name != b"-->":
            depth = max(depth - 1, 0) if name.startswith(b"/") else depth + 1
        if depth > _LEVELS:
            return found.start()
    return None


def _excess(text: str, start: int, file: str, what: str) -> InputError:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return InputError(f"{what}: this is not an article", file=file, line=line, column=column, hint=_HINT)
