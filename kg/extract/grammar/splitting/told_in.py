"""Finds what is said after where or of what it is said: "said in a letter at the time that the port was closed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.frame import Frame
from kg.extract.grammar.insertions import around
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.tree import span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.grammar.lexicon import Cue

__all__ = ["is_of_news", "told_frame"]

#: What others say, which somebody only speaks of.
_NEWS = ("allegation", "claim", "report", "rumor", "rumour", "speculation", "suggestion")
_LINKS = ("at", "during", "in", "on", "to")
_COMPLETING = ("acomp", "attr", "ccomp", "dobj", "prep", "xcomp", "auxpass")
_FINITE = ("MD", "VBD", "VBP", "VBZ")


def told_frame(cue: Token, senses: list[Cue]) -> Frame | None:
    """Return the frame of a plain verb of saying whose clause the parser joined to the place of the utterance."""
    sense = next((sense for sense in senses if "clause" in sense.takes), None)
    plain = sense is not None and cue.lemma_.lower() in lexicon().plain
    if sense is None or not plain or any(child.dep_ in ("ccomp", "dobj", "xcomp") for child in cue.children):
        return None
    places = (child for child in cue.children if child.dep_ == "prep" and child.i > cue.i and child.lower_ in _LINKS)
    for clause in (word for place in places for word in place.subtree):
        # "replying to a report that says that the port is closed": the report says so
        telling = clause.head.dep_ == "relcl" or (clause.head.dep_ == "acl" and clause.head.tag_ == "VBG")
        others = clause.dep_ == "ccomp" and telling
        if clause.dep_ in ("acl", "relcl", "ccomp") and not others and _is_told(clause):
            tokens = [i for i in span(clause) if i > clause.left_edge.i]
            denied = [child.i for child in cue.children if child.dep_ == "neg"]
            return Frame(cue, sense, "clause", [*denied, cue.i], tokens, around(cue), clause.i, clausal=True)
    return None


def is_of_news(clause: Token) -> bool:
    """Return whether a clause without "that" is what others report: "it is wrong, Oslo says of reports it will pay"."""
    noun = clause.left_edge.nbor(-1) if clause.left_edge.i else clause
    return noun.dep_ == "pobj" and noun.head.lower_ in ("about", "of", "on") and noun.lemma_.lower() in _NEWS


def _is_told(verb: Token) -> bool:
    """Return whether a clause after "that" is complete, so that "that" stands for nothing in it."""
    that = verb.left_edge
    subject = next((child for child in verb.children if child.dep_ in ("expl", "nsubj", "nsubjpass")), None)
    if that.lower_ != "that" or that.dep_ not in ("advmod", "mark") or subject is None or subject.i < that.i:
        return False
    finite = verb.tag_ in _FINITE or any(
        child.tag_ in _FINITE for child in verb.children if child.dep_.startswith("aux")
    )
    whole = that.dep_ == "mark" or any(child.dep_ in _COMPLETING for child in verb.children)
    return finite and whole
