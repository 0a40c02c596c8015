"""Checks what the context of a pronoun shows: whether it is plural or shared, a thing, and whether it means anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import has_mark
from kg.extract.meaning.pieces import UnwordedError
from kg.extract.meaning.referring.standing import subject_above
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.pieces import Piece, ReferentName

__all__ = [
    "continues",
    "is_about_object",
    "is_harmed",
    "is_identified",
    "is_missing",
    "is_only_person",
    "is_owned_inside",
    "is_people",
    "is_several",
    "is_thing",
    "means_people",
    "refuse_joint",
    "takes_up_nothing",
]

_SUBJECTS = ("nsubj", "nsubjpass")
_CLAUSAL = (*_SUBJECTS, "csubj", "expl")
_THOUGHT = ("allege", "argue", "believe", "claim", "expect", "hope", "know", "report", "say", "suggest", "think")
#: Verbs that affect something of somebody other than their subject.
_AFFECTING = frozenset(load_data("meaning/wording.yaml")["affecting"])
#: Verbs for what is done to somebody because of something of the same.
_JUDGING = frozenset(load_data("meaning/wording.yaml")["judging"])
#: "this kind of deal", "that part of the country": the words after the noun do not identify it.
_VAGUE = ("area", "day", "kind", "moment", "name", "part", "point", "region", "side", "sort", "time", "type", "way")
_SOME_OF = ("all", "both", "each", "many", "most", "none", "one", "some")
#: With these words, "we" includes people beyond the speaker's own side.
_JOINTLY = ("together", "both", "each", "jointly", "collectively", "voice")
#: Verbs for mutual actions.
_RECIPROCAL = ("converse", "meet", "negotiate", "reconvene", "talk")
_PERSONS = frozenset(load_data("meaning/wording.yaml")["persons"])
#: What a state or a body may call itself: "it was a party to the treaty".
_BEINGS = PEOPLE | ROLES | BODIES | frozenset(load_data("meaning/wording.yaml")["beings"])
#: What takes two parties or more.
_AGREED = frozenset(load_data("meaning/wording.yaml")["agreed"])
_ARGUMENTS = (*_SUBJECTS, "attr", "dobj")
#: What acts and plans have, and no state or body.
_HAD_BY_THINGS = ("basis", "consequence", "effect", "impact", "implication", "merit", "repercussion", "validity")
#: Verbs for what is done to laws, plans and measures, and never to a state or a body.
_ENACTED = frozenset(load_data("meaning/wording.yaml")["enacted"])


def is_thing(it: Token) -> bool:
    """Return whether the predicate shows that "it" is a thing: "it was a mistake", "it has no legal effect"."""
    if it.dep_ == "nsubjpass" and it.head.lemma_.lower() in _ENACTED:
        return True
    had = [child.lemma_.lower() for child in it.head.children if child.dep_ == "dobj"]
    if it.head.lemma_ == "have" and any(noun in _HAD_BY_THINGS for noun in had):
        return True
    nouns = [child for child in it.head.children if child.dep_ == "attr" and child.tag_ == "NN"]
    return it.head.lemma_ in ("be", "remain") and bool(nouns) and not any(noun.lower_ in _BEINGS for noun in nouns)


def is_missing(pronoun: Token) -> bool:
    """Return whether nothing is agreed without a party: "no deal would last without it", said of who says so."""
    link = pronoun.head
    if pronoun.dep_ != "pobj" or link.lower_ != "without":
        return False
    top = link.head
    while top.dep_ in ("attr", "conj", "dobj", "xcomp") and top.head != top:
        top = top.head
    nouns = [word for word in top.subtree if word.i < link.i and word.pos_ == "NOUN" and word.dep_ in _ARGUMENTS]
    denied = [word for word in nouns if any(child.lower_ == "no" for child in word.children)]
    return bool(denied) and nouns == denied and all(word.lemma_.lower() in _AGREED for word in denied)


def continues(pronoun: Token, subjects: list[Piece]) -> bool:
    """Return whether "it" takes up the subject of the clause before: "Oslo will go if Rome does, and it will help"."""
    first = pronoun.head.head if pronoun.head.dep_ == "conj" else pronoun
    same = [child for child in first.children if child.dep_ == "nsubj" and child.tag_ in ("NN", "NNP")]
    return any(piece.token in same and piece.tag != "PERSON" for piece in subjects)


def is_only_person(named: ReferentName, before: list[Piece]) -> bool:
    """Return whether "he" or "she" is clear: the sex is known, and no other person is named in the sentence."""
    words = (piece for piece in before if piece.token is not None and piece.token.ent_type_ == "PERSON")
    others = [piece.text for piece in words if piece.text not in named.label and not piece.noun]
    names = {piece.text for piece in before if piece.tag == "PERSON"}
    return bool(named.sex) and not others and names <= {named.label}


def is_several(piece: Piece) -> bool:
    """Return whether a word is plural, or several things joined."""
    several = piece.token is not None and any(child.dep_ == "conj" for child in piece.token.children)
    return piece.tag in ("NNS", "NNPS", "SEVERAL") or several


def is_people(piece: Piece) -> bool:
    """Return whether a word names people: "the members", "Ukrainians"."""
    word = piece.token
    return word is not None and (word.lower_ in PEOPLE or word.lemma_.lower() in _PERSONS or word.ent_type_ == "NORP")


def is_identified(noun: Token) -> bool:
    """Return whether the words after a noun identify it: "this decision by Norway", "these raids on Oslo"."""
    if noun.lemma_.lower() in _VAGUE or noun.pos_ != "NOUN":
        return False
    links = [child for child in noun.children if child.i > noun.i and child.dep_ == "prep" and child.lower_ != "for"]
    return any(inner.pos_ in ("NOUN", "PROPN") for child in links for inner in child.children)


def _is_joint(word: Token) -> bool:
    """Return whether a word extends "we" beyond the speaker's own side; "together with our allies" does not."""
    beside = word.i + 1 < len(word.doc) and word.nbor(1).lower_ == "with"
    listed = word.lower_ == "both" and word.dep_ in ("cc", "preconj")  # "both military and civilian"
    return word.lower_ in _JOINTLY and not (word.lower_ == "together" and beside) and not listed


