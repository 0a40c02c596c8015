"""Whose "its" and "their" are by the place where they stand, which a separate sentence keeps.

The owner is who acts in the clause ("help Kenya win its war"), the owner of what they belong to ("Kenya's rights over
its islands"), or the name before them ("Kenya in its dispute"). Verbs for what is done to somebody's own decide
nothing: "Kenya should respect its borders" may be said by Norway of Norway's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import object_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from kg.extract.meaning.pieces import Piece

__all__ = ["is_bound"]

_WORDS = load_data("meaning/wording.yaml")
_OTHERS, _MOVING = frozenset((*_WORDS["affecting"], *_WORDS["of_others"])), frozenset(_WORDS["moving"])
#: What one is helped in: not a report, a speech or a parliament, which may be those of the helper.
_TAKEN_ON = frozenset(_WORDS["taken_on"])
_HELPING = ("aid", "assist", "back", "encourage", "favor", "favour", "help", "join", "support")
_SUBJECTS = ("nsubj", "nsubjpass")
_SINGLE, _SEVERAL = ("NN", "NNP"), ("NNS", "NNPS")
_DEEPEST = 5


def is_bound(pronoun: Token, before: Sequence[Piece]) -> bool:
    """Return whether "its" or "their" belongs to a word that stands before it in the sentence."""
    if pronoun.dep_ != "poss" or pronoun.lower_ not in ("its", "their"):
        return False
    owner = _owner_above(pronoun) or _acting(pronoun)
    return owner is not None and _agrees(pronoun, owner) and any(piece.token == owner for piece in before)


def _agrees(pronoun: Token, owner: Token) -> bool:
    """Return whether an owner has the number of a pronoun, and is no person if this is "its"."""
    joined = any(child.dep_ == "conj" for child in owner.children)
    if pronoun.lower_ == "their":
        return joined or owner.tag_ in _SEVERAL or owner.lower_ == "those" or owner.ent_type_ == "NORP"
    single = owner.tag_ in _SINGLE or owner.ent_type_ == "GPE"  # "the Philippines" is one
    return single and not joined and owner.ent_type_ != "PERSON"


def _owner_above(pronoun: Token) -> Token | None:
    """Return the owner of what a phrase with a pronoun belongs to: "Kenya's rights over its islands"; else None."""
    for word in pronoun.head.ancestors:
        if word.pos_ in ("VERB", "AUX"):
            return None
        owner = next((child for child in word.children if child.dep_ == "poss" and child.i < pronoun.i), None)
        if owner is not None and owner.pos_ in ("NOUN", "PROPN"):
            return owner
        if word.pos_ == "PROPN" and word.ent_type_ in ("GPE", "ORG") and word.dep_ != "compound":
            return word
    return None


def _acting(pronoun: Token) -> Token | None:
    """Return who acts in the clause of a pronoun, or None if the verb may be about what is another's."""
    verb = next((word for word in pronoun.ancestors if word.pos_ in ("VERB", "AUX")), None)
    linked = pronoun.head.head if pronoun.head.dep_ == "pobj" else pronoun.head  # "respond to its call"
    helped = _helped(verb, linked) if verb is not None and pronoun.head.lemma_.lower() in _TAKEN_ON else None
    if helped is not None:
        return helped
    if verb is None or (linked.head == verb and linked.dep_ in ("dobj", "prep") and verb.lemma_.lower() in _OTHERS):
        return None
    return _subject(verb, 0)


def _helped(verb: Token, link: Token) -> Token | None:
    """Return who is helped in what is its own, though the parser gives it to the verb: "backs Kenya in its dispute"."""
    if link.lower_ != "in" or link.head != verb or verb.lemma_.lower() not in _HELPING:
        return None
    return next((child for child in verb.children if child.dep_ == "dobj" and child.right_edge.i == link.i - 1), None)


def _subject(verb: Token, depth: int) -> Token | None:
    """Return the subject of a verb, which an infinitive or a gerund has from the verb above it."""
    own = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if own is not None and own.tag_ in ("WDT", "WP"):
        return verb.head if verb.dep_ == "relcl" else None
    if own is not None or depth > _DEEPEST or verb.dep_ not in ("xcomp", "advcl", "conj", "pcomp", "ccomp"):
        return own
    above = verb.head.head if verb.dep_ == "pcomp" else verb.head
    moved = _object(above, verb) if above.lemma_.lower() in _MOVING and verb.dep_ != "conj" else None
    return moved or (_subject(above, depth + 1) if above.pos_ in ("VERB", "AUX") and above != verb else None)


def _object(verb: Token, before: Token) -> Token | None:
    """Return whom a verb moves to do something: "press Kenya to", "call on Kenya to", "accuse Kenya of"."""
    direct = next((child for child in verb.children if child.dep_ == "dobj" and child.i < before.i), None)
    links = (child for child in verb.children if child.lower_ in ("on", "for") and child.i < before.i)
    found = (object_of(child) for child in links)
    return direct or next((verb.doc[at] for at in found if at is not None), None)
