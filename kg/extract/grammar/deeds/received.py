"""Reads what others think of a thing from what it meets with: "the plan drew criticism from Norway"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.deeds.measures import is_not_done
from kg.extract.grammar.frame import Frame
from kg.extract.grammar.lexicon import Cue, load_data
from kg.extract.grammar.tree import object_of, span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["received_frame"]

_DATA = load_data("grammar/deeds/received.yaml")
_MEETING = frozenset(_DATA["meeting"])
_GIVEN = frozenset(_DATA["given"])
_ACTS = {str(noun): str(act) for act, nouns in _DATA["acts"].items() for noun in nouns}
#: Phrases that name the thing themselves: "has support for the plan".
_ABOUT = ("about", "against", "at", "for", "over", "to")
_NONE = ("declining", "lacklustre", "limited", "little", "low", "mixed", "no", "some", "waning", "weak")


def received_frame(noun: Token) -> Frame | None:
    """Return the frame of a noun for what others think of the subject of its verb, or None."""
    act, verb = _ACTS.get(noun.lemma_.lower()), _verb_of(noun)
    thing = _thing(verb) if act and verb is not None else None
    giver = _giver(noun) if thing is not None else None
    if act is None or verb is None or thing is None or giver is None or not _is_so(noun, verb):
        return None
    if thing.pos_ == "PROPN" and act != "supports":
        return None  # "Kenya faces opposition from Norway": not to what
    sense = Cue(noun.lemma_.lower(), act, frozenset(("object",)))
    return Frame(noun, sense, "object", [noun.i], list(span(thing)), [noun.i], thing.i, noun=True, giver=giver)


def _verb_of(noun: Token) -> Token | None:
    """Return the verb of which the subject meets with something: "drew criticism", "met with criticism"."""
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head if noun.head.lower_ == "with" else None
    passive = verb is not None and any(child.dep_ == "auxpass" for child in verb.children)
    met = verb is not None and verb.lemma_ == "meet" and noun.dep_ == "pobj"  # "met with criticism"
    return verb if verb is not None and verb.lemma_ in _MEETING and (met or passive == (noun.dep_ != "dobj")) else None


def _thing(verb: Token) -> Token | None:
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass") and child.i < verb.i]
    return subjects[0] if subjects and subjects[0].pos_ in ("NOUN", "PROPN") else None


def _giver(noun: Token) -> Token | None:
    """Return from whom something comes: "from Norway", "Norway's", and "of Norway" for what is given."""
    links = [child for child in (*noun.children, *noun.head.children) if child.dep_ == "prep" and child.i > noun.i]
    if any(link.lower_ in _ABOUT for link in links if link.head == noun):
        return None
    own = next((child for child in noun.children if child.dep_ == "poss" and child.pos_ == "PROPN"), None)
    of = ("of",) if noun.lemma_.lower() in _GIVEN else ()
    link = next((link for link in links if link.lower_ in ("from", "by", *of) and not _is_far(noun, link)), None)
    found = object_of(link) if link is not None else None
    return own or (noun.doc[found] if found is not None else None)


def _is_far(noun: Token, link: Token) -> bool:
    """Return whether a verb stands between: "support ranging from Oslo to Rome"."""
    return any(token.pos_ == "VERB" or token.lower_ == "ranging" for token in noun.doc[noun.i + 1 : link.i])


def _is_so(noun: Token, verb: Token) -> bool:
    """Return whether a thing meets with something in fact, and not only perhaps or in parts."""
    none = any(child.lower_ in _NONE for child in noun.children)
    return not none and not is_not_done(verb)
