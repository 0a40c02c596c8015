"""Resolves pronouns inside reported speech, and finds referents that compete with the speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import subject_of
from kg.extract.names.actors import BODIES, HE, IT, ROLES, SHE, THEY
from kg.extract.names.nametable import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kg.extract.article.excerpts import Layout
    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["antecedent", "group_before", "has_rival", "is_faulted", "sides_before"]

_WORDS = load_data("meaning/wording.yaml")
#: Words for one person that are not offices.
_PERSONS = frozenset(_WORDS["persons"])
_CHARGES = ("accusation", "allegation", "assertion", "charge", "claim", "complaint", "insinuation", "suggestion")
_ANSWERS = ("answer", "counter", "hit", "ignore", "react", "respond", "shrug")
_FAULTS, _FAULTY = frozenset(_WORDS["faults"]), frozenset(_WORDS["faulty"])
_WRONGS = _FAULTY | frozenset(_WORDS["wrongs"])
#: What somebody lacks who is criticised, and what should not be broken.
_VIRTUES = frozenset(
    ("competence", "courage", "credibility", "honesty", "integrity", "legitimacy", "principle", "shame")
)
_KEPT = frozenset(_WORDS["kept"]) | {"ceasefire", "commitment", "pledge", "promise", "word"}
#: What somebody does who speaks of another person.
_JUDGING = (
    *("accuse", "attack", "blame", "blast", "condemn", "criticise", "criticize", "denounce", "lambast", "lambaste"),
    *("mention", "mock", "name", "praise", "rebuke", "ridicule", "slam", "target"),
)
#: What nobody says of oneself, but of what others did.
_UNLAWFUL = frozenset(
    ("illegal", "illegitimate", "inadmissible", "invalid", "null", "unacceptable", "unlawful", "void")
)


def is_faulted(pronoun: Token) -> bool:
    """Return whether a clause criticises its subject, which is then not the speaker: "it violated the truce"."""
    verb = pronoun.head
    subject = pronoun.dep_ == "nsubj" and not any(child.dep_ == "neg" for child in verb.children)
    if subject and (_is_unlawful(verb) or _is_faithless(verb)):
        return True
    told = [child for child in verb.children if child.dep_ in ("attr", "dobj", "prep")]
    told += [inner for child in told if child.dep_ == "prep" for inner in child.children]
    bad = any(child.lemma_.lower() in _FAULTY and not _is_denied(child) for child in told if child.dep_ != "prep")
    badly = bad and verb.lemma_ in ("be", "pose", "constitute", "represent", "amount")
    return subject and (verb.lemma_ in _FAULTS or badly or _goes_on(verb))


def _goes_on(verb: Token) -> bool:
    """Return whether somebody goes on with what is wrong: "it wants to continue the violations"."""
    below = [child for child in verb.children if child.dep_ == "xcomp"] if verb.lemma_ != "continue" else [verb]
    things = [thing for word in below if word.lemma_ == "continue" for thing in word.children if thing.dep_ == "dobj"]
    return any(thing.lemma_.lower() in _WRONGS for thing in things)


def _is_faithless(verb: Token) -> bool:
    """Return whether somebody is said to lack what one should have, or to break a word: "he lacks credibility"."""
    things = {child.lemma_.lower() for child in verb.children if child.dep_ == "dobj"}
    return bool(things & (_VIRTUES if verb.lemma_ == "lack" else _KEPT if verb.lemma_ == "break" else frozenset()))


def _is_unlawful(verb: Token) -> bool:
    """Return whether a clause judges what somebody did: "it is illegal"; no state or body is illegal."""
    return verb.lemma_ == "be" and any(child.lower_ in _UNLAWFUL for child in verb.children)


def _is_denied(noun: Token) -> bool:
    return any(child.lower_ == "no" for child in noun.children)


def antecedent(
    discourse: Discourse, layout: Layout | None, token: Token, besides: tuple[Actor, ...]
) -> tuple[Actor, ...]:
    """Return the actor that a pronoun in reported speech means, if exactly one that fits is named before it."""
    word = token.lower_
    first = token.sent.start if word in IT else discourse.paragraph(token.i)
    if word in IT and token.dep_ not in ("nsubj", "nsubjpass", "poss"):
        return ()
    if word in IT and _is_unlawful(token.head):
        return ()
    if word in IT and token.head.lemma_ == "be" and any(child.dep_ == "attr" for child in token.head.children):
        return ()  # "it would be a mistake": "it" is an action, not an actor
    marks = [i for i in range(first, token.i) if discourse.doc[i].text in (";", ":")]
    first = max([first, *marks])
    kinds = ("person",) if word in (*HE, *SHE) else ("organisation", "state") if word in IT else ("group",)
    quotation = layout.quotation(token.idx) if layout is not None else None
    if quotation is not None:
        first = max(first, next((i for i in range(token.i, -1, -1) if discourse.doc[i].idx < quotation.start), -1) + 1)
    quoted = quotation is not None
    fitting = [
        actor
        for at, actor in discourse.named
        if first <= at < token.i
        and actor.kind in kinds
        and (actor.known or actor.kind != "group")
        and actor not in besides
        and (word in IT or word in THEY or discourse.agrees(actor, word))
        and (not quoted or (word not in IT and discourse.is_subject(at)))
        and (word not in IT or discourse.is_subject(at))
    ]
    # Those who pass on the words, earlier in the sentence, are rarely mentioned in them.
    start = token.sent.start  # computed once, because it is slow
    relays = {actor for _, actor in discourse.alone(start, token.i)}
    relays -= set(_faced(discourse, token, answers=True))
    return (fitting[0],) if len(set(fitting)) == 1 and (quoted or fitting[0] not in relays) else ()


def _faced(discourse: Discourse, token: Token, *, answers: bool = False) -> tuple[Actor, ...]:
    """Return who faces the claims in which "it" stands: Oslo in "Oslo dismissed Kenya's claims that it had lied".

    A claim is answered by those of whom it is made, so "it" need not be who makes it. With `answers`, the verb shows
    that it is answered.
    """
    verb = token.head if token.dep_ != "poss" else token.head.head
    while verb.dep_ in ("conj", "xcomp", "ccomp") and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    noun = verb.head
    if token.lower_ not in IT or noun.lemma_.lower() not in _CHARGES or not token.i > noun.i < verb.i:
        return ()
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    answered = {sense.act for sense in lexicon().verbs.get(above.lemma_.lower(), ())} & {"denies", "rejects"}
    if noun.dep_ not in ("dobj", "pobj") or (answers and not answered and above.lemma_.lower() not in _ANSWERS):
        return ()
    subject = subject_of(above)
    named = (actor for at, actor in discourse.named if subject is not None and at == subject.i)
    return tuple(actor for actor in named if actor.kind in ("organisation", "state"))


def _is_rival_noun(noun: Token, pronoun: Token) -> bool:
    """Return whether a pronoun may refer to the subject of an earlier clause: "this plan failed, and it will not work".

    A verb with an object is more likely the speaker's action: "the plan failed, and it would send troops".
    """
    person = noun.lower_ in ROLES or noun.lower_ in _PERSONS
    if pronoun.tag_ == "PRP$" and pronoun.lower_ in (*HE, *SHE) and noun.dep_ in ("dobj", "dative", "pobj"):
        return person and noun.tag_ in ("NN", "NNP")  # "thanked the minister for his help"
    if noun.dep_ not in ("nsubj", "nsubjpass") or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    if pronoun.lower_ in (*HE, *SHE):
        return person and noun.tag_ == "NN"
    if pronoun.dep_ not in ("nsubj", "nsubjpass") or any(
        child.dep_ in ("dobj", "ccomp", "xcomp") for child in pronoun.head.children
    ):
        return False
    return noun.tag_ == "NNS" if pronoun.lower_ in THEY else noun.tag_ == "NN" and not person


def _is_spoken_of_before(pronoun: Token, start: int) -> bool:
    """Return whether a clause before reported speech is about a thing: "as the plan failed, Oslo said it was good"."""
    subjects = (token for token in pronoun.sent if token.i < start and token.dep_ in ("nsubj", "nsubjpass"))
    return any(
        token.head.dep_ == "advcl" and token.tag_ == "NN" and not token.ent_type_ and token.lower_ not in BODIES | ROLES
        for token in subjects
    )


def has_rival(discourse: Discourse, token: Token, content: tuple[int, ...], own: set[str]) -> bool:
    """Return whether reported speech has another possible referent than `own` before a pronoun.

    `content` are the tokens of the reported speech, and `own` the slugs of its speakers.
    """
    before = [i for i in content if i < token.i]
    if token.lower_ in (*HE, *SHE) and _is_of_judged(token):
        return True
    if faced := _faced(discourse, token, answers=True) or _faced(discourse, token):
        return any(actor.slug not in own for actor in faced)
    if token.lower_ in IT and _is_spoken_of_before(token, min(content, default=token.i)):
        return True
    if token.dep_ in ("nsubj", "nsubjpass") and token.i <= min(content, default=token.i) + 3:
        return False
    kinds = {"person"} if token.lower_ in (*HE, *SHE) else {"organisation", "state"}
    kinds |= {"group"} if token.lower_ in THEY else set()
    inside = set(before)
    if any(at in inside and actor.slug not in own and actor.kind in kinds for at, actor in discourse.named):
        return True
    named = {at for at, _ in discourse.named}
    return any(i not in named and _is_rival_noun(discourse.doc[i], token) for i in before)


def _is_of_judged(pronoun: Token) -> bool:
    """Return whether somebody is spoken of, and then told of: "criticised Berg, saying he lied"."""
    verb = pronoun.head
    while verb.dep_ in ("ccomp", "conj") and verb.head != verb:
        verb = verb.head
    above = verb.head
    spoken = verb.dep_ == "advcl" and verb.tag_ == "VBG" and above.lemma_.lower() in _JUDGING
    judged = [child for child in above.children if child.dep_ == "dobj" and above.i < child.i < verb.i]
    return spoken and any(child.ent_type_ == "PERSON" for child in judged)


def sides_before(discourse: Discourse, head: Token) -> tuple[Actor, ...]:
    """Return the states that "both sides" may mean if it is unclear which two of several are meant."""
    if head.lower_ not in ("parties", "sides") or head.doc[head.left_edge.i].lower_ not in ("all", "both", "the"):
        return ()
    start = discourse.paragraph_before(head.i)
    states = discourse.before(head.i, lambda actor: actor.kind == "state", since=start)
    return tuple(dict.fromkeys(states))


def group_before(discourse: Discourse, head: Token, label: Callable[[Actor], str]) -> Actor | None:
    """Return the only group mentioned before with the same noun and more words: "the experts" after "UN experts"."""
    if head.tag_ != "NNS" or head.doc[head.left_edge.i].lower_ != "the":
        return None
    called = discourse.fitting(0, head.i, head.i, lambda actor: actor.kind == "group")
    noun = head.lower_
    # "The ministers" after "the ministers of Oslo and Rome", whose label does not end with the noun.
    found = {
        actor
        for at, actor in called
        if folded(label(actor)).split()[-1:] == [folded(head.text)] or discourse.doc[at].lower_ == noun
    }
    return found.pop() if len(found) == 1 else None
