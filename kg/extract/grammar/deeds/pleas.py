"""Reads what somebody pleads to: "pleaded guilty to lying to the court" admits it, "pleaded not guilty" denies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.frame import Frame
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.tree import has_subject, span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_plea", "plea_frame"]

_CHARGES = ("charge", "count")


def is_plea(verb: Token) -> bool:
    """Return whether somebody pleads guilty or not guilty, and asks for nothing."""
    return verb.lemma_ == "plead" and _verdict(verb) is not None


def plea_frame(verb: Token) -> Frame | None:
    """Return the frame of a plea to what somebody has done, or None if it is not said or was not pleaded yet."""
    verdict = _verdict(verb)
    deed = _deed(verb, verdict) if verdict is not None else None
    helpers = [child for child in verb.children if child.dep_ in ("aux", "neg") and child.i < verb.i]
    if verdict is None or deed is None or any(child.lemma_ != "have" for child in helpers):
        return None
    denied = any(child.dep_ == "neg" for child in (*verb.children, *verdict.children))
    sense = lexicon().verbs["deny" if denied else "admit"][0]
    return Frame(verb, sense, "ing", [verb.i, verdict.i], list(span(deed)), [], deed.i)


def _verdict(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.lower_ == "guilty" and child.i > verb.i), None)


def _deed(verb: Token, verdict: Token) -> Token | None:
    """Return the gerund after "guilty to" or "guilty to a charge of"."""
    links = [child for child in (*verb.children, *verdict.children) if child.lower_ == "to" and child.i > verdict.i]
    below = [inner for link in links for inner in link.children]
    charges = [noun for noun in below if noun.lemma_.lower() in _CHARGES]
    below += [deed for noun in charges for link in noun.children if link.lower_ == "of" for deed in link.children]
    found = [word for word in below if word.dep_ == "pcomp" and word.tag_ == "VBG"]
    return found[0] if len(found) == 1 and not has_subject(found[0]) else None