def refuse_joint(token: Token, before: list[Piece]) -> None:
    """Refuse a pronoun that refers to nobody in particular: "if I were", "some of us", "we together"."""
    if token.lower_ in ("i", "we") and before and before[0].text.lower() == "if" and _is_supposed(token, before[0]):
        raise UnwordedError("if I were")
    if token.lower_ in ("us", "you", "them") and token.head.lower_ == "of" and token.head.head.lower_ in _SOME_OF:
        raise UnwordedError("some of us")
    if (
        token.lower_ == "we"
        and token.head.lemma_ in _RECIPROCAL
        and not any(c.dep_ in ("dobj", "prep") for c in token.head.children)
    ):
        raise UnwordedError("we together")  # "we will meet again"
    if token.lower_ in ("we", "us", "our") and any(_is_joint(item) for item in token.sent):
        raise UnwordedError("we together")


def _is_supposed(token: Token, first: Piece) -> bool:
    """Return whether "we" is in a condition or takes up one in it: "if we leave, we lose", not "if he leaves"."""
    start = first.token.i if first.token is not None else token.sent.start
    earlier = any(word.lower_ in ("i", "we") for word in token.doc[start : token.i])
    return earlier or has_mark(token.head, "if") or token.head.lemma_ == "be"


def _judged_for(pronoun: Token) -> Token | None:
    """Return whose own thing somebody is judged for: "punish Oslo for its raids", "thank Rome for its aid"."""
    link = pronoun.head.head if pronoun.dep_ == "poss" and pronoun.head.dep_ == "pobj" else None
    if link is None or link.lower_ not in ("for", "over") or pronoun.lower_ not in ("her", "his", "its", "their"):
        return None
    verb = link.head if link.head.pos_ == "VERB" else link.head.head
    objects = [child for child in verb.children if child.dep_ == "dobj" and child.i < link.i]
    return objects[0] if len(objects) == 1 and verb.lemma_.lower() in _JUDGING else None


def is_owned_inside(token: Token, before: list[Piece]) -> bool | None:
    """Return whether a sentence names the owner that "its" or "their" means, or None if this decides nothing."""
    if token.dep_ != "poss":
        return None
    if any(child.lower_ == "own" for child in token.head.children):
        return any(piece.noun or (piece.token is not None and piece.token.dep_ in _CLAUSAL) for piece in before)
    beside = token.head.head
    if token.head.dep_ == "conj" and any(piece.token == beside for piece in before):
        fits = (token.lower_ == "their" and beside.tag_ == "NNS") or (token.lower_ == "its" and beside.tag_ == "NN")
        return beside.pos_ == "PROPN" or fits  # "Anna Berg and her son", "the rebels and their allies"
    judged = _judged_for(token)
    return True if judged is not None and any(piece.token == judged for piece in before) else None


def is_harmed(pronoun: Token) -> bool:
    """Return whether a pronoun owns what is harmed by somebody without a subject: "of violating its borders"."""
    verb = pronoun.head.head if pronoun.dep_ == "poss" and pronoun.head.dep_ == "dobj" else None
    if verb is None or pronoun.lower_ not in ("its", "their"):
        return False
    return verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.lemma_.lower() in _AFFECTING


def is_about_object(cue: Token) -> bool:
    """Return whether words go on about several things: "condemned the raids, saying they hurt the town"."""
    verb = cue.head if cue.dep_ == "advcl" and cue.tag_ == "VBG" else cue
    things = [child for child in verb.children if child.dep_ == "dobj" and verb.i < child.i < cue.i]
    return any(token.tag_ == "NNS" for thing in things for token in thing.subtree)


def means_people(they: Token) -> bool:
    """Return whether "their" is rather that of people just named than of a body: "it works on their evacuation"."""
    verb = next((token for token in they.ancestors if token.pos_ in ("VERB", "AUX")), they)
    subject = subject_above(verb)
    if subject is not None and subject.lower_ == "it" and subject.i < they.i:
        return True
    before = they.doc[they.sent.start - 1].sent.start if they.sent.start else 0
    words = (word for word in they.doc[before : they.i] if word.tag_ in ("NNS", "NNPS") and word.dep_ != "compound")
    return any(word.lower_ in PEOPLE or word.lemma_.lower() in _PERSONS or word.ent_type_ == "NORP" for word in words)


def takes_up_nothing(pronoun: Token) -> bool:
    """Return whether "it" is not what was spoken of before: "we will call it a mosque", "it was suggested"."""
    told = pronoun.dep_ == "nsubjpass" and pronoun.head.lemma_ in _THOUGHT
    return told or (pronoun.dep_ == "dobj" and pronoun.head.lemma_ in ("call", "name"))
