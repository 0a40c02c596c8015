"""Finds what a pronoun in reported words may mean instead of the speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.names.actors import HE, ROLES, SHE, THEY

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.discourse import Discourse

__all__ = ["has_rival"]

#: Words for one person, beside offices.
_PERSONS = frozenset(load_data("meaning/wording.yaml")["persons"])


def _is_rival_noun(noun: Token, pronoun: Token) -> bool:
    """Return whether a pronoun may take up the subject of a clause before it: "this plan failed, and it will not work".

    Verbs with an object are things that the speaker does: "the plan failed, and it would send troops".
    """
    if noun.dep_ not in ("nsubj", "nsubjpass") or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    person = noun.lower_ in ROLES or noun.lower_ in _PERSONS
    if pronoun.lower_ in (*HE, *SHE):
        return person and noun.tag_ == "NN"
    if pronoun.dep_ not in ("nsubj", "nsubjpass") or any(
        child.dep_ in ("dobj", "ccomp", "xcomp") for child in pronoun.head.children
    ):
        return False
    return noun.tag_ == "NNS" if pronoun.lower_ in THEY else noun.tag_ == "NN" and not person


def has_rival(discourse: Discourse, token: Token, content: tuple[int, ...], own: set[str]) -> bool:
    """Return whether reported words have somebody or something before a pronoun that it may mean instead of `own`.

    `content` are the tokens of the words, and `own` the slugs of those who speak.
    """
    before = [i for i in content if i < token.i]
    if token.dep_ in ("nsubj", "nsubjpass") and token.i <= min(content, default=token.i) + 3:
        return False
    kinds = {"person"} if token.lower_ in (*HE, *SHE) else {"organisation", "state"}
    kinds |= {"group"} if token.lower_ in THEY else set()
    inside = set(before)
    if any(at in inside and actor.slug not in own and actor.kind in kinds for at, actor in discourse.named):
        return True
    named = {at for at, _ in discourse.named}
    return any(i not in named and _is_rival_noun(discourse.doc[i], token) for i in before)
