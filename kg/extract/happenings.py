"""Events, relations and tolls: who met, voted, attacked, fled; who is allied or a rival; how many were killed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.acts import is_negated
from kg.extract.contents import Content
from kg.extract.plover import deed_of
from kg.extract.tree import is_infinitive, where

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Happening", "Tie", "Toll", "by_toll", "find_happenings", "find_ties", "find_tolls"]

_MEET = {"meet", "visit", "negotiate"}
_FLEE = {"flee", "displace", "evacuate"}
_DEFECT = {"defect"}
_VOTE = {"veto": "veto", "abstain": "abstain"}
_BALLOT = {"for": "in-favour", "against": "against", "in": "in-favour"}
_KILL = {"kill", "die", "murder", "massacre", "perish", "slaughter", "shoot"}
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
_TIES = ("ally", "Ally", "allied", "Allied", "rival", "Rival")
_UNREAL = ("could", "should", "must", "may", "might", "can", "ought")
_PLANNING = ("plan", "expect", "schedule", "due", "set", "go")
#: Verbs that tell of a deed by their object alone: "launched an attack", but not "carried by the agency".
_VAGUE = frozenset(
    ("take", "carry", "claim", "attempt", "use", "fly", "travel", "return", "arrive", "receive", "set", "end", "offer")
)
_DEEDS = frozenset(
    ("attack", "bombing", "strike", "raid", "offensive", "operation", "assault", "talk", "visit", "hostage")
)
_PASSING = {"be", "have", "do", "say"}
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
_TOLL = re.compile(r"(?:death )?toll of (?P<n>\d[\d,]*)")


@dataclass(slots=True)
class Happening:
    """An event in its place: type, verb, who took part (tokens), whether it is planned, and its words."""

    type: str
    token: int
    quote: tuple[int, int]
    subjects: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    planned: bool = False
    choice: str | None = None


@dataclass(slots=True)
class Tie:
    """An alliance or a rivalry: the tokens of both sides, the words, and since which year."""

    type: str
    first: int
    second: int
    quote: tuple[int, int]
    since: str | None = None


@dataclass(slots=True)
class Toll:
    """A figure of deaths: how many, how exact, and the token of the victims."""

    deaths: int
    qualifier: str
    victims: int | None
    token: int


def find_happenings(doc: Doc) -> list[Happening]:
    """Return the events that the verbs of a text tell of; words alone (threats, demands) are no events."""
    found = []
    for token in (doc[i] for i in where(doc, "POS", ["VERB"])):
        if token.lemma_.lower() not in _PASSING:
            kind = None if _is_unreal(token) else _type(token)
            if kind and not is_negated(token):
                found.append(_happening(doc, token, kind))
    return [item for item in found if item.subjects or item.objects]


def _is_unreal(token: Token) -> bool:
    """Tell whether a verb tells of what may, should or shall be done: no event, and no plan either."""
    if any(child.lower_ in _UNREAL for child in token.children if child.dep_ == "aux"):
        return True
    purpose = is_infinitive(token) and token.dep_ in ("acl", "advcl", "relcl", "xcomp")
    return purpose and token.head.lemma_.lower() not in _PLANNING


def _type(token: Token) -> str | None:
    lemma = token.lemma_.lower()
    children = {child.dep_ for child in token.children}
    if lemma in _MEET:
        return (
            "meeting"
            if "dobj" in children or any(c.lower_ == "with" for c in token.children) or _plural_subject(token)
            else None
        )
    if lemma in _FLEE:
        return "displacement"
    if lemma in _DEFECT:
        return "defection"
    if lemma in _VOTE or (lemma == "vote" and any(c.lower_ in _BALLOT for c in token.children)):
        return "vote"
    if lemma in _VAGUE and not any(c.dep_ == "dobj" and c.lemma_.lower() in _DEEDS for c in token.children):
        return None
    deed = deed_of(token)
    return (
        deed.type
        if deed and deed.type and ("dobj" in children or "nsubjpass" in children or deed.type != "meeting")
        else None
    )


def _plural_subject(token: Token) -> bool:
    return any(child.dep_ == "nsubj" and any(c.dep_ == "conj" for c in child.children) for child in token.children)


def _happening(doc: Doc, token: Token, kind: str) -> Happening:
    subjects = [child for child in token.children if child.dep_ == "nsubj"]
    if not subjects and token.dep_ == "relcl":
        subjects = [token.head]
    if not subjects and token.dep_ in ("conj", "xcomp", "advcl"):
        subjects = [child for child in token.head.children if child.dep_ == "nsubj"]
    subjects = [
        token.head if item.lower_ in ("who", "which", "that") and token.dep_ == "relcl" else item for item in subjects
    ]
    objects = [child for child in token.children if child.dep_ in ("dobj", "nsubjpass")]
    objects += [
        item
        for child in token.children
        if child.dep_ == "prep" and child.lower_ == "with"
        for item in child.children
        if item.dep_ == "pobj"
    ]
    agents = [
        item for child in token.children if child.dep_ == "agent" for item in child.children if item.dep_ == "pobj"
    ]
    modals = {child.lower_ for child in token.children if child.dep_ == "aux"}
    planned = bool(modals & {"will", "would", "'ll"}) or (
        token.dep_ == "xcomp" and token.head.lemma_.lower() in _PLANNING
    )
    left, right = _clause(token)
    return Happening(
        kind,
        token.i,
        (doc[left].idx, doc[right].idx + len(doc[right])),
        [item.i for item in (*subjects, *agents)],
        [item.i for item in objects],
        planned,
        _choice(token),
    )


def _choice(token: Token) -> str | None:
    """Return how somebody voted: "vetoed", "abstained", "voted against"."""
    if token.lemma_.lower() != "vote":
        return _VOTE.get(token.lemma_.lower())
    return next((_BALLOT[child.lower_] for child in token.children if child.lower_ in _BALLOT), None)


def _clause(token: Token) -> tuple[int, int]:
    """Return the first and last token of a verb's clause, without what is subordinate to it at its ends."""
    dropped = ("advcl", "conj", "cc", "punct", "ccomp", "parataxis", "mark")
    kept = [child for child in token.children if child.dep_ not in dropped]
    left = min([token.i, *(child.left_edge.i for child in kept if child.i < token.i)])
    right = max([token.i, *(child.right_edge.i for child in kept if child.i > token.i)])
    return left, right


