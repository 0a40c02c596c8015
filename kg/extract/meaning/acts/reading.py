"""Finds the speech act of a statement: from the cue or, if the cue is a plain verb of saying, from the content."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.acts.act import ActReading
from kg.extract.meaning.acts.faulting import abets, breaks_rule, finds_fault, is_not_good, weighing
from kg.extract.meaning.acts.idioms import idiom_act
from kg.extract.meaning.acts.obligation import owed, subject_of_clause
from kg.extract.meaning.acts.outlook import ends_badly, is_ahead, is_dated, own_future
from kg.extract.meaning.acts.wrongs import does_wrong, is_agent, shown_clause
from kg.extract.meaning.negation import is_negated

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["passes_judgement", "read_act"]

_PLAIN = ("claims", "reports")
_LIGHT = (
    "carry",
    "commit",
    "conduct",
    "launch",
    "perpetrate",
    "make",
    "wage",
    "stage",
    "mount",
    "plan",
    "do",
    "approve",
    "order",
    "direct",
    "authorise",
    "authorize",
    "fund",
    "finance",
)
#: Word lists for a speaker's feelings and intentions, with their acts.
_FELT = {"hope": "hopes", "fear": "fears", "sorry": "regrets", "ready": "offers", "bound": "promises"}
#: Nouns for events: "the blast injured two people" accuses nobody.
_EVENTS = frozenset(load_data("meaning/wording.yaml")["counted"])
#: What is so, and not done: "the plan is based on talks".
_STATES = ("base", "be", "beset", "face", "have", "rest", "treat")
_DONE_TO = ("injure", "kill", "wound")
_SUFFERED = ("die", "perish", "be", "rise", "stand")
_FRIENDS = ("ally", "friend", "leader", "neighbor", "neighbour", "partner", "supporter")


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
    own: bool = False,
    observed: bool = False,
    watching: bool = False,
    predicate: bool = False,
) -> ActReading:
    """Return the act of a content whose cue has the act `act`, ignoring any negation in the content.

    `own`: the speaker is the subject. `observed`: the content is reported as seen or counted. `watching`: the speaker
    watches and counts, as news agencies and monitors do. `predicate`: the content is a thing and its description.
    Negation is settled afterwards, in `kg.extract.meaning.stances`.
    """
    if act not in _PLAIN:
        return ActReading(act, confidence=0.8)
    if predicate:
        return _judged({word for i in content for word in (doc[i].lemma_.lower(), doc[i].lower_)}, act)
    if head is None:
        return ActReading(act, confidence=0.4)
    return _typed(act, head, own=own, observed=observed, watching=watching)


def passes_judgement(word: Token) -> bool:
    """Return whether a word expresses a judgement or a harm: "wrong", "lied", "shot"."""
    names = ("bad", "poor", "good", "harm", "blame", "danger")
    return any({word.lemma_.lower(), word.lower_} & _words()[name] for name in names)


def _judged(said: set[str], act: str) -> ActReading:
    """Return the act of a judgement such as "called the veto a disgrace", or `act` if the words pass no judgement.

    Speakers who criticise a thing by describing it believe the description, so the polarity is not the act's own.
    """
    for name, judged in (("bad", "accuses"), ("poor", "criticises"), ("good", "praises")):
        if said & _words()[name]:
            return ActReading(judged, "supports", 0.5)
    return ActReading(act, confidence=0.6)


def _typed(act: str, head: Token, *, own: bool, observed: bool, watching: bool = False) -> ActReading:
    """Return the act of a clause under a plain verb of saying."""
    words = _words()
    near = _near(head)
    subject = subject_of_clause(head)
    ours = own or (subject is not None and subject.lower_ in ("i", "we"))
    modals = {child.lower_ for child in head.children if child.dep_ == "aux" and child.tag_ == "MD"}
    if near & words["condition"] or _is_condition(head, words["condition"]):
        return ActReading("makes-condition", "conditional", 0.6)
    # Checked before the future: "we will have to leave" is a duty, not a promise.
    duty = owed(head, modals, subject)
    if duty:
        return duty
    future = is_ahead(head, modals, near)
    # "We will be there again" is more often a prediction than a promise.
    if ours and future and head.lemma_ != "be":
        return own_future(head)
    felt = _felt(head, near) if ours and not is_negated(head) else None
    if felt is not None:
        return felt
    # "Has not killed anybody" accuses nobody, so the words below count only if the action took place.
    if is_negated(head):
        # Whether its "not" can be taken out or not, this finds fault.
        return ActReading("criticises", "supports", 0.5) if is_not_good(head) else ActReading(act, confidence=0.5)
    return _asserted(act, head, near, words, future, subject, ours, observed, watching)


def _predicate(head: Token) -> set[str]:
    """Return the words of a predicate that may judge: "a big mistake" does, "a great temple" does not."""
    found = [child for child in head.children if child.dep_ in ("acomp", "attr", "oprd")]
    nouns = {token.lemma_.lower() for token in found if not (token.lemma_ == "right" and token.pos_ == "NOUN")}
    beside = {child.lemma_.lower() for token in found for child in token.children if child.dep_ in ("amod", "conj")}
    friends = any(token.lemma_.lower() in _FRIENDS for token in found)  # "has been a great ally"
    return nouns | (beside - (frozenset() if friends else _words()["good"]))


def _near(head: Token) -> set[str]:
    """Return the lemmas that show what a clause is about: its head, the head's children and its predicate."""
    own = (head, *(child for child in head.children if child.dep_ not in ("advcl", "ccomp", "conj")))
    below = (grand for child in head.children if child.dep_ in ("attr", "acomp", "dobj") for grand in child.children)
    return {token.lemma_.lower() for token in (*own, *below) if not _is_placed(token)}


