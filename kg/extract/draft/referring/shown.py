"""Finds what "this" means where it stands alone: "this is a historic achievement" after "the border deal".

It is what was just agreed, decided or done, if the paragraph and the one before speak of one such thing only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import definite
from kg.extract.draft.referring.topical import Topical
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_plural_noun
from kg.extract.meaning.pieces import ReferentName
from kg.extract.meaning.pointing import topic_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.draft.referring.speech import Speech
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.nounphrases import NounPhrases

__all__ = ["meant_by_this"]

_WORDS = load_data("draft/referring/pointed.yaml")
_JUDGED_AS, _BEING = frozenset(_WORDS["judged_as"]), frozenset(_WORDS["being"])
_DONE = tuple(frozenset(kind) for kind in _WORDS["done"])


def meant_by_this(referents: Speech, token: Token) -> ReferentName | None:
    """Return what "this" or "these" means where it stands alone, or None if the text leaves this unclear."""
    noun = _object_before(referents.resolver.doc[referents.item.via], token)
    if noun is not None:
        return topic_of(noun, referents)
    words = _judged_thing(referents.phrases, referents.resolver.discourse, token) if referents.direct else ()
    return ReferentName(definite(words)) if words else None


def _object_before(cue: Token, pointing: Token) -> Token | None:
    """Return the object taken up after a participle: "defended its raids, saying that these were needed"."""
    verb, plural = cue.head, pointing.lower_ in ("these", "those")
    if (
        pointing.tag_ == "WDT"
        or cue.tag_ != "VBG"
        or cue.dep_ != "advcl"
        or verb.i > cue.i
        or pointing.dep_ not in ("nsubj", "nsubjpass")
    ):
        return None
    objects = [child for child in verb.children if child.dep_ == "dobj" and child.i < cue.i]
    fits = [noun for noun in objects if noun.tag_ == ("NNS" if plural else "NN")]
    return fits[0] if len(objects) == 1 and fits else None


def _judged_thing(phrases: NounPhrases, discourse: Discourse, this: Token) -> tuple[Token, ...]:
    """Return the words for what is said to be good or bad, without an article; empty if it may be another thing."""
    verb = this.head
    if this.lower_ != "this" or this.dep_ != "nsubj" or verb.lemma_.lower() not in _BEING:
        return ()
    told = [child for child in verb.rights if child.dep_ in ("attr", "dobj") and child.tag_ == "NN"]
    if len(told) != 1 or told[0].lemma_.lower() not in _JUDGED_AS:
        return ()
    start = discourse.paragraph_before(this.i)
    kinds = [kind for kind in _DONE if any(_since(phrases, kind, start, this))]
    if len(kinds) != 1:
        return ()
    last = _since(phrases, kinds[0], start, this)[-1]
    return () if is_plural_noun(last) else Topical(phrases, discourse).only(this, last, kinds[0])


def _since(phrases: NounPhrases, kind: frozenset[str], start: int, this: Token) -> list[Token]:
    """Return the nouns of a kind between a place and "this"."""
    found = [token for word in kind for token in phrases.nouns.get(word, ()) if start <= token.i < this.i]
    return sorted((token for token in found if phrases.is_told(token, this)), key=lambda token: token.i)
