"""Reads measures that the text tells of a state or body: "suspended the treaty", "called off the talks"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import participle
from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = [
    "before_alleged",
    "done_to",
    "fits_object",
    "is_called_in",
    "is_measure",
    "is_not_done",
    "is_silent",
    "is_single",
]

_DATA = load_data("grammar/deeds/measures.yaml")
_THINGS: dict[str, list[str]] = _DATA["things"]
_TAKEN = {
    str(verb): frozenset(word for kind in kinds for word in _THINGS[kind]) for verb, kinds in _DATA["taken"].items()
}
_JUDGED = {str(verb): frozenset(things) for verb, things in _DATA["judged"].items()}
#: The verbs that also apply to a state or an organisation as a whole: "suspended Norway".
_WHOLE = frozenset(verb for verb, kinds in _DATA["taken"].items() if "states" in kinds)
_BODIES = frozenset(map(str, load_data("names/people.yaml")["bodies"]))
#: Banning something implies that it should be banned.
_BANNED = ("ban", "outlaw", "prohibit")
#: What is done to an envoy in protest at something.
_CALLED_IN, _ENVOYS = ("recall", "summon"), frozenset(_THINGS["envoys"])
_LEAVING = ("pull out", "withdraw")
#: A clause that only supposes a deed, or says what for or how: "without signing the treaty".
_UNDER = ("acl", "amod", "csubj", "pcomp", "xcomp")
#: Words for a reason that may not be true: the measure has been taken all the same.
_ALLEGED = ("alleged", "perceived", "possible", "purported", "reported", "supposed", "suspected")
_REASONS = ("after", "amid", "because", "for", "following", "over")


def is_measure(lemma: str) -> bool:
    """Return whether a cue counts only as a measure that somebody takes."""
    return lemma in _TAKEN


def is_silent(lemma: str) -> bool:
    """Return whether a cue tells what a state does, and not that anybody of it speaks."""
    return lemma in _TAKEN or lemma in (*_CALLED_IN, "protest")


def is_called_in(lemma: str) -> bool:
    """Return whether a verb tells what is done to an envoy in protest."""
    return lemma in _CALLED_IN


def is_single(noun: Token) -> bool:
    """Return whether a noun names one thing that a measure is taken against, which a headline gives no article."""
    listed = noun.lemma_.lower() in (*_THINGS["envoys"], *_THINGS["gates"], *_THINGS["meetings"])
    return listed and noun.tag_ == "NN" and not any(child.dep_ in ("det", "poss", "nummod") for child in noun.children)


def before_alleged(doc: Doc, tokens: list[int]) -> list[int]:
    """Return the words about a measure before a reason that is only alleged: "sanctioned Iran over alleged plots"."""
    doubted = next((i for i in tokens[1:] if doc[i].lower_ in _ALLEGED), None)
    before = [i for i in tokens[1:] if doubted is not None and i < doubted and doc[i].lower_ in _REASONS]
    return [i for i in tokens if i < before[-1]] if before else tokens


def done_to(lemma: str) -> str:
    """Return the participle for what should be done, in the eyes of who does it: "called off"; empty for others."""
    verb, _, rest = lemma.partition(" ")
    return f"{participle(verb)} {rest}".strip() if lemma in _TAKEN or lemma in _BANNED else ""


def fits_object(cue: Token, lemma: str, frame: str, thing: Token) -> bool:
    """Return whether a verb that shows a stance only with certain things has one of these."""
    if lemma in _LEAVING and (frame == "object" or any(child.dep_ == "dobj" for child in cue.children)):
        return False  # "withdrew its envoy from the talks"
    if lemma in _TAKEN:
        return _takes_measure(cue, lemma, thing)
    if lemma in _CALLED_IN and frame in ("about", "over"):
        called = [child for child in cue.children if child.dep_ in ("dobj", "nsubjpass")]
        return any(child.lemma_.lower() in _ENVOYS for child in called) and _is_done(cue)
    if lemma not in _JUDGED or frame in ("for", "over"):
        return True
    by_name = lemma == "stand" and thing.ent_type_ in ("GPE", "NORP")
    return by_name or thing.lemma_.lower() in _JUDGED[lemma]


def _takes_measure(cue: Token, lemma: str, thing: Token) -> bool:
    """Return whether a verb tells of a measure that has been taken, or is being taken, against or for a thing."""
    noun = thing.lemma_.lower()
    whole = lemma in _WHOLE and thing.ent_type_ in ("GPE", "NORP", "ORG") and noun not in _BODIES
    return (noun in _TAKEN[lemma] or whole) and _is_done(cue)


def is_not_done(verb: Token) -> bool:
    """Return whether what a verb tells is denied, or only may or is to come true."""
    return any(child.dep_ == "neg" or child.tag_ in ("MD", "TO") for child in verb.children)


def _is_headed(cue: Token) -> bool:
    """Return whether a headline announces a deed: "Norway to expel Kenyan diplomats"."""
    to = [child for child in cue.children if child.tag_ == "TO" and child.i < cue.i]
    alone = cue.dep_ == "ROOT" and cue.tag_ == "VB" and not any(child.tag_ == "MD" for child in cue.children)
    subjects = [child for child in cue.children if child.dep_ == "nsubj" and child.i < cue.i]
    return alone and bool(to) and any(child.pos_ == "PROPN" and child.i < to[0].i for child in subjects)


def _is_done(cue: Token) -> bool:
    """Return whether something has been done, and is neither to come nor only named."""
    helpers = {child.lower_ for child in cue.children if child.dep_ in ("aux", "auxpass")}
    if _is_headed(cue):
        return True
    if is_not_done(cue) or cue.dep_ in _UNDER:
        return False
    by = any(child.dep_ == "agent" for child in cue.children)
    return cue.tag_ in ("VBD", "VBZ", "VBP") or bool(helpers) or by or (cue.tag_ == "VBG" and cue.dep_ == "advcl")
