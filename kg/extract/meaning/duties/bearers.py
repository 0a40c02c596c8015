"""Finds who should carry out an infinitive: "called on Norway to leave", "for Norway to talk and to withdraw"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.tree import is_infinitive
from kg.extract.meaning.pieces import UnwordedError

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.pieces import Wording

__all__ = ["asked", "doer_of", "noun_before", "obliged", "shared_bearer"]

#: What nouns of these acts name is done by their owner.
_OWN_DEEDS = ("agrees", "hopes", "offers", "promises", "refuses", "threatens")
#: With these acts, the holder takes a side on what others want to do.
_TAKING_UP = ("agrees", "criticises", "opposes", "praises", "rejects")


def obliged(tokens: list[Token], to: Token, head: Token, wording: Wording) -> list[Token]:
    """Return the words for those who should act, from before the infinitive or else from the verb above."""
    who = [token for token in tokens if token.i < to.i and not (token.dep_ == "neg" and token.head == head)]
    who = [token for token in who if token.i >= head.left_edge.i or wording.frame == "who-to"]
    while who and (who[0].tag_ == "IN" or who[0].dep_ in ("mark", "punct") or who[0].is_punct):
        who = who[1:]
    while who and (who[-1].is_punct or who[-1].dep_ == "advmod"):
        who = who[:-1]
    if wording.frame == "who-to":
        return who or asked(head, to)
    return who or _wanted(head, to) or shared_bearer(head) or doer_of(noun_before(to, head), wording.act)


def noun_before(to: Token, head: Token) -> Token | None:
    """Return the noun for a stance that an infinitive completes, wherever the parser put it: "its resolve to stay"."""
    above = head.head
    if above.pos_ == "NOUN" and above.i < to.i:
        return above
    before = to.nbor(-1) if to.i else to
    return before if before.pos_ == "NOUN" and before.head == above else None


def doer_of(noun: Token | None, act: str = "") -> list[Token]:
    """Return whose a stance is that a noun names: "Norway's offer to pay", "a U.S. offer to help"; empty for "its".

    Raises UnwordedError if only an adjective tells ("the Kenyan offer"), and the holder takes a side on it.
    """
    senses = lexicon().nouns.get(noun.lemma_.lower(), []) if noun is not None else []
    if noun is None or not any(sense.act in _OWN_DEEDS for sense in senses):
        return []  # "a Kenyan proposal to leave": not only Kenya would
    owners = [child for child in noun.children if child.dep_ == "poss" and child.pos_ != "PRON"]
    owners += [child for child in noun.children if child.dep_ == "compound" and child.ent_type_ in ("GPE", "ORG")]
    if owners:
        return [token for token in owners[0].subtree if token.tag_ != "POS"]
    if act in _TAKING_UP and any(child.ent_type_ == "NORP" for child in noun.children):
        raise UnwordedError("whose it is")
    return []


def shared_bearer(head: Token) -> list[Token]:
    """Return the shared bearers of several infinitives: "for Norway to talk and (to) withdraw"."""
    first = head
    while first.dep_ == "conj" and first.head.pos_ in ("VERB", "AUX"):
        first = first.head
    if first == head or not is_infinitive(first):
        return []
    subject = next((child for child in first.children if child.dep_ == "nsubj" and child.i < first.i), None)
    return list(subject.subtree) if subject is not None else []


def _wanted(head: Token, to: Token) -> list[Token]:
    """Return those who are wanted to act: "voted for Berg to serve as Speaker"; empty if there are none."""
    between = (child for child in head.head.children if head.head.i < child.i < to.i)
    links = (child for child in between if child.lower_ == "for" and child.dep_ == "prep")
    found = [inner for link in links for inner in link.children if inner.dep_ == "pobj" and inner.right_edge.i < to.i]
    if not found and head.head.pos_ == "NOUN":  # "a request by Oslo for Rome not to leave"
        nouns = (token for token in head.doc[head.head.i : to.i] if token.dep_ == "pobj" and token.head.lower_ == "for")
        near = (to.i, to.i - 1) if to.i and to.nbor(-1).dep_ == "neg" else (to.i,)
        found = [noun for noun in nouns if noun.right_edge.i + 1 in near]
    if head.head.tag_ == "VBN" and any(child.dep_ == "agent" for child in head.head.children):
        found += [child for child in head.head.children if child.dep_ == "nsubjpass"]  # "Rome was urged by Oslo to go"
    return next((list(noun.subtree) for noun in found), [])


def asked(head: Token, to: Token) -> list[Token]:
    """Return those who are asked to act: "called on Norway to open the port and to leave".

    Raises UnwordedError if nobody is asked.
    """
    first = head
    # The parser may have attached the second infinitive to the first one.
    while first.dep_ == "conj" or is_infinitive(first.head):
        first = first.head
    start = min([first.i, to.i, *(child.i for child in first.children if child.tag_ == "TO")])
    above = first.head
    strayed = above.pos_ == "ADJ"
    while (found := _asked_of(above, start)) is None and strayed and above.pos_ != "VERB" and above.head != above:
        above = above.head  # "called on the union and all states interested in it to act"
    if found is None:
        raise UnwordedError("nobody who should")
    return [token for token in found.subtree if token.i < start]


def _asked_of(verb: Token, before: int) -> Token | None:
    """Return the object of a verb of asking, or that of its "on", if it stands before a word."""
    linked = (child for child in verb.children if child.dep_ == "prep" and child.lower_ in ("on", "to", "upon"))
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative")]
    objects += [inner for child in linked for inner in child.children if inner.dep_ == "pobj"]
    return next((child for child in objects if child.i < before), None)
