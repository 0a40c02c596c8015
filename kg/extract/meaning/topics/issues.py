"""Files contents under issues of the ontology: by their own words first, then by what the text around them is about.

A content of few words rarely names its issue: "We will not accept it" in a text on sanctions is about these. So a sign
in the content counts most, one in its sentence less, and what the whole text is about least.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from spacy.tokens import Doc, Token

__all__ = ["Issues"]

#: The issue of what tells none.
_OTHERWISE = "diplomacy"
#: How many words may stand between the first and the last of a phrase, besides its own: "withdraw all of its troops".
_BETWEEN = 3
_SURE, _MAYBE = 2.0, 1.0
#: Of the sentence and of the whole text, against the words of the content themselves.
_IN_SENTENCE, _IN_TEXT = 0.25, 3.0
#: A second issue has at least this share of the weight of the first.
_SECOND = 0.4
_CLASSES = {"noun": ("NOUN", "PROPN"), "verb": ("VERB", "AUX")}
_CLASS = re.compile(r" \((\w+)\)$")


class _Sign(NamedTuple):
    """Words that tell an issue: `parts` are lemmas, or the words of a name; `tags` the word class, if it matters."""

    issue: str
    parts: tuple[str, ...]
    tags: tuple[str, ...]
    weight: float


class _Found(NamedTuple):
    """A sign in a text, and the first and the last of its tokens."""

    sign: _Sign
    first: int
    last: int


class Issues:
    """The issues of a text and of the contents in it."""

    def __init__(self, doc: Doc) -> None:
        """Begin with a parsed text, which is read when the first content is asked for."""
        self.doc = doc

    def of(self, tokens: Collection[int], most: int = 2) -> list[str]:
        """Return the slugs of the issues of a content, most likely first; "diplomacy" if nothing tells any."""
        inside = set(tokens)
        own = [found for found in self._found if {found.first, found.last} <= inside]
        scores: defaultdict[str, float] = defaultdict(float, _weighed(own))
        if tokens:
            sentence = self.doc[min(tokens)].sent
            near = [found for found in self._found if sentence.start <= found.first < sentence.end]
            for issue, weight in _weighed(near).items():
                scores[issue] += _IN_SENTENCE * weight
        for issue, share in self._shares.items():
            scores[issue] += _IN_TEXT * share
        ranked = sorted(scores.items(), key=lambda scored: -scored[1])[:most]
        return [issue for issue, score in ranked if score >= _SECOND * ranked[0][1]] or [_OTHERWISE]

    @cached_property
    def _found(self) -> list[_Found]:
        """All signs in the text, in text order."""
        return [found for token in self.doc for found in _at(token)]

    @cached_property
    def _shares(self) -> dict[str, float]:
        """What share of its signs the text has of each issue."""
        counts: defaultdict[str, float] = defaultdict(float)
        for item in self._found:
            counts[item.sign.issue] += item.sign.weight
        total = sum(counts.values())
        return {issue: count / total for issue, count in counts.items()}


def _weighed(found: list[_Found]) -> dict[str, float]:
    """Return the weight of each issue; a sign that is there twice counts once."""
    scores: defaultdict[str, float] = defaultdict(float)
    for sign in dict.fromkeys(item.sign for item in found):  # in the order of the text, which breaks ties
        scores[sign.issue] += sign.weight
    return scores


def _at(token: Token) -> Iterator[_Found]:
    """Yield the signs that begin with a token."""
    for word in dict.fromkeys((token.text, _plain(token))):
        for sign in _signs().get(word, ()):
            if sign.tags and token.pos_ not in sign.tags:
                continue
            last = _end(token, sign.parts)
            if last is not None:
                yield _Found(sign, token.i, last)


def _end(token: Token, parts: tuple[str, ...]) -> int | None:
    """Return the last token of a phrase that begins with a token; None if its other words do not follow."""
    at, stop = token.i, min(len(token.doc), token.i + len(parts) + _BETWEEN)
    for part in parts[1:]:
        at = next((i for i in range(at + 1, stop) if part in (token.doc[i].text, _plain(token.doc[i]))), -1)
        if at < 0:
            return None
    return at


def _plain(token: Token) -> str:
    """Return the base form of a word, and the word itself if it is part of a name: a party is no democracy."""
    return token.text if token.pos_ == "PROPN" else token.lemma_.casefold()


@lru_cache(maxsize=1)
def _signs() -> dict[str, list[_Sign]]:
    """Return the signs of all issues by their first words."""
    found: dict[str, list[_Sign]] = {}
    for issue, kinds in load_data("meaning/topics/issues.yaml").items():
        for kind, weight in (("sure", _SURE), ("maybe", _MAYBE)):
            for phrase in map(str, kinds[kind]):
                told = _CLASS.search(phrase)
                plain, tags = _CLASS.sub("", phrase), _CLASSES[told[1]] if told else ()
                # The parser takes "non-proliferation" for one word, and "self-determination" for three.
                for parts in {tuple(plain.split()), tuple(plain.replace("-", " - ").split())}:
                    found.setdefault(parts[0], []).append(_Sign(issue, parts, tags, weight))
    return found
