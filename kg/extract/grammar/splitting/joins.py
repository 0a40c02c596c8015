"""Tells which verbs belong to one content: shared objects, conditions, and clauses that a participle introduces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.splitting.series import VOICING
from kg.extract.grammar.tree import has_mark, has_subject, is_infinitive, is_loose_participle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

__all__ = [
    "ADDING",
    "conditions_in",
    "is_bare",
    "restarts",
    "under_participle",
    "without_link",
    "without_other_phrase",
]

_TAKEN = ("dobj", "prep", "xcomp", "ccomp", "acomp", "attr", "agent")
#: Conjunctions of conditions: the clause says nothing without the one that it restricts.
_CONDITIONAL = ("if", "unless", "until")
#: Conjunctions that link a clause to the one before; the clause is a statement without them.
_LINKS = ("although", "because", "though", "whereas")
#: Participles by which somebody adds a clause.
ADDING = ("adding", "arguing", "insisting", "noting", "remarking", "saying", "stressing", "warning")
_SHOWING = ("indicate", "mean", "prove", "show", "suggest")


def is_bare(token: Token) -> bool:
    """Return whether a coordinated verb is not a clause of its own: "found and killed", "is stopping or delaying"."""
    if is_loose_participle(token) or shares_object(token):
        return True
    if token.i == token.head.i + 2 and token.tag_ == token.head.tag_ and not has_subject(token):
        return True
    helped = any(child.dep_ in ("aux", "auxpass") for verb in (token, token.head) for child in verb.children)
    if token.tag_ == "VB" and token.head.tag_ in ("VBD", "VBZ", "VBP") and not helped and not has_subject(token):
        # "its aim is to open the port and help the town": part of the infinitive; but "we support X and urge Y"
        before = (child for child in token.head.children if child.i < token.i)
        inside = any(is_infinitive(word) for child in before for word in child.subtree)
        return token.head.tag_ != "VBP" or (inside and token.lemma_.lower() not in VOICING)
    return not has_subject(token) and not any(child.dep_ in (*_TAKEN, "aux", "auxpass") for child in token.children)


def shares_object(token: Token) -> bool:
    """Return whether two verbs share what follows the second: "deplores and firmly opposes it", "conniving at and"."""
    first, own = token.head, [child for child in token.children if child.dep_ in _TAKEN and child.i > token.i]
    if token.dep_ != "conj" or has_subject(token) or token.tag_ != first.tag_ or not own:
        return False
    after = [child for child in first.children if first.i < child.i < token.i]
    taken = [child for child in after if child.dep_ in _TAKEN and not (child.pos_ == "ADP" and not _governs(child))]
    between = {token.doc[i].pos_ for i in range(first.i + 1, token.i)}
    return not taken and between <= {"ADP", "ADV", "CCONJ", "PART"}


def _governs(prep: Token) -> bool:
    return any(child.dep_ in ("pobj", "pcomp") for child in prep.children)


def restarts(verb: Token) -> bool:
    """Return whether a clause is the next one of a list: "said that it had left, that it was late, and that ..."."""
    mark = next((child for child in verb.children if child.dep_ == "mark" and child.lower_ == "that"), None)
    before = verb.doc[mark.i - 1].lower_ if mark is not None and mark.i else ""
    listed = has_mark(verb.head, "that") and verb.dep_ in ("advcl", "ccomp", "conj")
    return before in (",", "and") and has_subject(verb) and listed


def conditions_in(heads: Sequence[Token]) -> set[int]:
    """Return the heads that are the conditions of another head: "they may challenge it, if they want to"."""
    found = {head.i for head in heads if any(_holds_back(child, head) for child in head.children)}
    return found if len(found) < len(heads) else set()


def _holds_back(mark: Token, head: Token) -> bool:
    """Return whether a word opens a condition; after "but" or "and", another clause follows that depends on it."""
    opens = mark.dep_ == "mark" and mark.lower_ in _CONDITIONAL and mark.i < head.i
    return opens and not (mark.i and mark.nbor(-1).dep_ == "cc")


def without_link(doc: Doc, tokens: list[int], head: Token) -> list[int]:
    """Return a clause without the "because" or "although" that links it to the clause before."""
    first = doc[tokens[0]] if tokens else head
    linked = first.lower_ in _LINKS and first.dep_ == "mark" and first.head == head and head.i in tokens
    return tokens[1:] if linked else tokens


def under_participle(tokens: list[int], head: Token) -> tuple[list[int], Token]:
    """Return what a participle of saying introduces: "noting that it was late" gives "it was late"."""
    if tokens and _only_adds(head.doc[tokens[0]], head):
        kept = [i for i in tokens if i > tokens[0] + (head.doc[tokens[0] + 1].lower_ == "that")]
        return kept, head
    told = head.lemma_.lower() in (*lexicon().plain, *_SHOWING) and head.tag_ == "VBG" and not has_subject(head)
    if not told or any(child.dep_ in ("aux", "auxpass", "neg") for child in head.children):
        return tokens, head
    inner = [child for child in head.children if child.dep_ == "ccomp" and child.i > head.i and has_subject(child)]
    if len(inner) != 1 or any(child.dep_ in ("dobj", "dative") for child in head.children):
        return tokens, head
    marks = {child.i for child in inner[0].children if child.dep_ == "mark" and child.lower_ == "that"}
    start = inner[0].left_edge.i
    kept = [i for i in tokens if i >= start and i not in marks]
    return (kept, inner[0]) if inner[0].i in kept else (tokens, head)


def _only_adds(opening: Token, head: Token) -> bool:
    """Return whether a participle adds a clause, of which the parser took it for a part: "warning raids would hurt"."""
    if opening.lower_ not in ADDING or head.i < opening.i + 2 or opening == head:
        return False
    after, before = opening.nbor(1), opening.nbor(-1) if opening.i else opening
    subject = opening.tag_ == "VBG" and opening.dep_ == "csubj" and opening.head == head
    plain = after.pos_ in ("ADJ", "DET", "NOUN", "NUM", "PRON", "PROPN") or after.lower_ == "that"
    return plain and head.pos_ in ("VERB", "AUX") and (subject or before.text == ",")


def without_other_phrase(doc: Doc, content: Sequence[int], head: Token) -> list[int]:
    """Return a thing without a second phrase of its verb: "committed to the pact and in contact with Oslo"."""
    above = head.head
    joined = [child for child in above.children if above.pos_ == "ADP" and child.dep_ == "conj" and child.i > head.i]
    if not joined or joined[0].pos_ != "ADP" or joined[0].lower_ == above.lower_:
        return without_loose_end(doc, content)
    kept = [i for i in content if i < joined[0].left_edge.i]
    return without_loose_end(doc, kept)


def without_loose_end(doc: Doc, tokens: Sequence[int]) -> list[int]:
    """Return words without an "and" or a comma at the end, after which the parser lost the rest."""
    kept = list(tokens)
    while kept and doc[kept[-1]].lower_ in ("and", "but", "or", ","):
        kept.pop()
    return kept
