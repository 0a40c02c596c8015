"""Reads nouns that call the thing after them a need, a priority or a right: "stressed the need for talks"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.contents import Content
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_infinitive, object_of
from kg.extract.meaning.settling import Stance, settled

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution

__all__ = ["marked"]

#: Who asks for one of these says that he did wrong.
_PARDON, _BEGGING = ("forgiveness",), ("ask", "beg", "plead", "seek")

#: Nouns that call the thing after them a need, a priority or a right.
_STRESSED = {
    **dict.fromkeys(("need", "necessity", "urgency"), "need"),
    **dict.fromkeys(("importance", "significance", "value"), "importance"),
    "right": "right",
}

_WORDS = load_data("meaning/contents.yaml")
_NOTING, _FEELINGS = frozenset(_WORDS["noting"]), _WORDS["noted"]
_NOTED = {str(noun): str(act) for act in _FEELINGS for noun in _FEELINGS[act]}
#: The polarity of the act, and the frame of its sentence.
_FRAMES = {"fears": ("supports", "over"), "praises": (None, "object"), "regrets": (None, "object")}


def marked(doc: Doc, item: Attribution, content: Content) -> Stance | None:
    """Return the stance that a noun marks: "noted it with concern", "stressed the need for it", "asked for pardon"."""
    return _noted_with(doc, item, content) or _stressed(doc, item, content) or _forgiven(doc, item, content)


def _forgiven(doc: Doc, item: Attribution, content: Content) -> Stance | None:
    """Return the apology of somebody who asks for forgiveness, with what it is for; else None."""
    noun = doc[content.head]
    if (
        item.frame not in ("for", "object")
        or noun.lemma_.lower() not in _PARDON
        or doc[item.via].lemma_ not in _BEGGING
    ):
        return None
    for link in (child for child in (*noun.children, *doc[item.via].children) if child.lower_ == "for"):
        thing, tokens = object_of(link), tuple(i for i in content.tokens if link.i < i <= link.right_edge.i)
        if link.i > noun.i and thing is not None and thing in tokens:
            return settled(doc, Stance("apologises", None, Content(tokens, thing, content.quote), "for", 0.6))
    return Stance("apologises", None, content, "for", 0.5, worded=False)


def _noted_with(doc: Doc, item: Attribution, content: Content) -> Stance | None:
    """Return the stance of somebody who notes a thing "with concern" or "with satisfaction"; else None."""
    cue = doc[item.via]
    if item.frame != "object" or cue.lemma_.lower() not in _NOTING:
        return None
    links = [child for child in cue.children if child.dep_ == "prep" and child.lower_ == "with"]
    felt = next((inner.lemma_.lower() for link in links for inner in link.children if inner.dep_ == "pobj"), "")
    if felt not in _NOTED:
        return None
    polarity, frame = _FRAMES[_NOTED[felt]]
    return settled(doc, Stance(_NOTED[felt], polarity, content, frame, 0.6))


def _stressed(doc: Doc, item: Attribution, content: Content) -> Stance | None:
    """Return the stance if one noun qualifies another: "stressed the need for talks", "the right of X to fish"."""
    noun = doc[content.head]
    kind = (
        _STRESSED.get(noun.lemma_.lower())
        if item.frame == "object" and item.sense.act in ("claims", "reports")
        else None
    )
    if kind == "right" and (owned := _owned_right(doc, noun, content)) is not None:
        return settled(doc, Stance("claims", None, owned, "right", 0.6))
    link = _link_after(noun)
    if kind == "need" and (aim := _needed_to(noun, link)) is not None and aim.i in content.tokens:
        tokens = tuple(i for i in content.tokens if aim.left_edge.i <= i <= aim.right_edge.i)
        return settled(doc, Stance("calls-for", None, Content(tokens, aim.i, content.quote), "need", 0.6))
    thing = object_of(link) if link is not None else None
    if kind is None or link is None or thing is None or any(child.dep_ in ("neg", "poss") for child in noun.children):
        return None
    if any(child.lower_ in ("no", "any", "little") for child in noun.children):
        return None
    last = _right_end(noun, link) if kind == "right" else link.right_edge.i
    last = _aim_after(noun, link) or last if kind == "importance" else last
    aside = any(noun.doc[i].text == "," for i in range(content.tokens[-1] + 1, last))  # ", which has not begun"
    last = content.tokens[-1] if aside else last
    if last not in content.tokens:
        return None
    tokens = tuple(i for i in content.tokens if link.i < i <= last)
    act = "calls-for" if kind == "need" else "claims"
    stance = Stance(act, None, Content(tokens, thing, content.quote), "for" if kind == "need" else kind, 0.6)
    return settled(doc, stance) if tokens and thing in tokens else None


def _link_after(noun: Token) -> Token | None:
    """Return the preposition after a noun, which the parser may have given to the verb: "stressed the urgency for"."""
    own = next((child for child in noun.children if child.lower_ in ("for", "of") and child.i > noun.i), None)
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    return own or (after if after.lower_ == "for" and after.dep_ == "prep" and after.head == noun.head else None)


def _owned_right(doc: Doc, noun: Token, content: Content) -> Content | None:
    """Return the owner of a right, and to what it is: "reaffirmed Norway's right to fish"; None without either."""
    owner = next((child for child in noun.children if child.dep_ == "poss" and child.i in content.tokens), None)
    after = doc[noun.i + 1] if noun.i + 1 < len(doc) else noun
    if owner is None or after.lower_ != "to" or after.i not in content.tokens:
        return None
    last = max(after.right_edge.i, after.head.right_edge.i if after.tag_ == "TO" else 0)
    who = [token.i for token in owner.subtree if token.tag_ != "POS"]
    tokens = tuple(i for i in content.tokens if i in who or after.i <= i <= last)
    return Content(tokens, owner.i, content.quote)


def _right_end(noun: Token, link: Token) -> int:
    """Return the end of a right, whose "to" may stand under the verb: "claimed the right of the people to land"."""
    beside = (child for word in (noun, noun.head) for child in word.children if child.lower_ == "to")
    found = [child.right_edge.i for child in beside if child.dep_ == "prep" and child.i == link.right_edge.i + 1]
    aim = _aim_after(noun, link)
    return max([noun.right_edge.i, *found, *([aim] if aim is not None else [])])


def _aim_after(noun: Token, link: Token) -> int | None:
    """Return the end of the aim of a thing, which the parser attached higher up: "the value of a pact to end it"."""
    beside = (child for word in (noun, noun.head) for child in word.children if is_infinitive(child))
    below = (child for child in beside if child.left_edge.i == link.right_edge.i + 1)
    return next((child.right_edge.i for child in below), None)


def _needed_to(noun: Token, link: Token | None) -> Token | None:
    """Return the action that is needed: "the need to reach a deal", "the necessity of reaching it"; else None."""
    if any(child.dep_ in ("neg", "poss") or child.lower_ in ("no", "any", "little") for child in noun.children):
        return None
    thing = object_of(link) if link is not None else None
    if thing is not None and noun.doc[thing].pos_ == "NOUN" and noun.doc[thing].tag_ != "VBG":
        return None  # "the need for safeguards to protect the port": the safeguards are needed
    below = (*noun.children, *(link.children if link is not None else ()))
    return next(
        (child for child in below if child.i > noun.i and (is_infinitive(child) or child.dep_ == "pcomp")), None
    )
