"""Resolves "the law" or "this attack" to the fuller noun phrase before it, if there is only one.

A noun that only refers back is replaced by its first full mention if every other mention before it is compatible. If
there are two plans, two attacks, or an attack and an airstrike, it stays as it is: a wrong reading is worse.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_linking_that, where
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.article.excerpts import Layout
    from kg.sources.words.quotation_marks import Quotation

__all__ = ["NounPhrases"]

_WORDS = load_data("names/nounphrases.yaml")
#: Groups of nouns that may name the same thing, by noun; two nouns in one group are rivals.
_GROUPS = {word: frozenset(group) for group in _WORDS["groups"] for word in group}
#: Verbs that report another event of the same kind: "the port was shelled" competes with "the attack".
_RIVAL_VERBS = frozenset(_WORDS["rival_verbs"])
#: Adjectives that do not distinguish one thing from another.
_LOOSE = frozenset(_WORDS["loose"])
_NAMES = frozenset(("GPE", "ORG", "NORP", "LOC", "FAC", "PERSON", "EVENT", "LAW"))
_POINTING = ("the", "this", "that", "these", "those")
_LINKS = ("of", "on", "against", "in", "between", "with", "to", "for", "over", "from", "into", "near", "off")
_LEFT = ("det", "compound", "amod", "nummod", "poss", "nmod", "case", "punct")
_LONGEST = 10


class NounPhrases:
    """The noun phrases in a text, to resolve those that refer to others."""

    def __init__(self, doc: Doc, layout: Layout | None = None) -> None:
        """Use the noun phrases in `doc`; a mention inside a quotation of `layout` does not count outside it."""
        self.doc, self.layout = doc, layout
        self.found: dict[int, tuple[Token, ...]] = {}

    @cached_property
    def nouns(self) -> dict[str, list[Token]]:
        """Return the nouns of the text by lemma."""
        found: dict[str, list[Token]] = {}
        for i in where(self.doc, "POS", ("NOUN",)):
            found.setdefault(self.doc[i].lemma_.lower(), []).append(self.doc[i])
        return found

    @cached_property
    def verbs(self) -> list[Token]:
        """Return the verbs that report an event of a kind that nouns also name."""
        return [self.doc[i] for i in where(self.doc, "LEMMA", _RIVAL_VERBS) if self.doc[i].pos_ == "VERB"]

    @cached_property
    def breaks(self) -> list[int]:
        """Return where paragraphs end."""
        return [i for i in where(self.doc, "POS", ("SPACE",)) if "\n" in self.doc[i].text]

    def full(self, noun: Token) -> tuple[Token, ...]:
        """Return the words of the full mention that a noun refers back to, without its article; empty if none."""
        if noun.i not in self.found:
            self.found[noun.i] = self._full(noun) if is_pointing(noun) else ()
        return self.found[noun.i]

    def _full(self, noun: Token) -> tuple[Token, ...]:
        lemma = noun.lemma_.lower()
        before = [token for token in self.nouns.get(lemma, ()) if token.i < noun.i and self._is_told(token, noun)]
        mentions = [(token, phrase_of_noun(token)) for token in before if not is_pointing(token)]
        named = [(token, words) for token, words in mentions if words and token.tag_ == noun.tag_ and _tells(words)]
        if not named:
            return ()
        first, words = max(named, key=lambda pair: len(pair[1]))
        told = _lemmas(words)
        own = {child.lemma_.lower() for child in noun.children if child.dep_ in ("amod", "compound")}
        rivals = any(not _lemmas(other or tuple(token.subtree)) <= told for token, other in mentions)
        if rivals or not own <= told or not self._is_near(first, noun) or self._has_rivals(first, told, noun):
            return ()
        return words

    def _is_near(self, first: Token, noun: Token) -> bool:
        """Return whether a mention is in the headline or the lead, or no further back than the previous paragraph."""
        breaks = [i for i in self.breaks if first.i < i < noun.i]
        before = [i for i in self.breaks if i < first.i]
        return len(breaks) < 2 or len(before) < 3

    def _is_told(self, token: Token, noun: Token) -> bool:
        """Return whether a mention is in the text's own words, or in the same quotation as the noun."""
        if self.layout is None:
            return True
        inside, around = self.layout.quotation(token.idx), self.layout.quotation(noun.idx)
        joined = inside is not None and around is not None and self._goes_on(inside, around)
        return (inside is None or inside is around or joined) and self.layout.is_text(token.i)

    def _goes_on(self, before: Quotation, after: Quotation) -> bool:
        """Return whether only the attribution interrupts a quotation: '"...," he said. "..."'."""
        text = self.layout.text[before.start : after.start] if self.layout is not None else ""
        return text[: before.end - before.start].endswith(",") and "\n" not in text

    def _has_rivals(self, first: Token, told: set[str], noun: Token) -> bool:
        """Return whether the text mentions another thing of the same kind, by another noun or by a verb."""
        lemma = noun.lemma_.lower()
        group = _GROUPS.get(lemma, frozenset())
        others = [token for word in group - {lemma} for token in self.nouns.get(word, ()) if token.i < noun.i]
        for token in others:
            beside = _lemmas(phrase_of_noun(token)) - {token.lemma_.lower()}
            if not is_pointing(token) and not (beside and beside <= told):
                return True
        verbs = [verb for verb in self.verbs if lemma in _RIVAL_VERBS and first.i < verb.i < noun.i]
        return any(
            not any(child.dep_ == "nsubj" and child.lemma_.lower() in group for child in verb.children)
            for verb in verbs
        )