def _is_placed(verb: Token) -> bool:
    """Return whether something only lies somewhere: "the road lies within Kenya" is no untruth."""
    links = {child.lower_ for child in verb.children if child.dep_ == "prep"}
    return verb.lemma_.lower() == "lie" and bool(links) and not links & {"about", "over", "to"}


def _asserted(
    act: str,
    head: Token,
    near: set[str],
    words: dict[str, frozenset[str]],
    future: bool,
    subject: Token | None,
    own: bool,
    observed: bool,
    watching: bool,
) -> ActReading:
    """Return the act of a content that describes a situation."""
    counted = any(child.like_num for child in head.subtree)
    passive = any(child.dep_ in ("nsubjpass", "auxpass") or child.lower_ == "been" for child in head.children)
    passive = passive or _shares_passive(head)
    event = subject is not None and subject.lemma_.lower() in _EVENTS
    if near & words["casualties"] and (passive or counted):
        # Speakers who report deaths caused by their own side accuse nobody.
        toll = subject is not None and subject.lemma_.lower() in words["casualties"]  # "the toll has passed"
        unmade = head.lemma_ in _DONE_TO and not any(child.dep_ == "dobj" for child in head.children)  # "ten killed"
        done = passive or event or own or toll or unmade or head.pos_ not in ("VERB", "AUX") or head.lemma_ in _SUFFERED
        return ActReading("reports" if done else "accuses", confidence=0.6)
    possible = any(
        child.lower_ in ("could", "would", "may", "might", "can", "will")
        for child in head.children
        if child.dep_ == "aux"
    )
    subjects = {child.lemma_.lower() for child in head.children if child.dep_ == "nsubj"}
    done = head.tag_ in ("VBD", "VBN") and head.lemma_ not in ("be", "have", "pose")  # "received threats"
    harmful = bool(near & (words["blame"] | words["harm"])) or ends_badly(head)
    if ((near - subjects - weighing(head)) & words["danger"] and not done) or (possible and harmful):
        return ActReading("warns", confidence=0.5)
    if future or is_dated(head) or _predicate(head) & words["difficult"]:
        return ActReading("expects", confidence=0.6)
    if (wrong := _wrong(head, words, subject, own=own, passive=passive)) is not None:
        return wrong
    judged = _judged(_predicate(head), "") if head.lemma_ == "be" else None
    ours = subject is not None and any(child.lower_ in ("its", "my", "our", "their") for child in subject.children)
    if judged is not None and judged.act and not (judged.act == "praises" and ours):
        return judged  # "our position is correct" praises nobody
    harmed = own and _is_harm(head, words["harm"])
    return _told(act, head, own=own, observed=observed, watching=watching, harmed=harmed)


def _shares_passive(head: Token) -> bool:
    """Return whether a participle is the second one of a passive: "was attacked and trampled"."""
    own = any(child.dep_ in ("aux", "nsubj", "dobj") for child in head.children)
    return (
        head.dep_ == "conj" and head.tag_ == "VBN" and not own and any(c.dep_ == "auxpass" for c in head.head.children)
    )


