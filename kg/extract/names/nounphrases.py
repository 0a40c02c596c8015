"""Resolves "the law" or "this attack" to the fuller noun phrase before it, if there is only one.

A noun that only refers back is replaced by its first full mention if every other mention before it is compatible. The
mention may have another noun of the same kind ("the document" after "a joint statement on Syria") or be a proper name
("the islands"). If there are two plans, two attacks, or an attack and an airstrike, the noun stays as it is: a wrong
reading is worse.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import where
from kg.extract.names.things.identified import LOOSE, NAMES, is_pointing, phrase_of_noun

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.article.excerpts import Layout
    from kg.sources.words.quotation_marks import Quotation

__all__ = ["RIVAL_VERBS", "NounPhrases", "takes_article"]

_WORDS = load_data("names/nounphrases.yaml")
#: Groups of nouns that may name the same thing, by noun; two nouns in one group are rivals.
_GROUPS = {word: frozenset(group) for group in _WORDS["groups"] for word in group}
#: The nouns for which a noun that refers back may stand, by that noun.
_STANDS_FOR = {word: frozenset(row["of"]) for row in _WORDS["stands_for"] for word in row["words"]}
#: Nouns that end the proper names of things, and those whose names need no article.
_IN_NAMES, _WITHOUT_ARTICLE = frozenset(_WORDS["in_names"]), frozenset(_WORDS["without_article"])
#: Verbs that report another event of the same kind: "the port was shelled" competes with "the attack".
RIVAL_VERBS = frozenset(_WORDS["rival_verbs"])
#: Names that have a capital in any headline.
_PLACES = ("GPE", "NORP")
#: Prepositions that say between whom something is.
_PARTNERS = ("against", "between", "with")


class NounPhrases:
    """The noun phrases in a text, to resolve those that refer to others."""

    def __init__(self, doc: Doc, layout: Layout | None = None) -> None:
        """Use the noun phrases in `doc`; a mention inside a quotation of `layout` does not count outside it."""
        self.doc, self.layout = doc, layout
        self.found: dict[int, tuple[Token, ...]] = {}
        self.taken_up: dict[int, tuple[Token, ...]] = {}  # filled by those who look further than `full`

    @cached_property
    def nouns(self) -> dict[str, list[Token]]:
        """Return the nouns of the text by lemma, among them those that end the proper name of a thing."""
        found: dict[str, list[Token]] = {}
        for i in where(self.doc, "POS", ("NOUN", "PROPN")):
            if (word := _lemma(self.doc[i])) is not None:
                found.setdefault(word, []).append(self.doc[i])
        return found

    @cached_property
    def verbs(self) -> list[Token]:
        """Return the verbs that report an event of a kind that nouns also name."""
        return [self.doc[i] for i in where(self.doc, "LEMMA", RIVAL_VERBS) if self.doc[i].pos_ == "VERB"]

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
        """Return the full mention with the same noun, or else with a noun of the same kind."""
        lemma = noun.lemma_.lower()
        left = (noun.doc[i] for i in range(noun.left_edge.i, noun.i))
        own = {word.lemma_.lower() for word in left if word.dep_ != "det" and not word.is_punct} - LOOSE
        same = self._mentions(noun, frozenset((lemma,)))
        if any(self._tells(words) for _, words in same):
            return self._only(noun, same, own)
        kinds = _STANDS_FOR.get(lemma, frozenset()) | {lemma}
        if same or len(kinds) == 1:
            return ()
        return self._only(noun, self._mentions(noun, kinds), own)

    def _mentions(self, noun: Token, kinds: frozenset[str]) -> list[tuple[Token, tuple[Token, ...]]]:
        """Return the mentions of some kinds of things before a noun that do not refer back, each with its words."""
        before = (token for word in kinds for token in self.nouns.get(word, ()) if token.i < noun.i)
        told = sorted((token for token in before if self.is_told(token, noun)), key=lambda token: token.i)
        mentions = [(token, phrase_of_noun(token)) for token in told if not is_pointing(token)]
        return [(token, words if self._is_plain(token, words) else ()) for token, words in mentions]

    def _only(self, noun: Token, mentions: list[tuple[Token, tuple[Token, ...]]], own: set[str]) -> tuple[Token, ...]:
        """Return the words of the only thing that mentions name, if a noun with the adjectives `own` may mean it."""
        named = [pair for pair in mentions if _is_plural(pair[0]) == _is_plural(noun) and self._tells(pair[1])]
        titles = [pair for pair in named if self.is_title(pair[0])]
        named = [pair for pair in named if pair not in titles] or named
        if not named:
            return ()
        first, words = max(named, key=lambda pair: len(pair[1]))
        others = self._others(mentions, first, words)
        if any(_is_other(longer, words) for _, longer in titles):
            return ()  # the headline names another thing of this kind
        if others:
            first, words = named[-1]
            others = [] if self._is_latest(noun, first, self._others(mentions, first, words)) else others
        told = _lemmas(words)
        if others or not own <= told or not self._is_near(first, noun) or self.has_rivals(first, told, noun):
            return ()
        return next((longer for _, longer in titles if told < _lemmas(longer)), words)

    def _others(
        self, mentions: list[tuple[Token, tuple[Token, ...]]], first: Token, words: tuple[Token, ...]
    ) -> list[Token]:
        """Return the mentions, except in the headline, whose words do not fit those of the full mention."""
        told, heads = _lemmas(words), {_lemma(token) for token, _ in mentions}
        found = [token for token, other in mentions if not _lemmas(other or tuple(token.subtree)) - heads <= told]
        return [token for token in found if token != first and not self.is_title(token)]

    def _is_latest(self, noun: Token, last: Token, others: list[Token]) -> bool:
        """Return whether a mention is in the same or the previous sentence, and all others are paragraphs before it."""
        start = noun.sent.start
        while start and noun.doc[start - 1].is_space:
            start -= 1
        near = bool(start) and last.i >= noun.doc[start - 1].sent.start
        before = [i for i in self.breaks if i < last.i][-2:]
        return near and len(before) == 2 and all(other.i < before[0] for other in others)

    def _tells(self, words: tuple[Token, ...]) -> bool:
        """Return whether a phrase identifies a thing: by a name, by another noun, or by an infinitive."""
        return any(
            word.pos_ == "PROPN" or word.ent_type_ in NAMES or word.tag_ == "TO" or word.dep_ == "compound"
            for word in words
            if word.ent_type_ not in ("DATE", "TIME")  # "Monday's verdict"
        ) or (bool(words) and self.is_title(words[0]))

    def _is_plain(self, token: Token, words: tuple[Token, ...]) -> bool:
        """Return whether the capitals in a phrase are those of names: not so in "an Undeclared Site" of a headline."""
        others = [word for word in words if word != token or word.pos_ == "PROPN"]
        known = (word.text in self.capitals or word.is_lower or word.ent_type_ in _PLACES for word in others)
        listed = token.dep_ == "compound" and words[:1] and words[0].i and words[0].nbor(-1).text == ","
        return not self.is_title(token) or (all(known) and not listed)  # "Iran, U.S. swap prisoners" has a verb

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Return the words with a capital within a sentence below the headline, or in a headline that has others."""
        return frozenset(
            token.text for token in self.doc if token.is_title and not token.is_sent_start and not self.is_title(token)
        )

    def is_title(self, token: Token) -> bool:
        """Return whether a mention is in the headline, which names what the text is about in other words."""
        return self.layout is not None and self.layout.in_headline(token.idx)

    def _is_near(self, first: Token, noun: Token) -> bool:
        """Return whether a mention is in the headline or the lead, or no further back than the previous paragraph."""
        breaks = [i for i in self.breaks if first.i < i < noun.i]
        before = [i for i in self.breaks if i < first.i]
        return len(breaks) < 2 or len(before) < 3

    def is_told(self, token: Token, noun: Token) -> bool:
        """Return whether a mention is in the text's own words, or in the same quotation as the noun."""
        if self.layout is None:
            return True
        inside, around = self.layout.quotation(token.idx), self.layout.quotation(noun.idx)
        joined = inside is not None and around is not None and self._goes_on(inside, around)
        joined = joined or (inside is not None and around is not None and token.sent == noun.sent)
        return (inside is None or inside is around or joined) and self.layout.is_text(token.i)

    def _goes_on(self, before: Quotation, after: Quotation) -> bool:
        """Return whether only the attribution interrupts a quotation: '"...," he said. "..."'."""
        text = self.layout.text[before.start : after.start] if self.layout is not None else ""
        return text[: before.end - before.start].endswith(",") and "\n" not in text

    def has_rivals(self, first: Token, told: set[str], noun: Token) -> bool:
        """Return whether the text mentions another thing of the same kind, by another noun or by a verb."""
        lemma = noun.lemma_.lower()
        group = _GROUPS.get(lemma, frozenset())
        others = [token for word in group - {lemma} for token in self.nouns.get(word, ()) if token.i < noun.i]
        for token in others:
            beside = _lemmas(phrase_of_noun(token)) - {token.lemma_.lower()}
            top = any(child.tag_ == "JJS" for child in token.lefts)  # "an ambush, the deadliest attack since 2004"
            if not (top or is_pointing(token) or (beside and beside <= told) or self.is_title(token)):
                return True
        verbs = [verb for verb in self.verbs if lemma in RIVAL_VERBS and first.i < verb.i < noun.i]
        return any(
            not any(child.dep_ == "nsubj" and child.lemma_.lower() in group for child in verb.children)
            for verb in verbs
        )


