"""Finds the turns of transcripts: paragraphs that start with a name and a colon."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extract.grammar.attributed import Attribution
from kg.extract.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["question_places", "speeches", "trimmed"]

_TURN = re.compile(
    r"^(?P<name>[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ(][\w.’')-]*){0,4}):[ \t]+(?P<speech>\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*)",
    re.MULTILINE,
)
_ASKED = ("q", "question")
#: Words before a colon that label a part of the text or an unnamed person, and so are not speakers.
_NO_NAME = frozenset(
    [
        "question",
        "q",
        "a",
        "answer",
        "note",
        "update",
        "updated",
        "photo",
        "image",
        "video",
        "source",
        "sources",
        "related",
        "more",
        "read",
        "reporter",
        "moderator",
        "audience",
    ]
)


def speeches(doc: Doc, text: str, starts: list[int]) -> list[Attribution]:
    """Return the turns of a transcript, if several paragraphs start with a name and a colon: "SMITH: ...".

    `starts` are the character offsets of the tokens.
    """
    matches = list(_TURN.finditer(text))
    asking = _interviewers(matches)
    turns = [match for match in matches if match["name"].split()[0].casefold() not in _NO_NAME]
    turns = [match for match in turns if match["name"] not in asking]
    headline = next((turn for turn in turns if _is_headline(text, turn)), None)
    others = [turn for turn in turns if turn is not headline]
    if len(others) < 2 and (headline is not None or others):
        # "ISLAMABAD: " once, before the first paragraph, is where the report was written.
        turns = [headline] if headline is not None and _is_taken_up(text, headline) else []
        return [found for turn in turns if (found := _speech(doc, starts, turn)) is not None]
    if len(matches) < 2 or len({match["name"] for match in matches}) < 2:
        return []
    ends = _ends(text, matches)
    return [found for turn in turns if (found := _speech(doc, starts, turn, ends.get(turn.start()))) is not None]


def question_places(text: str) -> list[tuple[int, int]]:
    """Return where the questions of a transcript begin and end, if a label begins them."""
    turns = list(_TURN.finditer(text))
    ends = _ends(text, turns)
    return [(turn.start(), ends[turn.start()]) for turn in turns if turn["name"].casefold() in _ASKED and ends]


def _ends(text: str, turns: list[re.Match[str]]) -> dict[int, int]:
    """Return where turns end that may have several paragraphs, by where they begin: those between questions."""
    if not any(turn["name"].casefold() in _ASKED for turn in turns):
        return {}
    return {
        turn.start(): end for turn, end in zip(turns, [*(turn.start() for turn in turns[1:]), len(text)], strict=True)
    }


def _interviewers(turns: list[re.Match[str]]) -> set[str]:
    """Return the names whose turns mostly end with a question, which is no statement of anybody."""
    speeches: dict[str, list[str]] = {}
    for turn in turns:
        speeches.setdefault(turn["name"], []).append(turn["speech"].rstrip(' \t\n"”'))
    asking = {name for name, said in speeches.items() if 2 * sum(text.endswith("?") for text in said) >= len(said)}
    return asking if len(asking) < len(speeches) else set()


def _is_headline(text: str, turn: re.Match[str]) -> bool:
    """Return whether a turn is the first line of a text, and no sentence: "Kenya: Uganda must open border"."""
    alone = "\n" not in turn["speech"].strip() and text[turn.end() :].startswith("\n\n")
    return not text[: turn.start()].strip() and alone and turn["speech"].rstrip()[-1] not in '.!?"”'


def _is_taken_up(text: str, headline: re.Match[str]) -> bool:
    """Return whether a headline tells a demand of whom the text then begins with, and not only the topic."""
    body = re.match(r"\s*(?:[A-Z][A-Z .'/-]+:\s+)?(?P<first>[^\n]*)", text[headline.end() :])
    demand = re.search(r"\b(?:must|should)\b", headline["speech"])
    return bool(demand and body and body["first"].startswith(headline["name"] + " "))


def _speech(doc: Doc, starts: list[int], turn: re.Match[str], end: int | None = None) -> Attribution | None:
    """Return the attribution of one turn, up to `end` or that of its paragraph, or None if the turn is empty."""

    def tokens(start: int, end: int) -> range:
        return range(bisect_left(starts, start), bisect_left(starts, end))

    source = tuple(tokens(*turn.span("name")))
    cue = tuple(i for i in tokens(turn.end("name"), turn.end()) if ":" in doc[i].text)
    content = tuple(
        sorted(trimmed(doc, {i for i in tokens(turn.start("speech"), end or turn.end()) if not doc[i].is_space}))
    )
    if not (source and cue and content):
        return None
    head = next((i for i in content if doc[i].pos_ in ("VERB", "AUX")), None)
    found = Attribution(cue, source, content, lexicon().verbs["say"][0], "clause", cue[0], head)
    found.source_head = source[-1]
    return found


def trimmed(doc: Doc, content: set[int]) -> set[int]:
    """Return tokens without white space and punctuation at either end."""
    indices = sorted(content)
    while indices and (doc[indices[0]].is_space or doc[indices[0]].text in ",.;:–—-"):
        indices.pop(0)
    while indices and (doc[indices[-1]].is_space or doc[indices[-1]].text in ",.;:–—-"):
        indices.pop()
    return set(indices)
