"""Finds statements about the future: promises, threats, hopes, warnings and expectations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.acts.act import ActReading
from kg.extract.meaning.negation import is_negated
from kg.extract.meaning.plover import friendly, hostile

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["certainty_of", "ends_badly", "is_ahead", "is_dated", "is_possible", "is_threat", "own_future"]

_RUIN = frozenset(load_data("meaning/contents.yaml")["ruin"])
#: With "would", these verbs describe what something requires or means rather than a future event.
_STATIVE = ("require", "need", "mean", "be", "have", "violate", "contradict", "amount", "constitute", "depend", "take")
#: With "would", these verbs express a present wish: "some would like to stay".
_WISHES = ("like", "love", "prefer", "rather", "want")
#: Outcomes that nobody can promise: "we will succeed" is an expectation.
_ENDS = ("fail", "lose", "prevail", "recover", "succeed", "survive", "triumph", "win")
#: Deeds that are a threat when announced, in addition to the hostile deeds of `events.yaml`.
_THREATS = ("prosecute", "punish", "retaliate", "sue", "veto")
#: Steps that are a threat when they are legal or military.
_TAKING, _STEPS = ("adopt", "impose", "initiate", "launch", "take"), ("action", "measure", "proceeding", "step")
_HARD = ("coercive", "legal", "military", "punitive", "reciprocal", "retaliatory")
_POSSIBLE = ("could", "may", "might")
#: Verbs with a result as object: "sanctions will mean that the talks fail", "the raid could lead to war".
_BRINGING = ("cause", "ensure", "guarantee", "lead", "mean", "result")


def is_ahead(head: Token, modals: set[str], near: set[str]) -> bool:
    """Return whether a clause is about the future."""
    # The tokenizer splits "won't" into "wo" and "n't".
    will = {"will", "'ll", "’ll", "wo", "shall"} | ({"would"} if head.lemma_ not in (*_STATIVE, *_WISHES) else set())
    past = any(child.lower_ in ("have", "'ve", "’ve") and child.dep_ == "aux" for child in head.children)
    subject = next((child.lower_ for child in head.children if child.dep_ == "nsubj"), "")
    judged = subject in ("i", "we") and head.tag_ == "VBG"  # "we would be turning our backs on them"
    will -= {"would"} if past or judged else set()  # "we would have liked to stay": it did not happen
    return bool(modals & will) or ("go" in near and any(child.dep_ == "xcomp" for child in head.children))


def own_future(head: Token) -> ActReading:
    """Return the act of a clause about future actions of the speaker's own side."""
    if any(child.lower_ == "hopefully" for child in head.children):
        return ActReading("hopes", confidence=0.6)
    if head.lemma_.lower() in _ENDS:
        return ActReading("expects", confidence=0.6)
    if is_negated(head):
        return ActReading("promises", confidence=0.6)  # "will not close the border"
    return ActReading("threatens" if is_threat(head) else "promises", confidence=0.6)


def is_threat(head: Token) -> bool:
    """Return whether announcing an action is a threat: "retaliate", "impose"."""
    verb = head.lemma_.lower()
    return verb in _THREATS or verb in hostile() - friendly() or _takes_steps(head)


def _takes_steps(head: Token) -> bool:
    """Return whether an action is legal or military: "will take legal action", "will adopt retaliatory measures"."""
    steps = [child for child in head.children if child.dep_ == "dobj"] if head.lemma_ in _TAKING else []
    return any(
        thing.lemma_.lower() == "countermeasure"
        or (thing.lemma_.lower() in _STEPS and any(child.lower_ in _HARD for child in thing.children))
        for thing in steps
    )


def is_dated(head: Token) -> bool:
    """Return whether something can happen by a time to come: "could be reached before a summit in June"."""
    modal = any(child.lower_ in _POSSIBLE for child in head.children if child.dep_ == "aux")
    have = any(child.lower_ == "have" for child in head.children if child.dep_ == "aux")
    links = [child for child in head.children if child.dep_ == "prep" and child.lower_ in ("before", "by", "within")]
    dated = any(word.ent_type_ == "DATE" for link in links for word in link.subtree)
    soon = any(
        child.dep_ == "npadvmod" and child.lower_ in ("tomorrow", "week", "month", "year") for child in head.children
    )
    return modal and not have and (dated or soon)


def ends_badly(head: Token) -> bool:
    """Return whether a possible outcome is a misfortune: "the talks will collapse", "sanctions mean they will fail"."""
    words = {head.lemma_.lower()}
    if head.lemma_ in _BRINGING:
        below = (inner for child in head.children if child.dep_ == "prep" for inner in child.children)
        words |= {child.lemma_.lower() for child in (*head.children, *below) if child.dep_ in ("ccomp", "dobj", "pobj")}
    return bool(words & _RUIN)


def certainty_of(cue: Token) -> str | None:
    """Return "possible" if a word has an auxiliary of possibility, "could support", "may be afraid"; else None."""
    return "possible" if is_possible(cue.head if cue.dep_ in ("acomp", "oprd") else cue) else None


def is_possible(verb: Token) -> bool:
    """Return whether a verb describes a mere possibility; "could not accept it" leaves nothing open."""
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"} & set(_POSSIBLE)
    return bool(helpers - {"could"} if is_negated(verb) else helpers)
