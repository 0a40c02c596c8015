"""Names bodies, people and counted things that a text has told of: "the panel" after "a Kenyan fisheries panel".

"The two sailors" are "the two Norwegian sailors" if the text tells of no others. An event that has got an adjective
since it was told keeps both: "the cyber attack" after "an attack on the port of Oslo".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import complemented, told_lemmas
from kg.extract.draft.referring.things.nouns import is_alone
from kg.extract.draft.referring.things.widely import named_inside, widely_told
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_plural_noun, where
from kg.extract.names.actors import BODIES, PEOPLE, ROLES
from kg.extract.names.things.identified import LOOSE, NAMES, before_inside, is_pointing

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.nounphrases import NounPhrases

__all__ = ["told_again"]

_Mention = tuple["Token", tuple["Token", ...]]
_WORDS = load_data("draft/referring/again.yaml")
#: Nouns for any people or bodies, of whom a text has others in mind each time.
_ANYBODY = frozenset(_WORDS["anybody"])
#: Adjectives that set a thing apart from one told before.
_APART = frozenset(_WORDS["apart"])
#: What happens in one place; of talks or quarrels, an adjective may say that they are about something else.
_EVENTS = frozenset(load_data("draft/referring/pointed.yaml")["events"])
_HUMANS = frozenset((*PEOPLE, *ROLES, *_WORDS["humans"]))
_POINTING = ("the", "these", "this", "those", "that", "both")
_FRESH = ("a", "an", "another", "any", "no", "other", "some")
_BEFORE = ("amod", "compound", "nmod", "nummod", "det", "predet", "punct")


def told_again(phrases: NounPhrases, noun: Token) -> tuple[Token, ...]:
    """Return the words for what a definite noun means, without an article; empty if the text leaves it unclear."""
    left = list(noun.doc[noun.left_edge.i : noun.i])
    plain = all(word.dep_ in _BEFORE and word.pos_ != "PROPN" and word.ent_type_ not in NAMES for word in left)
    anybody = noun.lemma_.lower() in _ANYBODY and not (_own(noun) and noun.lemma_.lower() in BODIES)
    if (
        noun.pos_ != "NOUN"
        or not plain
        or not is_alone(noun)
        or anybody
        or noun.left_edge.lower_ not in ("the", "these")
    ):
        return ()
    told = Told(phrases, noun)
    if told.is_body or told.is_people or told.counts:
        return told.words()
    return told.joined() or told.in_compounds() if is_pointing(noun) else ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a text has told, before a noun, of things with the same noun."""

    phrases: NounPhrases
    noun: Token

    @property
    def is_body(self) -> bool:
        """Whether the noun is a body."""
        return self.noun.tag_ == "NN" and self.noun.lower_ in BODIES

    @property
    def is_people(self) -> bool:
        """Whether the noun is several people or bodies."""
        human = {self.noun.lower_, self.noun.lemma_.lower()} & (_HUMANS | BODIES)
        return is_plural_noun(self.noun) and bool(human)

    @property
    def counts(self) -> set[str]:
        """The numbers before the noun."""
        return _counts(self.noun)

    def words(self) -> tuple[Token, ...]:
        """Return the words of the mention that says most, if all others fit it."""
        mentions = self._mentions()
        own = _own(self.noun)
        # "The patrol ships" are none of the cargo ships.
        mentions = (
            [pair for pair in mentions if own <= (told_lemmas(pair[1]) | _own(pair[0]) | LOOSE)] if own else mentions
        )
        told = [pair for pair in mentions if pair[1] and is_plural_noun(pair[0]) == is_plural_noun(self.noun)]
        inside = [pair for pair in told if not self.phrases.is_title(pair[0])] or told
        if not inside or self._is_name_of_other():
            return ()
        first, words = max(inside, key=lambda pair: len(pair[1]))
        if self.is_body and any(word.tag_ == "VBN" and word.dep_ == "acl" for word in words):
            return ()  # "the company invested in Oslo"
        known = told_lemmas(words) | LOOSE
        counts = set().union(*(_counts(token) for token, _ in mentions), self.counts)
        other = any(not self._fits(pair, known, min(token.i for token, _ in inside)) for pair in mentions)
        alike = not self.counts or self.counts == _counts(first)
        return () if other or len(counts) > 1 or not alike or not own <= known else words

    def joined(self) -> tuple[Token, ...]:
        """Return the adjectives of the noun with the phrase that the only mention has after its own."""
        own, mentions = _own(self.noun), self._mentions()
        told = [pair for pair in mentions if pair[1] and is_plural_noun(pair[0]) == is_plural_noun(self.noun)]
        if (
            not own
            or own & _APART
            or not told
            or self.noun.lemma_.lower() not in _EVENTS
            or any(child.tag_ in ("JJR", "JJS") for child in self.noun.lefts)
        ):
            return ()
        first, words = max(told, key=lambda pair: len(pair[1]))
        after = [word for word in words if word.i > first.i]
        known = told_lemmas(words) | own | LOOSE
        start = min(token.i for token, _ in told)
        fits = _own(first) <= own | LOOSE and all(self._fits(pair, known, start) for pair in mentions)
        left = [word for word in self.noun.doc[self.noun.left_edge.i : self.noun.i] if word.dep_ != "det"]
        tells = any(word.pos_ in ("NOUN", "PROPN") and word.lemma_.lower() not in LOOSE for word in after)
        return (*left, self.noun, *after) if tells and fits else ()

    def in_compounds(self) -> tuple[Token, ...]:
        """Return the name that the noun has where it stands before other nouns: "the Alba pipeline project"."""
        told = [token for token, words in self._mentions() if words and not self.phrases.is_title(token)]
        return self.words() if told and all(token.dep_ == "compound" for token in told) else ()

    def _mentions(self) -> list[_Mention]:
        """Return the mentions before the noun that do not only point back, each with its words."""
        found = self.phrases.nouns.get(self.noun.lemma_.lower(), ())
        before = [token for token in found if token.i < self.noun.i and self.phrases.is_told(token, self.noun)]
        return [(token, _words(token)) for token in before if not _is_bare(token)]

    def _fits(self, mention: _Mention, known: frozenset[str] | set[str], start: int) -> bool:
        """Return whether a mention may be of the thing that some lemmas tell; one with "a" after it is new."""
        token, words = mention
        loose = is_plural_noun(token) and not words and not list(token.lefts)
        new = (loose or any(child.lower_ in _FRESH for child in token.lefts)) and token.dep_ != "compound"
        new = new and is_plural_noun(token) == is_plural_noun(self.noun)
        return not (new and token.i > start) and (told_lemmas(words) if words else _own(token)) <= known

    def _is_name_of_other(self) -> bool:
        """Return whether the text names a body by a name that ends in the noun: "the Fisheries Committee"."""
        words = (self.noun.doc[i] for i in where(self.noun.doc, "LOWER", (self.noun.lower_,)) if i < self.noun.i)
        return any(word.pos_ == "PROPN" and word.is_title for word in words)


def _words(token: Token) -> tuple[Token, ...]:
    return named_inside(token) if token.dep_ == "compound" else complemented(token) or widely_told(token)


def _counts(noun: Token) -> set[str]:
    return {child.lower_ for child in noun.lefts if child.dep_ == "nummod"}


def _own(noun: Token) -> set[str]:
    """Return the lemmas of the adjectives and nouns before a noun that may set it apart."""
    left = [child for child in noun.lefts if child.dep_ in ("amod", "compound", "nmod", "poss") and not child.is_quote]
    return {child.lemma_.lower() for child in (*left, *before_inside(noun))} - LOOSE


def _is_bare(token: Token) -> bool:
    """Return whether a mention only points back: "the sailors", "these two sailors"."""
    left = list(token.lefts)
    plain = all(child.lower_ in _POINTING or child.dep_ in ("nummod", "punct") for child in left)
    return plain and any(child.lower_ in _POINTING for child in left) and is_alone(token)
