"""Words what an act on a thing implies: who recognises a state says that it should be recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import indefinite, participle
from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.pieces import Piece, ReferentName, UnwordedError
from kg.extract.meaning.things.parts import as_subject, is_deed, is_definite, lowered, with_indefinite
from kg.extract.meaning.things.qualities import quality_pieces
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
#: Verbs that say of how things are that they are so: not "maintain distance".
_TELLING = (
    "acknowledge",
    "admit",
    "announce",
    "cite",
    "claim",
    "concede",
    "confirm",
    "deny",
    "hail",
    "note",
    "recognise",
    "recognize",
    "report",
)
_COURTEOUS = frozenset(_WORDS["courteous"])
_MEASURES = frozenset(_WORDS["measures"])
_CHOICES = ("option", "possibility")
_DECIDED: dict[str, str] = _WORDS["decided"]


def implied_pieces(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return a sentence about a thing that only some verbs allow; empty if the thing is worded as others are."""
    ways = (_needed, _qualified, _to_do, _recognised, _standing, _claimed, _offered, _threatened, _chosen)
    return next((found for way in ways if (found := way(tokens, noun, words, wording))), [])


def _qualified(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    return quality_pieces(tokens, noun, words, wording.act)


def _to_do(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return what the holder should do, or may: "accepted an invitation to talk", "demanded the right to fish"."""
    to, lemma = _infinitive_of(noun), noun.lemma_.lower()
    if to is None:
        return []
    if lemma == "invitation" and wording.act in ("agrees", "refuses", "rejects"):
        return [*words.holder(wording.holder), Piece("should", "MD"), *words.pieces(_after(tokens, to))]
    owned = any(child.dep_ == "poss" for child in noun.children)
    if lemma != "right" or wording.act not in ("calls-for", "demands") or owned:
        return []
    have = Piece("should", "MD"), Piece("have", "VB"), Piece("the", "DT"), Piece("right", "NN")
    return [*words.holder(wording.holder), *have, *words.pieces([to, *_after(tokens, to)])]


def _chosen(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return a choice that somebody wants to keep: "insists on the option of closing the port"."""
    chosen = wording.act == "demands" and wording.frame == "on" and noun.lemma_.lower() in _CHOICES
    if not chosen or tokens[0].lower_ != "the":
        return []
    rest = words.pieces(tokens[1:])
    there = Piece("There", "EX"), Piece("should", "MD"), Piece("be", "VB")
    return [*there, Piece(indefinite(rest[0].text), "DT"), *rest]


def _recognised(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return what is recognised: "recognised the independence of X" becomes "the independence of X should be"."""
    verbs = {wording.cue, noun.head.lemma_.lower() if noun.dep_ == "dobj" else ""}  # "said they recognise Kosovo"
    cued = wording.act in ("acknowledges", "rejects") and verbs & {*_RECOGNISING} and wording.frame in ("object", "of")
    if not cued or noun.lemma_.lower() in _PRAISED or not is_definite(noun):
        return []
    # "the recognition by Oslo of Rome's borders"
    said_by = next((token for token in tokens if token.lower_ == "by" and token.i < noun.i), None)
    what = [token for token in tokens if said_by is None or token.i >= noun.left_edge.i]
    return [*words.pieces(what), Piece("should", "MD"), Piece("be", "VB"), Piece("recognised", "VBN")]


def _needed(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return what those say who recognise, accept or reject a need, or the importance of something."""
    judged = wording.act in ("acknowledges", "agrees", "doubts", "denies", "rejects") and is_definite(noun)
    return _seen(tokens, noun, words) if judged and noun.lemma_.lower() in _SEEN else []


def _infinitive_of(noun: Token) -> Token | None:
    """Return the "to" of what a noun is about: "the right to inspect ships"."""
    verb = next((child for child in noun.children if child.dep_ in ("acl", "relcl") and child.tag_ == "VB"), None)
    return next((child for child in verb.children if child.tag_ == "TO"), None) if verb is not None else None


def _after(tokens: list[Token], token: Token) -> list[Token]:
    return [other for other in tokens if other.i > token.i]


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


def _standing(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return how things are, where none of them is known: "claimed progress in the talks", "announced a thaw"."""
    told = wording.act in ("claims", "reports", "acknowledges", "denies") and wording.frame == "object"
    if not told or wording.cue not in _TELLING or noun.lemma_.lower() not in _STANDING or is_definite(noun):
        return []
    be = Piece("are" if noun.tag_ == "NNS" else "is", "VBZ")
    return [Piece("There", "EX"), be, *with_indefinite(noun, lowered(words.pieces(tokens)))]


def _is_land(noun: Token) -> bool:
    named = noun.ent_type_ in ("GPE", "LOC") or (noun.tag_ == "NNPS" and noun.left_edge.lower_ == "the")
    return is_definite(noun) and (noun.lemma_.lower() in _LANDS or named)  # "the Spratlys"


def _owned_land(tokens: list[Token], noun: Token) -> tuple[list[Token], Token] | None:
    """Return what somebody claims to own, and its noun: "ownership of the island", "sovereignty over it"; else None."""
    link = next((child for child in noun.children if child.dep_ == "prep" and child.lower_ in ("of", "over")), None)
    things = [child for child in link.children if child.dep_ == "pobj"] if link is not None else []
    if noun.lemma_.lower() not in ("ownership", "sovereignty") or not things or noun.left_edge != noun:
        return None
    return [token for token in tokens if link is not None and token.i > link.i], things[0]


def _claimed(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return whose land it is: "Norway claims the island" becomes "the island belongs to Norway"."""
    holder = wording.holder
    if (wording.act, wording.frame, wording.cue) != ("claims", "object", "claim"):
        return []
    if (owned := _owned_land(tokens, noun)) is not None:
        tokens, noun = owned
    elif not _is_land(noun):
        return []
    if not holder.label or holder.person or holder.plural:
        raise UnwordedError("whose it would be")
    several = noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)
    verb = Piece("belong" if several else "belongs", "VBP" if several else "VBZ")
    return [*words.pieces(tokens), verb, Piece("to", "IN"), Piece(holder.label, "ONE", noun=True)]


def _offered(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return an offer of what one has: "offered its good offices" becomes "Norway should provide its good offices"."""
    holder = wording.holder
    if wording.act != "offers" or wording.frame != "object":
        return []
    if noun.lemma_.lower() in _COURTEOUS:
        raise UnwordedError("a courtesy")
    told = next((child for child in noun.head.children if child.dep_ == "dative" and child.i < noun.i), None)
    if told is not None and told.pos_ != "ADP":
        who = words.holder(holder)
        return [*who, Piece("should", "MD"), Piece("give", "VB"), *words.pieces([*told.subtree, *tokens])]
    return _provided(tokens, noun, words, holder)


def _provided(tokens: list[Token], noun: Token, words: Words, holder: ReferentName) -> list[Piece]:
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if noun.lemma_.lower() not in _GIVEN or (owner is None and is_definite(noun)):
        return []
    provide = Piece("should", "MD"), Piece("provide", "VB")
    if owner is None:
        return [*words.holder(holder), *provide, *words.pieces(tokens)]
    if owner.pos_ == "PRON":
        own = Piece("their" if holder.plural else holder.pronoun(2), "PRP$")
        return [*words.holder(holder), *provide, own, *words.pieces(_after(tokens, owner))]
    return [*as_subject(owner, words)[0], *provide, *words.pieces(_after(tokens, owner.right_edge))]


def _threatened(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return what is threatened: "threatened further penalties" becomes "there will be further penalties"."""
    lemma = noun.lemma_.lower()
    measure = (lemma in _MEASURES or is_deed(noun)) and (wording.act, wording.frame) == ("threatens", "object")
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
    who, several = as_subject(owner, words)
    have = Piece("have" if several or owner.lower_ == "their" else "has", "VBZ")
    return [*who, have, Piece(participle(done), "VBN"), *words.pieces([token for token in tokens if token.i >= to.i])]
