"""Reads an article, plain text or a saved web page, and checks that it is one before any expensive work starts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, UsageError
from kg.extract.article.datelines import dateline_end
from kg.extract.article.excess import refuse_page, refuse_text
from kg.extract.article.nlp import LONGEST
from kg.extract.article.structure import without_bylines
from kg.text import decode, is_web_page, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Article", "prepared", "read_article", "readable", "spoken"]

_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "as",
        "was",
        "with",
        "be",
        "by",
        "on",
        "not",
        "he",
        "his",
        "at",
        "this",
        "are",
        "or",
        "had",
        "from",
        "have",
        "an",
        "they",
        "which",
        "one",
        "you",
        "were",
        "all",
        "her",
        "she",
        "there",
        "would",
        "their",
        "we",
        "him",
        "been",
        "has",
        "when",
        "who",
        "will",
        "no",
        "more",
        "if",
        "out",
        "so",
        "said",
        "what",
        "up",
        "its",
        "about",
        "than",
        "into",
        "them",
        "can",
        "only",
        "other",
        "new",
        "some",
        "could",
        "these",
        "two",
        "may",
        "after",
        "over",
        "also",
        "us",
        "did",
        "many",
        "before",
        "must",
        "through",
        "where",
        "much",
        "should",
        "i",
        "but",
        "say",
        "says",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
#: A text of some length with fewer common English words than this is in another language, or is not prose.
_ENGLISH = 0.2
#: A pronoun with its referent in brackets: "It [the treaty] is", "he [Assad] said".
_GLOSS = re.compile(
    r"\b(?:it|its|he|she|they|him|her|them|this|that|these|those|we|us) \[(?P<inside>[^\[\]\n]{2,60})\]", re.IGNORECASE
)
_NAMED_DAY = re.compile(r"(\d{4})[-_]?(\d{2})[-_]?(\d{2})")


@dataclass(frozen=True, slots=True)
class Article:
    """The text of an article, the metadata of its page, and whether it was extracted from a web page."""

    text: str
    file: str
    from_page: bool = False
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


def read_article(path: Path) -> Article:
    """Read the article in a file.

    Raises InputError for a file that cannot be read, is binary, empty, too long, or not English prose.
    """
    data = read_bytes(path)
    article = _page(data, str(path)) if is_web_page(data) else Article(decode(data, str(path)), str(path))
    _check(article)
    return article


def _check(article: Article) -> None:
    text = article.text
    if not text.strip():
        raise InputError("it contains no text", file=article.file)
    if len(text) > LONGEST:
        hint = "give one article at a time"
        raise InputError(
            f"{len(text):,} characters is too long for an article (at most {LONGEST:,})", file=article.file, hint=hint
        )
    refuse_text(text, article.file)
    words = [word.casefold() for word in _WORD.findall(text[:60_000])]
    if not words:
        raise InputError("it contains no words", file=article.file)
    share = sum(word in _COMMON for word in words) / len(words)
    if len(words) >= 25 and share < _ENGLISH and not _is_terse(text):
        hint = "only English is supported; write the sheet by hand"
        raise InputError(
            f"this does not read like English prose ({share:.0%} common words)", file=article.file, hint=hint
        )


def _is_terse(text: str) -> bool:
    """Return whether a text in Latin letters is a table or a list and shows no sign of another language."""
    letters = [char for char in text[:20_000] if char.isalpha()]
    return (
        sum(char.isascii() for char in letters) > 0.999 * len(letters)
        and sum(word.casefold() in _COMMON for word in _WORD.findall(text[:60_000])) >= 5
    )


def _page(data: bytes, file: str) -> Article:
    try:
        import trafilatura
    except ImportError:
        hint = "pip install 'diplomatic-positions-kg[extract]'"
        raise UsageError("reading a web page needs trafilatura, which is not installed", hint=hint) from None
    refuse_page(data, file)
    try:
        found: Any = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False, include_tables=False)
    except Exception as error:
        raise InputError(f"the web page cannot be read: {error}", file=file) from error
    if found is None or not (found.text or "").strip():
        raise InputError("no article was found in this web page", file=file, hint="save its text as a .txt file")
    title, text = found.title, found.text.strip()
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    paragraphs = re.sub(r"\n+", "\n\n", text.replace("\0", ""))
    return Article(paragraphs + "\n", file, True, title, found.date, found.sitename, found.url)


def day_in_name(path: Path) -> date | None:
    """Return the date at the start of the name of a file or its folder, or None."""
    for name in (path.stem, path.resolve().parent.name):
        if found := _NAMED_DAY.match(name):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                continue
    return None


def prepared(text: str, names: Mapping[str, str]) -> str:
    """Return a text as the parser reads it, character by character: `spoken`, `readable` and without bylines."""
    return readable(spoken(without_bylines(text), names))


def spoken(text: str, names: Mapping[str, str]) -> str:
    """Return a text in capitals in normal case, character for character; return any other text unchanged.

    `names` maps the first words of known names in small letters to how they are written: "Kenya", "UN".
    """
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 40 or sum(char.isupper() for char in letters) < 0.7 * len(letters):
        return text
    lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    cased = re.sub(r"(?:^|[.!?]\s+|\n\s*)\w|(?<!['’])\b\w+\b", lambda found: _cased(found[0], names), lower)
    for start in (0, *(found.end() for found in re.finditer(r"\n\s*", text))):
        end = dateline_end(text, start)
        cased = (
            cased if end is None else cased[:start] + text[start:end] + cased[end : end + 1].upper() + cased[end + 1 :]
        )
    return cased if len(cased) == len(text) else text


#: A line break inside a sentence: before a small letter, or after a long line without a punctuation mark.
_FOLDED = re.compile(r"(?<=[\w,])\n(?=[a-z])|(?<=[^\n]{50}[\w,])\n(?=\S)")


def readable(text: str) -> str:
    """Return a text prepared for the parser, without the square brackets of editors; its length does not change.

    "[...]" ends a sentence, while "[is]" and "[T]his" are words. A gloss after a name ("Ayasofya [Haghia Sophia] will")
    is replaced with spaces. Where blank lines separate paragraphs, single line breaks are joined.
    Doubled quotation marks from a CSV file become single ones.
    """
    if "\n\n" in text:  # hard-wrapped paragraphs
        text = _FOLDED.sub(" ", text)
    if '""' in text:  # copied from a CSV file
        text = re.sub(r'""(?=\w)', ' "', text).replace('""', '" ')
    if "`s" in text or "´s" in text:  # a genitive in an old copy: "Kenya`s president"
        text = re.sub(r"(?<=\w)[`´](?=s\b)", "'", text)
    if "[" in text:
        text = _GLOSS.sub(_with_referent, text)
        text = re.sub(r"\[(?P<inside>[^\[\]\n]{1,60})\](?P<rest>\w*)", lambda found: _unbracketed(found, text), text)
    return text


def _with_referent(found: re.Match[str]) -> str:
    """Return the referent of a pronoun if the brackets name one, else the pronoun; padded to the same length."""
    first = found["inside"].split(" ")[0]
    named = first[:1].isupper() or first in ("the", "a", "an", "his", "her", "their", "its", "our", "this", "that")
    return found["inside"].ljust(len(found[0])) if named else found[0].partition("[")[0].ljust(len(found[0]))


def _unbracketed(found: re.Match[str], text: str) -> str:
    inside, rest, width = found["inside"], found["rest"], len(found[0])
    if not inside.strip(" .…"):
        return ".".ljust(width)
    ending = inside.isalpha() and text[max(0, found.start() - 1) : found.start()].isalpha()  # "not want[ing] to"
    if rest or ending or (len(inside) == 1 and inside.isalpha()):
        return f"{inside}{rest}".ljust(width)
    before = text[max(0, found.start() - 30) : found.start()].rstrip().rpartition(" ")[2].strip("\"“‘'")
    after = text[found.end() : found.end() + 30].lstrip()[:1]
    gloss = (
        before[:1].isupper()
        and before[-1:].isalnum()
        and not after.isupper()
        and (" " in inside or inside[:1].isupper())
    )
    return " " * width if gloss and before.casefold() not in _COMMON else f" {inside} "


def _cased(word: str, names: Mapping[str, str]) -> str:
    if word in names and word not in _COMMON:
        return names[word] if len(names[word]) == len(word) else word[0].upper() + word[1:]
    capital = word not in _COMMON and (not word[0].isalnum() or len(word.strip()) == 1)
    changed = word[:-1] + word[-1].upper() if not word[0].isalnum() else word[0].upper() + word[1:] if capital else word
    return changed if len(changed) == len(word) else word
