"""What somebody does by saying something: the act from the cue, and where the cue is a plain one, from the content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.meaning.plover import friendly, hostile

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Reading", "read_act"]

_PLAIN = ("claims", "reports")
_SELF = ("i", "we", "he", "she", "they", "it")
_OTHERS = ("you", "he", "she", "they", "it")
_WILL = frozenset(("interest", "intention", "desire", "plan", "wish"))
_LIGHT = ("carry", "commit", "conduct", "launch", "perpetrate", "make", "wage", "stage", "mount", "plan", "do")
_NEGATED = ("not", "n't", "never", "no", "neither", "nor", "nothing", "without")


@dataclass(frozen=True, slots=True)
class Reading:
    """The act that a content performs, its polarity where that is not the act's own, and how sure that is."""

    act: str
    polarity: str | None = None
    confidence: float = 0.6


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {
        name: frozenset(map(str, words))
        for name, words in load_data("meaning/contents.yaml").items()
        if isinstance(words, list)
    }


def read_act(
    doc: Doc,
    act: str,
    head: Token | None,
    content: tuple[int, ...],
    *,
    negated: bool = False,
    own: bool = False,
    observed: bool = False,
    predicate: bool = False,
) -> Reading:
    """Return the act of a content under a cue of the act `act`.

    `negated` tells that the cue itself is negated ("did not believe"); `own` that the speaker is the subject;
    `observed` that the speaker tells what it has seen or counted, as news agencies and monitors do; `predicate` that
    the content is a thing and what it is called.
    """
    if predicate and act in _PLAIN:
        return _judged({doc[i].lemma_.lower() for i in content}, act)
    if act not in _PLAIN:
        return _negated(act) if negated else Reading(act, confidence=0.8)
    if negated:
        return Reading("denies", confidence=0.6)
    inner = _inner(head, own)
    if inner:
        return inner
    if head is None:
        return Reading(act, confidence=0.4)
    return _typed(doc, act, head, content, own, observed)


def _judged(said: set[str], act: str) -> Reading:
    """Return the act of calling something names: "called the veto a disgrace"; `act` where the words do not judge."""
    for name, judged in (("bad", "accuses"), ("poor", "criticises"), ("good", "praises")):
        if said & _words()[name]:
            return Reading(judged, confidence=0.5)
    return Reading(act, confidence=0.6)


def _negated(act: str) -> Reading:
    turned = {
        "hopes": "doubts",
        "expects": "doubts",
        "supports": "opposes",
        "agrees": "rejects",
        "opposes": "supports",
        "promises": "refuses",
        "praises": "criticises",
        "acknowledges": "denies",
        "offers": "refuses",
        "doubts": "claims",
        "votes-for": "votes-against",
        "accuses": "claims",
    }
    return Reading(turned.get(act, act), None if act in turned else "opposes", 0.5)


def _inner(head: Token | None, own: bool) -> Reading | None:
    """Return the act that the speaker names inside the content: "I have urged", "they had agreed on", "we condemn"."""
    if head is None or head.pos_ not in ("VERB", "AUX", "ADJ"):
        return None
    subject = _subject(head)
    first = subject is not None and (subject.lower_ in ("i", "we") or own)
    words = lexicon()
    no = is_negated(head)
    if (
        first
        and head.lemma_ == "expect"
        and any(child.lower_ in ("from", "of") for child in head.children if child.dep_ == "prep")
    ):
        return Reading("demands", confidence=0.6)  # what one expects of others
    adjective = next((child for child in head.children if child.dep_ == "acomp"), None)
    if adjective is not None and adjective.lemma_.lower() in words.adjectives and first:
        act = words.adjectives[adjective.lemma_.lower()][0].act
        return _negated(act) if no else Reading(act, confidence=0.7)
    senses = words.verbs.get(head.lemma_.lower())
    if not first or not senses or head.lemma_.lower() in words.deeds:
        return None
    governed = {child.lower_ for child in head.children if child.dep_ == "prep"}
    called = head.lemma_.lower() == "call" and not governed & {"for", "on", "upon"}
    named = None if called else next((sense.act for sense in senses if sense.act not in _PLAIN), None)
    if named is None:
        modal = any(child.tag_ == "MD" for child in head.children)
        return Reading("denies", confidence=0.6) if no and not modal else None
    return _negated(named) if no else Reading(named, confidence=0.7)


