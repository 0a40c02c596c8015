"""Finds contents by which somebody says nothing: no comment, no details, no answer to questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.article.excerpts import Layout
    from kg.extract.grammar.attribution import Attribution
    from kg.extract.grammar.contents import Content

__all__ = ["is_said_by_nobody", "is_silence"]

#: What evidence is for.
_VIEWS = (
    "argument",
    "assumption",
    "belief",
    "case",
    "claim",
    "concern",
    "fear",
    "point",
    "suspicion",
    "theory",
    "view",
)

#: What somebody is to do who is told something.
_TO_KNOW = ("accept", "acknowledge", "believe", "feel", "know", "learn", "realise", "realize", "see", "understand")
#: Verbs of saying, for things that were not said.
_UNTOLD = ("comment", "confirm", "discuss", "elaborate", "say", "share", "speculate", "state", "tell")
#: What the press asks for, and what it is not given.
_ASKED = ("comment", "inquiry", "enquiry", "interview", "query", "question", "reporter")
_DETAILS = (
    "date",
    "detail",
    "evidence",
    "example",
    "explanation",
    "figure",
    "hint",
    "indication",
    "name",
    "particular",
    "reason",
    "specific",
    "specifics",
    "timeline",
    "timetable",
)
_GIVING = ("disclose", "give", "name", "offer", "provide", "release", "share", "supply")
_SPEAKERS = ("he", "it", "she", "they")


def is_silence(doc: Doc, layout: Layout, item: Attribution, content: Content) -> bool:
    """Return whether a content is only what somebody did not say."""
    head, first = doc[content.head], doc[content.tokens[0]].lower_
    if _is_left_unsaid(head, first) or _is_unable_to_tell(head) or _is_without_comment(head):
        return True
    told = item.frame == "clause" and not layout.quoted(head.idx)
    return _is_press(item, head) or (told and _is_without_details(head, first))


def _is_press(item: Attribution, noun: Token) -> bool:
    """Return whether what is turned down is only what the press wants: "declined a request for comment"."""
    if item.sense.act not in ("rejects", "refuses") or item.frame != "object":
        return False
    below = {word.lemma_.lower() for word in noun.subtree if word.i > noun.i and word.i < noun.i + 4}
    asked = noun.lemma_.lower() == "request" and bool(below & {*_ASKED})
    own = item.sense.lemma in ("decline", "refuse") and noun.lemma_.lower() in ("comment", "interview")
    reporters = noun.lemma_.lower() in ("question", "query") and "reporter" in below
    return asked or own or reporters


def _is_without_details(head: Token, first: str) -> bool:
    """Return whether the speaker is only said to have given no details: "but she did not give specifics"."""
    things = [child for child in head.children if child.dep_ == "dobj"] if head.lemma_ in _GIVING else []
    subjects = [child for child in head.children if child.dep_ == "nsubj"]
    links = {first, *(child.lower_ for child in head.children if child.dep_ in ("cc", "mark"))}
    linked = bool(links & {"although", "but", "though", "while"}) or head.dep_ == "conj" or not subjects
    own = linked and head.tag_ != "VBN" and all(child.lower_ in _SPEAKERS for child in subjects)
    past = any(child.lower_ in ("did", "would") for child in head.children) or head.tag_ == "VBD"
    denied = any(child.dep_ == "neg" for child in head.children)
    for thing in things:
        none = denied or any(child.lower_ in ("no", "few") for child in thing.children)
        if own and past and none and thing.lemma_.lower() in _DETAILS:
            return True
    return False


def _is_left_unsaid(head: Token, first: str) -> bool:
    """Return whether the text only adds what was not said: "although he did not say when"."""
    untold = head.lemma_ in ("elaborate", "explain", "mention", "say", "specify", "tell")
    negated = any(child.dep_ == "neg" for child in head.children)
    return untold and negated and first in ("although", "though", "but", "without")


def _is_unable_to_tell(head: Token) -> bool:
    """Return whether speakers only say that they cannot tell: "I am not in a position to say who did it"."""
    own = any(child.dep_ == "nsubj" and child.lower_ in ("i", "we") for child in head.children)
    able = own and head.lemma_ == "be" and any(child.dep_ == "neg" for child in head.children)
    words = list(head.subtree) if able else []
    return any(word.lower_ in ("position", "able") for word in words) and any(
        word.lower_ in _UNTOLD and word.nbor(-1).tag_ == "TO" for word in words
    )


def _is_without_comment(head: Token) -> bool:
    """Return whether speakers only say that they say nothing: "it had no comment", "we have nothing to add"."""
    things = [child for child in head.children if child.dep_ == "dobj"] if head.lemma_ in ("have", "offer") else []
    for thing in things:
        no = any(child.lower_ in ("no", "any", "further", "immediate") for child in thing.children)
        told = any(
            child.dep_ in ("relcl", "acl", "xcomp") and child.lower_ in ("add", "say") for child in thing.children
        )
        if (thing.lemma_ == "comment" and no) or (thing.lower_ in ("nothing", "anything") and told):
            return True
    return False


def is_said_by_nobody(cue: Token, item: Attribution) -> bool:
    """Return whether a verb tells of nobody's words: of evidence, of an aim, of what somebody does with "it"."""
    return _has_its_object(cue, item) or _is_of_evidence(cue) or _is_purpose(cue)


def _has_its_object(cue: Token, item: Attribution) -> bool:
    """Return whether what stands before a verb is not its content, since it has "it": "... after Berg posted it"."""
    after = item.frame == "clause" and bool(item.content) and max(item.content) < cue.i
    return after and any(child.dep_ == "dobj" and child.lower_ in ("it", "them") for child in cue.rights)


def _is_purpose(cue: Token) -> bool:
    """Return whether somebody is only to know or say something: "talks so that Kenya understands that it is wrong"."""
    so = next((child for child in cue.children if child.lower_ == "so" and child.i < cue.i), None)
    linked = so is not None and so.i + 1 < len(so.doc) and so.nbor().lower_ == "that"
    before = [child for child in cue.children if child.dep_ == "mark" and child.lower_ == "that" and child.i < cue.i]
    linked = linked or any(mark.i and mark.nbor(-1).lower_ == "so" for mark in before)
    return linked and cue.lemma_ in _TO_KNOW and cue.dep_ in ("advcl", "ccomp", "conj")


def _is_of_evidence(cue: Token) -> bool:
    """Return whether a thing shows that somebody is right, and nobody speaks: "it only confirms the argument"."""
    subject = next((child for child in cue.children if child.dep_ == "nsubj"), None)
    thing = subject is not None and subject.lower_ in ("it", "that", "this", "which")
    return thing and cue.lemma_ == "confirm" and any(c.dep_ == "dobj" and c.lemma_ in _VIEWS for c in cue.children)