def find_ties(doc: Doc) -> list[Tie]:
    """Return the alliances and rivalries that a text tells of."""
    found = []
    for token in (doc[i] for i in where(doc, "LEMMA", _TIES)):
        lemma = token.lemma_.lower()
        if lemma in ("ally", "allied") and token.pos_ in ("VERB", "ADJ"):
            found += _allied(doc, token)
        elif lemma in ("rival", "ally") and token.pos_ in ("NOUN", "PROPN", "ADJ"):
            found += _called(doc, token, "rivalry" if lemma == "rival" else "alliance")
    return found


def _allied(doc: Doc, token: Token) -> list[Tie]:
    other = next(
        (
            item
            for child in token.children
            if child.lower_ in ("with", "to")
            for item in child.children
            if item.dep_ == "pobj"
        ),
        None,
    )
    subject = (
        token.head
        if token.dep_ == "relcl"
        else next(
            (child for child in (*token.children, *token.head.children) if child.dep_ in ("nsubj", "nsubjpass")), None
        )
    )
    if other is None or subject is None:
        return []
    right = max(other.right_edge.i, max((child.right_edge.i for child in token.children), default=0))
    words = doc[min(subject.i, token.i) : right + 1]
    year = re.search(r"\bsince (\d{4})\b", words.text)
    return [Tie("alliance", subject.i, other.i, (words.start_char, words.end_char), year[1] if year else None)]


def _called(doc: Doc, token: Token, kind: str) -> list[Tie]:
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    named = next((child for child in token.children if child.dep_ == "appos"), None)
    if named is None and token.dep_ in ("compound", "amod", "nmod") and token.head.pos_ == "PROPN":
        named = token.head
        owner = owner or next((child for child in named.children if child.dep_ == "poss"), None)
    if named is None and token.dep_ == "appos":
        named = token.head
    if owner is None or named is None:
        return []
    left, right = min(owner.left_edge.i, named.i), max(token.i, named.i)
    return [Tie(kind, owner.i, named.i, (doc[left].idx, doc[right].idx + len(doc[right])))]


def find_tolls(doc: Doc, tokens: tuple[int, ...]) -> list[Toll]:
    """Return the figures of deaths in a content."""
    inside = set(tokens)
    lemmas = {doc[i].lemma_.lower() for i in tokens}
    if not lemmas & _KILL and "toll" not in lemmas:
        return []
    found = []
    for i in tokens:
        token = doc[i]
        if token.pos_ == "NUM" or (
            token.lower_ in ("a", "an") and token.head.lemma_.lower() in _PEOPLE and _killed(token.head, inside)
        ):
            head = token.head
            if (
                token.dep_ in ("nsubjpass", "dobj")
                and _killed(token, inside)
                and any(c.lower_ == "of" for c in token.children)
            ):
                number = _number(token.text)
                if number is not None:
                    found.append(Toll(number, _qualifier(doc, token.i), None, token.i))
            elif (
                token.dep_ in ("nummod", "det", "quantmod") and _killed(head, inside) and head.pos_ in ("NOUN", "PROPN")
            ):
                number = _number(token.text)
                if number is not None:
                    found.append(Toll(number, _qualifier(doc, token.i), head.i, token.i))
            elif token.dep_ == "pobj" and any(doc[j].lower_ == "toll" for j in range(max(0, i - 3), i)):
                number = _number(token.text)
                if number is not None:
                    found.append(Toll(number, _qualifier(doc, token.i), None, token.i))
    return found


def _killed(noun: Token, inside: set[int]) -> bool:
    """Tell whether a noun stands for those who were killed."""
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
    """Divide a content that gives several figures of deaths: each is a claim, with the words that carry it."""
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


def _joined(doc: Doc, tolls: list[Toll]) -> bool:
    """Tell whether the figures are the subjects of one verb, side by side: "three soldiers and a civilian"."""
    between = doc[tolls[0].token : tolls[-1].token]
    return "," not in between.text


def _is_time(token: Token) -> bool:
    return (
        token.dep_ in ("npadvmod", "prep")
        and any(item.ent_type_ in ("DATE", "TIME") for item in token.subtree)
        and token.right_edge.i - token.i < 5
    )
