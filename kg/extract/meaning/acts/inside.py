"""Finds the stance that speakers express inside what they say: "we would oppose it", "I am glad that they left"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar.attributed import Attribution
from kg.extract.grammar.conditions import below, due, intended, needed, regretted, stated, unfailing
from kg.extract.grammar.contents import Content
from kg.extract.grammar.deeds.measures import is_measure
from kg.extract.grammar.frames import frame_of
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.nominals import side_frame
from kg.extract.grammar.tree import subject_of
from kg.extract.meaning.acts.felt import believed, felt_about, felt_by
from kg.extract.meaning.acts.outlook import is_possible, is_threat
from kg.extract.meaning.acts.performing import is_future, is_unsaid_wish, performed, performed_frame
from kg.extract.meaning.acts.stress import marked
from kg.extract.meaning.forms.polar import is_mass
from kg.extract.meaning.negation import is_negated
from kg.extract.meaning.settling import Stance, cue_negation, rules_out, settled
from kg.extract.meaning.things.parts import is_deed

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.frame import Frame
    from kg.extract.grammar.lexicon import Cue

__all__ = ["COMMITTED", "EXPRESSIVE", "IMPOSING", "PLAIN", "TELLING", "cue_act", "feeling_of", "own_stance"]

PLAIN = ("claims", "reports")
EXPRESSIVE = ("praises", "criticises", "supports", "opposes", "rejects")
#: "I think that", "we can say that": the statement is the clause that follows.
_THOUGHT = (
    "think",
    "believe",
    "say",
    "know",
    "feel",
    "guess",
    "suppose",
    "tell",
    "add",
    "assume",
    "imagine",
    "suspect",
    "understand",
)
_BELIEVED = ("believe", "think")
TELLING = ("comment", "elaborate", "explain", "mention", "say", "specify", "tell")
#: Imposing a measure shows support for it; lifting it ends that support.
IMPOSING = ("ease", "impose", "levy", "lift", "reimpose", "reinstate")
COMMITTED = ("commitment", "dedication")
#: What is held to come is expected: "our belief that they will leave".
_HELD = ("belief", "confidence", "conviction", "expectation", "impression", "sense", "view")
#: "We will recognise the state" and "we will defend our coast" say what will be done.
_DONE = ("defend", "recognise", "recognize")
#: What takes two parties or more.
_AGREED = frozenset(load_data("meaning/wording.yaml")["agreed"])
#: "We would honour the treaty" says what will be done, and "we honour the dead" praises them.
_TO_COME = ("honor", "honour", "respect", "uphold")


def own_stance(doc: Doc, content: Content, is_own: Callable[[Token], bool]) -> Content | Stance | None:
    """Return a stance that speakers express inside the content, or the content to read; None if they express none."""
    head = doc[content.head]
    own = is_own(head)
    if own and is_negated(head) and (head.lemma_ in TELLING or rules_out(head)):
        return None  # "though he did not say whether"
    if own and is_unsaid_wish(head):
        return None
    if (found := _wished(doc, content, own=own) or _felt(doc, content, own=own)) is not None:
        return found
    if (verb := performed(head, own=own)) is not None and (frame := performed_frame(verb)) is not None:
        return _performed(doc, content, frame, is_own)
    inner = stated(head) or (believed(head) if own else None)
    if inner is not None and inner.i in content.tokens:
        content = below(content, inner)
    disbelieved = _thought(doc, content, own=own, negated=True)
    if disbelieved is not None:
        return settled(doc, Stance("denies", None, disbelieved, "clause", 0.6))
    content = _thought(doc, content, own=own) or content
    return _inner(doc, content, own=is_own(doc[content.head])) or content


def _performed(doc: Doc, content: Content, frame: Frame, is_own: Callable[[Token], bool]) -> Content | Stance | None:
    """Return the stance of what somebody says with a verb of saying: the clause, or the act of the verb."""
    tokens = tuple(i for i in sorted(set(frame.content)) if i in content.tokens and i not in frame.cue)
    if not tokens or frame.head is None or frame.head not in tokens:
        return content
    inner = Content(tokens, frame.head, content.quote)
    if frame.name == "clause" and frame.sense.lemma in _HELD and is_future(doc[frame.head]):
        return settled(doc, Stance("expects", None, below(inner, doc[inner.head]), "clause", 0.6))
    if frame.name == "clause" and frame.sense.act in PLAIN:
        return own_stance(doc, below(inner, doc[inner.head]), is_own)
    item = Attribution((), (), tokens, frame.sense, frame.name, frame.token.i, frame.head)
    if (found := marked(doc, item, inner)) is not None or frame.sense.act in PLAIN:
        return found or content
    act = cue_act(frame.token, frame.sense, frame.name, doc[inner.head])
    worry = act == "fears" and frame.name in ("about", "at", "by", "over")  # that there is cause for concern
    return settled(doc, Stance(act, "supports" if worry else None, inner, frame.name, 0.6))


def _wished(doc: Doc, content: Content, *, own: bool) -> Stance | None:
    """Return the stance of a clause that says what is needed, aimed at or certain to be done; else None."""
    head = doc[content.head]
    if own and (lacked := _lacking(head)) is not None and lacked.i in content.tokens:
        tokens = tuple(i for i in content.tokens if i >= lacked.left_edge.i)
        return settled(doc, Stance("calls-for", None, Content(tokens, lacked.i, content.quote), "object", 0.6))
    if (wanted := needed(head)) is not None and wanted.i in content.tokens:
        return settled(doc, Stance("calls-for", None, below(content, wanted), "object", 0.6))
    if (task := due(head)) is not None and task.i in content.tokens:
        return settled(doc, Stance("calls-for", None, below(content, task), "need", 0.6))
    if (aim := intended(head)) is not None and aim.i in content.tokens and (head.lemma_ == "be" or own):
        return settled(doc, Stance("supports", None, below(content, aim), "to", 0.6))
    if (deed := unfailing(head)) is not None and own and deed.i in content.tokens:
        return settled(doc, Stance("promises", None, below(content, deed), "to", 0.6))
    return None


def _lacking(head: Token) -> Token | None:
    """Return what speakers say has to take place: "we need a ceasefire"; None for what they would like to have."""
    plain = head.lemma_ == "need" and head.tag_ in ("VBP", "VBZ") and not is_negated(head)
    things = [child for child in head.children if child.dep_ == "dobj" and child.i > head.i]
    free = not any(child.dep_ in ("aux", "ccomp", "xcomp") for child in head.children)
    wanted = things[0] if plain and free and len(things) == 1 else None
    return wanted if wanted is not None and wanted.pos_ == "NOUN" and _takes_place(wanted) else None


def _takes_place(noun: Token) -> bool:
    """Return whether a noun names what is done or happens, and no more than one has: "a truce", not "more help"."""
    named = noun.lemma_.lower() in _AGREED or (is_deed(noun) and not is_mass(noun))
    return named and not any(child.dep_ == "poss" for child in noun.children)


def _felt(doc: Doc, content: Content, *, own: bool) -> Stance | None:
    """Return the stance of a clause in which speakers say what they regret, like, or are not sure of; else None."""
    head = doc[content.head]
    if not own:
        return None
    if (past := regretted(head)) is not None and past.i in content.tokens and not is_negated(head):
        return feeling_of(doc, "regrets" if head.lemma_ in ("be", "regret") else "apologises", below(content, past))
    if (about := felt_about(head)) is not None and about[1].i in content.tokens:
        return feeling_of(doc, about[0], below(content, about[1]))
    if (by := felt_by(head)) is not None and by[1].i in content.tokens:
        tokens = tuple(i for i in content.tokens if by[1].left_edge.i <= i <= by[1].right_edge.i)
        return settled(doc, Stance(by[0], None, Content(tokens, by[1].i, content.quote), "object", 0.6))
    if (doubted := believed(head, denied=True)) is not None and doubted.i in content.tokens:
        return settled(doc, Stance("doubts", None, below(content, doubted), "clause", 0.6))
    return None


def feeling_of(doc: Doc, act: str, content: Content) -> Stance:
    """Return the stance of somebody who feels something about what is so, or hopes it."""
    if act != "hopes" and is_negated(doc[content.head]):
        return Stance(act, None, content, "clause", 0.5, worded=False)  # glad that it did not leave: not against that
    return settled(doc, Stance(act, None if act == "regrets" else "supports", content, "clause", 0.6))


def cue_act(verb: Token, sense: Cue, frame: str, head: Token | None = None) -> str:
    """Return the act of a cue with its content: "its commitment to the unity of Sudan" supports."""
    if sense.lemma in COMMITTED and head is not None and head.pos_ in ("NOUN", "PROPN"):
        return "supports"
    if sense.act == "offers" and frame == "to" and head is not None and is_threat(head):
        return "threatens"  # "is ready to impose sanctions"
    will = any(child.lower_ in ("will", "'ll", "’ll") for child in verb.children)
    return "promises" if will and sense.lemma == "seek" and frame == "to" else sense.act


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
    frame = _shared(head, frame_of(_carrier(head)) or _side(head))
    if frame is not None and frame.head == subject.i and subject.dep_ == "nsubjpass":
        return None  # "we are encouraged by the truce": who is encouraged does not urge
    plain = frame is not None and frame.sense.act in PLAIN and frame.name != "as"
    if frame is None or not frame.content or plain or is_measure(frame.sense.lemma):
        return None  # "we have suspended the treaty" says what they have done
    helpers = {child.lower_ for child in head.children if child.dep_ == "aux"}
    if "have" in helpers and helpers & {"would", "should", "could", "'d", "’d"}:
        return None  # "we would have liked to stay": nobody wants it any more
    if helpers & {"will", "would", "'ll", "’ll"} and (
        frame.sense.lemma in (*IMPOSING, *_TO_COME) or frame.sense.act == "acknowledges"
    ):
        return None  # "we will impose tariffs", "would recognise the state": what they will do
    if "have" in helpers and frame.sense.lemma == "resist":
        return None  # "we have resisted the temptation" describes a past action
    if frame.sense.act == "offers" and frame.name == "object" and helpers & {"has", "have", "had"}:
        return None  # "we have offered them shelter" also describes a past action
    done = bool(helpers - {"do", "does", "did"}) and frame.sense.lemma in _DONE
    return None if is_possible(head) or done else frame


def _side(head: Token) -> Frame | None:
    """Return the frame of those who are for or against something: "we are against the dam"."""
    sides = (side_frame(child, lexicon()) for child in head.children if child.lower_ in ("against", "in"))
    return next((frame for frame in sides if frame is not None), None)


def _shared(head: Token, frame: Frame | None) -> Frame | None:
    """Return the frame of a verb with the object that it shares with the next one: "condemned and rejected it"."""
    if frame is None or frame.content or frame.sense.act in PLAIN:
        return frame
    joined = (child for child in head.children if child.dep_ == "conj" and child.tag_ == head.tag_)
    second = next((verb for verb in joined if verb.i - head.i == 2 and subject_of(verb) == subject_of(head)), None)
    found = frame_of(second) if second is not None else None
    return replace(found, sense=frame.sense) if found is not None and found.name == "object" else frame


def _inner(doc: Doc, content: Content, *, own: bool) -> Stance | None:
    """Return a stance that the speaker expresses inside the content: "I have urged", "remained opposed to"."""
    head = doc[content.head]
    frame = _frame_inside(head, own=own)
    if frame is None:
        return None
    if frame.sense.lemma == "regret":
        return Stance("regrets", None, content, "clause", 0.6, worded=False)
    act, polarity = cue_act(head, frame.sense, frame.name), None
    denied = cue_negation(head, act)
    if denied is None:
        return None
    if not isinstance(denied, bool):
        act, polarity = denied
    inside = set(content.tokens)
    tokens = tuple(i for i in sorted(set(frame.content)) if i in inside and i not in frame.cue)
    if act in EXPRESSIVE and frame.name == "clause" and frame.sense.lemma in ("recognise", "recognize", "reject"):
        return Stance(act, None, content, "clause", 0.5, worded=False)  # "I reject the measure that bans flights"
    if act in EXPRESSIVE and frame.name == "clause":  # "I am disappointed that he left": he did leave
        return Stance(act, "supports", content, "clause", 0.6)
    if not tokens:
        return None
    inner = Content(tokens, frame.head if frame.head in tokens else tokens[0], content.quote)
    worry = act == "fears" and polarity is None and frame.name in ("about", "at", "by", "over")
    return settled(doc, Stance(act, "supports" if worry else polarity, inner, frame.name, 0.6))


def _carrier(head: Token) -> Token:
    """Return the word that expresses a stance: the verb's adjective, what somebody continues to do, or the verb."""
    kept = [child for child in head.children if child.dep_ == "xcomp"] if head.lemma_ in ("continue", "keep") else []
    words = [child for child in head.children if child.dep_ in ("acomp", "oprd")]
    return next((child for child in (*words, *kept) if child.i > head.i), head)
