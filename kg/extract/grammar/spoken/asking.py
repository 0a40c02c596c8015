"""Finds what a speaker was asked before the answer: "Asked whether she would go, Berg said". Nobody says that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.torn import nearest_subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["after_question", "is_question_put", "without_question"]

_PUT = ("asked", "pressed", "questioned", "quizzed")


def is_question_put(verb: Token) -> bool:
    """Return whether a verb tells that the speaker was asked: "when asked", "Asked whether", "Berg, asked if"."""
    helped = any(child.dep_ in ("nsubj", "nsubjpass", "auxpass", "aux") for child in verb.children)
    if verb.lower_ not in _PUT or helped:
        return False
    before = verb.nbor(-1) if verb.i > verb.sent.start else verb
    when = before.lower_ in ("if", "once", "when")
    first = before == verb or before.text in ("“", '"')
    inserted = before.text == "," and before.i > verb.sent.start and before.nbor(-1).ent_type_ == "PERSON"
    return when or first or (inserted and verb.tag_ == "VBN")


def without_question(doc: Doc, cue: int, content: set[int]) -> set[int]:
    """Return a content without the question to which it is the answer."""
    for verb in doc[cue].sent:
        if verb.i in content or verb.i + 1 in content:
            question = _question(doc, cue, verb) if is_question_put(verb) else None
            content = content - set(question) if question is not None else content
    return content


def after_question(word: Token) -> int:
    """Return the first token of a word's sentence, or of what follows the question put before the word in it."""
    for verb in word.sent[: word.i - word.sent.start]:
        if verb.lower_ in _PUT and is_question_put(verb):
            comma = next((i for i in range(word.i - 1, verb.i, -1) if word.doc[i].text == ","), None)
            return comma + 1 if comma is not None else word.sent.start
    return word.sent.start


def _question(doc: Doc, cue: int, asked: Token) -> range | None:
    """Return the words of a question: up to the comma before the speaker, or to the end if they follow the cue."""
    begin = asked.i - (asked.i > asked.sent.start and asked.nbor(-1).lower_ in ("if", "once", "when"))
    if begin > cue:
        return range(begin, asked.sent.end) if doc[begin - 1].text == "," or begin == cue + 1 else None
    speaker = nearest_subject(doc[cue])
    first = speaker.left_edge.i if speaker is not None and begin < speaker.left_edge.i < cue else cue
    comma = next((i for i in range(first - 1, asked.i, -1) if doc[i].text == ","), None)
    return range(begin, comma + 1) if comma is not None else None
