"""Infinitives and gerunds as sentences: "vowed to resist" is "X should resist", "urged them to leave"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import singular_verb
from kg.extract.meaning.clauses import Piece, UnwordedError, Wording, Words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["duty_pieces"]

_WILL = ("threatens", "expects", "fears", "warns")


def duty_pieces(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return an infinitive as a duty: "to withdraw" is "X should withdraw", "them to leave" is "they should leave"."""
    if wording.frame == "ing" and head.tag_ == "VBG":
        return _gerund(tokens, head, words, wording)
    to = next((token for token in tokens if token.tag_ == "TO" and token.head == head), None)
    if to is None or head.tag_ not in ("VB", "VBP"):
        raise UnwordedError("no infinitive")
    who = [token for token in tokens if token.i < to.i and not (token.dep_ == "neg" and token.head == head)]
    who = [token for token in who if token.i >= head.left_edge.i or wording.frame == "who-to"]
    while who and (who[0].tag_ == "IN" or who[0].dep_ in ("mark", "punct") or who[0].is_punct):
        who = who[1:]
    while who and (who[-1].is_punct or who[-1].dep_ == "advmod"):
        who = who[:-1]
    negated = [token for token in tokens if token.dep_ == "neg" and token.head == head]
    rest = [token for token in tokens if token.i > to.i]
    subject = words.pieces(who) if who else _holder(wording)
    if who and not any(token.pos_ in ("NOUN", "PROPN", "PRON") for token in who):
        raise UnwordedError("nobody who should")
    no = [Piece("not", "RB")] if negated and not (words.negation and negated[0].i in words.negation.dropped) else []
    modal = "will" if wording.act in _WILL else "should"
    if wording.act in ("claims", "reports", "denies", "acknowledges") and rest and rest[0].lemma_ in ("have", "be"):
        form = (
            singular_verb(rest[0].text, "VBP", plural=wording.holder.plural)
            if not wording.holder.plural
            else rest[0].text
        )
        form = {"be": "are"}.get(form, form)
        return [
            *subject,
            Piece({"have": "has", "be": "is"}[rest[0].lemma_] if not wording.holder.plural else form, "VBZ"),
            *no,
            *words.pieces(rest[1:]),
        ]
    return [*subject, Piece(modal, "MD"), *no, *words.pieces(rest)]


def _holder(wording: Wording) -> list[Piece]:
    if not wording.holder.label:
        raise UnwordedError("nobody who should")
    tag = "PERSON" if wording.holder.person else "SEVERAL" if wording.holder.plural else "ONE"
    return [Piece(wording.holder.label, tag, noun=True)]


def _gerund(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return a gerund as what should be, or is, done: "proposes converting X", "denied arming them"."""
    rest = [token for token in tokens if token.i > head.i]
    if any(token.i < head.i for token in tokens):
        raise UnwordedError("something before the gerund")
    if wording.act in ("denies", "acknowledges", "claims", "reports"):
        if head.lemma_ in ("have", "be"):
            verb = (
                {"have": "has", "be": "is"}[head.lemma_]
                if not wording.holder.plural
                else {"have": "have", "be": "are"}[head.lemma_]
            )
            return [*_holder(wording), Piece(verb, "VBZ"), *words.pieces(rest)]
        return [
            *_holder(wording),
            Piece("are" if wording.holder.plural else "is", "VBZ"),
            Piece(head.text, "VBG"),
            *words.pieces(rest),
        ]
    if wording.act in ("opposes", "supports", "criticises", "praises", "rejects"):
        raise UnwordedError("nobody is said to do it")
    return [*_holder(wording), Piece("should", "MD"), Piece(head.lemma_, "VB"), *words.pieces(rest)]
