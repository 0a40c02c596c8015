"""Finds the items of lists, either things or actions, in reported speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_but_for

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["LATER", "by_sentence", "coordinated_with", "enumerated", "is_example", "narrows", "trimmed_ends"]

#: "Without a truce, Norway will send no aid" does not say that it will send none.
_NARROWING = ("absent", "barring", "without")

_EXEMPLIFYING = ("especially", "including", "namely", "notably", "particularly")
_NAMES = load_data("names/people.yaml")
_PEOPLE = frozenset((*_NAMES["people"], *_NAMES["plural_people"]))
LATER = ("after", "as", "while", "because", "since", "although", "though", "but")


def enumerated(doc: Doc, content: tuple[int, ...], least: int = 0) -> list[list[int]]:
    """Return the items of a list with commas and a final "and", if each has a noun and none has a finite verb.

    A list of at least `least` items needs no "and"; 0 means that every list needs one.
    """
    content = tuple(range(content[0], content[-1] + 1))
    marks = [i for i in content if doc[i].text == "," or _joins(doc[i])]
    commas = sum(doc[i].text == "," for i in marks)
    if commas < 1 or not (any(doc[i].lower_ in ("and", "or") for i in marks) or 0 < least <= commas + 1):
        return []
    segments: list[list[int]] = [[]]
    for i in content:
        if i in marks:
            segments.append([])
        else:
            segments[-1].append(i)
    segments = [trimmed_ends(doc, part) for part in segments if part]
    named = all(any(doc[i].pos_ == "NOUN" for i in part) for part in segments)
    finite = any(doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") for part in segments for i in part)
    if len(segments) < 3 or not named or finite or _is_within(doc, segments) or _are_people(doc, segments):
        return []
    return segments


def _are_people(doc: Doc, segments: list[list[int]]) -> bool:
    """Return whether a list goes on with people who are named in its first item: "the arrest of X, Y and officials"."""
    first, *rest = [[doc[i] for i in part] for part in segments]
    tops = [next((token for token in part if token.pos_ in ("NOUN", "PROPN")), part[0]) for part in rest]
    later = [token for token in tops if any(one.lower_ in _PEOPLE for one in (token, *token.children, token.head))]
    return not any(token.lower_ in _PEOPLE for token in first) and len(later) > 1


def _joins(word: Token) -> bool:
    """Return whether "and" or "or" joins more than two adjectives: not in "an immediate and lasting truce"."""
    return word.lower_ in ("and", "or") and word.dep_ == "cc" and word.head.pos_ != "ADJ"


def _is_within(doc: Doc, segments: list[list[int]]) -> bool:
    """Return whether a list is part of a larger phrase: "relief from dues on payments, logistics and insurance"."""
    joined = (doc[i] for i in segments[1] if doc[i].dep_ == "conj" and doc[i].head.i in segments[0])
    first = next(joined, None)
    if first is None:
        return False
    above = first.head
    if above.dep_ in ("dobj", "nmod", "compound") or above.head.tag_ == "VBG":
        verb = above.head if above.dep_ == "dobj" else above.head.head
        return verb.i in segments[0] and verb.tag_ in ("VBG", "VBN")  # "a deal covering policing, trade and data"
    owner = above.head.head if above.dep_ == "pobj" else None
    return owner is not None and owner.pos_ == "NOUN" and owner.i in segments[0]


def _does(token: Token) -> bool:
    """Return whether "that" is a subject: "That is a mistake", not "said that ..."."""
    subject = token.lower_ == "that" and token.dep_ in ("nsubj", "nsubjpass")
    return subject and token.i + 1 < len(token.doc) and token.nbor(1).pos_ in ("VERB", "AUX", "ADV", "PART")


def coordinated_with(head: Token, inside: set[int], verb: str = "") -> list[Token]:
    """Return a head and what is coordinated with it; if `verb` is given, verbs count only with that tag."""
    parts, todo = [head], [head]
    while todo:
        for child in todo.pop().children:
            if child.dep_ == "conj" and child.i in inside and (child.pos_ in ("NOUN", "PROPN", "VERB", "AUX", "ADP")):
                if child.pos_ == "PROPN" and head.pos_ == "PROPN":
                    continue
                if verb and child.pos_ == "VERB" and child.tag_ != verb:
                    continue
                parts.append(child)
                todo.append(child)
    return sorted(parts, key=lambda token: token.i)


def is_example(head: Token) -> bool:
    """Return whether a word names some of those meant before it: "all of them, especially children and women"."""
    while head.dep_ == "conj" and head.head.i < head.i and not _is_exemplified(head):
        head = head.head
    return head.dep_ == "conj" and _is_exemplified(head)


def _is_exemplified(noun: Token) -> bool:
    return noun.pos_ in ("NOUN", "PROPN") and any(c.lower_ in _EXEMPLIFYING and c.i < noun.i for c in noun.children)


def narrows(doc: Doc, opening: list[int]) -> bool:
    """Return whether words before a subject say on what the rest depends: "without a truce", not "without a doubt"."""
    first = doc[opening[0]]
    return is_but_for(first) or (
        first.lower_ in _NARROWING and not any(doc[i].lower_ in ("doubt", "question") for i in opening)
    )


def trimmed_ends(doc: Doc, tokens: list[int]) -> list[int]:
    """Return tokens without punctuation and conjunctions at either end."""
    drop = (",", ";", ":", "--", "—", "–", "-", ".", "and", "but", "or", "that")
    while tokens and (
        doc[tokens[0]].is_space
        or (doc[tokens[0]].lower_ in drop and not _does(doc[tokens[0]]) and not is_but_for(doc[tokens[0]]))
        or (doc[tokens[0]].lower_ in LATER[:3] and _is_leftover(doc[tokens[0]], tokens))
    ):
        tokens = tokens[1:]
    while tokens and (doc[tokens[-1]].is_space or doc[tokens[-1]].lower_ in (*drop[:-1], "as", "while", '"')):
        if doc[tokens[-1]].text == '"' and sum(doc[i].text == '"' for i in tokens) % 2 == 0:
            break
        tokens = tokens[:-1]
    if [doc[i].lower_ for i in tokens[-2:]] in (["as", "well"], [",", "so"]):
        return tokens[:-2]
    return tokens


def _is_leftover(link: Token, tokens: list[int]) -> bool:
    """Return whether a link leads to nothing; that of a clause before the main one does ("while old, it sails")."""
    clause = link.head
    before = link.dep_ == "mark" and clause.dep_ == "advcl" and clause.head.i > clause.i and clause.head.i in tokens
    return link.dep_ not in ("prep", "advmod") and not before


def by_sentence(doc: Doc, content: tuple[int, ...]) -> list[dict[int, Token]]:
    """Return the tokens of the content, grouped by sentence."""
    found: dict[int, dict[int, Token]] = {}
    sentence = 0
    for i in content:
        token = doc[i]
        if token.is_sent_start:
            sentence = i
        found.setdefault(sentence, {})[i] = token
    return list(found.values())