def _is_other(words: tuple[Token, ...], others: tuple[Token, ...]) -> bool:
    """Return whether two phrases name two things between, with or against others: they share no name or noun."""
    linked = any(word.dep_ == "prep" and word.lower_ in _PARTNERS for word in words)
    shared = {*map(str.casefold, _names(words))} & {*map(str.casefold, _names(others))}
    return linked and bool(_names(words)) and bool(_names(others)) and not shared


def _names(words: tuple[Token, ...]) -> list[str]:
    return [word.text for word in words if word.pos_ == "PROPN" or word.ent_type_ in NAMES]


def takes_article(words: tuple[Token, ...]) -> bool:
    """Return whether the words of a full mention need "the": not after an owner, nor for "Migingo Island"."""
    name = words[-1] if words[-1].pos_ == "PROPN" and _lemma(words[-1]) in _WITHOUT_ARTICLE else None
    bare = name is not None and not _is_plural(name) and words[0].nbor(-1 if words[0].i else 0).lower_ != "the"
    top = next((word for word in words if word.head not in words), words[-1])
    return not bare and not any(word.dep_ == "poss" and word.head == top for word in words)


def _lemma(token: Token) -> str | None:
    """Return the lemma of a noun, in lower case; None for a proper name, unless it ends in a noun for a thing."""
    if token.pos_ == "NOUN" or token.is_lower:
        return token.lemma_.lower()
    if token.dep_ == "compound" or not any(child.dep_ in ("amod", "compound", "nmod") for child in token.lefts):
        return None
    word = token.lower_
    return word if word in _IN_NAMES else word[:-1] if word[:-1] in _IN_NAMES and word.endswith("s") else None


def _is_plural(token: Token) -> bool:
    """Return whether a noun, or a proper name that ends in one, is plural."""
    return token.tag_ == "NNS" if token.pos_ == "NOUN" else token.lower_ not in _IN_NAMES


def _lemmas(words: tuple[Token, ...]) -> set[str]:
    kept = (word for word in words if word.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "NUM") and not word.is_stop)
    return {word.lemma_.lower() for word in kept} - LOOSE