def _typed(doc: Doc, act: str, head: Token, content: tuple[int, ...], own: bool, observed: bool) -> Reading:  # noqa: C901  # one branch per way in which English says it
    words = _words()
    near = {
        token.lemma_.lower()
        for token in (head, *(child for child in head.children if child.dep_ not in ("advcl", "ccomp")))
    } | {
        child.lemma_.lower()
        for token in head.children
        if token.dep_ in ("attr", "acomp", "dobj")
        for child in token.children
    }
    no = is_negated(head) or any(doc[i].lower_ == "no" and doc[i].head.head == head for i in content)
    subject = _subject(head)
    ours = own or (subject is not None and subject.lower_ in ("i", "we"))
    modals = {child.lower_ for child in head.children if child.dep_ == "aux" and child.tag_ == "MD"}
    if near & words["condition"] or _is_condition(head, words["condition"]):
        return Reading("makes-condition", "conditional", 0.6)
    if (no and near & words["enough"]) or near & words["unacceptable"]:
        return Reading("rejects", confidence=0.6)
    duty = _duty(head, modals, subject, no)
    if duty:
        return duty
    if no and modals & {"can", "ca", "could", "will", "wo", "would"}:
        return Reading("refuses" if ours or "never" in {c.lower_ for c in head.children} else "opposes", confidence=0.5)
    future = modals & {"will", "would", "'ll", "wo", "shall"} or (
        "go" in near and any(c.dep_ == "xcomp" for c in head.children)
    )
    if no and ours and near & _WILL:
        return Reading("refuses", confidence=0.5)
    if ours and future and head.lemma_ != "be":
        return Reading("threatens" if head.lemma_.lower() in hostile() - friendly() else "promises", confidence=0.6)
    if no:
        return Reading("denies", confidence=0.6 if ours else 0.5)
    if near & words["hope"] and ours:
        return Reading("hopes", confidence=0.6)
    if near & words["fear"] and ours:
        return Reading("fears", confidence=0.6)
    if near & words["sorry"] and ours:
        return Reading("acknowledges", confidence=0.5)
    if near & words["ready"] and ours:
        return Reading("offers", confidence=0.5)
    return _asserted(act, head, near, words, bool(future), subject, ours, observed)


def _asserted(
    act: str,
    head: Token,
    near: set[str],
    words: dict[str, frozenset[str]],
    future: bool,
    subject: Token | None,
    own: bool,
    observed: bool,
) -> Reading:
    """Return the act of a content that says how things are."""
    counted = any(child.like_num for child in head.subtree)
    passive = any(child.dep_ == "nsubjpass" for child in head.children)
    if near & words["casualties"] and (passive or counted):
        done = passive or head.pos_ not in ("VERB", "AUX") or head.lemma_ in ("die", "perish", "be", "rise", "stand")
        return Reading("reports" if done else "accuses", confidence=0.6)
    possible = any(
        child.lower_ in ("could", "would", "may", "might", "can", "will")
        for child in head.children
        if child.dep_ == "aux"
    )
    if near & words["danger"] or (possible and near & (words["blame"] | words["harm"])):
        return Reading("warns", confidence=0.5)
    if future or near & words["difficult"]:
        return Reading("expects", confidence=0.6)
    if near & words["blame"] and subject is not None:
        return Reading("blames", confidence=0.6)
    if subject is not None and not passive and not own and _is_harm(head, words["harm"]):
        return Reading("accuses", confidence=0.5)
    judged = _judged(near, "") if head.lemma_ == "be" else None
    if judged is not None and judged.act:
        return judged
    past = head.tag_ in ("VBD", "VBN") or any(
        child.lower_ in ("has", "have", "had") and child.dep_ == "aux" for child in head.children
    )
    if act == "claims" and past and head.lemma_ not in ("be", "have") and (own or observed):
        return Reading("reports", confidence=0.6)
    return Reading(act, confidence=0.6)


def _is_harm(head: Token, harm: frozenset[str]) -> bool:
    """Tell whether a verb tells of a harm that somebody does: "has killed", "committed a massacre"."""
    done = {child.lemma_.lower() for child in head.children if child.dep_ == "dobj"}
    return head.lemma_.lower() in harm or bool(done & harm and head.lemma_.lower() in _LIGHT)


def _is_condition(head: Token, condition: frozenset[str]) -> bool:
    """Tell whether something is to be done "as a condition for" something else."""
    return any(
        inner.lemma_.lower() in condition for child in head.children if child.lower_ == "as" for inner in child.children
    )


def _duty(head: Token, modals: set[str], subject: Token | None, no: bool) -> Reading | None:
    """Return the act of what ought to be done: "must", "should", "you have to", "let us"."""
    spoken = subject.lower_ if subject is not None else ""
    has_to = head.lemma_ in ("have", "need") and any(
        child.dep_ == "xcomp" and any(c.tag_ == "TO" for c in child.children) for child in head.children
    )
    be = any(child.dep_ == "auxpass" and child.tag_ == "VB" for child in head.children)
    wished = (head.tag_ == "VB" or be) and subject is not None and not any(c.dep_ == "aux" for c in head.children)
    if wished and subject is not None and subject.i < head.i and head.dep_ == "ccomp":
        return Reading("demands", "opposes" if no else None, 0.6)  # "insisted that they be released"
    imperative = head.tag_ == "VB" and subject is None and not modals and head.dep_ == "ROOT"
    if has_to or head.lemma_.lower() == "afford":
        return Reading("urges" if spoken in ("we", "all") or head.lemma_ == "afford" else "calls-for", confidence=0.6)
    if modals & {"must", "shall"}:
        return Reading("demands", "opposes" if no else None, 0.7)
    if modals & {"should", "ought"}:
        return Reading("calls-for", "opposes" if no else None, 0.6)
    return Reading("calls-for", "opposes" if no else None, 0.5) if imperative else None


def _subject(head: Token) -> Token | None:
    for token in (head, head.head if head.dep_ == "conj" else head):
        for child in token.children:
            if child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj"):
                return child
    return None


def is_negated(head: Token) -> bool:
    """Tell whether a verb, its adjective or its noun is negated."""
    for child in head.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "neither"):
            return child.i + 1 >= len(head.doc) or head.doc[child.i + 1].lower_ not in ("only", "just", "merely")
        if child.dep_ in ("attr", "dobj", "nsubj", "acomp") and any(
            item.lower_ in ("no", "not") for item in child.children if item.dep_ in ("det", "neg")
        ):
            return True
    return False
