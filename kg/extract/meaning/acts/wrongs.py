"""Finds the wrong in a clause whose main verb does not name it: "continues to fuel it", "is engaged in sabotage"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import has_subject, is_infinitive
from kg.extract.meaning.negation import is_negated
from kg.extract.names.actors import can_speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

__all__ = ["does_wrong", "is_agent", "shown_clause"]

_WORDS = load_data("meaning/contents.yaml")
#: What only a wrongdoer does; "prevent" and "block" may be meant well.
_WRONGING = frozenset(map(str, _WORDS["wronging"]))
_WRONGS = frozenset(map(str, _WORDS["wrongs"]))
_DOING = {str(verb): frozenset(map(str, links)) for verb, links in _WORDS["wrongdoing"].items()}
_STATES = ("country", "nation", "neighbor", "neighbour", "power", "regime", "side", "state")
_GOING_ON = ("begin", "continue", "keep", "persist", "proceed", "resume", "start")
_TRYING = ("aim", "attempt", "conspire", "intend", "plan", "plot", "seek", "strive", "try", "want", "wish", "work")
#: Who fights one of these does no wrong: "the war on drugs".
_FOUGHT = ("corruption", "crime", "drug", "hunger", "piracy", "poverty", "terror", "terrorism", "terrorist", "virus")
_EVIDENCE = ("data", "document", "everything", "evidence", "fact", "finding", "intelligence", "investigation", "sign")
#: Wars that nobody admits to; who "is engaged in a war" may only defend himself.
_FOUL = ("dirty", "hybrid", "illegal", "information", "proxy", "psychological", "unjust", "unprovoked")
#: Nouns for how a wrong is done: "a campaign of intimidation".
_KINDS = ("act", "campaign", "course", "policy", "practice")
_SHOWING = ("confirm", "demonstrate", "indicate", "point", "prove", "reveal", "show", "suggest")


def does_wrong(head: Token) -> bool:
    """Return whether a clause says that its subject does wrong, in words beside its verb."""
    return any(verb.lemma_.lower() in _WRONGING for verb in _carried(head)) or _is_engaged(head)


def is_agent(subject: Token) -> bool:
    """Return whether a subject can do wrong: a person, a body or a state, and not a law or a plan."""
    return can_speak(subject) or subject.pos_ == "PRON" or subject.lemma_.lower() in _STATES


def shown_clause(head: Token) -> Token | None:
    """Return the clause that evidence is said to prove: "the evidence points to the fact that they left"; else None."""
    subjects = [child for child in head.children if child.dep_ == "nsubj"]
    if head.lemma_ not in _SHOWING or not any(item.lemma_.lower() in _EVIDENCE for item in subjects):
        return None
    below = (inner for child in head.children if child.lower_ in ("at", "to") for inner in child.children)
    facts = [inner for inner in below if inner.lower_ == "fact"]
    clauses = (child for word in (head, *facts) for child in word.children if child.dep_ in ("acl", "ccomp"))
    return next((item for item in clauses if has_subject(item) and not is_negated(item)), None)


def _carried(head: Token) -> Iterator[Token]:
    """Yield what somebody goes on with, tries, or does something else for: "uses the dam to blackmail Oslo"."""
    for child in head.children:
        infinitive = child.tag_ == "VB" and is_infinitive(child)
        going_on = child.dep_ == "xcomp" and child.tag_ == "VBG" and head.lemma_ in _GOING_ON
        purpose = infinitive and child.dep_ in ("advcl", "xcomp") and any(c.dep_ == "dobj" for c in head.children)
        meant = infinitive and child.dep_ == "xcomp" and head.lemma_ in (*_GOING_ON, *_TRYING)
        if child.i > head.i and (going_on or purpose or meant) and not is_negated(child):
            yield from (child, *(other for other in child.conjuncts if other.tag_ == child.tag_))


def _is_engaged(head: Token) -> bool:
    """Return whether a verb and its noun name a wrong: "is engaged in sabotage", "is guilty of a crime"."""
    words = (head, *(child for child in head.children if child.dep_ in ("acomp", "xcomp")))
    for word in words:
        links = _DOING.get(word.lower_) or _DOING.get(word.lemma_.lower(), frozenset())
        things = [child for child in word.children if child.dep_ == "dobj" and "" in links]
        under = (child for child in word.children if child.dep_ == "prep" and child.lower_ in links)
        things += [inner for child in under for inner in child.children if inner.dep_ == "pobj"]
        if any(_is_wrong(thing) for thing in things):
            return True
    return False


def _is_wrong(thing: Token) -> bool:
    links = [child for child in thing.children if child.dep_ == "prep"]
    of = [inner for child in links if child.lower_ == "of" for inner in child.children]
    against = {inner.lemma_.lower() for child in links if child.lower_ != "of" for inner in child.subtree}
    named = {thing.lemma_.lower()} | ({inner.lemma_.lower() for inner in of} if thing.lemma_ in _KINDS else set())
    foul = thing.lemma_.lower() in ("war", "warfare") and any(child.lower_ in _FOUL for child in thing.children)
    return (foul or bool(named & _WRONGS)) and not against & set(_FOUGHT)
