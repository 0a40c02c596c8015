"""Finds the answers in interviews and press briefings whose turns begin with "Q:" and "A:" instead of names.

They are the words of the person whom the headline or the lead names as interviewed. If it names several, the answers
are nobody's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extract.grammar.attributed import Attribution
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.spoken.turns import question_places, speeches, trimmed
from kg.extract.grammar.tree import where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span

__all__ = ["spoken_turns", "without_asked"]

_OFFICES = ("ambassador", "minister", "premier", "president", "secretary", "spokesman", "spokesperson", "spokeswoman")
_LABEL = re.compile(
    r"^[ \t]*(?:(?P<asked>Q(?:uestion)?|QUESTION|Reporter|Journalist)|(?P<told>A(?:nswer)?|ANSWER|Reply|Response))"
    r"(?: ?\d{1,2})?[.:][ \t]+(?=\S)",
    re.MULTILINE,
)
#: What tells that the person beside it is asked: "X's press conference", "interview with X".
_OCCASION = r"(?:answers?|briefing|comments?|conference|conversation|interview|q ?& ?a|remarks|responses?|replies)"
_TALK = r"(?:conversation|interview|q ?& ?a)"
_WITH = re.compile(
    rf"\b(?:{_OCCASION}\b[^.\n]{{0,40}}?\b(?:by|of)|{_TALK}\b[^.\n]{{0,40}}?\bwith)\b[^.\n]{{0,60}}$", re.IGNORECASE
)
_OWN = re.compile(
    rf"^['’]s?\b[^.\n]{{0,40}}?\b{_OCCASION}\b|^,? (?:gave|answers|answered|replies|replied|responded)\b", re.IGNORECASE
)


def spoken_turns(doc: Doc, text: str, starts: list[int]) -> list[Attribution]:
    """Return the turns of a transcript, which begin with names, or the answers of an interview."""
    return speeches(doc, text, starts) or _answers(doc, text, starts)


def without_asked(
    found: list[Attribution], turns: list[Attribution], text: str, starts: list[int]
) -> list[Attribution]:
    """Return attributions without the stances that journalists only ask about; what somebody is said to say stays."""
    places = question_places(text) if turns else []
    plain = lexicon().plain
    return [
        item
        for item in found
        if item.sense.lemma in plain or not any(start <= starts[item.via] < end for start, end in places)
    ]


def _answers(doc: Doc, text: str, starts: list[int]) -> list[Attribution]:
    """Return the answers of an interview without names, each given to the person who is interviewed.

    `starts` are the character offsets of the tokens.
    """
    labels = list(_LABEL.finditer(text))
    asked = [label for label in labels if label["asked"]]
    told = [label for label in labels if label["told"]]
    if not asked or not (told or len(asked) > 1):
        return []
    who = _asked(doc, text, labels[0].start())
    if who is None:
        return []
    found = (_answer(doc, starts, who, *place) for place in _places(text, labels, labelled=bool(told)))
    return [item for item in found if item is not None]


def _places(text: str, labels: list[re.Match[str]], *, labelled: bool) -> Iterator[tuple[int, int]]:
    """Yield where answers begin and end; without labels of their own they are the paragraphs below a question."""
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=True):
        if label["told"]:
            yield label.end(), end
        elif not labelled and (line := text.find("\n", label.end(), end)) > 0:
            yield line, end


def _answer(doc: Doc, starts: list[int], who: range, start: int, end: int) -> Attribution | None:
    """Return the attribution of one answer, or None if it is empty."""
    inside = range(bisect_left(starts, start), bisect_left(starts, end))
    content = tuple(sorted(trimmed(doc, {i for i in inside if not doc[i].is_space})))
    if not content:
        return None
    cue = max(i for i in range(content[0]) if doc[i].text.strip())
    head = next((i for i in content if doc[i].pos_ in ("VERB", "AUX")), None)
    found = Attribution((cue,), tuple(who), content, lexicon().verbs["say"][0], "clause", cue, head)
    found.source_head = who[-1]
    return found


def _asked(doc: Doc, text: str, end: int) -> range | None:
    """Return the tokens of the person who is interviewed, with the office before the name."""
    lead = [name for name in doc.ents if name.label_ == "PERSON" and name.end_char <= end]
    lead += [name for name in _titled(doc, end) if all(name.root not in other for other in lead)]
    line = text.find("\n", len(text) - len(text.lstrip()))
    titled = [name for name in lead if name.end_char <= line]
    clear = [name for name in lead if _is_interviewed(text, name)]
    for names in (clear, titled, lead):
        last = {name[-1].text for name in names}
        if len(last) == 1:
            whole = max(names, key=len)
            return range(_office(whole), _end(whole))
        if names:
            return None
    return None


def _titled(doc: Doc, end: int) -> Iterator[Span]:
    """Yield names behind an office that the parser takes for no person's: "Spokesperson Hong Lei's"."""
    for i in where(doc, "LOWER", _OFFICES):
        stop = i + 1
        while stop < len(doc) and doc[stop].pos_ == "PROPN" and not doc[stop].is_space:
            stop += 1
        if 2 <= stop - i - 1 < 5 and doc[stop - 1].idx < end and doc[i].text[0].isupper():
            yield doc[i + 1 : stop]


def _is_interviewed(text: str, name: Span) -> bool:
    """Return whether the words beside a name tell that the person is asked: "interview with X", "X's briefing"."""
    before = text[max(0, name.start_char - 160) : name.start_char]
    bare = name.end_char - len(name[-1]) * (name[-1].tag_ == "POS")
    return bool(_WITH.search(before) or _OWN.match(text[bare : bare + 80]))


def _end(name: Span) -> int:
    return name.end - (name[-1].tag_ == "POS")


def _office(name: Span) -> int:
    """Return where the words of an office before a name begin."""
    first = name.start
    while first and name.doc[first - 1].pos_ in ("PROPN", "ADJ", "NOUN") and not name.doc[first - 1].is_space:
        first -= 1
    return first
