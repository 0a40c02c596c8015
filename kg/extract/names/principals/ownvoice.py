"""Tells from what somebody says for which state it is said, where the office is given without one.

A government speaks of its own feelings and acts by the name of its state: "Canada is concerned, the minister said". And
nobody hopes, asks or demands of the own state what another one is to do: "we hope Nepal will answer" is not Nepal's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["in_own_voice"]

#: Acts that are performed by saying so, in the present tense.
_PERFORMED = (
    *("calls-for", "condemns", "criticises", "demands", "hopes"),
    *("opposes", "praises", "rejects", "regrets", "supports", "urges"),
)
#: With these, the subject wants something of whoever the complement is about.
_WANTING = frozenset(("ask", "call", "demand", "expect", "hope", "request", "urge", "want", "warn", "wish"))


def in_own_voice(gazetteer: Gazetteer, doc: Doc, item: Attribution, found: list[str], *, official: bool) -> list[str]:
    """Return the principals `found` for a person, unless the words themselves tell others of an official."""
    told = _own_states(gazetteer, doc, item) if official and not found else found
    return [slug for slug in told if slug not in _states_addressed(gazetteer, doc, item)] if told else []


def _own_states(gazetteer: Gazetteer, doc: Doc, item: Attribution) -> list[str]:
    """Return the only state whose feeling or stance the words tell as that of the speaker."""
    told = [doc[i] for i in item.content if doc[i].dep_ in ("nsubj", "nsubjpass")]
    cue = doc[item.via]  # "concerned" itself, in "Canada is concerned that ..., the minister said"
    told += [child for child in cue.head.children if child.dep_ == "nsubj" and cue.dep_ == "acomp"]
    found = {slug for word in told if _tells_own(word.head, item) and (slug := _state(gazetteer, word)) is not None}
    return list(found) if len(found) == 1 else []


def _states_addressed(gazetteer: Gazetteer, doc: Doc, item: Attribution) -> set[str]:
    """Return the states of which the speaker wants something: "we urge Kenya", "we hope the Kenyans come"."""
    inside = set(item.content)
    verbs = [doc[i] for i in item.content if doc[i].lemma_ in _WANTING and _is_ours(doc[i])]
    own = item.sense.act in ("calls-for", "demands", "hopes", "urges")
    verbs += [doc[item.via]] if own else []
    below = (word for verb in verbs for word in verb.subtree if word.i > verb.i and word.i in inside)
    addressed = (
        word for word in below if word.dep_ in ("dobj", "nsubj", "pobj") or word.head.dep_ in ("dobj", "nsubj")
    )
    named = (*addressed, *_resented(doc, item))
    return {slug for word in named if (slug := _state(gazetteer, word)) is not None}


def _resented(doc: Doc, item: Attribution) -> list[Token]:
    """Return those with whom somebody is said to be angry or unhappy: "is dissatisfied with Norway"."""
    felt = (
        doc[i] for i in item.content if any(s.act == "criticises" for s in lexicon().adjectives.get(doc[i].lower_, ()))
    )
    links = (
        child for word in felt for child in (*word.children, *word.head.children) if child.lower_ in ("at", "with")
    )
    return [inner for link in links for inner in link.children if inner.dep_ == "pobj"]


def _tells_own(head: Token, item: Attribution) -> bool:
    """Return whether a predicate tells what only its subject can know of itself, or does by saying so."""
    if item.via not in (head.head.i, *(child.i for child in head.children)) and head.i != item.head:
        return False  # only the clause that is told, and not what is told in it
    if any(child.dep_ == "neg" or child.lower_ == "if" for child in head.children):
        return False
    felt = [head] if head.tag_ != "VB" else []  # "Kenya must open the port" tells no feeling
    felt += [child for child in head.children if child.dep_ == "acomp"]
    if any(word.lower_ in lexicon().adjectives for word in felt):
        return True
    senses = lexicon().verbs.get(head.lemma_.lower(), [])
    return head.tag_ == "VBZ" and any(sense.act in _PERFORMED for sense in senses)


def _is_ours(verb: Token) -> bool:
    return any(child.dep_ == "nsubj" and child.lower_ in ("i", "we") for child in verb.children)


def _state(gazetteer: Gazetteer, word: Token) -> str | None:
    """Return the state that a word names, by its name, its adjective or its genitive."""
    slug = gazetteer.state(word.text) if word.ent_type_ in ("GPE", "NORP") else None
    return slug if slug is not None and gazetteer.known[slug].kind == "state" else None
