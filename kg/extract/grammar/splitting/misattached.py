"""Finds whom the parser takes for a speaker though the words stand in another phrase of the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.tree import subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["is_active", "is_next_clause", "is_no_speaker", "is_told_to", "sends_them"]

_TOLD_TO = ("advised", "encouraged", "forced", "instructed", "told", "urged")
_THEM = ("her", "him", "it", "them")


def is_active(verb: Token) -> bool:
    """Return whether a verb has an object and no passive, so that a "by" further on belongs to another word.

    "Some criticized Berg ahead of a speech by the envoy": the envoy criticizes nobody.
    """
    parts = {child.dep_ for child in verb.children}
    return bool(parts & {"nsubj", "dobj"}) and "dobj" in parts and "auxpass" not in parts and "nsubjpass" not in parts


def is_told_to(verb: Token) -> bool:
    """Return whether a verb without a helper tells of its subject what others ask of it: "Senate urged to act"."""
    return verb.lower_ in _TOLD_TO and verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "to"


def is_no_speaker(subject: Token, verb: Token) -> bool:
    """Return whether a subject is no speaker: an expletive, the second of two things, or whoever is asked something."""
    expletive = subject.lower_ in ("it", "there") and subject.dep_ == "expl"
    return expletive or _is_between(subject) or _is_asked(subject, verb)


def _is_asked(subject: Token, verb: Token) -> bool:
    """Return whether a participle tells what others ask of its subject: "wrote to Berg and Holm asking them"."""
    before = subject.doc[subject.left_edge.i - 1].lower_ if subject.left_edge.i else ""
    bare = verb.tag_ == "VBG" and not any(child.dep_ == "aux" for child in verb.children)
    return bare and before == "and" and any(child.dep_ == "dobj" and child.lower_ in _THEM for child in verb.children)


def _is_between(subject: Token) -> bool:
    """Return whether a subject is the second of two things: "a firm that studied links between Oslo and Rome said"."""
    doc, first = subject.doc, subject.left_edge.i
    if first < 1 or doc[first - 1].lower_ != "and":
        return False
    before = next((i for i in range(first - 2, subject.sent.start - 1, -1) if doc[i].lower_ == "between"), None)
    if before is None or first - before > 8:
        return False
    joined = any(doc[i].lower_ == "and" for i in range(before + 1, first - 1))
    return not joined and not any(doc[i].pos_ in ("VERB", "AUX") for i in range(before + 1, first))


def is_next_clause(doc: Doc, cue: int, content: set[int]) -> bool:
    """Return whether a content is only another clause of the sentence: "Oslo denies claims and Rome denies fraud"."""
    first = min(content, default=cue)
    between = doc[cue + 1 : first]
    if first <= cue + 2 or doc[first - 1].dep_ != "cc" or not any(word.pos_ in ("NOUN", "PROPN") for word in between):
        return False
    finite = [doc[i] for i in content if doc[i].tag_ in ("VBD", "VBZ", "VBP")]
    verbs = [verb for verb in finite if verb.lemma_.lower() in lexicon().verbs]
    subject = subject_of(verbs[0]) if verbs else None
    return subject is not None and subject.left_edge.i == first and subject.pos_ == "PROPN"


def sends_them(participle: Token) -> bool:
    """Return whether the noun before a participle is its object: "sent letters to Berg asking her for help"."""
    if participle.dep_ != "acl" or participle.tag_ != "VBG":
        return False
    return any(child.dep_ == "dobj" and child.lower_ in _THEM for child in participle.children)
