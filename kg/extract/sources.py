"""Whose a cue is: its subject, through passives, participles and coordination, or the owner of a noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.lexicon import lexicon
from kg.extract.tree import object_of, span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.frame import Frame

__all__ = ["above", "source_of"]

_UTTERANCES = (
    "tweet",
    "statement",
    "report",
    "comment",
    "remark",
    "post",
    "letter",
    "release",
    "message",
    "speech",
    "interview",
    "announcement",
)


def source_of(doc: Doc, frame: Frame) -> tuple[list[int], int | None]:
    """Return the tokens of the one to whom a frame gives its content, and the head among them; empty when unnamed."""
    if frame.name == "according" and frame.given is not None:
        by = next(
            (child for child in frame.given.children if child.dep_ == "prep" and child.lower_ in ("by", "from")), None
        )
        if frame.given.lemma_.lower() in _UTTERANCES and by is not None and object_of(by) is not None:
            return list(span(by))[1:], object_of(by)
        named = [i for i in frame.around if i > frame.cue[-1]]
        return named, frame.given.i if frame.given.i + 1 >= named[-1] and named[-1] == span(frame.given)[-1] else named[
            -1
        ]
    found = _owner(frame.token) if frame.noun else _subject(frame.given or frame.token)
    if found is None or (found.lower_ in ("it", "there") and found.dep_ == "expl"):
        return [], None
    indices = list(span(found))
    if frame.token.i in indices:  # the source is what the cue modifies: "a man who said", "activists calling for"
        indices = [i for i in indices if i < frame.token.left_edge.i]
        while indices and doc[indices[-1]].text in (",", "–", "—"):
            indices.pop()
    return [i for i in indices if i not in frame.cue], found.i


def _subject(token: Token) -> Token | None:  # noqa: C901  # one branch per way in which English says it
    """Return the head of a verb's subject, through passives, coordination, participles and infinitives."""
    for _ in range(8):
        agent = next((child for child in token.children if child.dep_ == "agent"), None)
        if agent is not None:
            found = object_of(agent)
            return token.doc[found] if found is not None else None
        helpers = [
            child for child in token.children if child.dep_ == "aux"
        ]  # a subject may have been hung on one of them
        below = (*token.children, *(item for helper in helpers for item in helper.children))
        subjects = [child for child in below if child.dep_ in ("nsubj", "csubj")]
        if subjects:
            return min(subjects, key=lambda child: abs(child.i - token.i))
        passive = next((child for child in token.children if child.dep_ == "nsubjpass"), None)
        if passive is not None and not any(child.dep_ == "auxpass" for child in token.children):
            return passive  # misread: nothing passive about it
        if any(child.dep_ in ("nsubjpass", "auxpass", "expl") for child in token.children) and token.dep_ != "xcomp":
            return None
        if (
            token.pos_ in ("NOUN", "PROPN")
            and (owner := next((c for c in token.children if c.dep_ == "poss"), None)) is not None
        ):
            return owner
        if token.head == token:
            return None
        if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VBG"):
            return token.head
        if token.dep_ == "xcomp" and any(child.dep_ == "dobj" for child in token.head.children):
            return next(child for child in token.head.children if child.dep_ == "dobj")
        token = above(token)
    return None


def above(token: Token) -> Token:
    """Return whose subject a verb shares: a participle after a comma goes with the verb of saying."""
    head = token.head
    set_off = token.dep_ == "advcl" and token.tag_ == "VBG" and token.i and token.doc[token.left_edge.i - 1].text == ","
    if set_off and head.dep_ == "ccomp" and head.head.i < head.i and head.head.lemma_.lower() in lexicon().plain:
        return head.head
    return head


def _owner(noun: Token) -> Token | None:  # noqa: C901  # one branch per way in which English says it
    """Return whose a noun is: by genitive, by preposition, by adjective of a nation, or through a supporting verb."""
    words = lexicon()
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "among"):
            found = object_of(child)
            return noun.doc[found] if found is not None else None
    for child in noun.children:
        if child.dep_ in ("amod", "compound") and child.ent_type_ in ("NORP", "GPE", "ORG", "PERSON"):
            return child
    head = noun.head
    while head.dep_ == "conj" and head != noun:
        head = head.head
    if noun.dep_ in ("dobj", "attr") and head.pos_ in ("VERB", "AUX") and head.lemma_ in words.support:
        return _subject(head)
    return None
