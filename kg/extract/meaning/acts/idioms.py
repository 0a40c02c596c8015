"""Reads idioms that blame: "has crossed a red line", "bears the responsibility", "has failed to act"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["idiom_act"]

_WORDS = load_data("meaning/contents.yaml")
_IDIOMS = {
    str(act): {str(verb): frozenset(map(str, nouns)) for verb, nouns in verbs.items()}
    for act, verbs in _WORDS["idioms"].items()
}
#: What somebody may be "behind", that is, have done or ordered.
_DONE = frozenset(_WORDS["behind"])
#: Who can fail to do what was owed; "the talks failed to end the war" blames nobody.
_ABLE = ("GPE", "NORP", "ORG", "PERSON")
#: What fails between two blames neither: "Oslo and Rome failed to agree".
_MUTUAL = ("agree", "bridge", "compromise", "narrow", "overcome", "reach", "resolve", "settle")


def idiom_act(head: Token, subject: Token | None) -> str | None:
    """Return the act of a clause with an idiom that criticises, accuses or blames its subject; else None."""
    if subject is None or any(child.dep_ == "auxpass" for child in head.children):
        return None
    taken = _taken(head)
    for act, verbs in _IDIOMS.items():
        nouns = verbs.get(head.lemma_.lower(), frozenset())
        if nouns & taken or ("any" in nouns and any(child.dep_ == "dobj" for child in head.children)):
            return act
    if head.lemma_ == "be" and any(child.dep_ == "xcomp" and child.lower_ == "blame" for child in head.children):
        return "blames"
    if head.lemma_ == "be" and any(_is_behind(child) for child in head.children):
        return "blames"
    return "criticises" if _has_failed(head, subject) else None


def _is_behind(link: Token) -> bool:
    """Return whether somebody is said to have done it: "is behind the attack", and not "is behind the fence"."""
    return link.lower_ == "behind" and any(child.lemma_.lower() in _DONE for child in link.children)


def _taken(head: Token) -> set[str]:
    """Return the lemmas of what a verb takes: its objects, its particles and what its prepositions govern."""
    found = {child.lemma_.lower() for child in head.children if child.dep_ == "dobj"}
    links = [child for child in head.children if child.dep_ in ("prep", "prt")]
    return found | {link.lower_ for link in links} | {word.lemma_.lower() for link in links for word in link.children}


def _has_failed(head: Token, subject: Token) -> bool:
    able = subject.ent_type_ in _ABLE or subject.pos_ == "PROPN"
    tasks = [child for child in head.children if child.dep_ == "xcomp"]
    mutual = any(task.lemma_ in _MUTUAL for task in tasks) or any(child.dep_ == "conj" for child in subject.children)
    return head.lemma_ == "fail" and able and bool(tasks) and not mutual
