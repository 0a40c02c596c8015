"""Puts a full mention in the place of a noun that refers back: "the dam treaty" or a name for "the agency"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.meaning.pieces import Piece, ReferentName, Referents
from kg.extract.meaning.pronouns import is_identified
from kg.extract.meaning.referring.owners import genitive_ending
from kg.extract.names.nounphrases import takes_article

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["FullMentions"]

#: "this country" is the country of an official, so its name can replace it.
_COUNTRY = ("country", "nation")
#: Words by which a country is not the speaker's own, and how many words back they may stand.
_OTHER, _NEAR = ("a", "an", "another", "certain", "neighboring", "neighbouring"), 150
#: Bodies that "this" makes those of the speaker's own state: "this Congress".
_CHAMBERS = ("Assembly", "Commission", "Congress", "Council", "Parliament", "Senate")
#: Determiners that refer to something mentioned elsewhere.
_POINTING = ("this", "that", "these", "those")


@dataclass
class FullMentions:
    """The full mentions for the nouns of one content; the words in whose place they stand are added to `replaced`.

    If `plain`, "the agency" and "the treaty" stay as they are.
    """

    referents: Referents
    replaced: set[int]
    plain: bool

    def pieces(self, token: Token, inside: set[int]) -> list[Piece]:
        """Return the full mention that replaces a noun phrase at its first word; else an empty list."""
        noun = token.head
        if not self.plain and token.pos_ == "PRON" and token.lower_ in _POINTING:
            shown = self.referents.shown(token)
            return [Piece(shown.label, "SEVERAL" if shown.plural else "ONE", token=token, noun=True)] if shown else []
        if noun.i not in inside:
            return []
        if noun.left_edge == token and (named := self._name(noun)) is not None:
            return self._named(token, named)
        if (own := self.own_name(token)) is not None:
            self.replaced.update((token.i, noun.i))
            return [Piece(own.label, "ONE", token=noun, noun=True)]
        such = token.lower_ == "such"
        full = self.referents.full(noun) if (token.dep_ == "det" or such) and not self.plain else ()
        if not full and token.lower_ in _POINTING and token.dep_ == "det" and is_identified(noun):
            return [Piece("the", "DT", token=token)]
        if not full or any(word.i in inside and not token.i < word.i <= noun.i for word in full):
            return []
        self.replaced.update(range(token.i, noun.i + 1))
        return [*_repeated(token, full, definite=not such), *self._ending(noun, _as_name(full))]

    def _name(self, noun: Token) -> ReferentName | None:
        """Return the two states that "both countries" means, or the name of what any other description means."""
        two = self.referents.pair(noun)
        return two if two is not None or self.plain else self.referents.described(noun)

    def _named(self, token: Token, named: ReferentName) -> list[Piece]:
        """Return a name in the place of a noun phrase, with the genitive ending that fits it."""
        noun = token.head
        self.replaced.update(range(token.i, noun.i + 1))
        pieces = [Piece(named.label, "SEVERAL" if named.plural else "ONE", token=noun, noun=True)]
        return [*pieces, *self._ending(noun, named)]

    def _ending(self, noun: Token, named: ReferentName) -> list[Piece]:
        """Return the genitive ending after a noun, as it fits the words in its place."""
        end = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
        if (end.tag_ != "POS" and end.dep_ != "case") or end.head != noun:
            return []
        self.replaced.add(end.i)
        ending = genitive_ending(named, noun.head)
        return [Piece(end.text if len(end.text) == len(ending) else ending, "POS", True, end)]  # as it is printed

    def own_name(self, token: Token) -> ReferentName | None:
        """Return the name of "this country", the speaker's "government" or "the North", or None for anything else."""
        noun, referents = token.head, self.referents
        if token.dep_ != "det" or noun.i != token.i + 1:
            return None
        if token.lower_ == "this" and noun.lemma_ in _COUNTRY and noun.right_edge == noun:
            return referents.country_of(token) if not _is_another(noun) else None
        if token.lower_ == "the" and noun.lower_ == "government" and list(noun.children) == [token]:
            return referents.government()
        meant = noun.text in ("North", "South") or (token.lower_ == "this" and noun.text in _CHAMBERS)
        named = referents.called(noun) if meant and noun.pos_ == "PROPN" else None
        return named if named is not None and not named.person and " " in named.label else None


def _is_another(noun: Token) -> bool:
    """Return whether "this country" is one that was mentioned just before: "a neighbouring country fuels the war"."""
    before = (word for word in reversed(noun.doc[max(0, noun.i - _NEAR) : noun.i]) if word.lemma_ in _COUNTRY)
    last = next(before, None)
    return last is not None and any(child.lower_ in _OTHER for child in last.lefts)


def _as_name(full: tuple[Token, ...]) -> ReferentName:
    """Return the words of a full mention as an owner; one with a preposition has no genitive, as several have none."""
    return ReferentName(" ".join(word.text for word in full), plural=any(word.tag_ == "IN" for word in full))


def _repeated(token: Token, full: tuple[Token, ...], *, definite: bool) -> list[Piece]:
    """Return the words of a full mention as they stand inside a sentence, with an article if it is one thing."""
    pieces = [Piece("the", "DT", token=token)] if definite and takes_article(full) else []
    for before, word in zip((None, *full), full, strict=False):
        glued = before is not None and before.i == word.i - 1 and not before.whitespace_
        top = word.head not in full and word.tag_ == token.head.tag_
        opens = (word.is_sent_start or word.pos_ == "NOUN") and word.pos_ != "PROPN" and word.text[1:].islower()
        pieces.append(
            Piece(
                word.lower_ if opens and word.ent_type_ in ("", "CARDINAL") else word.text,
                word.tag_,
                glued,
                token.head if top else word,
            )
        )
    return pieces
