"""Finds death tolls: the number of people killed, how exact the figure is, and who they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.contents import Content
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import where

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["FoundToll", "by_toll", "find_tolls"]

_KILL = {"kill", "die", "murder", "massacre", "perish", "slaughter", "shoot"}
_DEADLY = frozenset(form for word in (*_KILL, "toll") for form in (word, word.capitalize()))
_PEOPLE = {
    "civilian",
    "soldier",
    "man",
    "woman",
    "child",
    "person",
    "officer",
    "boy",
    "girl",
    "journalist",
    "protester",
    "policeman",
    "worker",
    "student",
    "fighter",
    "rebel",
    "militant",
    "doctor",
    "teacher",
    "leader",
    "commander",
    "official",
    "member",
    "passenger",
    "resident",
}
_THINGS = frozenset(load_data("meaning/wording.yaml")["things"])
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "a": 1,
    "an": 1,
    "dozen": 12,
}


@dataclass(slots=True)
class FoundToll:
    """A death toll: the number, how exact it is, the token of the victims (None if not named) and of the figure."""

    deaths: int
    qualifier: str
    victims: int | None
    token: int


def find_tolls(doc: Doc, tokens: tuple[int, ...]) -> list[FoundToll]:
    """Return the death tolls in a content."""
    inside = set(tokens)
    if inside.isdisjoint(_deadly(doc)):
        return []
    found = []
    for token in (doc[i] for i in tokens):
        counted = token.pos_ == "NUM" or (token.lower_ in ("a", "an") and token.head.lemma_.lower() in _PEOPLE)
        victims = _victims(token, inside) if counted else None
        number = _number(token.text) if victims is not None else None
        if number is not None and victims is not None:
            found.append(FoundToll(number, _qualifier(doc, token.i), victims if victims >= 0 else None, token.i))
    return found


def _deadly(doc: Doc) -> list[int]:
    """Return the indices of tokens about deaths; searched once per text."""
    if "deadly" not in doc.user_data:
        doc.user_data["deadly"] = where(doc, "LEMMA", _DEADLY)
    found: list[int] = doc.user_data["deadly"]
    return found


def _victims(figure: Token, inside: set[int]) -> int | None:
    """Return the token for the dead that a figure counts: -1 if they are not named, None if it counts no dead."""
    head = figure.head
    if figure.dep_ in ("nummod", "det", "quantmod") and head.pos_ in ("NOUN", "PROPN"):
        if head.lemma_.lower() in _THINGS:
            return None  # "shot down 110 drones"
        return head.i if _killed(head, inside) else None
    if figure.dep_ in ("nsubjpass", "dobj") and any(child.lower_ == "of" for child in figure.children):
        return -1 if _killed(figure, inside) else None  # "four of its soldiers"
    if figure.dep_ == "pobj":
        before = figure.doc[max(0, figure.i - 3) : figure.i]
        return -1 if any(token.lower_ == "toll" for token in before) else None
    return None


def _killed(noun: Token, inside: set[int]) -> bool:
    """Return whether a noun means people who were killed."""
    verb = noun
    while verb.dep_ in ("conj", "prep") or (verb.dep_ == "pobj" and verb.head.lower_ in ("with", "including")):
        verb = verb.head
    if (
        verb.dep_ == "nsubjpass"
        or verb.dep_ == "dobj"
        or (verb.dep_ == "nsubj" and verb.head.lemma_.lower() in ("die", "perish"))
    ):
        verb = verb.head
    return verb.lemma_.lower() in _KILL and verb.i in inside


def _number(word: str) -> int | None:
    plain = word.replace(",", "")
    if plain.isdecimal() and plain.isascii() and len(plain) < 10:
        return int(plain)
    return _WORDS.get(word.lower())


def _qualifier(doc: Doc, index: int) -> str:
    before = doc[max(0, index - 3) : index].text.casefold()
    for words, value in (
        ("at least", "at-least"),
        ("more than", "more-than"),
        ("over", "more-than"),
        ("about", "about"),
        ("around", "about"),
        ("some", "about"),
        ("nearly", "about"),
        ("up to", "at-most"),
        ("fewer than", "fewer-than"),
        ("less than", "fewer-than"),
    ):
        if before.endswith(words):
            return value
    return "exactly"


def by_toll(doc: Doc, content: Content) -> list[Content]:
    """Split a content with several death tolls into one content per toll, because each of them is a claim."""
    tolls = find_tolls(doc, content.tokens)
    if len(tolls) < 2 or len({toll.victims for toll in tolls}) < 2:
        return [content]
    first = tolls[0]
    verb = doc[first.victims] if first.victims is not None else doc[first.token]
    while verb.lemma_.lower() not in _KILL and verb.head != verb:
        verb = verb.head
    if verb.lemma_.lower() not in _KILL or (all(toll.token < verb.i for toll in tolls) and _joined(doc, tolls)):
        return [content]
    parts = []
    start = min([verb.i, *(child.i for child in verb.children if child.dep_ in ("auxpass", "aux"))])
    end = max([verb.i, *(child.right_edge.i for child in verb.children if child.i > verb.i and _is_time(child))])
    for toll in tolls:
        noun = doc[toll.victims] if toll.victims is not None else doc[toll.token]
        if toll.token < verb.i:
            left, right = toll.token, end
        elif toll.victims is None:
            head = next(item for item in (noun.head.head, noun) if item is not None)
            left, right = head.left_edge.i, noun.i
        else:
            left, right = start, noun.i
        tokens = tuple(i for i in content.tokens if left <= i <= right)
        if tokens:
            parts.append(Content(tokens, verb.i, (doc[left].idx, doc[right].idx + len(doc[right]))))
    return parts or [content]


def _joined(doc: Doc, tolls: list[FoundToll]) -> bool:
    """Return whether the figures are the subjects of one verb, side by side: "three soldiers and a civilian"."""
    between = doc[tolls[0].token : tolls[-1].token]
    return "," not in between.text


def _is_time(token: Token) -> bool:
    return (
        token.dep_ in ("npadvmod", "prep")
        and any(item.ent_type_ in ("DATE", "TIME") for item in token.subtree)
        and token.right_edge.i - token.i < 5
    )
