"""Settles the negation of a stance: that of its cue, and that of its content.

The negation of a content either reverses the polarity or stays in the sentence, never both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import has_prep, is_but_for
from kg.extract.meaning.negation import (
    Negation,
    affirmative_of,
    helpers_of,
    is_ended,
    is_half_denied,
    is_more,
    is_negated,
    is_of_another,
    negation_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.contents import Content


__all__ = ["AGAINST", "OBJECTING", "Stance", "cue_negation", "is_given_up", "rules_out", "settled"]

_WORDS = load_data("meaning/wording.yaml")
#: What somebody who "recognises" it only sees, and who does not denies.
_INSIGHTS = frozenset(load_data("meaning/implied.yaml")["praised"])

#: Acts whose own polarity, according to the ontology, is against something.
AGAINST = frozenset(
    ("denies", "doubts", "criticises", "opposes", "rejects", "fears", "refuses", "vetoes", "votes-against")
)


#: The effect of a negated cue: (act, polarity if it differs from the act's own). Other acts say nothing when negated.
_CUE = {
    "hopes": ("opposes", None),
    "expects": ("doubts", None),
    "supports": ("opposes", None),
    "agrees": ("rejects", None),
    "offers": ("refuses", None),
    "opposes": ("opposes", "neutral"),
    "rejects": ("rejects", "neutral"),
    "refuses": ("refuses", "neutral"),
    "denies": ("denies", "neutral"),
    "doubts": ("claims", None),
    "claims": ("denies", None),
}
#: Who does not do this lets a thing happen, and so weakly supports it.
OBJECTING = ("object", "objection")
#: Verbs and adjectives by which somebody does not do what follows: "refrained from criticising".
_WITHHOLDING = frozenset(_WORDS["withholding"])
#: Verbs that reject what a noun names: "rejected calls for talks", "dismissed claims that".
_TURNING_DOWN = frozenset(_WORDS["turning_down"])
#: Verbs by which a holder gives up what a noun names: "dropped its demand for".
_ENDING = frozenset(_WORDS["ending"])
#: Verbs that leave open whether the holder still has it: "reconsidered its support".
_WAVERING = frozenset(_WORDS["wavering"])
_RETREATING = {
    "back": {"away", "down", "off", "out"},
    "give": {"up"},
    **{verb: {"back"} for verb in ("pull", "step", "take", "walk")},
}


#: Not saying something is not the same as denying it.
_SAYING = ("say", "tell", "add", "state", "comment", "explain", "mention", "confirm", "report")
#: Acts that only count once they are done: "would veto the bill" is not yet a veto.
_DECLARED = ("vetoes", "votes-for", "votes-against", "abstains")
#: With these, a cue is something that should have been done and was not: "the United States should apologise".
_OUGHT = ("should", "must", "ought", "shall")

#: What an act becomes when the negation of its content is removed from the sentence; others stay.
_TURNED = {
    "claims": "denies",
    "reports": "denies",
    "expects": "denies",
    "promises": "refuses",
    "offers": "refuses",
    "praises": "criticises",
    "supports": "opposes",
    "agrees": "rejects",
}


@dataclass(frozen=True, slots=True)
class Stance:
    """A holder's stance: `polarity` None means the act's own; `content` and `frame` are the input for the sentence.

    `worded` is False if no sentence can be made for which the holder's polarity would be clear.
    """

    act: str
    polarity: str | None
    content: Content
    frame: str
    confidence: float
    negation: Negation | None = None
    certainty: str | None = None
    worded: bool = True

    def like(self, other: Stance) -> Stance:
        """Return this stance with the act of another one, whose list it continues."""
        # It is not clear from the words whether a negation applies to a whole list.
        if other.negation is not None or self.negation is not None:
            return replace(self, worded=False)
        return replace(self, act=other.act, polarity=other.polarity, confidence=other.confidence)


def settled(doc: Doc, stance: Stance) -> Stance:
    """Settle the negation of a content: either the polarity is reversed or the sentence keeps it, never both."""
    if stance.polarity in ("neutral", "conditional"):
        return stance
    head = doc[stance.content.head]
    inside = set(stance.content.tokens)
    if is_half_denied(head):
        return replace(stance, worded=False)
    against = stance.polarity == "opposes" or (stance.polarity is None and stance.act in AGAINST)
    found = negation_of(head, inside)
    if found is None:
        # Opposing a sentence that keeps its "not" would express the negation twice.
        stance = replace(_bound(stance, head), negation=affirmative_of(doc, inside) if against else None)
        return replace(stance, worded=not (against and (is_negated(head) or _is_negative(doc, stance.content.tokens))))
    if against:
        turned_act = "claims" if stance.act == "denies" else stance.act
        return replace(stance, act=turned_act, polarity=None if turned_act == "claims" else "supports", negation=found)
    if stance.act == "agrees" and stance.frame == "clause":
        return replace(stance, polarity="opposes", negation=found)  # they agree in denying it
    act = _TURNED.get(stance.act) if stance.polarity is None else None
    if act is not None:
        return replace(stance, act=act, negation=found)
    return replace(stance, polarity="opposes", negation=found)


def _bound(stance: Stance, head: Token) -> Stance:
    """Return the stance of a promise that has to stay negated, because of what it depends on.

    "Without Norway, we will not sign" refuses, and "but for Norway, we would not sign" only says how it is.
    """
    if stance.act != "promises" or stance.polarity is not None or not is_negated(head):
        return stance
    if any(is_but_for(word) for word in head.lefts):
        return replace(stance, act="claims")
    return replace(stance, act="refuses", polarity="supports") if has_prep(head, "without") else stance


def _is_negative(doc: Doc, tokens: tuple[int, ...]) -> bool:
    return any(
        doc[i].lower_ in ("not", "n't", "never", "no", "nobody", "nothing", "none", "neither", "nor") for i in tokens
    )


#: Who does this to a plan says that there is none.
_UNTRUE = ("deny", "disclaim", "dispute", "refute")
#: The act and polarity of a negated cue; None if it expresses nothing at all.
Denied = tuple[str, str | None] | None


def cue_negation(cue: Token, act: str) -> Denied | bool:
    """Return the act and polarity of a negated cue, None if it says nothing, or False if it is not negated.

    "did not believe that" denies, "rejected calls for" rejects, "stopped short of calling for" says nothing.
    """
    helpers = helpers_of(cue)
    plain = act in ("claims", "reports")
    if any(child.lower_ in _OUGHT or (plain and child.tag_ == "MD") for child in helpers):
        return None
    if act in _DECLARED and any(child.tag_ == "MD" or child.lower_ == "to" for child in helpers):
        return None  # "would veto the bill": nobody has done so yet
    if cue.dep_ == "xcomp" and cue.head.lemma_ == "have" and any(child.lower_ == "yet" for child in cue.head.children):
        return None  # "has yet to confirm"
    if cue.pos_ in ("NOUN", "PROPN"):
        return _noun_negation(cue, act)
    if _is_withheld(cue):
        return _withheld(cue, act)
    # "is not worried": the negation of the adjective is attached to the verb.
    if not _is_denied(cue) and not (cue.dep_ in ("acomp", "oprd") and _is_denied(cue.head)):
        return False
    if any(child.lower_ in ("nor", "or") for child in cue.children) and any(cue.conjuncts):
        return None  # "neither supports nor opposes"
    return _not_held(cue, act)


def rules_out(verb: Token) -> bool:
    """Return whether a verb is that of "rule out"."""
    return verb.lemma_ == "rule" and any(child.lower_ == "out" for child in verb.children)


def _not_held(cue: Token, act: str) -> Denied:
    """Return the act and polarity of those who do not do what a cue says."""
    if cue.lemma_.lower() in _SAYING or rules_out(cue):
        return None  # "did not rule out strikes" leaves open whether there will be any
    things = [child for child in cue.children if child.dep_ == "dobj" and child.i > cue.i]
    if cue.lemma_ in ("recognise", "recognize") and things:  # "does not recognise the result", "the problem"
        return ("denies" if things[0].lemma_.lower() in _INSIGHTS else "rejects"), None
    return ("supports", None) if act in AGAINST and cue.lemma_.lower() in OBJECTING else _CUE.get(act)


def _noun_negation(cue: Token, act: str) -> Denied | bool:
    """Return the act and polarity of a noun that is negated or rejected, as `cue_negation` does: "has no plans to"."""
    verb = cue.head if cue.dep_ in ("dobj", "attr", "nsubjpass") else None
    if _is_withheld(cue) or (verb is not None and _is_withheld(verb)):
        return _withheld(cue, act)
    no = any(child.lower_ in ("no", "any") and child.dep_ == "det" for child in cue.children)
    if is_given_up(cue):
        return _CUE.get(act) if cue.head.lemma_.lower() not in _WAVERING else None
    if verb is None:
        return None if no else False
    if verb.lemma_.lower() in _TURNING_DOWN and not is_negated(verb):
        own = act == "promises" and verb.lemma_.lower() in _UNTRUE  # "denied plans to close the port"
        return ("denies", None) if own else _turned_down(act)
    if verb.lemma_ == "have" and (no or _is_denied(verb)):
        return ("denies", None) if act in ("promises", "claims", "threatens") else _not_held(cue, act)
    return None if no or _is_denied(verb) else False


def is_given_up(noun: Token) -> bool:
    """Return whether the holder has given up what a noun names: "withdrew its support for", "gave up its demand"."""
    away = noun.dep_ == "pobj" and noun.head.lower_ in ("from", "on")
    verb = noun.head.head if away else noun.head
    if noun.dep_ not in ("dobj", "nsubj", "nsubjpass") and not away:
        return False
    words = {verb.lower_, *(child.lower_ for child in verb.children if child.dep_ in ("prt", "advmod"))}
    verb = verb.head if verb.pos_ == "ADV" else verb
    return (verb.lemma_.lower() in _ENDING | _WAVERING and not is_negated(verb)) or bool(
        words & _RETREATING.get(verb.lemma_, set())
    )


def _withheld(cue: Token, act: str) -> Denied:
    refused = cue.head.lemma_.lower() in ("refuse", "decline") and act in ("supports", "agrees")
    return ("rejects", None) if refused else None


def _is_denied(verb: Token) -> bool:
    """Return whether a verb is negated, perhaps by a "not" it shares with the verb before: "did not see or admit"."""
    own = [
        *verb.children,
        *(item for child in verb.children if child.dep_ in ("aux", "auxpass") for item in child.children),
    ]
    own += [
        item for child in verb.children if child.dep_ == "dobj" for item in child.children if item.dep_ == "preconj"
    ]
    own += [child for child in verb.head.children if verb.dep_ == "conj" and child.lower_ == "nor"]
    # "Neither Oslo nor Rome wants a war": the negation applies to both.
    own += [
        item for child in verb.children if child.dep_ == "nsubj" for item in child.lefts if item.lower_ == "neither"
    ]
    words = (
        "hardly",
        "scarcely",
        "never",
        "neither",
        "nor",
    )  # "supports neither the treaty nor the loan", "neither backs nor rejects it"
    own = [child for child in own if not is_more(child) and not is_of_another(child)]
    negated = any(child.dep_ == "neg" or child.lower_ in words for child in own)
    if negated or is_ended(verb):
        return True
    shares = (
        verb.dep_ == "conj" and verb.tag_ == "VB" and not any(child.dep_ in ("aux", "nsubj") for child in verb.children)
    )
    return shares and verb.head.pos_ in ("VERB", "AUX") and _is_denied(verb.head)


def _turned_down(act: str) -> Denied:
    if act in ("claims", "reports", "accuses", "blames", "criticises", "acknowledges", "expects"):
        return ("denies", None) if act != "criticises" else None
    if act in ("calls-for", "demands", "urges", "proposes", "offers", "supports", "agrees", "hopes"):
        return "rejects", None
    return None


def _is_withheld(cue: Token) -> bool:
    """Return whether the action of a cue was not performed: "refrained from criticising", "without condemning"."""
    for token in (cue, cue.head if cue.dep_ in ("pcomp", "pobj", "xcomp", "amod") else cue):
        above = token.head
        governed = token.dep_ == "amod" and above.lower_ == "from"  # "far from ready"
        if (token.dep_ in ("pcomp", "pobj", "xcomp", "prep") or governed) and above != token:
            words = {above.lower_, above.lemma_.lower(), above.head.lemma_.lower() if above.dep_ == "prep" else ""}
            short = above.dep_ == "prep" and above.head.lower_ == "short"
            if words & _WITHHOLDING or short:
                return True
    return False
