"""Finds events in a text: meetings, votes, attacks, flights and the like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import is_infinitive, where
from kg.extract.meaning.negation import is_negated
from kg.extract.meaning.plover import deed_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Happening", "find_happenings"]

_MEET = {"meet", "visit", "negotiate"}
_FLEE = {"flee", "displace", "evacuate"}
_DEFECT = {"defect"}
_VOTE = {"veto": "veto", "abstain": "abstain"}
_BALLOT = {"for": "in-favour", "against": "against", "in": "in-favour"}
_UNREAL = ("could", "should", "must", "may", "might", "can", "ought")
_PLANNING = ("plan", "expect", "schedule", "due", "set", "go")
#: Verbs whose event depends on their object: "received a visit", but not "carried by the agency".
_VAGUE = frozenset(
    ("take", "carry", "claim", "attempt", "use", "fly", "travel", "return", "arrive", "receive", "set", "end", "offer")
)
_DEEDS = frozenset(
    ("attack", "bombing", "strike", "raid", "offensive", "operation", "assault", "talk", "visit", "hostage")
)
_PASSING = {"be", "have", "do", "say"}


@dataclass(slots=True)
class Happening:
    """An event: its type, verb and participants (token indices), its quote, whether it is planned, the vote cast."""

    type: str
    token: int
    quote: tuple[int, int]
    subjects: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    planned: bool = False
    choice: str | None = None


def find_happenings(doc: Doc) -> list[Happening]:
    """Return the events that the verbs of a text describe; mere words (threats, demands) are not events."""
    found = []
    for token in (doc[i] for i in where(doc, "POS", ["VERB"])):
        if token.lemma_.lower() not in _PASSING:
            kind = None if _is_unreal(token) else _type(token)
            if kind and not is_negated(token):
                found.append(_happening(doc, token, kind))
    return [item for item in found if item.subjects or item.objects]


def _is_unreal(token: Token) -> bool:
    """Return whether a verb describes a possibility or a duty, which is neither an event nor a plan."""
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
    suffered = any(child.dep_ == "nsubjpass" for child in token.children)  # "Norway left, and nine were killed"
    if not subjects and not suffered and token.dep_ in ("conj", "xcomp", "advcl"):
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
    """Return how a vote was cast: "vetoed", "abstained", "voted against"."""
    if token.lemma_.lower() != "vote":
        return _VOTE.get(token.lemma_.lower())
    return next((_BALLOT[child.lower_] for child in token.children if child.lower_ in _BALLOT), None)


def _clause(token: Token) -> tuple[int, int]:
    """Return the first and last token of a verb's clause, without subordinate and coordinate clauses at its ends."""
    dropped = ("advcl", "conj", "cc", "punct", "ccomp", "parataxis", "mark")
    kept = [child for child in token.children if child.dep_ not in dropped]
    left = min([token.i, *(child.left_edge.i for child in kept if child.i < token.i)])
    right = max([token.i, *(child.right_edge.i for child in kept if child.i > token.i)])
    return left, right