def _wrong(
    head: Token, words: dict[str, frozenset[str]], subject: Token | None, *, own: bool, passive: bool
) -> ActReading | None:
    """Return the act of a content that finds fault with its subject, or None."""
    if (shown := shown_clause(head)) is not None:
        who = subject_of_clause(shown)
        ours = who is not None and who.lower_ in ("i", "we")
        return _wrong(shown, words, who, own=ours, passive=False)
    event = subject is not None and subject.lemma_.lower() in _EVENTS
    if not own and (idiom := idiom_act(head, subject)) is not None:
        return ActReading(idiom, "supports" if idiom == "criticises" else None, 0.5)
    said = {head.lemma_.lower(), *(child.lemma_.lower() for child in head.children if child.dep_ in ("acomp", "attr"))}
    suffered = passive and not any(child.dep_ == "agent" for child in head.children)  # "the road is blocked"
    if said & words["blame"] and subject is not None and not suffered and not own:
        return ActReading("blames", confidence=0.6)
    if subject is not None and not own and not event:
        if not passive and (_is_harm(head, words["harm"]) or _does_what_it_may_not(head, subject)):
            return ActReading("accuses", confidence=0.5)
        if (head.lower_ == "engaged" or not passive) and does_wrong(head):
            return ActReading("accuses" if is_agent(subject) else "blames", confidence=0.5)
    described = passive and head.tag_ == "VBN" and head.lower_ in words["poor"]  # "is seriously flawed"
    if described or finds_fault(head):
        return ActReading("criticises", "supports", 0.5)
    return None


def _does_what_it_may_not(head: Token, subject: Token) -> bool:
    """Return whether somebody is said to help an armed group or to break a rule."""
    named = subject.pos_ != "PRON" or subject.lower_ in ("he", "she", "they", "who")
    return is_agent(subject) and (abets(head) or (named and breaks_rule(head)))


def _told(act: str, head: Token, *, own: bool, observed: bool, watching: bool, harmed: bool) -> ActReading:
    """Return the act of a content that neither judges nor accuses: a report of what happened, or a claim."""
    now = any(child.dep_ == "auxpass" and child.tag_ == "VBG" for child in head.children)  # "are being used"
    past = (head.tag_ in ("VBD", "VBN") and not now) or any(
        child.lower_ in ("has", "have", "had") and child.dep_ == "aux" for child in head.children
    )
    modal = any(child.tag_ == "MD" for child in head.children)
    deed = past and head.lemma_ not in _STATES and (own or observed)
    # Speakers who say that they did harm claim the deed.
    news = act == "claims" and not modal and (watching or deed) and not harmed
    return ActReading("reports" if news else act, confidence=0.6)


def _is_harm(head: Token, harm: frozenset[str]) -> bool:
    """Return whether a verb describes harm done to somebody: "has killed", "committed a massacre"."""
    done = {child.lemma_.lower() for child in head.children if child.dep_ == "dobj"}
    harmful = head.lemma_.lower() in harm and not _is_placed(head)
    return harmful or bool(done & harm and head.lemma_.lower() in _LIGHT)


def _is_condition(head: Token, condition: frozenset[str]) -> bool:
    """Return whether an action is required "as a condition for" another one."""
    return any(
        inner.lemma_.lower() in condition for child in head.children if child.lower_ == "as" for inner in child.children
    )


def _felt(head: Token, near: set[str]) -> ActReading | None:
    """Return the act for a speaker's feelings or intentions: "we are ready to talk", "I am to leave"; else None."""
    if _is_to(head):
        return ActReading("promises", confidence=0.5)
    if head.lemma_ != "have":  # "we have fears", but "we raised our concerns" tells what was done
        near = near - {child.lemma_.lower() for child in head.children if child.dep_ == "dobj"}
    for name, act in _FELT.items():
        if near & _words()[name]:
            return ActReading(act, "supports" if act == "fears" else None, 0.5)
    return None


def _is_to(head: Token) -> bool:
    """Return whether a clause has "is to" and an infinitive: "he is to leave"."""
    subject = subject_of_clause(head)
    own = subject is not None and subject.lower_ in ("i", "we", "he", "she", "it", "they")
    plain = own and head.lemma_ == "be" and head.tag_ in ("VBZ", "VBP", "VBD")
    if not plain or any(child.dep_ in ("attr", "acomp", "neg") for child in head.children):
        return False
    return any(c.dep_ == "xcomp" and c.tag_ == "VB" and c.i - head.i < 4 for c in head.children)
