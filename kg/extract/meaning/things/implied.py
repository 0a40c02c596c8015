"""Words what an act on a thing implies: who recognises a state says that it should be recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import indefinite, participle
from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.pieces import Piece, ReferentName, UnwordedError
from kg.extract.meaning.things.parts import is_deed, is_definite, lowered, with_indefinite
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words
    from kg.extract.meaning.pieces import Wording

__all__ = ["implied_pieces", "regretted_pieces"]

_WORDS = load_data("meaning/implied.yaml")
_SEEN = ("importance", "need", "significance")
_RECOGNISING = ("recognise", "recognize", "recognition")
_PRAISED = frozenset(_WORDS["praised"])
_STANDING = frozenset(_WORDS["standing"])
_LANDS = frozenset(_WORDS["lands"])
_GIVEN = frozenset(_WORDS["given"])
_MEASURES = frozenset(_WORDS["measures"])
_CHOICES = ("option", "possibility")
_DECIDED: dict[str, str] = _WORDS["decided"]


def implied_pieces(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return a sentence about a thing that only some verbs allow; empty if the thing is worded as others are."""
    act, frame = wording.act, wording.frame
    if act == "acknowledges" and wording.cue in _RECOGNISING and frame in ("object", "of"):
        return _recognised(tokens, noun, words)
    if act in ("claims", "reports", "acknowledges", "denies") and frame == "object" and _is_standing(noun):
        be = Piece("are" if noun.tag_ == "NNS" else "is", "VBZ")
        return [Piece("There", "EX"), be, *with_indefinite(noun, lowered(words.pieces(tokens)))]
    if act == "claims" and frame == "object" and wording.cue == "claim" and _is_land(noun):
        return _owned(tokens, noun, words, wording.holder)
    if act == "offers" and frame == "object" and noun.lemma_.lower() in _GIVEN:
        return _given(tokens, noun, words, wording.holder)
    if act == "threatens" and frame == "object":
        return _threatened(tokens, noun, words)
    if act == "demands" and frame == "on" and noun.lemma_.lower() in _CHOICES and tokens[0].lower_ == "the":
        rest = words.pieces(tokens[1:])
        there = [Piece("There", "EX"), Piece("should", "MD"), Piece("be", "VB")]
        return [*there, Piece(indefinite(rest[0].text), "DT"), *rest]
    return []


def _recognised(tokens: list[Token], noun: Token, words: Words) -> list[Piece]:
    """Return what is recognised: "recognised the independence of X" becomes "the independence of X should be"."""
    if noun.lemma_.lower() in _SEEN:
        return _seen(tokens, noun, words)
    if noun.lemma_.lower() in _PRAISED or not is_definite(noun):
        return []
    # "the recognition by Oslo of Rome's borders"
    said_by = next((token for token in tokens if token.lower_ == "by" and token.i < noun.i), None)
    what = [token for token in tokens if said_by is None or token.i >= noun.left_edge.i]
    return [*words.pieces(what), Piece("should", "MD"), Piece("be", "VB"), Piece("recognised", "VBN")]


def _seen(tokens: list[Token], noun: Token, words: Words) -> list[Piece]:
    """Return what is seen to be so: "recognised the importance of the truce", "recognised the need for a truce"."""
    link = next((child for child in noun.children if child.dep_ in ("acl", "prep") and child.i > noun.i), None)
    if link is None:
        return []
    if noun.lemma_.lower() == "need":
        rest = words.pieces([token for token in tokens if token.i > noun.i])
        return [*(Piece(*part) for part in (("There", "EX"), ("is", "VBZ"), ("a", "DT"), ("need", "NN"))), *rest]
    thing = next((child for child in link.children if child.dep_ == "pobj"), None)
    if thing is None or link.lower_ != "of":
        return []
    several = thing.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in thing.children)
    be = Piece("are" if several else "is", "VBZ")
    return [*words.pieces([token for token in tokens if token.i > link.i]), be, Piece("important", "JJ")]


def _is_standing(noun: Token) -> bool:
    """Return whether a noun names how things are, and none that is known: "progress in the talks", "a thaw"."""
    return noun.lemma_.lower() in _STANDING and not is_definite(noun)


def _is_land(noun: Token) -> bool:
    return is_definite(noun) and (noun.lemma_.lower() in _LANDS or noun.ent_type_ in ("GPE", "LOC"))


def _owned(tokens: list[Token], noun: Token, words: Words, holder: ReferentName) -> list[Piece]:
    """Return whose land it is: "Norway claims the island" becomes "the island belongs to Norway"."""
    if not holder.label or holder.person or holder.plural:
        raise UnwordedError("whose it would be")
    several = noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)
    verb = Piece("belong" if several else "belongs", "VBP" if several else "VBZ")
    return [*words.pieces(tokens), verb, Piece("to", "IN"), Piece(holder.label, "ONE", noun=True)]


def _given(tokens: list[Token], noun: Token, words: Words, holder: ReferentName) -> list[Piece]:
    """Return an offer of one's own: "offered its good offices" becomes "Norway should provide its good offices"."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is None or not holder.label:
        return []
    who = [Piece(holder.label, "PERSON" if holder.person else "SEVERAL" if holder.plural else "ONE", noun=True)]
    if owner.pos_ != "PRON":
        who = words.pieces([token for token in owner.subtree if token.tag_ != "POS"])
        rest = words.pieces([token for token in tokens if token.i > owner.right_edge.i])
        return [*who, Piece("should", "MD"), Piece("provide", "VB"), *rest]
    words.given += who
    own = "their" if holder.plural else holder.pronoun(2)
    rest = words.pieces([token for token in tokens if token.i > owner.i])
    return [*who, Piece("should", "MD"), Piece("provide", "VB"), Piece(own, "PRP$"), *rest]


def _threatened(tokens: list[Token], noun: Token, words: Words) -> list[Piece]:
    """Return what is threatened: "threatened further penalties" becomes "there will be further penalties"."""
    lemma = noun.lemma_.lower()
    measure = lemma in _MEASURES or is_deed(noun)
    if is_definite(noun) or noun.ent_type_ or not measure or lemma in PEOPLE | ROLES | BODIES:
        return []
    return [
        Piece("There", "EX"),
        Piece("will", "MD"),
        Piece("be", "VB"),
        *with_indefinite(noun, lowered(words.pieces(tokens))),
    ]


def regretted_pieces(tokens: list[Token], noun: Token, words: Words) -> list[Piece]:
    """Return a decision that is regretted as what was decided: "Kenya's decision to go": "Kenya has decided to go".

    Raises UnwordedError for other things, because regret says that something is so, not that it is wrong.
    """
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    to = next((token for token in tokens if token.tag_ == "TO" and token.head.head == noun and token.i > noun.i), None)
    done = _DECIDED.get(noun.lemma_.lower())
    if owner is None or to is None or done is None or to.i != noun.i + 1:
        raise UnwordedError("what is regretted")
    who = words.pieces([token for token in owner.subtree if token.tag_ != "POS"])
    who = who[:-1] if who[-1].tag == "POS" else who
    several = owner.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in owner.children)
    have = Piece("have" if several or owner.lower_ == "their" else "has", "VBZ")
    return [*who, have, Piece(participle(done), "VBN"), *words.pieces([token for token in tokens if token.i >= to.i])]
