"""Gives the verb of a clause the tense and the mood that it has in a sentence of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.meaning.acts.obligation import WISHES
from kg.extract.meaning.finite import clause_subject, is_taken_for_infinitive, is_taken_for_participle
from kg.extract.meaning.pieces import Piece

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.pieces import Wording

__all__ = ["as_said"]

#: Nouns after which a clause says what is shown.
_SHOWN = ("assurance", "doubt", "evidence", "guarantee", "indication", "proof", "sign")
#: Words that make "would" hypothetical.
_UNSURE = ("if", "unless", "in", "should", "were", "without")


_DEMANDING = ("ask", "demand", "insist", "request", "urge")
#: Acts whose clause says what others should do.
_ASKING = ("calls-for", "demands", "proposes", "urges")


def as_said(pieces: list[Piece], head: Token, wording: Wording) -> list[Piece]:
    """Return the words of a clause in the tense and mood of their speaker."""
    pieces = _in_the_past(_with_that(pieces), head)
    if wording.act in _ASKING and wording.frame == "clause":
        return _obliged(pieces, head)
    if wording.act == "hopes" and head.head.lemma_ == "wish":
        pieces = _too_late(pieces, head)
    kept = wording.act == "hopes" or (wording.backshifted and wording.act in ("promises", "threatens", "refuses"))
    return _announced(pieces, head) if kept else pieces


def _with_that(pieces: list[Piece]) -> list[Piece]:
    """Return words with the "that" which a noun lacks before what it says: "no evidence the raids came from Oslo"."""
    found: list[Piece] = []
    for before, piece in zip((None, *pieces), pieces, strict=False):
        noun, token = before.token if before is not None else None, piece.token
        told = [child for child in noun.children if child.dep_ in ("acl", "relcl")] if noun is not None else []
        subjects = [clause_subject(child) for child in told if noun is not None and noun.lemma_ in _SHOWN]
        if any(subject is not None and subject.left_edge == token and subject.tag_ != "WDT" for subject in subjects):
            found.append(Piece("that", "IN"))
        found.append(piece)
    return found


def _in_the_past(pieces: list[Piece], head: Token) -> list[Piece]:
    """Return words with a past tense that the parser took for a participle as a past tense, and likewise a present."""
    for piece in pieces if is_taken_for_infinitive(head) else ():
        piece.tag = "VBP" if piece.token == head else piece.tag
    for piece in pieces if is_taken_for_participle(head) else ():
        piece.tag = "VBD" if piece.token == head else piece.tag
    return pieces


def _too_late(pieces: list[Piece], head: Token) -> list[Piece]:
    """Return what somebody wishes had been done as a duty: "wished they had come" becomes "they should have come"."""
    for piece in pieces:
        had = piece.token is not None and piece.token.dep_ == "aux" and piece.token.head == head
        piece.text = "should have" if had and piece.text == "had" else piece.text
    return pieces


def _announced(pieces: list[Piece], head: Token) -> list[Piece]:
    """Return a promise in its original wording: "it would open the port" becomes "Norway will open the port"."""
    unless = any(child.dep_ in ("advcl", "prep") and child.left_edge.lower_ in _UNSURE for child in head.children)
    for piece in () if unless else pieces:
        if piece.token is not None and piece.token.dep_ == "aux" and piece.token.head == head and piece.text == "would":
            piece.text = "will"
    return pieces


def _obliged(pieces: list[Piece], head: Token) -> list[Piece]:
    """Return a demand as a duty: "demanded that Kenya would leave" and "that it leaves": "Kenya should leave"."""
    above = head.head.lemma_.lower()
    told = head.lemma_ not in ("be", "have") and (
        (above in _DEMANDING and head.tag_ == "VBZ") or (above in WISHES and head.tag_ == "VBP")
    )
    if told:
        at = next((at for at, piece in enumerate(pieces) if piece.token == head), len(pieces))
        return [*pieces[:at], Piece("should", "MD"), Piece(head.lemma_, "VB", token=head), *pieces[at + 1 :]]
    for piece in pieces if head.lemma_ != "need" else ():  # "would need to leave"
        token = piece.token
        if token is not None and token.dep_ == "aux" and token.head == head and token.lower_ in ("will", "would"):
            piece.text = "should"
    return pieces
