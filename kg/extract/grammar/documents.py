"""Finds statements and speeches printed in full, in which one named speaker says every word."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extract.article.firstperson import QUOTED, speaks_of_itself
from kg.extract.grammar.attributed import Attribution
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.spoken.turns import trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["whole_document"]

_KIND = r"(?:statement|remarks|speech|address|declaration|letter|message|communiqu[eé]|press release)"
_NAME = r"(?P<name>[A-ZÀ-Þ][^\n:,]{2,90}?)"
#: "The full text of the statement by X is as follows:", and "Statement by X on Y" on a line of its own.
_INTRODUCED = re.compile(
    rf"(?:full )?text of (?:the |a )?{_KIND}[^\n]{{0,60}}? (?:by|of|from) (?:the )?{_NAME}(?: (?:on|about|to|at|issued|delivered)\b[^\n]{{0,120}})?"  # noqa: E501  # one pattern
    r"(?: is| reads)? ?(?:as follows|follows|below)?:[ \t]*\n",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\A(?:[^\n]*\n\s*)?(?:joint |press |opening )?{_KIND} (?:by|of|from) (?:the )?{_NAME}"
    r"(?: (?:on|about|to|at|regarding|concerning|before|in)\b[^\n]*)?[ \t]*\n",
    re.IGNORECASE,
)

_PERSON = r"(?P<name>[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){1,5}?)"
_LINE = rf"[^\n]*\b(?i:{_KIND})\b[^\n]*"
#: Titles that count only if a greeting or "we" and "I" follow, because headlines can look the same: "President Berg's
#: address before the Congress", "Anna Berg: address ...", "Address ...: Anna Berg", name and title on two lines.
_NAMED = [
    re.compile(rf"\A\s*{title}[ \t]*\n")
    for title in (
        rf"{_PERSON}(?:['’][sS]|['’](?= ))[ \t]+{_LINE}",
        rf"{_PERSON}:[ \t]+{_LINE}",
        rf"[^\n]*\b(?i:{_KIND})(?:[^\n]{{0,80}}?)(?::| by)[ \t]+{_PERSON}(?:[ \t]*[(,][^\n]*)?",
        rf"{_LINE}\n\s*(?:[Bb]y )?{_PERSON}",
        rf"{_PERSON}[ \t]*\n\s*{_LINE}",
    )
]
#: An office before the name is as good as a greeting: "President Anna Berg" below "Address before the Congress".
_OFFICES = r"(?:President|Minister|Chancellor|Premier|King|Queen|Secretary|Ambassador)"
_OFFICE = rf"(?:(?:Vice |Foreign |Prime )?{_OFFICES}\b[^\n,]{{0,40}}? )"
_IN_OFFICE = re.compile(rf"\A\s*{_LINE}\n\s*(?:[Bb]y )?{_OFFICE}{_PERSON}[ \t]*\n")
#: The first words of a joint statement: "We, the Prime Ministers of Norway and Kenya, met".
_WE = re.compile(r"\s*We, (?:the )?(?P<name>[A-Z][^\n.;]{4,160}?), (?=[a-z])")
_GREETING = re.compile(
    r"^[ \t]*(?:THE PRESIDENT: )?(?:Mr\.? |Mrs\.? |Madam |My fellow|Fellow |Ladies and|Your (?:Excellenc|Majest)|"
    r"Excellenc|Dear |Distinguished |Members of|Thank you)",
    re.MULTILINE,
)
#: The greeting must begin within this number of characters after the title.
_NEAR = 500


def _titled(text: str) -> re.Match[str] | None:
    """Return the match of a title that names the speaker, if it includes the office or a speech follows."""
    in_office = _IN_OFFICE.match(text)
    if in_office is not None:
        return in_office
    found = next((match for pattern in _NAMED if (match := pattern.match(text))), None)
    if found is None:
        return None
    greeted = _GREETING.search(text, found.end(), found.end() + _NEAR)
    return found if greeted or speaks_of_itself(text[found.end() :]) else None


#: In the past tense, these verbs show that an article reports speech.
_SAYING = ("add", "announce", "call", "insist", "say", "tell", "urge", "warn")
#: A text with these words describes a statement instead of printing it in full.
_TOLD = re.compile(
    r"\b(?:issued|released|published|read out) (?:a|the|their|his|her|its) (?:joint )?statement\b|\bstatement said\b"
)


def _tells_of_others(doc: Doc, start: int) -> bool:
    """Return whether the words after a title report several people's words, as an article about a statement does.

    A speech may contain an occasional "he said" among many first-person words.
    """
    quoted = [match.span() for match in QUOTED.finditer(doc.text)]
    told = spoken = 0
    for token in doc:
        if token.idx < start or any(first <= token.idx < end for first, end in quoted):
            continue
        spoken += token.lower_ in ("i", "we", "our", "my")
        told += token.tag_ == "VBD" and token.lemma_.lower() in _SAYING and _has_third(token)
    return told > 0 and told * 3 > spoken


def _has_third(verb: Token) -> bool:
    """Return whether a verb of saying has a subject other than the speaker."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    return subject is not None and subject.lower_ not in ("i", "we", "that", "who", "which")


def whole_document(doc: Doc, text: str, starts: list[int]) -> Attribution | None:
    """Return one attribution for a text that gives a statement or a speech in full, or None.

    `starts` are the character offsets of the tokens.
    """
    found = _INTRODUCED.search(text)
    if found is None:
        found = _TITLED.match(text) or _titled(text)
        found = None if found is not None and _tells_of_others(doc, found.end()) else found
    signed = _WE.match(text, found.end()) if found is not None else None
    named = found is not None and (signed is not None or found["name"][:1].isupper())
    if found is None or not named or _TOLD.search(text[found.end() : found.end() + 500]):
        return None

    def tokens(start: int, end: int) -> list[int]:
        return list(range(bisect_left(starts, start), bisect_left(starts, end)))

    name = found if signed is None else signed
    source = tuple(i for i in tokens(*name.span("name")) if not doc[i].is_space)
    content = tuple(sorted(trimmed(doc, {i for i in tokens(name.end(), len(text)) if not doc[i].is_space})))
    if not source or len(content) < 8:
        return None
    # The cue is the word before the name, because the line break between them is in no part of the text.
    cue = (next((i for i in range(source[0] - 1, -1, -1) if not doc[i].is_space), source[0]),)
    head = next((i for i in content if doc[i].pos_ in ("VERB", "AUX")), None)
    result = Attribution(cue, source, content, lexicon().verbs["say"][0], "clause", cue[0], head)
    names = [i for i in source if doc[i].pos_ == "PROPN"]
    # "President Omar Said of Kenya" names Said, not Kenya.
    linked = next((i for i in source if doc[i].dep_ == "prep" and doc[i].head.i in names), None)
    result.source_head = doc[linked].head.i if linked is not None else names[-1] if names else source[-1]
    return result
