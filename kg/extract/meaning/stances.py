"""Derives a holder's stance from a content: the act, the polarity, and the words for its sentence.

The order is always the same: first the act of the cue and whether it is negated; then a stance that speakers express
inside the content ("we would strongly oppose any attack"); then the act of the content itself; and last, exactly once,
the negation of the content, which either reverses the polarity or stays in the sentence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar.contents import Content
from kg.extract.grammar.frames import frame_of
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.splitting.owned import before_own_stance
from kg.extract.meaning.acts import ActReading, passes_judgement, read_act
from kg.extract.meaning.acts.felt import stance_act
from kg.extract.meaning.acts.held import case_of, is_held, is_supposed
from kg.extract.meaning.acts.inside import (
    COMMITTED,
    EXPRESSIVE,
    IMPOSING,
    PLAIN,
    TELLING,
    cue_act,
    feeling_of,
    own_stance,
)
from kg.extract.meaning.acts.outlook import certainty_of
from kg.extract.meaning.acts.performing import is_future
from kg.extract.meaning.acts.stress import marked
from kg.extract.meaning.negation import is_negated
from kg.extract.meaning.settling import Stance, cue_negation, is_given_up, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attribution import Attribution
    from kg.extract.grammar.frame import Frame

__all__ = ["stance_of"]

_TOLD = (*PLAIN, "expects", "warns")
#: Objects of "declare" that are not measures.
_FELT = ("interest", "love", "victory")
#: Announcing one of these is a promise to do it.
_MEASURES = frozenset(load_data("meaning/wording.yaml")["measures"])
#: "stressed its support for": the noun expresses the stance.
_STRESSING = frozenset(load_data("meaning/wording.yaml")["stressing"])
_PROSPECTS = ("danger", "likelihood", "possibility", "prospect", "risk", "significance", "threat")
_LET_IN = (
    *("access", "admission", "asylum", "bail", "card", "citizenship", "clearance", "entry", "licence", "license"),
    *("overflight", "passage", "passport", "permission", "permit", "recognition", "visa"),
)
#: Promises that are made to somebody.
_GIVEN = ("assurance", "guarantee", "pledge", "promise", "vow")
#: What is disputed without being said to be so.
_OWNED = ("border", "boundary", "frontier", "jurisdiction", "name", "ownership", "sovereignty", "title")
_PLANS = ("blueprint", "framework", "initiative", "plan", "proposal", "roadmap")
_SUGGESTING = ("proposal", "recommend", "recommendation", "suggest", "suggestion")
_ASSERTED = (
    *("allegation", "assertion", "claim", "contention"),
    *("argue", "contend", "emphasise", "emphasize", "highlight", "insist", "stress", "underline", "underscore"),
)
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
    if content.spoken and (item.sense.act in EXPRESSIVE or item.frame not in ("clause", "whether")):
        item = replace(item, frame="clause", sense=lexicon().verbs["say"][0])
    act = cue_act(doc[item.via], item.sense, item.frame, doc[content.head])
    denied = cue_negation(doc[item.via], act)
    deed = act in PLAIN and item.sense.lemma in lexicon().deeds and item.frame in ("ing", "to", "object")
    unheld = is_supposed(doc[item.via]) or (act in EXPRESSIVE and not is_held(doc[item.via]))
    if denied is None or deed or unheld or _is_silent(doc, item, content):  # "began deploying troops" says nothing
        return None
    denied = not _is_of_speaker(doc[item.via], item) and denied
    told = any(child.dep_ == "nsubjpass" for child in doc[item.via].children)
    if item.sense.act in ("urges", "warns") and item.frame == "to" and not told:
        return Stance("urges", None, content, "to", 0.5, worded=False)  # "warned not to expect much": nobody is named
    plain = _depending(doc, item, content, act) or _plainly(doc, item, content, direct=direct) if not denied else None
    found = _turned_down(doc, item, content) or plain
    if found is not None:
        return found
    if not isinstance(denied, bool):  # "could not agree on a budget" says nothing
        return None if item.frame == "on" else settled(doc, Stance(*denied, content, item.frame, 0.5))
    if item.frame in ("clause", "according", "whether"):
        inner = _inside(doc, item, content, act, is_own, direct=direct)
        if not isinstance(inner, Content):
            return inner
        content, act = inner, "claims" if act in EXPRESSIVE else act  # 'defended his decision: "..."'
    own = is_own(doc[content.head])
    return _read_stance(doc, item, content, act, own=own, observed=observed, direct=direct)


def _depending(doc: Doc, item: Attribution, content: Content, act: str) -> Stance | None:
    """Return the stance of somebody who would take it in a case, without the case; else None."""
    case = case_of(doc[item.via]) if act in EXPRESSIVE and item.frame == "object" else None
    if case is None:
        return None
    tokens = tuple(i for i in content.tokens if not case.left_edge.i <= i <= case.right_edge.i)
    return Stance(act, "conditional", Content(tokens, content.head, content.quote), item.frame, 0.5)


def _inside(
    doc: Doc, item: Attribution, content: Content, act: str, is_own: Callable[[Token], bool], *, direct: bool
) -> Content | Stance | None:
    """Return the stance that a clause expresses by itself, or the content to read; None if it expresses none."""
    if act in EXPRESSIVE and len(content.tokens) < 3 and not direct:
        return None  # "dismisses ceasefire calls", where the parser took "calls" for a verb
    feeling = stance_act(doc[item.via], doc[content.head])
    felt = feeling not in (None, "claims") and (item.sense.act not in PLAIN or feeling == "hopes")
    if felt and not content.spoken:
        return feeling_of(doc, str(feeling), content)  # "is glad that it left"
    return own_stance(doc, content, is_own) if act in (*PLAIN, *EXPRESSIVE) else content


def _plainly(doc: Doc, item: Attribution, content: Content, *, direct: bool) -> Stance | None:
    """Return the stance of a cue that is not negated, if its content is a name or expresses a need; else None."""
    head = doc[content.head]
    named = head.lemma_ in ("call", "describe", "term") and any(child.lower_ == "what" for child in head.children)
    if named and item.sense.act in EXPRESSIVE and item.frame == "clause" and not direct:
        return Stance(item.sense.act, None, content, "clause", 0.5, worded=False)  # "rejected what she called lies"
    return marked(doc, item, content)


def _is_silent(doc: Doc, item: Attribution, content: Content) -> bool:
    """Return whether an action shows no stance: "declined to say whether", "lifted the siege"."""
    head = doc[content.head]
    unwilling = item.sense.lemma in ("want", "wish", "like") and head.lemma_ in (*TELLING, "discuss")
    refused = (item.sense.act == "refuses" and head.lemma_ in TELLING) or (unwilling and is_negated(doc[item.via]))
    asked = item.sense.act == "promises" and item.frame in ("clause", "to") and _is_question(head)
    if item.sense.act == "warns" and item.frame == "to" and head.pos_ in ("NOUN", "PROPN"):
        return True  # "delivered a warning to Norway"
    if item.sense.lemma in _GIVEN and item.frame == "to" and head.pos_ == "PROPN":
        return True  # "gave assurances to Norway"
    if item.sense.act == "accuses" and item.frame == "as":  # "listed their country as Hope" accuses nobody
        return not any(passes_judgement(doc[i]) for i in content.tokens)
    return (
        refused
        or asked
        or _is_given(doc[item.via])
        or (item.sense.lemma in IMPOSING and head.lemma_.lower() not in _MEASURES)
    )


def _is_question(head: Token) -> bool:
    """Return whether a clause is an indirect question: "will decide how it reacts" does not say that it reacts."""
    before = [child for child in head.children if child.i < head.i]
    return any(child.tag_ in ("WRB", "WP") or (child.dep_ == "mark" and child.lower_ == "whether") for child in before)


def _is_given(verb: Token) -> bool:
    """Return whether somebody gives something, and not a word: "committed two ships to the war"."""
    return verb.lemma_ == "commit" and any(child.dep_ == "dobj" and child.tag_ != "PRP" for child in verb.children)


def _read_stance(
    doc: Doc, item: Attribution, content: Content, act: str, *, own: bool, observed: bool, direct: bool
) -> Stance:
    """Return the stance that a content expresses with an act that is not negated."""
    reading = _read(doc, item, content, act, own=own, observed=observed, direct=direct)
    if reading.act == "warns" and item.frame == "clause" and own and is_future(doc[content.head], past=True):
        # "warned that it would strike back", "warned that it would not accept it"
        reading = replace(reading, act="promises" if is_negated(doc[content.head]) else "threatens")
    if reading.act == "fears" and item.frame in ("over", "about", "by", "at"):
        reading = replace(reading, polarity="supports")  # that there is cause for concern
    if reading.act == "demands" and item.sense.lemma in _SUGGESTING:
        reading = replace(reading, act="proposes")  # "suggested that Norway open the port"
    if reading.act == "reports" and item.sense.lemma in _ASSERTED:
        reading = replace(reading, act="claims")  # "Norway's claim that the border was closed", "stressed that it was"
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


def _turned_down(doc: Doc, item: Attribution, content: Content) -> Stance | None:
    """Return the stance on the thing a noun names: "announced a ban", "rejected calls for", "backed a call for"."""
    noun = doc[content.head]
    if item.frame != "object":
        return None
    found = _named_thing(item, noun, content)
    if found is not None:
        return settled(doc, found) if found.worded else found
    frame = frame_of(noun) if noun.pos_ == "NOUN" else None
    if frame is None or not frame.content:
        return None
    idle = frame.sense.act == "threatens" and item.sense.lemma != "reject"  # "rejects threats": they are wrong
    if item.sense.act == "rejects" and (idle or frame.sense.act in ("fears", "warns", "doubts")):
        return _unfeared(doc, frame, content)
    refused = _taken_up(doc, item, noun, frame)
    if refused is None:
        return None
    tokens = tuple(sorted(before_own_stance(doc, noun.i, set(frame.content))))
    quote = content.quote[0], max(content.quote[1], doc[tokens[-1]].idx + len(doc[tokens[-1]]))
    inner = Content(tokens, frame.head if frame.head in tokens else tokens[0], quote)
    kept = frame.sense.lemma in COMMITTED and frame.name == "to" and refused[0] == "supports"
    return settled(doc, Stance(*refused, inner, "to-noun" if kept else frame.name, 0.6))


def _named_thing(item: Attribution, noun: Token, content: Content) -> Stance | None:
    """Return the stance on a noun that has no content of its own: "announced a ban", "played down the risk"."""
    declared = item.sense.lemma in ("declare", "proclaim") and noun.lemma_.lower() not in (*_FELT, *COMMITTED)
    frame = frame_of(noun) if declared and noun.pos_ == "NOUN" else None
    declared = declared and (frame is None or frame.name != "to")  # "declared its readiness to talk"
    measure = item.sense.lemma in ("announce", "unveil") and noun.lemma_.lower() in _MEASURES
    if (declared or measure) and noun.pos_ == "NOUN":
        return Stance("promises", None, content, "object", 0.5)
    if item.sense.lemma in ("present", "unveil") and noun.lemma_.lower() in _PLANS:
        return Stance("proposes", None, content, "object", 0.5)  # "unveiled a plan for peace"
    if item.sense.lemma == "deny" and noun.lemma_.lower() in _LET_IN:
        return Stance("refuses", None, content, "object", 0.5, worded=False)  # "denied entry to the envoys"
    if item.sense.lemma == "dispute" and noun.lemma_.lower() in _OWNED:
        return Stance("opposes", None, content, "object", 0.5, worded=False)  # "disputes the name of the island"
    if item.sense.lemma == "accept" and noun.lemma_.lower() == "responsibility":
        return Stance("acknowledges", None, content, "object", 0.6)
    made = noun.lemma_.lower() == "threat" and noun.tag_ == "NNS"  # "threats" are made, "the threat of war" is there
    if item.sense.act == "rejects" and noun.lemma_.lower() in _PROSPECTS and not made:
        return Stance("rejects", None, content, "object", 0.5, worded=False)
    return None


def _taken_up(doc: Doc, item: Attribution, noun: Token, frame: Frame) -> tuple[str, str | None] | None:
    """Return the act and polarity towards what a noun names: "rejected calls for", "backed a call for"; else None."""
    refused = cue_negation(noun, frame.sense.act)
    if item.sense.act in _TAKING_UP and frame.name == "to" and frame.sense.act == "promises" and refused is False:
        return None  # "backs the plan to send troops": the plan is backed, whoever carries it out
    wished = frame.sense.act in _WISHED and frame.name in ("for", "who-to", "clause")
    if isinstance(refused, bool) and item.sense.act in _TAKING_UP and wished:
        return item.sense.act, None
    if refused is False and item.sense.lemma in _STRESSING and frame.sense.act not in (*_TOLD, "acknowledges"):
        aim = doc[frame.head] if frame.head is not None else None
        # "stressed his support for the treaty", "confirmed its commitment to the treaty"
        return cue_act(noun, frame.sense, frame.name, aim), None
    return None if isinstance(refused, bool) else refused


def _unfeared(doc: Doc, frame: Frame, content: Content) -> Stance:
    """Return the stance of somebody who dismisses a fear: that what is feared will not be so, if a clause says what."""
    tokens = tuple(sorted(set(frame.content)))
    if frame.name != "clause" or frame.head not in tokens:
        return Stance("rejects", None, content, "object", 0.5, worded=False)
    return settled(doc, Stance("denies", None, Content(tokens, frame.head, content.quote), "clause", 0.5))


def _read(
    doc: Doc, item: Attribution, content: Content, act: str, *, own: bool, observed: bool, direct: bool
) -> ActReading:
    """Return the act and the polarity of a content, ignoring any negation in it."""
    predicate = item.frame == "as"
    if predicate and act in EXPRESSIVE:
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
    if predicate and reading.act in EXPRESSIVE:
        return replace(reading, polarity="supports")  # those who call something bad support the sentence that it is bad
    against = item.frame == "against" and reading.act not in ("accuses", "blames")
    return replace(reading, polarity="opposes") if against else reading
