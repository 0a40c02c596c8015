"""Finds words of a conversation that take no side: thanks, greetings, a reference, what is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attribution import Attribution
    from kg.extract.grammar.contents import Content

__all__ = ["is_courtesy"]

_OWN = ("i", "we")
_FELT = ("delighted", "glad", "happy", "honored", "honoured", "pleased", "privileged", "thrilled")
_PLEASURES = ("delight", "honor", "honour", "joy", "pleasure", "privilege")
_MET = ("address", "be", "host", "join", "meet", "see", "speak", "visit", "welcome")
#: Verbs by which speakers only say that they know or repeat something.
_KNOWN = ("believe", "hope", "know", "mean", "realise", "realize", "repeat", "say", "see", "think", "understand")
_LIKED = ("believe", "do", "say", "think")
_POINTED = ("it", "so", "that", "this")
_REFERRED = ("call", "click", "consult", "contact", "email", "follow", "refer", "see", "visit", "write")
_EARLY = ("early", "premature", "soon")
#: Verbs for a judgement that speakers do not give.
_JUDGED = ("comment", "conclude", "discuss", "elaborate", "judge", "know", "predict", "say", "speculate", "tell")
_UNTOLD = ("comment", "elaborate", "speculate")
_MORE = ("comment", "detail", "information")
_UNKNOWN = ("clue", "idea")
#: Words to the bereaved and the celebrating, the verbs for sending them, and the length of what may say more.
_SYMPATHY = ("commiseration", "condolence", "congratulation", "greeting", "regard", "sympathy")
_EXTENDED = ("convey", "express", "extend", "offer", "present", "send")
_LONG = 30
_MUTUAL = (("each", "other"), ("one", "another"))


def is_courtesy(doc: Doc, item: Attribution, content: Content) -> bool:
    """Return whether a content only keeps a conversation going, refers to somebody else, or leaves things open."""
    head, words = doc[content.head], [doc[i] for i in content.tokens if not doc[i].is_punct]
    lower = tuple(word.lower_ for word in words)
    thanked = lower[: 1 + (lower[:1] == ("thank",))]
    if "thank" in (doc[item.via].lemma_.lower(), *thanked) and thanked[-1:] in (("you",), ("everyone",)):
        return True
    if not words or all(word.tag_ == "WP" for word in words) or (len(words) < 4 and lower[-2:] in _MUTUAL):
        return True  # "he can say what he wants", "blamed each other"
    if head.lemma_ in _LIKED and any(word.lower_ in ("what", "whatever") for word in words[:4]) and words[-1] != head:
        return words[-1].lemma_ in ("like", "please", "want", "wish")  # "he can say what he wants"
    if head.lemma_ in ("comprise", "include") and any(
        c.dep_ == "nsubj" and c.lower_ in _POINTED for c in head.children
    ):
        return True  # "this includes the port"
    return (
        _is_sympathy(doc, content)
        or _is_greeting(head)
        or _is_known(head, words)
        or _is_referral(head, lower)
        or _is_open(head)
    )


def _is_own(head: Token) -> bool:
    return any(child.dep_ == "nsubj" and child.lower_ in _OWN for child in head.children)


def _is_greeting(head: Token) -> bool:
    """Return whether speakers only say that they like to be there: "it is a pleasure to welcome you"."""
    if head.lemma_ != "be":
        return False
    felt = _is_own(head) and any(child.dep_ == "acomp" and child.lower_ in _FELT for child in head.children)
    liked = any(child.dep_ == "attr" and child.lemma_.lower() in _PLEASURES for child in head.children)
    done = [word for word in head.subtree if word.lemma_ in _MET and word.i > 0 and word.nbor(-1).tag_ == "TO"]
    return (felt or liked) and bool(done) and done[0].i - head.i < 6


def _is_sympathy(doc: Doc, content: Content) -> bool:
    """Return whether speakers only express what one says to the bereaved or the celebrating: "our condolences to"."""
    said = (doc[i] for i in content.tokens if doc[i].lemma_ in _EXTENDED and doc[i].pos_ == "VERB")
    things = (child for verb in said for child in verb.children if child.dep_ == "dobj")
    return any(thing.lemma_.lower() in _SYMPATHY for thing in things) and len(content.tokens) < _LONG


def _is_known(head: Token, words: list[Token]) -> bool:
    """Return whether speakers only say that they know or repeat something: "I know that", "to Oslo I say this"."""
    if head.lemma_ not in _KNOWN or not _is_own(head):
        return False
    told = [child for child in head.children if child.i > head.i and not child.is_punct]
    return bool(told) and all(child.lower_ in _POINTED or child.dep_ == "advmod" for child in told) and len(words) < 12


def _is_referral(head: Token, lower: tuple[str, ...]) -> bool:
    """Return whether readers are only referred to somebody: "for further information, please contact the ministry"."""
    asked = "please" in lower and head.lemma_.lower() in _REFERRED
    return asked or (lower[:1] == ("for",) and lower[1:3] in (("further", "information"), ("more", "information")))


def _is_open(head: Token) -> bool:
    """Return whether speakers only say that they do not judge yet: "it was too early to say", "I will not comment"."""
    early = next((child for child in head.children if child.dep_ == "acomp" and child.lower_ in _EARLY), None)
    if early is not None and head.lemma_ == "be":
        verbs = [word for word in head.subtree if word.tag_ == "VB" and word.i > early.i]
        return bool(verbs) and verbs[0].lemma_ in _JUDGED
    denied = any(child.dep_ == "neg" for child in head.children)
    if denied and head.lemma_ in _UNTOLD:
        return True
    object_ = next((child for child in head.children if child.dep_ == "dobj"), None)
    none = object_ is not None and any(child.lower_ == "no" for child in object_.children)
    return head.lemma_ == "have" and none and object_ is not None and object_.lemma_.lower() in (*_MORE, *_UNKNOWN)
