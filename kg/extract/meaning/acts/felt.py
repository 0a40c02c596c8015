"""Reads what somebody is sure, glad or sorry about: the content is that, and not that somebody is sure of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import has_subject, is_infinitive
from kg.extract.meaning.negation import is_negated

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["believed", "felt_about", "felt_by", "stance_act"]

_FELT = load_data("meaning/contents.yaml")["felt"]
_ACTS = {str(word): str(act) for act in ("praises", "regrets", "criticises", "hopes") for word in _FELT[act]}
_SURE = frozenset(map(str, _FELT["sure"]))


def _act_of(word: Token) -> str | None:
    """Return the act of somebody who is glad, sorry or angry that something is so, or hopes it; else None."""
    return _ACTS.get(word.lower_) or _ACTS.get(word.lemma_.lower())


def stance_act(word: Token, inner: Token) -> str | None:
    """Return the act of a feeling about a clause; who is confident of what is so, and not to come, only claims it."""
    act = _act_of(word)
    ahead = any(child.dep_ == "aux" and child.tag_ == "MD" for child in inner.children)
    return "claims" if act == "hopes" and not ahead else act


def felt_about(head: Token) -> tuple[str, Token] | None:
    """Return the act of a clause such as "we are glad that they left", and the clause with what it is about."""
    for word in _predicates(head, denied=False):
        inner = _below(head, word)
        act = stance_act(word, inner) if inner is not None else None
        if act not in (None, "claims") and inner is not None:
            return str(act), inner
    return None


def felt_by(head: Token) -> tuple[str, Token] | None:
    """Return the act of a clause such as "we are encouraged by the truce", and the noun for what it is about."""
    agent = next((child for child in head.children if child.dep_ == "agent"), None)
    thing = next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
    act = _act_of(head) if thing is not None and _predicates(head, denied=False) else None
    return (act, thing) if act in ("criticises", "praises", "regrets") and thing is not None else None


def believed(head: Token, *, denied: bool = False) -> Token | None:
    """Return the clause of which somebody is sure, or if `denied` is not: "I am sure that they left"; else None."""
    for word in _predicates(head, denied=denied):
        sure = word.lower_ in _SURE or _ACTS.get(word.lower_) == "hopes"
        if sure and (inner := _below(head, word)) is not None:
            return inner
    return None


def _predicates(head: Token, *, denied: bool) -> list[Token]:
    if is_negated(head) != denied or any(child.dep_ == "aux" and child.tag_ == "MD" for child in head.children):
        return []
    after = [child for child in head.children if child.dep_ in ("acomp", "oprd") and child.i > head.i]
    return [*after, *([head] if head.tag_ == "VBN" else [])]


def _below(head: Token, word: Token) -> Token | None:
    """Return the finite clause under a predicate, which the parser may attach to its verb."""
    beside = {child.i: child for child in (*word.children, *head.children) if child.i > word.i}
    clauses = (child for child in beside.values() if child.dep_ in ("ccomp", "advcl"))
    return next((item for item in clauses if not is_infinitive(item) and has_subject(item) and _follows(item)), None)


def _follows(clause: Token) -> bool:
    """Return whether a clause is what the feeling is about, and not its time or condition."""
    marks = [child.lower_ for child in clause.children if child.dep_ == "mark"]
    return clause.dep_ == "ccomp" or marks == ["that"]
