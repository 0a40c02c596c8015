"""Finds what "this process", "these talks" or "such threats" takes up: the last thing of that kind with a complement.

Words that point are about what was just spoken of, so that the nearest mention with the same noun, or with one for the
same kind of thing, is what they mean. It must say which thing it is, agree in number, and be the only one there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import complemented, told_lemmas
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_linking_that, is_plural_noun
from kg.extract.names.nounphrases import RIVAL_VERBS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.discourse import Discourse
    from kg.extract.names.nounphrases import NounPhrases

__all__ = ["TAKES_UP", "VAGUE", "Pointed", "owns_otherwise", "takes_up"]

_WORDS = load_data("draft/referring/pointed.yaml")
#: The nouns that a noun may take up, by that noun.
TAKES_UP = {word: frozenset(row["of"]) for row in _WORDS["takes_up"] for word in row["words"]}
#: Nouns that say nothing about the kind of a thing.
VAGUE = frozenset(_WORDS["vague"])
_POINTING, _PLAIN = ("this", "these", "that", "those", "such"), ("det", "amod", "punct", "predet")
#: Adjectives that distinguish a thing from none of its kind.
_LOOSE = ("all", "existing", "such", "various", "very", "whole")


def takes_up(noun: Token) -> bool:
    """Return whether "this", "these" or "such" stands before a noun, and nothing says which one is meant."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() in VAGUE or noun.dep_ == "compound":
        return False
    before = [child for child in noun.children if child.i < noun.i]
    if not any(child.lower_ in _POINTING and not is_linking_that(child) for child in before):
        return False
    plain = all(child.dep_ in _PLAIN and (child.dep_ != "amod" or child.lower_ in _LOOSE) for child in before)
    return plain and all(child.dep_ in ("punct", "case") or _is_later(child) for child in noun.rights)


def _is_later(child: Token) -> bool:
    """Return whether a word after a noun says nothing about it: "these talks in the coming days"."""
    return child.dep_ in ("cc", "conj") or (child.dep_ == "prep" and child.lower_ in ("as", "during", "since"))


def owns_otherwise(noun: Token, words: tuple[Token, ...]) -> bool:
    """Return whether an owner has words after its noun: "the talks' aim" cannot be "the talks on oil's aim"."""
    owns = any(child.dep_ == "case" for child in noun.rights)
    return owns and words[-1].lemma_.lower() != noun.lemma_.lower()


@dataclass(frozen=True, slots=True)
class Pointed:
    """The noun phrases of a text that others take up, within two paragraphs."""

    phrases: NounPhrases
    discourse: Discourse

    def of(self, noun: Token) -> tuple[Token, ...]:
        """Return the words that a noun takes up, without an article; empty if the text leaves this unclear."""
        return self._of(noun, noun) if takes_up(noun) else ()

    def _of(self, noun: Token, place: Token) -> tuple[Token, ...]:
        """Return what a noun takes up from before a place: that of the last mention, if this only points as well."""
        for mention in self._mentions(noun, place):
            words = complemented(mention)
            if is_plural_noun(mention) != is_plural_noun(noun):
                if mention.lemma_ == noun.lemma_ and words:
                    return ()  # "the deals ... this deal"
                continue
            if words:
                return () if self._has_rival(noun, mention, words) else words
            if takes_up(mention) or _is_bare(mention):
                return self._of(noun, mention)
            return ()
        return ()

    def _mentions(self, noun: Token, place: Token) -> list[Token]:
        """Return the nouns that a noun may take up, the nearest first."""
        start = self.discourse.paragraph_before(place.i)
        lemma = noun.lemma_.lower()
        kinds = TAKES_UP.get(lemma, frozenset()) | {lemma}
        found = [token for kind in kinds for token in self.phrases.nouns.get(kind, ()) if start <= token.i < place.i]
        found = [token for token in found if token.dep_ != "compound" and self.phrases.is_told(token, noun)]
        return sorted(found, key=lambda token: -token.i)

    def _has_rival(self, noun: Token, mention: Token, words: tuple[Token, ...]) -> bool:
        """Return whether another thing of the same kind is named in the paragraph of a mention, or after it."""
        told, start = told_lemmas(words), self.discourse.paragraph(mention.i)
        if noun.lemma_.lower() in RIVAL_VERBS and self.phrases.has_rivals(mention, told, noun):
            return True
        beside = [token for token in self._mentions(noun, noun) if token.i >= start and token not in words]
        others = [told_lemmas(complemented(token)) - {token.lemma_.lower()} for token in beside]
        return any(other and not other <= told for other in others)


def _is_bare(noun: Token) -> bool:
    """Return whether a noun goes on about something without saying of what: "negotiations have begun", "the talks"."""
    before = [child for child in noun.children if child.i < noun.i and child.dep_ != "punct"]
    after = [child for child in noun.rights if child.dep_ in ("prep", "acl", "relcl", "appos")]
    return not after and all(child.lower_ in ("the", "this", "these", "that", "those") for child in before)
