"""Finds statements of obligation: "must", "should", "you have to", "let us", "a pause is needed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.tree import has_mark
from kg.extract.meaning.acts.act import ActReading
from kg.extract.meaning.negation import is_negated

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["WISHES", "owed", "subject_of_clause"]

#: "It is important that they leave" asks them to leave.
_NEEDED = ("important", "necessary", "essential", "vital", "crucial", "imperative", "urgent", "critical", "time")
#: "A pause is needed" asks for one.
_LACKED = ("necessary", "needed", "required")
#: Nouns for what somebody wants done.
WISHES = ("demand", "insistence", "plea", "proposal", "recommendation", "request", "suggestion")
_FUTURE = ("will", "'ll", "’ll", "wo", "would", "'d", "’d")
_BELOW = ("acl", "advcl", "relcl", "xcomp")


def owed(head: Token, modals: set[str], subject: Token | None) -> ActReading | None:
    """Return the act of a statement of obligation: "must", "should", "you have to", "let us"; else None."""
    spoken = subject.lower_ if subject is not None else ""
    if subject is not None and _is_wished(head, subject):
        return ActReading("demands", confidence=0.6)  # "insisted that they be released"
    if subject is not None and _is_needed(head, subject):
        return ActReading("calls-for", confidence=0.5)
    if _is_time(head) or _is_let(head):
        return ActReading("calls-for", confidence=0.6)
    if spoken == "it" and _is_best(head):
        return ActReading("urges", "supports", 0.5)
    past = spoken == "i" and head.tag_ == "VBD"  # "I had to leave" reports a past action
    if (_has_to(head) and not past) or (head.lemma_.lower() == "afford" and spoken in ("we", "all")):
        return _having_to(head, modals, spoken)
    guessed = any(child.lower_ == "have" and child.dep_ == "aux" for child in head.children)  # "must have left"
    if modals & {"must", "shall"} and spoken != "i" and not guessed:
        return ActReading("demands", confidence=0.7)
    if modals & {"should", "ought"}:
        return ActReading("calls-for", confidence=0.6)
    return ActReading("calls-for", confidence=0.5) if subject is None and _is_imperative(head, modals) else None


def _has_to(head: Token) -> bool:
    """Return whether somebody has to act: not who "has yet to" or need not, nor what "is needed to" end the war."""
    below = (child for child in head.children if child.dep_ == "xcomp")
    infinitive = any(inner.tag_ == "TO" for child in below for inner in child.children)
    free = is_negated(head) or any(child.dep_ == "auxpass" or child.lower_ == "yet" for child in head.children)
    return head.lemma_ in ("have", "need") and infinitive and not free


def _having_to(head: Token, modals: set[str], spoken: str) -> ActReading:
    """Return the act of "have to": what somebody "will have to" do is foreseen, not wanted."""
    ahead = bool(modals.intersection(_FUTURE))
    if ahead and any(has_mark(child, "if", "unless") for child in head.children):
        return ActReading("warns", confidence=0.5)  # "if they do not pay, we will have to cut supplies"
    if ahead and spoken != "you" and head.lemma_ == "have":
        return ActReading("expects", confidence=0.5)
    return ActReading("calls-for", confidence=0.6)


def _is_wished(head: Token, subject: Token) -> bool:
    """Return whether a clause is in the subjunctive: "insisted that they be released"."""
    be = any(child.dep_ == "auxpass" and child.tag_ == "VB" for child in head.children)
    single = subject.tag_ in ("NN", "NNP", "PRP") and subject.lower_ not in ("i", "we", "they", "you")
    plural = any(child.dep_ == "conj" for child in subject.children)
    # In "demands that it leave", the verb is parsed as a present tense, but a singular subject would need an "s".
    subjunctive = head.tag_ == "VBP" and head.lower_ == head.lemma_ and single and not plural
    bare = (head.tag_ == "VB" and head.lemma_ != "be") or subjunctive
    # After "said", a verb without an ending is a misparse: "the voters no longer trust the government".
    told = head.head.lemma_.lower() in lexicon().plain and head.head.lemma_ != "insist"
    # "the court's suggestion that the two continue"
    bare = bare or (head.tag_ == "VBP" and head.lemma_ != "be" and head.head.lemma_.lower() in WISHES)
    wished = (bare or be) and not told and not any(child.dep_ == "aux" for child in head.children)
    return wished and subject.i < head.i and head.dep_ in ("acl", "ccomp")


def _is_needed(head: Token, subject: Token) -> bool:
    """Return whether a clause states a need: "it is vital that they leave", "a pause is needed"."""
    if is_negated(head):
        return False
    predicates = {child.lower_ for child in head.children if child.dep_ == "acomp" and child.i > head.i}
    noun = subject.pos_ == "NOUN" and subject.lower_ != "it"
    if noun and not any(child.dep_ == "aux" and child.tag_ == "MD" for child in head.children):
        passive = head.lower_ == "needed" and any(child.dep_ == "auxpass" for child in head.children)
        return passive or (head.lemma_ == "be" and bool(predicates.intersection(_LACKED)))
    after = any(child.dep_ in ("ccomp", "xcomp", "advcl") and child.i > head.i for child in head.children)
    return subject.lower_ == "it" and head.lemma_ == "be" and after and bool(predicates.intersection(_NEEDED))


def _is_time(head: Token) -> bool:
    """Return whether a clause says that it is time to act: "it is time to leave"."""
    times = [child for child in head.children if child.dep_ == "attr" and child.lower_ == "time"]
    times = [time for time in times if not any(child.lower_ in ("first", "last") for child in time.lefts)]
    below = (inner for child in times for inner in (*child.children, *head.children))
    return head.lemma_ == "be" and any(inner.dep_ in _BELOW for inner in below)


def _is_best(head: Token) -> bool:
    """Return whether somebody is advised to act: "it is best for travellers to stay at home"."""
    words = [child for child in head.children if child.lower_ in ("best", "better") and child.i > head.i]
    beside = [grand for word in (head, *words) for grand in word.children if grand.i > head.i]
    beside += [low for child in beside if child.dep_ in ("prep", "mark", "pobj") for low in child.children]
    acts = any(child.dep_ in ("xcomp", "advcl", "ccomp", "relcl") and child.tag_ == "VB" for child in beside)
    return head.lemma_ == "be" and bool(words) and acts and not is_negated(head)


def _is_let(head: Token) -> bool:
    """Return whether the clause opens with "let us"; the parser may give the "us" to the next verb."""
    beside = head.nbor(1).lower_ if head.i + 1 < len(head.doc) else ""
    return head.lemma_.lower() == "let" and beside in ("'s", "’s", "us")


def _is_imperative(head: Token, modals: set[str]) -> bool:
    first = next((token for token in head.subtree if not token.is_punct), head)
    opens = first == head or first.lower_ in ("do", "please", "never", "not")
    return head.tag_ == "VB" and not modals and head.dep_ != "conj" and opens


def subject_of_clause(head: Token) -> Token | None:
    """Return the subject of a verb or of the verb that it is coordinated with, or None."""
    helpers = (child for child in head.children if child.dep_ in ("aux", "auxpass"))  # the parser may give it to these
    for token in (head, *helpers, head.head if head.dep_ == "conj" else head):
        for child in token.children:
            if child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj"):
                return child
    return None
