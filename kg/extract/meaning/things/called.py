"""Words a thing with a description: "described the plan as a mistake" becomes "The plan is a mistake."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.meaning.finite import clause_subject
from kg.extract.meaning.forms.agreement import is_nation_by_name
from kg.extract.meaning.pieces import Piece, UnwordedError

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words

__all__ = ["called_pieces", "declared_pieces", "deemed_pieces", "found_pieces", "wanted_as"]

_VERBAL = ("MD", "VBD", "VBP", "VBN", "VBG")
#: Verbs for what somebody holds a thing to be.
_DEEMING = ("believe", "consider", "deem", "find", "think")
#: The first words of a thing.
_OPENING = ("ADJ", "DET", "NOUN", "PRON", "PROPN")


def called_pieces(tokens: list[Token], head: Token, words: Words) -> list[Piece]:
    """Return "X is Y" for a thing with a description: "described the plan as a mistake".

    Raises UnwordedError if either part is missing.
    """
    # "named both the party and its wing as terrorists"
    tokens = [
        token for token in tokens if token.dep_ != "preconj" and not (token.lower_ == "both" and token.i < head.i)
    ]
    start = head.i + 1 if head.lower_ == "as" else head.i if clause_subject(head) is not None else head.left_edge.i
    before = [token for token in tokens if token.i < start and token != head and token.lower_ != "as"]
    after = [token for token in tokens if token.i >= start]
    before, after = _at_quotation(tokens) or ((before, after) if before else _parted(tokens))
    if not before and head.head.tag_ == "VBN":  # "the vote was condemned as unfair"
        passive = [child for child in head.head.children if child.dep_ == "nsubjpass"]
        before = [token for child in passive for token in child.subtree]
        after = [token for token in tokens if token.i >= start]
    while before and before[-1].is_punct:
        before = before[:-1]
    if not before or not after or before[0].lower_ in ("what", "to", "not"):
        raise UnwordedError("nothing that is called so")
    nouns = [token for token in before if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ != "compound"]
    if not nouns:
        raise UnwordedError("nothing that is called so")
    subject = words.pieces(before)
    beside = set(before)
    top = next((token for token in nouns if token.head not in beside and token.pos_ != "PRON"), nouns[0])
    plural = top.tag_ in ("NNS", "NNPS") or any(token.dep_ == "cc" for token in before) or subject[0].tag == "SEVERAL"
    plural = plural or (len(before) == 2 and before[0].lower_ == "the" and is_nation_by_name(before[1].lower_))
    if len(after) == 1 and after[0].tag_ in ("VBG", "VB", "RB") and after[0].dep_ != "acomp":
        raise UnwordedError("no predicate")
    return [*subject, Piece("are" if plural else "is", "VBP" if plural else "VBZ"), *words.pieces(after)]


def _at_quotation(tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
    """Return a thing and what it is called in quotation marks, however they were parsed: 'called the pact "absurd"'."""
    marks = [token for token in tokens if token.tag_ == "``"]
    if len(marks) != 1 or any(token.lower_ == "as" for token in tokens):
        return None
    start = marks[0].i - (marks[0].i > 0 and marks[0].nbor(-1).lower_ in ("a", "an", "the"))
    thing = [token for token in tokens if token.i < start and token.dep_ != "preconj"]
    told = [token for token in tokens if token.i >= start]
    whole = bool(thing) and thing[-1].pos_ in ("NOUN", "PROPN") and thing[-1].i + 1 == start
    verbal = any(token.pos_ in ("VERB", "AUX", "CCONJ") for token in thing)
    return (thing, told) if whole and not verbal and thing[0].pos_ in _OPENING else None


def _parted(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return a thing and what it is called, where the parser took both for one: "called the order swift and just"."""
    noun = next((token for token in tokens if token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("dobj", "oprd")), None)
    told = [child for child in noun.children if child.i == noun.i + 1 and child.dep_ == "amod"] if noun else []
    if noun is None or not told or told[0].tag_ != "JJ":
        return [], []
    own = [token for token in tokens if token in set(noun.subtree)]
    return [token for token in own if token.i <= noun.i], [token for token in own if token.i > noun.i]


