"""Shortens a sentence by leaving out circumstances that it does not need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import is_infinitive
from kg.extract.meaning.settling import AGAINST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

__all__ = ["fewer_words"]

_WORDS = load_data("meaning/wording.yaml")
#: Dependencies that only add a circumstance, and those that do so unless the statement is about the future.
_CIRCUMSTANCES = frozenset(_WORDS["circumstances"]["always"])
_OF_THE_PAST = frozenset(_WORDS["circumstances"]["past"])
#: Nouns for a point in time.
_MOMENTS = frozenset(_WORDS["moments"])
#: Nouns for what is spoken of, after "in this".
_SPHERES = frozenset(_WORDS["spheres"])
#: Words that make a circumstance essential: "only after their return".
_BINDING = frozenset(("even", "except", "if", "just", "not", "n't", "only", "solely", "unless", "until"))
#: Words that deny a sentence besides "not".
_DENYING = ("neither", "no", "nobody", "none", "nothing")
#: Prepositions of circumstances that the verb does not need.
_ADDING = (
    "after",
    "alongside",
    "amid",
    "at",
    "before",
    "despite",
    "during",
    "following",
    "in",
    "on",
    "since",
    "through",
    "under",
)

#: Words that open a clause without which the main clause is as true.
_LOOSE = ("although", "because", "though", "to")


def fewer_words(tokens: list[Token], head: Token, *, too_long: bool, act: str) -> Iterator[list[Token]]:
    """Yield the words of a sentence without what it does not need, with more left out where it is too long."""
    if head.pos_ in ("VERB", "AUX"):
        yield from _lighter(tokens, head, against=act in AGAINST)
    if too_long and act not in AGAINST:
        yield from _cut_short(tokens, head)


def _lighter(tokens: list[Token], head: Token, *, against: bool) -> Iterator[list[Token]]:
    """Yield the words of a sentence, each time without one of its optional circumstances, starting with the last one.

    "He won despite their protests" still says that he won. A circumstance stays if the sentence is negated, because
    "they did not leave because of it" does not mean that they stayed, or if it gives the time of a future event.
    """
    if any(_denies(token, head) for token in tokens):
        return
    ahead = head.tag_ == "VB" or any(child.tag_ == "MD" for child in head.children)
    inside = {token.i for token in tokens}
    for child in sorted((c for c in head.children if c.i in inside), key=lambda c: -c.i):
        if _is_circumstance(child, ahead=ahead):
            part = set(range(child.left_edge.i, child.right_edge.i + 1))
            rest = [token for token in tokens if token.i not in part]
            while rest and rest[0].is_punct:
                rest = rest[1:]
            yield rest
    for start in _ends(tokens, head) if not against else ():  # who denies two things may hold one of them
        yield [token for token in tokens if token.i < start]


def _ends(tokens: list[Token], head: Token) -> Iterator[int]:
    """Yield where parts at the end begin without which a sentence is true."""
    for token in tokens:  # "a bill that bans trawling and allows nets"
        if token.dep_ == "conj" and token.head.dep_ == "relcl" and token.right_edge.i >= tokens[-1].i:
            yield _start_of(token)
    if (link := _sphere_at_end(tokens)) is not None:
        yield link.i
    if (start := _pointing_end(tokens, head)) is not None:
        yield start


def _pointing_end(tokens: list[Token], head: Token) -> int | None:
    """Return where the last of two infinitives or a purpose begins that is about "this" only: "to put an end to this".

    The one before it stands without it: "I expect Oslo to help us and get to the bottom of this".
    """
    last = tokens[-1]
    if last.lower_ not in ("this", "that") or last.dep_ not in ("dobj", "pobj"):
        return None
    verbs = [word for word in last.ancestors if word.tag_ == "VB" and word.i > head.i and word in tokens]
    ends = [word for word in verbs if word.dep_ in ("acl", "advcl", "relcl") and word.left_edge.lower_ == "to"]
    ends += [word for word in verbs if word.dep_ == "conj" and word.head.tag_ == "VB" and is_infinitive(word.head)]
    return _start_of(ends[-1]) if ends else None


def _sphere_at_end(tokens: list[Token]) -> Token | None:
    """Return the preposition of a phrase at the end that only takes up what is spoken of: "in this field"; or None."""
    noun = tokens[-1]
    link = noun.head if noun.dep_ == "pobj" else noun
    before = [child.lower_ for child in noun.children if child.dep_ != "amod"]
    pointing = before in (["this"], ["that"], ["these"], ["those"])
    return link if pointing and noun.lemma_.lower() in _SPHERES and link in tokens[1:] else None


def _cut_short(tokens: list[Token], head: Token) -> Iterator[list[Token]]:
    """Yield the words of a sentence that is too long without parts that are true besides the rest.

    These are insertions between commas, and at the end relative clauses, times, purposes and second predicates.
    What is denied or depends on a condition stays whole.
    """
    if any(_denies(token, head) or token.lower_ in _BINDING - {"only"} for token in tokens):
        return
    rest = _without_insertions(tokens, head)
    if len(rest) < len(tokens):
        yield rest
    for _ in range(3):
        last = rest[-1].i
        ends = [token for token in rest if token.i > head.i and token.right_edge.i >= last and _is_besides(token, head)]
        start = max((token.left_edge.i for token in ends), default=0)
        rest = [token for token in rest if token.i < start]
        while rest and (rest[-1].is_punct or rest[-1].dep_ == "cc"):
            rest = rest[:-1]
        if len(rest) < 5 or head not in rest:
            return
        # "after Kenya in 2012 banned it" is not after Kenya
        if rest[-2].lower_ not in ("after", "before", "since") or rest[-1].ent_type_ == "DATE":
            yield rest


def _denies(token: Token, head: Token) -> bool:
    """Return whether a word denies the sentence: "not", or the "no" or "nobody" of its subject."""
    subject = token if token.dep_ in ("nsubj", "nsubjpass") else token.head
    denied = token.lower_ in _DENYING and subject.dep_ in ("nsubj", "nsubjpass") and subject.head == head
    return denied or token.dep_ == "neg"


def _is_besides(part: Token, head: Token) -> bool:
    """Return whether the rest is true without a part at the end of a sentence."""
    if part.dep_ == "prep":
        ahead = head.tag_ == "VB" or any(child.tag_ == "MD" for child in head.children)
        return part.lower_ in _ADDING and part.head == head and not ahead
    if part.dep_ == "advcl":
        link = next((child.lower_ for child in part.children if child.dep_ in ("aux", "mark")), "")
        return part.head == head and link in _LOOSE
    told = head.lemma_ in lexicon().verbs and not any(child.dep_ in ("dobj", "ccomp") for child in head.children)
    if part.dep_ == "relcl" and told and part.left_edge.lower_ == "that":
        return False  # "conveyed to the envoy that the talks were off"
    return part.dep_ == "relcl" or (part.dep_ == "conj" and part.pos_ in ("ADP", "AUX", "VERB"))


def _without_insertions(tokens: list[Token], head: Token) -> list[Token]:
    """Leave out phrases between two commas: "Oslo, in coordination with Rome, has sent ships"."""
    inside, dropped = {token.i for token in tokens}, set[int]()
    for token in tokens:
        left, right = token.left_edge.i - 1, token.right_edge.i + 1
        marked = all(i in inside and token.doc[i].text == "," for i in (left, right))
        if token.dep_ == "prep" and marked and not left < head.i < right:
            dropped |= set(range(left, right + (left not in dropped)))
    return [token for token in tokens if token.i not in dropped]


def _is_circumstance(part: Token, *, ahead: bool) -> bool:
    """Return whether a part of a clause only describes the circumstances of what happens."""
    if any(token.lower_ in _BINDING for token in part.subtree):
        return False
    if part.dep_ == "prep" and any(
        word.lower_ in ("this", "these") and word.head.head == part for word in part.subtree
    ):
        return any(inner.lemma_.lower() in _MOMENTS for inner in part.children)  # "at this critical moment"
    if part.dep_ == "prep" and part.lower_ != "as":
        link = part.lower_
    elif part.dep_ == "advcl":
        link = next((child.lower_ for child in part.children if child.dep_ == "mark"), "")
    else:
        return False
    return link in _CIRCUMSTANCES or (not ahead and link in _OF_THE_PAST)


def _start_of(verb: Token) -> int:
    """Return where a coordinated verb begins, with the "and" before it."""
    start = verb.left_edge.i
    return start - 1 if start and verb.doc[start - 1].dep_ == "cc" else start
