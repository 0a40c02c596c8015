"""Finds the words that describe a person directly beside the name: "the director of Oxfam, Anna Berg of Norway"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.names.actors import BODIES, ROLES
from kg.extract.names.nametable import folded
from kg.extract.names.people.fullnames import FIRST_NAMES
from kg.extract.names.principals.bodynames import LINKS, is_only_titled

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Span, Token

__all__ = ["Beside"]

_WORDS = {name: frozenset(map(str, words)) for name, words in load_data("names/posts.yaml").items()}
#: The maximum number of words in a description.
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """The words beside the names of people; `is_post` tells the word for a post."""

    doc: Doc
    entities: dict[int, Span]
    is_post: Callable[[Token], bool]

    def name(self, at: int) -> tuple[int, int]:
        """Return the tokens of a name, without a title before it."""
        entity = self.entities.get(at)
        person = entity is not None and entity.label_ == "PERSON"
        start, end = (entity.start, entity.end) if person and entity is not None else (at, at + 1)
        while not person and start and self.doc[start - 1].pos_ == "PROPN" and not self.is_post(self.doc[start - 1]):
            first = folded(self.doc[start - 1].text) in FIRST_NAMES
            if self.doc[start - 1].lower_ in BODIES or at - start > 2 or (start - 1 in self.entities and not first):
                break
            start -= 1
        while start < end - 1 and self.is_post(self.doc[start]):
            start += 1
        before = self.doc[start - 1] if start and end - start == 1 else None
        # The parser may take the first name for the end of the body before it.
        first = before is not None and before.pos_ == "PROPN" and folded(before.text) in FIRST_NAMES
        return start - first, end

    def before(self, start: int) -> list[Token]:
        """Return the words of the noun phrase that ends before a name: "the director of Oxfam, Anna Berg"."""
        first = start
        if first and self.doc[first - 1].text == ",":
            first -= 1
            first = self._before_brackets(first)
            start = first
        while first and start - first < _LONGEST:
            if (opening := self._before_brackets(first)) < first:  # "Harbour Council (HC) President Anna Berg"
                first = opening
                continue
            if not self._goes_on(self.doc[first - 1]):
                break
            if self._is_somebody_else(first - 1):
                # "President Berg of Norway and President Said": what is before the "and" is said of Berg.
                first = max((i + 1 for i in range(first, start) if self.doc[i].lower_ == "and"), default=first)
                break
            first -= 1
        # "Kenya's permanent representative, Ambassador Anna Berg"
        own = self._of_nearest(list(self.doc[first:start]))
        return [*(self.before(first) if is_only_titled(self.doc, first, start) else ()), *own]

    def _of_nearest(self, phrase: list[Token]) -> list[Token]:
        """Return only the end of a description that ends in another role: "a spokesman for the lawyer, Anna Berg"."""
        last = phrase[-1] if phrase else None
        role = last is not None and last.pos_ == "NOUN" and last.lower_ in ROLES | _WORDS["kin"]
        if last is None or not role or last.lower_ in _WORDS["speaking"] | _WORDS["own_voice"]:
            return phrase
        links = [i for i, token in enumerate(phrase) if token.lower_ in LINKS]
        return phrase[links[-1] + 1 :] if links else phrase

    def _is_somebody_else(self, last: int) -> bool:
        """Return whether another person's name ends here: "from President Berg to company founder Omar Said"."""
        entity = self.entities.get(last)
        named = entity is not None and entity.label_ == "PERSON" and entity.end == last + 1
        owner = last + 1 < len(self.doc) and self.doc[last + 1].tag_ == "POS"  # "Berg's spokesman"
        return named and not owner and self.doc[last].lower_ not in ROLES

    def _before_brackets(self, end: int) -> int:
        """Return where brackets that end at a token begin: "the head of SFU (Sea Farers' Union), Anna Berg"."""
        opening = next((i for i in range(end - 1, max(0, end - _LONGEST), -1) if self.doc[i].text == "("), end)
        return opening if end and self.doc[end - 1].text == ")" else end

    def after(self, end: int) -> list[Token]:
        """Return the words of the apposition after a name: "Anna Berg, director of Oxfam", "Anna Berg of Oxfam"."""
        last = end
        if last + 1 < len(self.doc) and self.doc[last].text == ",":
            last += 1
            end = last
            if self.doc[last].lower_ in ("and", "or"):
                return []
        elif last >= len(self.doc) or self.doc[last].lower_ not in ("of", "from"):
            return []
        while last < len(self.doc) and last - end < _LONGEST and self._goes_on(self.doc[last]):
            last += 1
        return [] if self._is_next_speaker(end, last) else list(self.doc[end:last])

    def _is_next_speaker(self, first: int, last: int) -> bool:
        """Return whether words are the title of another name: "Asked about Berg, police spokesman Omar Said said"."""
        for token in self.doc[first:last]:
            if token.lower_ in LINKS:
                return False
            entity = self.entities.get(token.i)
            person = entity is not None and entity.label_ == "PERSON" and entity.start == token.i
            if person and token.i > first and self.is_post(self.doc[token.i - 1]):
                return True
        return False

    def is_set_off(self, start: int, end: int) -> bool:
        """Return whether commas divide a name from the words on both sides, so that these are apart.

        "It fears the north, Anna Berg, director of the centre, said": the director is not the north's.
        """
        commas = self.doc[start - 1].text if start else "", self.doc[end].text if end < len(self.doc) else ""
        return commas == (",", ",")

    def is_over(self, end: int, phrase: list[Token]) -> bool:
        """Return whether a post is no longer held: "Anna Berg, chief of mission until she defected"."""
        after = phrase[-1].i + 1 if phrase else end
        rest = takewhile(lambda token: not token.is_punct, self.doc[after : after + _LONGEST])
        return any(token.lower_ in ("till", "until") for token in rest)

    def _goes_on(self, token: Token) -> bool:
        """Return whether a word may belong to the description of a post."""
        if token.text == "-" and token.whitespace_:
            return False  # of a dateline: "Oslo (Reuters) - Anna Berg, head of"
        linking = token.text in ("’s", "'s", "'", "’", "-") or token.lower_ in (*LINKS, "and", "the", "a", "an")
        named = token.pos_ in ("NOUN", "PROPN", "ADJ") and not token.is_punct
        return linking or named or token.tag_ == "PRP$"