def deemed_pieces(tokens: list[Token], head: Token, words: Words, cue: str) -> list[Piece]:
    """Return "X is Y" for a thing that is held to be another one: "considers the pact the root"; empty for others."""
    thing = next((child for child in head.children if child.dep_ == "nsubj" and child in tokens), None)
    if cue not in _DEEMING or thing is None or head.tag_ not in ("NN", "NNS"):
        return []
    who = [token for token in tokens if token.i <= thing.right_edge.i]
    what = [token for token in tokens if token.i > thing.right_edge.i]
    if who[0] != thing.left_edge or not what or what[0].head != head or what[0].dep_ != "det":
        return []
    several = thing.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in thing.children)
    return [*words.pieces(who), Piece("are" if several else "is", "VBZ"), *words.pieces(what)]


def found_pieces(tokens: list[Token], head: Token, words: Words, cue: str) -> list[Piece]:
    """Return "X is Y" for a thing found to be so: "found the centre to be unlawful"; empty for others."""
    to = next((token for token in tokens if token.tag_ == "TO" and token.head == head), None)
    if cue not in (*_DEEMING, "declare", "judge", "rule") or head.lemma_ != "be" or to is None or head.i != to.i + 1:
        return []
    who, what = [t for t in tokens if t.i < to.i], [t for t in tokens if t.i > head.i]
    nouns = [token for token in who if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ != "compound"]
    if not nouns or not what:
        return []
    subject = words.pieces(who)
    several = nouns[0].tag_ in ("NNS", "NNPS") or subject[0].tag == "SEVERAL"
    return [*subject, Piece("are" if several else "is", "VBZ"), *words.pieces(what)]


def wanted_as(tokens: list[Token], noun: Token, words: Words) -> list[Piece]:
    """Return what a thing should be: "wants Oslo as the capital" becomes "Oslo should be the capital"; else nothing."""
    link = next((token for token in tokens if token.lower_ == "as" and token.dep_ == "prep"), None)
    what = [token for token in tokens if link is not None and token.i > link.i]
    if link is None or link.i <= noun.i or not any(token.dep_ == "pobj" and token.head == link for token in what):
        return []
    who = words.pieces([token for token in tokens if token.i < link.i])
    return [*who, Piece("should", "MD"), Piece("be", "VB"), *words.pieces(what)]


def declared_pieces(tokens: list[Token], words: Words, cue: str) -> list[Piece]:
    """Return "X is Y" for a thing that is declared to be so: "declared the elections invalid"; empty for others.

    The parser often takes the noun for a verb: "declared the waters untouchable".
    """
    bare = [token for token in tokens if not token.is_punct]
    if cue not in ("declare", "pronounce", "rule") or len(bare) < 3 or bare[-1].tag_ != "JJ":
        return []
    subject, last = bare[:-1], bare[-2]
    verbal = any(token.tag_ in _VERBAL or token.lemma_ in ("be", "have") for token in subject)
    nouns = [token for token in subject if token.pos_ in ("NOUN", "PROPN") or token == last]
    if verbal or any(token.tag_ == "VBZ" for token in subject[:-1]) or not nouns or subject[0].pos_ not in _OPENING:
        return []
    of = next((token for token in subject if token.lower_ == "of"), None)
    top = (
        last
        if of is None
        else max((token for token in nouns if token.i < of.i), key=lambda token: token.i, default=last)
    )
    several = top.tag_ in ("NNS", "NNPS", "VBZ") or any(token.dep_ == "cc" for token in subject)
    pieces = words.pieces(subject)
    pieces[-1].tag = "NNS" if last.tag_ == "VBZ" else pieces[-1].tag
    return [*pieces, Piece("are" if several else "is", "VBZ"), *words.pieces([bare[-1]])]
