"""Derives a holder's stance from a content: the act, the polarity, and the words for its sentence.

The order is always the same: first the act of the cue and whether it is negated; then a stance that speakers express
inside the content ("we would strongly oppose any attack"); then the act of the content itself; and last, exactly once,
the negation of the content, which either reverses the polarity or stays in the sentence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar.conditions import below, intended, needed, regretted, stated, unfailing
from kg.extract.grammar.contents import Content
from kg.extract.grammar.frames import frame_of
from kg.extract.grammar.lexicon import Cue, lexicon, load_data
from kg.extract.grammar.tree import subject_of
from kg.extract.meaning.acts import ActReading, read_act
from kg.extract.meaning.acts.outlook import certainty_of, is_possible
from kg.extract.meaning.acts.stress import noted_with, stressed
from kg.extract.meaning.negation import is_negated
from kg.extract.meaning.settling import Stance, cue_negation, is_given_up, rules_out, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attribution import Attribution
    from kg.extract.grammar.frame import Frame

__all__ = ["stance_of"]

_PLAIN = ("claims", "reports")
_TOLD = (*_PLAIN, "expects", "warns")
_EXPRESSIVE = ("praises", "criticises", "supports", "opposes", "rejects")
#: "I think that", "we can say that": the statement is the clause that follows.
_THOUGHT = ("think", "believe", "say", "know", "feel", "guess", "suppose", "tell", "add")
_TELLING = ("comment", "elaborate", "explain", "mention", "say", "specify", "tell")
#: Imposing a measure shows support for it; lifting it ends that support.
_IMPOSING = ("ease", "impose", "levy", "lift", "reimpose", "reinstate")
#: Objects of "declare" that are not measures.
_FELT = ("interest", "love", "victory")
#: Announcing one of these is a promise to do it.
_MEASURES = frozenset(load_data("meaning/wording.yaml")["measures"])
#: "stressed its support for": the noun expresses the stance.
_STRESSING = frozenset(load_data("meaning/wording.yaml")["stressing"])
_ASSERTED = ("allegation", "assertion", "claim", "contention")
_COMMITTED = ("commitment", "dedication")
_BELIEVED = ("believe", "think")
#: "We will recognise the state" and "we will defend our coast" say what will be done.
_DONE = ("defend", "recognise", "recognize")
#: With these acts, a noun such as "call" only names the object of the stance.
_TAKING_UP = ("supports", "opposes", "praises", "criticises", "agrees")
_WISHED = ("agrees", "calls-for", "claims", "demands", "expects", "hopes", "promises", "proposes", "reports", "urges")


def stance_of(
    doc: Doc,
    item: Attribution,
    content: Content,
    *,
    is_own: Callable[[Token], bool],
    observed: bool,
    direct: bool = False,
) -> Stance | None:
    """Return the stance in one content of an attribution, or None if the text expresses none.

    `is_own` returns whether the speaker is the subject of a clause, given its head: in "we know that they want war",
    only of "know". `observed`: the speaker watches and counts. `direct`: the content is in quotation marks.
    """
    if content.spoken and (item.sense.act in _EXPRESSIVE or item.frame not in ("clause", "whether")):
        item = replace(item, frame="clause", sense=lexicon().verbs["say"][0])
    act = _act_of(doc[item.via], item.sense, item.frame, doc[content.head])
    denied = cue_negation(doc[item.via], act)
    deed = act in _PLAIN and item.sense.lemma in lexicon().deeds and item.frame in ("ing", "to", "object")
    if denied is None or deed or _is_silent(doc, item, content):  # "began deploying troops" says nothing
        return None
    denied = not _is_of_speaker(doc[item.via], item) and denied
    plain = _plainly(doc, item, content, direct=direct) if denied is False else None
    found = _turned_down(doc, item, content) or plain
    if found is not None:
        return found
    if not isinstance(denied, bool):  # "could not agree on a budget" says nothing
        return None if item.frame == "on" else settled(doc, Stance(*denied, content, item.frame, 0.5))
    if item.frame in ("clause", "according", "whether"):
        if act in _EXPRESSIVE and len(content.tokens) < 3 and not direct:
            return None  # "dismisses ceasefire calls", where the parser took "calls" for a verb
        act = "claims" if act in _EXPRESSIVE else act  # 'defended his decision: "..."'
        inner = _own_stance(doc, content, is_own) if act in _PLAIN else content
        if not isinstance(inner, Content):
            return inner
        content = inner
    own = is_own(doc[content.head])
    return _read_stance(doc, item, content, act, own=own, observed=observed, direct=direct)


def _act_of(verb: Token, sense: Cue, frame: str, head: Token | None = None) -> str:
    if sense.lemma in _COMMITTED and head is not None and head.pos_ in ("NOUN", "PROPN"):
        return "supports"  # "its commitment to the unity of Sudan"
    will = any(child.lower_ in ("will", "'ll", "’ll") for child in verb.children)
    return "promises" if will and sense.lemma == "seek" and frame == "to" else sense.act


def _plainly(doc: Doc, item: Attribution, content: Content, *, direct: bool) -> Stance | None:
    """Return the stance of a cue that is not negated, if its content is a name or expresses a need; else None."""
    head = doc[content.head]
    named = head.lemma_ in ("call", "describe", "term") and any(child.lower_ == "what" for child in head.children)
    if named and item.sense.act in _EXPRESSIVE and item.frame == "clause" and not direct:
        return Stance(item.sense.act, None, content, "clause", 0.5, worded=False)  # "rejected what she called lies"
    return noted_with(doc, item, content) or stressed(doc, item, content)


def _is_silent(doc: Doc, item: Attribution, content: Content) -> bool:
    """Return whether an action shows no stance: "declined to say whether", "lifted the siege"."""
    head = doc[content.head]
    refused = item.sense.act == "refuses" and head.lemma_ in _TELLING
    return (
        refused or _is_given(doc[item.via]) or (item.sense.lemma in _IMPOSING and head.lemma_.lower() not in _MEASURES)
    )


def _is_given(verb: Token) -> bool:
    """Return whether somebody gives something, and not a word: "committed two ships to the war"."""
    return verb.lemma_ == "commit" and any(child.dep_ == "dobj" and child.tag_ != "PRP" for child in verb.children)


def _read_stance(
    doc: Doc, item: Attribution, content: Content, act: str, *, own: bool, observed: bool, direct: bool
) -> Stance:
    """Return the stance that a content expresses with an act that is not negated."""
    reading = _read(doc, item, content, act, own=own, observed=observed, direct=direct)
    if reading.act == "fears" and item.frame in ("over", "about", "by", "at"):
        reading = replace(reading, polarity="supports")  # that there is cause for concern
    if reading.act == "reports" and item.sense.lemma in _ASSERTED:
        reading = replace(reading, act="claims")  # "Norway's claim that the border was closed"
    certainty = certainty_of(doc[item.via]) or (certainty_of(doc[content.head]) if reading.act in _TOLD else None)
    return settled(
        doc, Stance(reading.act, reading.polarity, content, item.frame, reading.confidence, certainty=certainty)
    )


def _is_of_speaker(cue: Token, item: Attribution) -> bool:
    """Return whether a noun cue belongs to the speaker, so that other people's reactions do not change the stance.

    "Norway's call for talks was rejected": the call is still Norway's.
    """
    own = (child for child in cue.children if child.dep_ in ("poss", "compound", "amod") and child.i < cue.i)
    by = (grand for child in cue.children if child.lower_ in ("by", "from") for grand in child.children)
    return cue.pos_ == "NOUN" and not is_given_up(cue) and any(child.i in item.source for child in (*own, *by))


def _own_stance(doc: Doc, content: Content, is_own: Callable[[Token], bool]) -> Content | Stance | None:
    """Return a stance that speakers express inside the content, or the content to read; None if they express none."""
    head = doc[content.head]
    own = is_own(head)
    if own and is_negated(head) and (head.lemma_ in _TELLING or rules_out(head)):
        return None  # "though he did not say whether"
    if (wanted := needed(head)) is not None and wanted.i in content.tokens:
        return settled(doc, Stance("calls-for", None, below(content, wanted), "object", 0.6))
    if (aim := intended(head)) is not None and aim.i in content.tokens and (head.lemma_ == "be" or is_own(head)):
        return settled(doc, Stance("supports", None, below(content, aim), "to", 0.6))
    if (deed := unfailing(head)) is not None and deed.i in content.tokens and is_own(head):
        return settled(doc, Stance("promises", None, below(content, deed), "to", 0.6))
    if (past := regretted(head)) is not None and past.i in content.tokens and not is_negated(head) and is_own(head):
        act = "regrets" if head.lemma_ in ("be", "regret") else "apologises"
        return settled(doc, Stance(act, None, below(content, past), "clause", 0.6))
    if (inner := stated(head)) is not None and inner.i in content.tokens:
        content = below(content, inner)
    disbelieved = _thought(doc, content, own=own, negated=True)
    if disbelieved is not None:
        return settled(doc, Stance("denies", None, disbelieved, "clause", 0.6))
    content = _thought(doc, content, own=own) or content
    return _inner(doc, content, own=is_own(doc[content.head])) or content


def _turned_down(doc: Doc, item: Attribution, content: Content) -> Stance | None:
    """Return the stance on the thing a noun names: "announced a ban", "rejected calls for", "backed a call for"."""
    noun = doc[content.head]
    declared = item.sense.lemma in ("declare", "proclaim") and noun.lemma_.lower() not in (*_FELT, *_COMMITTED)
    measure = item.sense.lemma == "announce" and noun.lemma_.lower() in _MEASURES
    if (declared or measure) and item.frame == "object" and noun.pos_ == "NOUN":
        return settled(doc, Stance("promises", None, content, "object", 0.5))
    if item.sense.lemma == "accept" and item.frame == "object" and noun.lemma_.lower() == "responsibility":
        return settled(doc, Stance("acknowledges", None, content, "object", 0.6))
    frame = frame_of(noun) if item.frame == "object" and noun.pos_ == "NOUN" else None
    if frame is None or not frame.content:
        return None
    refused = cue_negation(noun, frame.sense.act)
    wished = frame.sense.act in _WISHED and frame.name in ("for", "who-to", "clause")
    if isinstance(refused, bool) and item.sense.act in _TAKING_UP and wished:
        refused = item.sense.act, None
    if refused is False and item.sense.lemma in _STRESSING and frame.sense.act not in (*_TOLD, "acknowledges"):
        aim = doc[frame.head] if frame.head is not None else None
        # "stressed his support for the treaty", "confirmed its commitment to the treaty"
        refused = _act_of(noun, frame.sense, frame.name, aim), None
    if refused is None or isinstance(refused, bool):
        return None
    tokens = tuple(sorted(set(frame.content)))
    inner = Content(tokens, frame.head if frame.head in tokens else tokens[0], content.quote)
    name = (
        "to-noun" if frame.sense.lemma in _COMMITTED and frame.name == "to" and refused[0] == "supports" else frame.name
    )
    return settled(doc, Stance(*refused, inner, name, 0.6))


def _read(
    doc: Doc, item: Attribution, content: Content, act: str, *, own: bool, observed: bool, direct: bool
) -> ActReading:
    """Return the act and the polarity of a content, ignoring any negation in it."""
    predicate = item.frame == "as"
    if predicate and act in _EXPRESSIVE:
        # "rejected the plan as a waste of time" criticises it.
        act = "criticises" if act in ("rejects", "opposes") else act if act in ("praises", "criticises") else "claims"
    reading = read_act(
        doc,
        act,
        doc[content.head],
        content.tokens,
        own=own,
        observed=observed or not direct,
        watching=observed,
        predicate=predicate,
    )
    if predicate and reading.act in _EXPRESSIVE:
        return replace(reading, polarity="supports")  # those who call something bad support the sentence that it is bad
    return replace(reading, polarity="opposes") if item.frame == "against" else reading


def _thought(doc: Doc, content: Content, *, own: bool, negated: bool = False) -> Content | None:
    """Return the thought after an initial "I think" or, if `own`, "he believes" about the speaker; else None.

    With `negated`, return the thought after a denial: "we do not believe that the plan works".
    """
    head = doc[content.head]
    subject = next((child for child in head.children if child.dep_ == "nsubj"), None)
    inner = next((child for child in head.children if child.dep_ == "ccomp" and child.i > head.i), None)
    if inner is None or subject is None or inner.i not in content.tokens or is_negated(head) is not negated:
        return None
    if head.lemma_ not in (_THOUGHT if not negated else _BELIEVED):
        return None
    if not (subject.lower_ in ("i", "we") or (own and subject.lower_ in ("he", "she", "it", "they", "ministry"))):
        return None
    tokens = tuple(
        i for i in content.tokens if i >= inner.left_edge.i and not (doc[i].dep_ == "mark" and doc[i].head == inner)
    )
    return Content(tokens, inner.i, content.quote)


def _frame_inside(head: Token, *, own: bool) -> Frame | None:
    """Return the frame of a stance that the verb or adjective expresses, if the subject is the speaker; else None."""
    subject = subject_of(head)
    if subject is None or not (subject.lower_ in ("i", "we") or own) or head.pos_ not in ("VERB", "AUX"):
        return None
    frame = frame_of(_carrier(head))
    if frame is None or not frame.content or (frame.sense.act in _PLAIN and frame.name != "as"):
        return None
    helpers = {child.lower_ for child in head.children if child.dep_ == "aux"}
    if "have" in helpers and helpers & {"would", "should", "could", "'d", "’d"}:
        return None  # "we would have liked to stay": nobody wants it any more
    if helpers & {"will", "would", "'ll", "’ll"} and (
        frame.sense.lemma in _IMPOSING or frame.sense.act == "acknowledges"
    ):
        return None  # "we will impose tariffs", "would recognise the state": what they will do
    if "have" in helpers and frame.sense.lemma == "resist":
        return None  # "we have resisted the temptation" describes a past action
    if frame.sense.act == "offers" and frame.name == "object" and helpers & {"has", "have", "had"}:
        return None  # "we have offered them shelter" also describes a past action
    return None if is_possible(head) or (helpers and frame.sense.lemma in _DONE) else frame


def _inner(doc: Doc, content: Content, *, own: bool) -> Stance | None:
    """Return a stance that the speaker expresses inside the content: "I have urged", "remained opposed to"."""
    head = doc[content.head]
    frame = _frame_inside(head, own=own)
    if frame is None:
        return None
    if frame.sense.lemma == "regret":
        return Stance("regrets", None, content, "clause", 0.6, worded=False)
    act, polarity = _act_of(head, frame.sense, frame.name), None
    denied = cue_negation(head, act)
    if denied is None:
        return None
    if not isinstance(denied, bool):
        act, polarity = denied
    inside = set(content.tokens)
    tokens = tuple(i for i in sorted(set(frame.content)) if i in inside and i not in frame.cue)
    if act in _EXPRESSIVE and frame.name == "clause" and frame.sense.lemma == "reject":
        return Stance(act, None, content, "clause", 0.5, worded=False)  # "I reject the measure that bans flights"
    if act in _EXPRESSIVE and frame.name == "clause":  # "I am disappointed that he left": he did leave
        return Stance(act, "supports", content, "clause", 0.6)
    if not tokens:
        return None
    inner = Content(tokens, frame.head if frame.head in tokens else tokens[0], content.quote)
    return settled(doc, Stance(act, polarity, inner, frame.name, 0.6))


def _carrier(head: Token) -> Token:
    """Return the word that expresses a stance: the verb's adjective if it has one, else the verb."""
    return next((child for child in head.children if child.dep_ in ("acomp", "oprd") and child.i > head.i), head)
