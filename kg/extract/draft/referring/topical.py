"""Finds the only thing that a text has of a kind: "the deal" after "a maritime border deal" and "the border agreement".

All earlier mentions that say which thing they mean must share a word for what it is about. If one shares none, or the
text speaks of one such thing and of several, there may be two, and nothing is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import complemented, is_told_later, told_lemmas
from kg.extract.draft.referring.pointed import TAKES_UP, VAGUE, Pointed, owns_otherwise
from kg.extract.draft.referring.things.again import told_again
from kg.extract.draft.referring.things.built import as_one_place, is_of_land, place_name
from kg.extract.draft.referring.things.leading import joined_with, leading_mentions, stands_beside
from kg.extract.draft.referring.things.widely import widely_told
from kg.extract.grammar.tree import is_plural_noun
from kg.extract.names.nounphrases import RIVAL_VERBS
from kg.extract.names.things.identified import LOOSE, is_joined, is_placed, is_pointing

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.nounphrases import NounPhrases

__all__ = ["Topical", "full_mention", "mention_by"]

_JUDGING = ("accuses", "blames", "condemns", "criticises")

_Mention = tuple["Token", tuple["Token", ...]]
#: Adjectives that tell a thing from no other of its kind in a text about a dispute.
_DISPUTED = frozenset(("contentious", "contest", "contested", "dispute", "disputed"))

_COLLECTIVE = ("archipelago",)
#: Nouns that say nothing after "this", and which thing after "the": "in this case", "the case".
_IN_COURT = ("case",)
#: Words after a noun with which it means a course of action: "the way forward".
_ONWARD = ("ahead", "forward", "onward", "onwards")


def full_mention(phrases: NounPhrases, discourse: Discourse, noun: Token) -> tuple[Token, ...]:
    """Return the words of the mention that a noun refers back to, without an article; empty if none is clear."""
    if noun.i not in phrases.taken_up:
        names = phrases, discourse
        told = is_told_later(noun)
        full = () if told else phrases.full(noun)
        more = full if _says_more(full, noun) else ()
        words = () if told else more or Pointed(*names).of(noun) or Topical(*names).of(noun)
        words = words or ((told_again(phrases, noun) or full) if not told else ())
        phrases.taken_up[noun.i] = () if words and owns_otherwise(noun, words) else words
    return phrases.taken_up[noun.i]


def mention_by(
    phrases: NounPhrases, resolver: Resolver, noun: Token, holders: tuple[Actor, ...], act: str
) -> tuple[Token, ...]:
    """Return the full mention of a noun, but not the speakers' own if they judge it: "the statement by Oslo"."""
    words = full_mention(phrases, resolver.discourse, noun)
    by = (
        [word for word in words if word.dep_ == "pobj" and word.head.lower_ in ("by", "from")]
        if act in _JUDGING
        else []
    )
    return () if {*holders} & {actor for word in by for actor in resolver.look(word)} else words


def _says_more(words: tuple[Token, ...], noun: Token) -> bool:
    """Return whether words are more than a noun itself, which a headline may have without any others."""
    return len(words) > 1 or bool(words and words[0].lemma_.lower() != noun.lemma_.lower())