def is_pointing(noun: Token) -> bool:
    """Return whether a noun has an article or "this" but nothing that identifies the thing."""
    lemma = noun.lemma_.lower()
    if noun.pos_ != "NOUN" or noun.tag_ not in ("NN", "NNS") or noun.ent_type_ or lemma in PEOPLE | ROLES | BODIES:
        return False
    linked = [child for child in noun.children if child.dep_ == "det" and not is_linking_that(child)]
    if len(linked) != 1 or linked[0].lower_ not in _POINTING:
        return False
    plain = all(child.dep_ in ("det", "amod", "compound") for child in noun.children if child.i < noun.i)
    named = any(child.pos_ == "PROPN" or child.ent_type_ for child in noun.children if child.i < noun.i)
    after = [child for child in noun.children if child.i > noun.i and child.dep_ != "punct"]
    return plain and not named and not after and noun.dep_ != "compound"


def phrase_of_noun(noun: Token) -> tuple[Token, ...]:
    """Return a noun with the words that identify the thing, without its article; empty if these are unclear."""
    left = noun.left_edge.i
    before = [noun.doc[i] for i in range(left, noun.i)]
    if any(child.dep_ not in _LEFT for child in noun.children if child.i < noun.i):
        return ()
    before = [token for token in before if not (token.dep_ == "det" and token.head == noun)]
    if any(token.pos_ in ("PRON", "VERB") or token.tag_ == "PRP$" or token.text == "," for token in before):
        return ()
    found = [*(token for token in before if token.lemma_.lower() not in _LOOSE), noun, *_restrictions(noun)]
    denied = any(child.lower_ in ("no", "any", "another", "other", "every", "each") for child in noun.children)
    return () if denied or len(found) > _LONGEST else tuple(found)


def _restrictions(noun: Token) -> list[Token]:
    """Return the words after a noun that identify it: "on the port of Oslo", "to close the border"."""
    found: list[Token] = []
    for child in noun.children:
        if child.i < noun.i:
            continue
        words = [noun.doc[i] for i in range(child.left_edge.i, child.right_edge.i + 1)]
        named = child.lower_ != "with" or any(word.pos_ == "PROPN" for word in words)  # no "talks with little progress"
        linked = (
            child.dep_ == "prep" and child.lower_ in _LINKS and named and not any(word.pos_ == "VERB" for word in words)
        )
        to = child.dep_ in ("acl", "relcl") and words[0].tag_ == "TO"
        if words[0].i != (found[-1].i if found else noun.i) + 1 or not (linked or to) or not _is_clear(words):
            break
        found += words
    return found


def _is_clear(words: list[Token]) -> bool:
    """Return whether the words are few and context-independent: no pronoun, no day."""
    loose = any(word.pos_ == "PRON" or word.tag_ in ("PRP$", "WDT", "WP") or word.text in ',;:"' for word in words)
    return len(words) < 9 and not loose and not any(word.ent_type_ in ("DATE", "TIME") for word in words)


def _tells(words: tuple[Token, ...]) -> bool:
    """Return whether a phrase identifies a thing: by a name, by another noun, or by an infinitive."""
    return any(
        word.pos_ == "PROPN" or word.ent_type_ in _NAMES or word.tag_ == "TO" or word.dep_ == "compound"
        for word in words
    )


def _lemmas(words: tuple[Token, ...]) -> set[str]:
    kept = (word for word in words if word.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "NUM") and not word.is_stop)
    return {word.lemma_.lower() for word in kept} - _LOOSE
