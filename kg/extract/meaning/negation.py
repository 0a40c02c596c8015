"""Finds the negation of a clause and how the clause reads without it. Only this module decides where a negation goes.

A row expresses a negation exactly once. Either its polarity is reversed and the sentence of its proposition is
affirmative, or the sentence keeps the negation and the polarity stays. `negation_of` finds a negation that has the
whole clause in its scope and can be removed; every other negation stays in the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import indefinite, participle, past, third_person
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.splitting.contrasts import is_contrasting
from kg.extract.grammar.tree import is_but_for
from kg.extract.meaning.forms.polar import SOME, is_mass, stress, without_any

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = [
    "Negation",
    "affirmative_of",
    "helpers_of",
    "is_ended",
    "is_half_denied",
    "is_more",
    "is_negated",
    "is_of_another",
    "negation_of",
]

_WORDS = load_data("meaning/wording.yaml")

#: After "not", these words extend the sentence instead of negating it: "not only a museum".
_MORE = ("only", "just", "merely", "simply", "least", "necessarily", "all", "every", "everyone", "alone")
#: These words open subordinate clauses whose sense depends on the negation: "will not talk until they leave".
_BOUND = ("until", "till", "unless", "because", "before", "lest", "without", "but", "although", "though", "since")
_COUNTED = frozenset(("need", "sign", "chance", "reason", "point", "intention", "desire", "way", "right", "place"))
_MODALS = {"ca": "can", "wo": "will", "sha": "shall"}
#: Words that include a negation and cannot simply be removed.
_SELVES = ("herself", "himself", "itself", "themselves")
_INHERENT = ("nobody", "nothing", "none", "neither", "nor", "nowhere", "hardly", "scarcely", "barely", "no-one")


@dataclass(frozen=True, slots=True)
class Negation:
    """A removable negation of a clause: the tokens to drop, and the new text of tokens that change without it."""

    dropped: frozenset[int]
    replaced: dict[int, str] = field(default_factory=dict)


def is_negated(head: Token) -> bool:
    """Return whether a verb or one of its arguments is negated, even if the negation cannot be removed."""
    for child in head.children:
        if (child.dep_ == "neg" or child.lower_ in ("never", "neither")) and not is_of_another(child):
            return not is_more(child)
        if child.dep_ in ("attr", "dobj", "nsubj", "nsubjpass", "acomp") and any(
            item.lower_ in ("no", "not", *_INHERENT) and not _is_but(item) and not is_of_another(item)
            for item in (child, *child.children)
            if item.dep_ != "conj"
        ):
            return True
    return is_ended(head)


def is_of_another(mark: Token) -> bool:
    """Return whether a "not" denies only another one of the kind of the subject: "Oslo, not Rome, broke the truce".

    The "not" of a clause never stands before its finite verb.
    """
    verb = mark.head
    if is_contrasting(mark):
        return True
    if mark.lower_ != "not" or mark.i < 2 or mark.nbor(-1).text not in (",", "-", "–", "—"):
        return False
    if verb.pos_ in ("NOUN", "PROPN", "PRON"):
        return verb.i < mark.i
    first = min((verb.i, *(child.i for child in verb.children if child.dep_ in ("aux", "auxpass"))))
    subject = any(child.dep_ in ("nsubj", "nsubjpass") and child.i < mark.i for child in verb.children)
    return subject and mark.i < first


def _is_but(word: Token) -> bool:
    """Return whether "but" makes a negation exclusive: "nothing but talks" means talks only."""
    return word.lower_ in ("nothing", "none", "nobody") and word.i + 1 < len(word.doc) and word.nbor(1).lower_ == "but"


def negation_of(head: Token, inside: set[int]) -> Negation | None:
    """Return the removable negation of a clause, or None if there is none or it has to stay."""
    if not inside or _is_bound(head, inside):
        return None
    marks = [token for token in _marks(head) if token.i in inside]
    if not marks and (unrelated := _unrelated(head, inside)) is not None:
        return unrelated
    if len(marks) != 1 or any(head.doc[i].lower_ in _INHERENT for i in inside):
        return None
    mark = marks[0]
    if is_more(mark) or (mark.i + 1 < len(head.doc) and head.doc[mark.i + 1].lower_ in ("a", "one", "single")):
        return None
    if _is_shared(mark.head):
        return None
    if mark.lower_ == "no" and mark.dep_ == "det":
        return _without_no(mark, inside)
    return _without_not(mark, head, inside)


def _unrelated(head: Token, inside: set[int]) -> Negation | None:
    """Return the negation of "had nothing to do with it", whose opposite has "something"; None if there is none."""
    nothing = next((child for child in head.children if child.dep_ == "dobj" and child.lower_ == "nothing"), None)
    after = [token.lower_ for token in head.doc[nothing.i + 1 : nothing.i + 5]] if nothing is not None else []
    stress_words = [word for word in after if word in ("whatever", "whatsoever")]
    rest = [word for word in after if word not in stress_words]
    if nothing is None or head.lemma_ != "have" or nothing.i not in inside or rest[:3] != ["to", "do", "with"]:
        return None
    dropped = {nothing.i + 1} if stress_words else set()
    return Negation(frozenset(dropped), {nothing.i: "something"})


def _marks(head: Token) -> list[Token]:
    """Return the tokens that negate a clause."""
    helpers = [child for child in head.children if child.dep_ in ("aux", "auxpass")]
    found = [child for token in (head, *helpers) for child in token.children if child.dep_ == "neg"]
    found += [child for child in head.children if child.lower_ == "never" and child not in found]
    for child in head.children:
        if child.dep_ in ("attr", "dobj", "nsubj", "nsubjpass", "acomp"):
            found += [item for item in child.children if item.lower_ in ("no", "not") and item.dep_ in ("det", "neg")]
    return [item for item in found if not is_of_another(item)]


def is_half_denied(head: Token) -> bool:
    """Return whether it is open how far a "no" reaches: "no threat and closer ties", but "no threat or cost"."""
    nouns = [child for child in head.children if child.dep_ in ("attr", "dobj", "nsubj", "nsubjpass")]
    denied = [noun for noun in nouns if any(item.lower_ == "no" and item.dep_ == "det" for item in noun.children)]
    return any(_is_other(noun, second) for noun in denied for second in noun.children if second.dep_ == "conj")


def _is_other(noun: Token, second: Token) -> bool:
    """Return whether "and" joins to a denied noun what is not of the same kind, and has no "no" of its own."""
    link = second.doc[second.left_edge.i - 1].lower_ if second.left_edge.i else ""
    alike = second.tag_ == noun.tag_ and second.left_edge == second
    return link not in ("or", "nor") and not alike and second.left_edge.lower_ not in ("no", "any")


def is_more(mark: Token) -> bool:
    """Return whether a negator adds ("not only", "not just") or compares ("no more than") instead of negating."""
    first, second = ([token.lower_ for token in mark.doc[mark.i + 1 : mark.i + 3]] + ["", ""])[:2]
    # "cannot but support", "could not help admiring": the next word undoes the "not"; "will not help Norway" denies.
    able = mark.i > 0 and mark.nbor(-1).lower_ in ("can", "could", "ca")
    undone = first == "help" and able and second[-3:] in ("ing", "but")
    return undone or first in (*_MORE, "more", "less", "fewer", "later", "sooner", "earlier", "but")


def _is_shared(verb: Token) -> bool:
    """Return whether two verbs share a "did not", so that neither can lose it alone: "did not see or admit"."""
    bare = [child for child in verb.children if child.dep_ == "conj" and child.tag_ == "VB"]
    do = any(child.dep_ == "aux" and child.lemma_ == "do" for child in verb.children)
    return do and any(not any(item.dep_ in ("aux", "nsubj") for item in child.children) for child in bare)


def _is_barring(token: Token) -> bool:
    """Return whether "barring" names an exception after a negated noun: "no state barring Norway attacked"."""
    if token.lower_ != "barring" or not token.i:
        return False
    before = token.nbor(-2) if token.nbor(-1).text == "," and token.i > 1 else token.nbor(-1)
    return any(child.lower_ == "no" for child in before.children)


def _is_all_but(token: Token) -> bool:
    return token.lower_ == "except" or (token.i > 0 and token.nbor(-1).lower_ == "other")


def affirmative_of(doc: Doc, inside: set[int]) -> Negation | None:
    """Return how the content of a denial is affirmed: "denied that it had anything to do with"; None if unchanged."""
    replaced = {i: SOME[doc[i].lower_] for i in inside if doc[i].lower_ in SOME}
    dropped, others = without_any(doc[min(inside)], inside - {min(inside)})
    first = doc[min(inside)]
    if first.lower_ == "any" and first.dep_ == "det":  # "doubts whether any ship was sunk"
        several = first.head.tag_ in ("NNS", "NNPS")
        dropped |= {first.i} if is_mass(first.head) and not several else set()
        others[first.i] = "some" if several else indefinite(first.nbor(1).lower_)
    replaced |= others
    return Negation(frozenset(dropped), replaced) if replaced or dropped else None


def _is_bound(head: Token, inside: set[int]) -> bool:
    """Return whether what follows depends on the negation: "not X but Y", "will not talk until they leave"."""
    for token in (head.doc[i] for i in inside):
        # "no way out other than talks", "nobody except Norway"
        if token.lower_ in ("except", "than") and token.dep_ in ("prep", "mark", "pcomp") and _is_all_but(token):
            return any(mark.i < token.i for mark in _marks(head))
        if token.lower_ == "not" and token.i and token.nbor(-1).lower_ == "least":
            return True  # "did not happen, at least not here"
        without = token.lower_ in ("barring", "without") and token.dep_ == "prep" and token.head == head
        if without or is_but_for(token) or _is_barring(token):
            return True  # "without a truce there can be no talks" is not the opposite of "there can be talks"
        # "will never yield as long as the raids go on" is not the opposite of "will yield as long as"
        if (
            token.lower_ == "long"
            and 0 < token.i < len(head.doc) - 1
            and token.nbor(1).lower_ == token.nbor(-1).lower_ == "as"
        ):
            return any(mark.i < token.i for mark in _marks(head))
        if token.lower_ in _BOUND and token.dep_ in ("mark", "cc", "prep", "advmod") and token.i > head.left_edge.i:
            owner = token.head if token.dep_ != "cc" else head
            if owner == head or owner.head == head or owner in head.subtree:
                return any(mark.i < token.i for mark in _marks(head))
    return False


def _without_no(mark: Token, inside: set[int]) -> Negation:
    noun = mark.head
    while noun.dep_ in ("compound", "nmod") and noun.head.i in inside:  # "no EU or NATO ministers"
        noun = noun.head
    dropped, replaced = without_any(mark, inside)
    dropped |= stress(mark, inside)
    for second in noun.conjuncts:  # "no danger and no cost" is the opposite of "danger or cost"
        if second.left_edge.lower_ == "no" and second.left_edge.i > mark.i:
            dropped.add(second.left_edge.i)
            replaced[second.left_edge.i - 1] = "or"
    both = any(child.dep_ == "cc" and child.lower_ == "and" for child in noun.children)  # "no threat and pressure"
    several = noun.tag_ in ("NNS", "NNPS") or any(other.tag_ == "NNS" for other in noun.conjuncts)
    if both or several or (is_mass(noun) and noun.lemma_ not in _COUNTED):
        return Negation(frozenset((mark.i, *dropped)), replaced)
    doc, clause = noun.doc, noun.head
    dropped |= {i for i in inside if i > mark.i and doc[i].lower_ == "yet" and doc[i].head == clause}
    if doc[mark.i + 1].lower_ == "such":  # "no such call" is the opposite of "such a call"
        after = doc[mark.i + 2].lower_ if mark.i + 2 < len(doc) else ""
        return Negation(frozenset(dropped), {mark.i: "such", mark.i + 1: indefinite(after), **replaced})
    following = doc[mark.i + 1].lower_
    return Negation(frozenset(dropped), {mark.i: indefinite(following), **replaced})


def _without_not(mark: Token, head: Token, inside: set[int]) -> Negation:
    doc = head.doc
    dropped, replaced = {mark.i}, dict[int, str]()
    verb = mark.head.head if mark.head.lower_ in _SELVES else mark.head  # "does not itself impose"
    dropped |= {i for i in inside if i == mark.i + 1 and doc[i].lower_ == "even"}
    helpers = [
        child for child in (*verb.children, verb) if child.dep_ in ("aux", "auxpass", "ROOT", "ccomp") or child == verb
    ]
    do = next(
        (child for child in verb.children if child.dep_ == "aux" and child.lemma_ == "do" and child.i < verb.i), None
    )
    if do is not None and verb.tag_ == "VB" and mark.lower_ != "never":
        dropped.add(do.i)
        forms = {"VBZ": third_person(verb.lemma_), "VBD": past(verb.lemma_)}
        replaced[verb.i] = forms.get(do.tag_, verb.lemma_)
    for helper in helpers:
        if helper.lower_ in _MODALS:
            replaced[helper.i] = _MODALS[helper.lower_]
    if _is_bare_participle(verb, mark):  # "Kenya not accused in the case", of a headline
        subject = next(child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass"))
        dropped.discard(mark.i)
        replaced[mark.i] = "are" if subject.tag_ == "NNS" else "is"
    dropped |= _denied_before(doc, min((helper.i for helper in helpers if helper.tag_ == "MD"), default=0))
    dropped |= {
        i for i in inside if i > mark.i and doc[i].lower_ in ("yet", "anymore", "ever") and doc[i].head in (verb, head)
    }
    replaced |= {i: SOME[doc[i].lower_] for i in inside if i > mark.i and doc[i].lower_ in SOME}
    dropped |= {i for i in inside if doc[i].lower_ == "either" and doc[i].dep_ == "advmod"}
    dropped |= {i for i in inside if doc[i].lower_ in ("simply", "really") and doc[i].head == verb}
    more, others = without_any(mark, inside)
    return Negation(frozenset(dropped | more | stress(mark, inside)), replaced | others)


def _is_bare_participle(verb: Token, mark: Token) -> bool:
    """Return whether a participle stands right after a "not" that only lacks its "is"."""
    helped = any(child.dep_ in ("aux", "auxpass") for child in verb.children)
    subject = any(child.dep_ in ("nsubj", "nsubjpass") and child.i < mark.i for child in verb.children)
    alone = verb.i == mark.i + 1 and mark.lower_ == "not" and subject and not helped
    return alone and (verb.tag_ in ("VBG", "VBN") or (verb.tag_ == "VBD" and participle(verb.lemma_) == verb.lower_))


def _denied_before(doc: Doc, modal: int) -> set[int]:
    """Return the negation of a modal joined to one: "cannot and will not be tolerated"."""
    joined = modal > 2 and doc[modal - 1].dep_ == "cc" and doc[modal - 2].dep_ == "neg"
    return {modal - 2} if joined and doc[modal - 3].tag_ == "MD" else set()


def is_ended(verb: Token) -> bool:
    """Return whether an action or a state has ended: "no longer supports", "no more believes"."""
    last = (child for child in verb.children if child.lower_ in ("longer", "more") and child.i)
    return any(child.nbor(-1).lower_ in ("no", "not") for child in last)


def helpers_of(cue: Token) -> list[Token]:
    """Return the auxiliaries of a verb, or those that it shares: "it should open the border and invite the envoys".

    Those of an adjective stand with its verb: "Berg may be aware".
    """
    shared = cue.head if cue.dep_ in ("acomp", "oprd") else cue
    while shared.dep_ == "conj" and shared.tag_ == "VB" and shared.head.pos_ in ("VERB", "AUX"):
        if any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in shared.children):
            break
        shared = shared.head
    return [child for child in shared.children if child.dep_ == "aux"]