@dataclass(frozen=True, slots=True)
class Topical:
    """The things of a text by their kinds."""

    phrases: NounPhrases
    discourse: Discourse

    def of(self, noun: Token) -> tuple[Token, ...]:
        """Return the words for the only thing that a definite noun can mean, without an article; empty if unclear."""
        lemma = noun.lemma_.lower()
        onward = noun.i + 1 < len(noun.doc) and noun.nbor(1).lower_ in _ONWARD
        joined = is_joined(noun)
        if (
            (lemma in VAGUE and lemma not in _IN_COURT)
            or onward
            or not (is_pointing(noun) or is_placed(noun) or joined)
        ):
            return ()
        mentions = self.mentions(noun, TAKES_UP.get(lemma, frozenset()) | {lemma})
        own = set() if is_of_land(noun, mentions) else _adjectives(noun) - LOOSE - _DISPUTED
        words = self._only(noun, mentions, own) or self._leading(noun, mentions, own)
        if not any(told for _, told in mentions):
            words = self._only(noun, [(token, widely_told(token)) for token, _ in mentions], own)
        return () if joined and words and words[-1].head in words else words  # not "the ship of Oslo and its crew"

    def _leading(self, noun: Token, mentions: list[_Mention], own: set[str]) -> tuple[Token, ...]:
        """Return the words for what the text names first, if nothing else of the kind stands near a noun."""
        told = [(token, words) for token, words in mentions if words]
        heads = {token.lemma_.lower() for token, _ in mentions} | {noun.lemma_.lower()}
        about = self._about(mentions, heads)
        titles = [self.phrases.is_title(token) for token, _ in told]
        group = joined_with(leading_mentions(told, titles, self._first_end()), about)
        main = set().union(*(about[at] for at in group))
        found = [told[at] for at in group]
        if not found or not own <= main or any(is_plural_noun(token) != is_plural_noun(noun) for token, _ in found):
            return ()
        if stands_beside(noun, mentions, main, heads) or self._is_rivalled(noun, found):
            return ()
        return self._fullest(found)

    def only(self, place: Token, noun: Token, kinds: frozenset[str]) -> tuple[Token, ...]:
        """Return the words for the only thing of some kinds before a place, among them that of a noun."""
        return self._only(noun, self.mentions(place, kinds), set())

    def mentions(self, noun: Token, kinds: frozenset[str]) -> list[_Mention]:
        """Return the mentions of some kinds before a noun that add anything to the noun, each with its words."""
        found = (token for kind in kinds for token in self.phrases.nouns.get(kind, ()))
        before = [token for token in found if token.i < noun.i and token.dep_ != "compound"]
        told = [token for token in before if self.phrases.is_told(token, noun) and not is_pointing(token)]
        return [(token, complemented(token)) for token in sorted(told, key=lambda token: token.i)]

    def _only(self, noun: Token, mentions: list[_Mention], own: set[str]) -> tuple[Token, ...]:
        """Return the words of the mention that says most, if all are of one thing that a noun may mean."""
        told = [(token, words) for token, words in mentions if words]
        heads = {token.lemma_.lower() for token, _ in mentions} | {noun.lemma_.lower()}
        about = self._about(mentions, heads)
        if not told or not _is_one(about) or not own <= set().union(*about):
            return ()
        if any(_is_several(token) != _is_several(noun) for token, _ in told) or self._has_others(mentions, about):
            return ()
        if self._is_rivalled(noun, told) or not self._is_near(noun, [token for token, _ in told]):
            return ()
        return self._fullest(told)

    def _is_rivalled(self, noun: Token, told: list[_Mention]) -> bool:
        """Return whether a verb tells of another attack or raid."""
        first, words = told[0]
        return noun.lemma_.lower() in RIVAL_VERBS and self.phrases.has_rivals(first, told_lemmas(words), noun)

    def _first_end(self) -> int:
        """Return where the first sentence of a text ends."""
        return next((sent.end for sent in self.phrases.doc.sents if not sent.text.isspace()), 0)

    def _fullest(self, told: list[_Mention]) -> tuple[Token, ...]:
        """Return the words that say most, of the headline only if the text has none."""
        inside = [words for token, words in told if not self.phrases.is_title(token)]
        if name := place_name(told):
            return name
        return max(
            inside or [words for _, words in told], key=lambda words: (words[-1] not in _heads(told), len(words))
        )

    def _about(self, mentions: list[_Mention], heads: set[str]) -> list[set[str]]:
        """Return by mention with words what it is about; the headline is about the first in the lead."""
        told = [(token, words) for token, words in mentions if words]
        about = [told_lemmas(words) - heads - LOOSE | self._actors(words) for _, words in told]
        about = as_one_place(told, about)
        titles = [at for at, (token, _) in enumerate(told) if self.phrases.is_title(token)]
        first = next((pair for pair in mentions if not self.phrases.is_title(pair[0])), None)
        if not titles or first not in told or first[0].i >= self._lead_after(told[titles[-1]][0]):
            return about
        ours, theirs = self._actors(first[1]), [self._actors(told[at][1]) for at in titles]
        if any(ours and named and not ours & named for named in theirs):
            return about  # talks with Kenya in the headline, with Peru in the lead
        joined: set[str] = set().union(*(about[at] for at in (*titles, told.index(first))))
        return [words | joined if at in titles else words for at, words in enumerate(about)]

    def _lead_after(self, title: Token) -> int:
        """Return where the lead ends; there may be a caption between the headline and it."""
        after = self.discourse.paragraph_after
        return after(after(after(title.i)))

    def _actors(self, words: tuple[Token, ...]) -> set[str]:
        """Return the slugs of the actors named in some words: "the UN plan" and "the United Nations proposal"."""
        places = {word.i for word in words}
        return {actor.slug for at, actor in self.discourse.named if at in places}

    def _has_others(self, mentions: list[_Mention], about: list[set[str]]) -> bool:
        """Return whether a mention may be of another thing: "no deal", "a final deal"."""
        known = set().union(*about)
        first = next(token for token, words in mentions if words)
        bare = [token for token, words in mentions if not words and not known & told_lemmas(list(token.subtree))]
        new = [
            token for token in bare if token.i > first.i and any(child.lower_ in ("a", "an") for child in token.lefts)
        ]
        denied = any(child.lower_ in ("another", "no", "other", "previous") for token in bare for child in token.lefts)
        return bool(new) or denied or any(not _adjectives(token) - LOOSE - _DISPUTED <= known for token in bare)

    def _is_near(self, noun: Token, tokens: list[Token]) -> bool:
        """Return whether a mention is in the headline, the lead or the paragraph before, or has the noun itself."""
        start = self.discourse.paragraph_before(noun.i)
        lead = self.discourse.paragraph_after(self.discourse.paragraph_after(0))
        layout = self.phrases.layout
        told = layout is None or layout.quotation(noun.idx) is None  # in a quotation, it may go on about another one
        same = told and all(token.lemma_.lower() == noun.lemma_.lower() for token in tokens)
        return same or any(token.i < lead or token.i >= start for token in tokens)


def _is_several(noun: Token) -> bool:
    """Return whether a noun means several things: an archipelago is its islands."""
    subject = noun.dep_ in ("nsubj", "nsubjpass")  # its verb is singular
    return is_plural_noun(noun) or (noun.lemma_.lower() in _COLLECTIVE and not subject)


def _heads(told: list[_Mention]) -> list[Token]:
    return [token for token, _ in told]


def _adjectives(noun: Token) -> set[str]:
    """Return the adjectives, numbers and nouns before a noun."""
    return {child.lemma_.lower() for child in noun.lefts if child.dep_ in ("amod", "compound", "nummod", "nmod")}


def _is_one(about: list[set[str]]) -> bool:
    """Return whether mentions hang together by the words for what they are about."""
    joined, rest = about[0], about[1:]
    while near := next((words for words in rest if words & joined), None):
        joined = joined | near
        rest = [words for words in rest if words is not near]
    return not rest and bool(joined)
