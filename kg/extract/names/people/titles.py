"""Reads the offices with which a text introduces new people, so that their entries are proposed with their posts.

A title counts only where every word beside the name is accounted for: "Norwegian Foreign Minister Anna Berg" has a body
and a title, "former Norwegian minister" and "rebel spokesman" have words of another kind, so no post is proposed. The
text does not tell since when somebody is in office, so a post has no days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.names.actors import ALL_PORTFOLIOS
from kg.extract.names.nametable import folded
from kg.extract.names.newnames import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Token

    from kg.extract.names.actors import Proposed
    from kg.extract.names.mentions import Resolver

__all__ = ["entries_with_posts"]

_WORDS = load_data("names/people/titles.yaml")
_HEADS, _INCOMPLETE, _SENT, _ONLY_STATES = (
    frozenset(map(str, _WORDS[name])) for name in ("heads", "incomplete", "sent", "only_states")
)
_MODIFIERS = ALL_PORTFOLIOS | frozenset(map(str, _WORDS["modifiers"]))
_SHORT = {str(word): str(title) for word, title in _WORDS["short"].items()}
_SMALL = frozenset(("and", "for", "of", "the", "to"))
_HONORIFICS = TITLES | frozenset(map(str, _WORDS["honorifics"]))
#: The most words of a title, and of the name of its body.
_LONGEST = 8


def entries_with_posts(resolver: Resolver, named: set[str], spoken_for: Mapping[str, str]) -> list[Proposed]:
    """Return the new entries for the named actors, sorted by slug; persons whose office the text gives are officials.

    `spoken_for` has the only body that a person of the text speaks for, where there is one.
    """
    persons = [entry for entry in resolver.new.entries(named) if entry.file == "persons.yaml"]
    found = {entry.slug: _with_posts(resolver, entry, spoken_for.get(entry.slug, "")) for entry in persons}
    bodies = {slug for entry in found.values() for slug in entry.linked}
    return [found.get(entry.slug, entry) for entry in resolver.new.entries(named | bodies)]


def _with_posts(resolver: Resolver, entry: Proposed, spoken_for: str) -> Proposed:
    """Return the entry of a person as that of an official, if the text gives the person a post of one body."""
    bodies = resolver.posts.found.get(entry.slug) or [spoken_for]
    if len(bodies) != 1 or not bodies[0] or "unnamed" in dict(entry.extra):
        return entry
    kind = resolver.actor(bodies[0]).kind
    if kind not in ("organisation", "state"):
        return entry  # a post belongs to no group
    reader = _Titles(resolver, bodies[0])
    positions = (at for at, actor in resolver.discourse.named if actor.slug == entry.slug)
    titles = next((told for at in positions if (told := reader.beside(at, entry.label))), [])
    posts = tuple((title, bodies[0]) for title in titles if kind == "state" or not _is_of_states(title))
    return replace(entry, file="officials.yaml", description="", posts=posts) if posts else entry


@dataclass(frozen=True, slots=True)
class _Titles:
    """Reads the titles of one body's officials beside their names."""

    resolver: Resolver
    body: str

    def beside(self, at: int, label: str) -> list[str]:
        """Return the titles before or after the name that has a token."""
        doc, words = self.resolver.doc, set(folded(label).split())
        first = last = at
        while first and (doc[first - 1].text == "-" or _is_named(doc[first - 1], words)):
            first -= 1
        while last + 1 < len(doc) and (doc[last + 1].text == "-" or folded(doc[last + 1].text) in words):
            last += 1
        sentence = doc[at].sent
        before = list(doc[max(sentence.start, first - 2 * _LONGEST) : first])
        return self._before(before) or self._after(list(doc[last + 1 : sentence.end]))

    def _before(self, words: list[Token]) -> list[str]:
        """Return the titles that end before a name: "Norwegian Foreign Minister", "the president of Norway, "."""
        apart = bool(words) and words[-1].text == ","
        words = words[:-1] if apart else words
        found = (titles for owner, titles in self._described(words) if self._is_whole(owner, apart))
        return next(found, [])

    def _after(self, words: list[Token]) -> list[str]:
        """Return the titles in the apposition after a name: ", the foreign minister of Norway,"."""
        if not words or words[0].text != ",":
            return []
        end = next((at for at in range(1, len(words)) if _ends_before(words[at])), len(words))
        return next((titles for owner, titles in self._described(words[1:end]) if not _without_article(owner)), [])

    def _described(self, words: list[Token]) -> Iterator[tuple[list[Token], list[str]]]:
        """Yield the titles in which words end, with the words before them and before their body, if it is named."""
        sent = next((at for at in range(1, len(words)) if _is_sent(words, at)), len(words))
        for start in range(max(0, sent - _LONGEST), sent):
            if titles := _titles(words[start:sent], words[sent:]):
                yield self._owner(words[:start]), titles
        for at in range(2, len(words)):
            if words[at - 1].lower_ in ("of", "for") and self._named(words[at:]) == self.body:
                yield from (
                    (words[:start], found) for start in range(at - 1) if (found := _titles(words[start : at - 1], []))
                )

    def _owner(self, words: list[Token]) -> list[Token]:
        """Return the words before the name of the body in which `words` end; all, if they end in none."""
        counts = range(min(len(words), _LONGEST), 0, -1)
        return next((words[:-count] for count in counts if self._named(words[-count:]) == self.body), words)

    def _named(self, words: list[Token]) -> str | None:
        """Return the body that words name, known or new."""
        name = words[0].doc[words[0].i : words[-1].i + 1].text
        if words[0].is_punct or words[0].lower_ in _SMALL - {"the"} or words[-1].lower_ in _SMALL:
            return None
        new = self.resolver.new.proposed.items()
        called = (slug for slug, entry in new if folded(entry.label) == folded(name))
        return self.resolver.gazetteer.state(name) or next(called, None)

    def _is_whole(self, before: list[Token], apart: bool) -> bool:
        """Return whether nothing else is said of an office: "former Norwegian", "the wife of the Norwegian ..., "."""
        rest = _without_article(before)
        if not rest or (apart and rest[-1].lower_ in _SMALL):
            return not rest
        return len(rest) < len(before) or (rest[-1].lower_ not in _MODIFIERS and _is_bound(rest[-1]))


def _is_named(word: Token, name: set[str]) -> bool:
    """Return whether a word before a name belongs to it, or is a rank or the like."""
    return folded(word.text) in name or word.lower_.rstrip(".") in _HONORIFICS


def _is_of_states(title: str) -> bool:
    """Return whether only states have such an office: "Prime Minister", "Foreign Secretary"."""
    words = set(title.lower().split())
    return bool(words & _ONLY_STATES) or {"foreign", "secretary"} <= words


def _without_article(words: list[Token]) -> list[Token]:
    return words[:-1] if words and words[-1].lower_ in ("a", "an", "the") else words


def _is_sent(words: list[Token], at: int) -> bool:
    """Return whether the words go on with where an envoy is sent: "ambassador to Norway"."""
    named = all(word.pos_ == "PROPN" or word.lower_ in _SMALL for word in words[at + 1 :])
    return words[at].lower_ in ("for", "to") and words[at - 1].lower_ in _SENT and named and at + 1 < len(words)


def _is_bound(word: Token) -> bool:
    """Return whether a word cannot belong to the description of an office: a verb, a mark, a conjunction."""
    bound = word.pos_ in ("ADP", "AUX", "CCONJ", "PUNCT", "SCONJ", "SPACE", "VERB")
    return bound and word.text not in ("-", "’s", "'s")


def _ends_before(word: Token) -> bool:
    return (word.is_punct and word.text != "-") or word.pos_ in ("AUX", "VERB", "PRON", "SCONJ")


def _titles(words: list[Token], posting: list[Token]) -> list[str]:
    """Return the titles in a run of words, empty if it is none: both of "State Councillor and Foreign Minister"."""
    parts: list[list[Token]] = [[]]
    for word in words:
        if word.lower_ == "and" and parts[-1] and parts[-1][-1].lower_ in _HEADS:
            parts.append([])
        else:
            parts[-1].append(word)
    whole = all(map(_is_title, parts)) and not (posting and len(parts) > 1)
    return [_written([*part, *posting]) for part in parts] if whole else []


def _is_title(words: list[Token]) -> bool:
    lower = [word.lower_ for word in words]
    head = next((at for at, word in enumerate(lower) if word in _HEADS), None)
    if head is None or lower[0] in _SMALL | {"-"} or (lower[head] in _INCOMPLETE and head == 0):
        return False
    rest = [word for word in lower[head + 1 :] if word not in ("-", "general")]
    linked = len(rest) > 1 and rest[0] in ("of", "for") and rest[-1] in ALL_PORTFOLIOS
    linked = linked and set(rest) <= ALL_PORTFOLIOS | _SMALL
    return all(word in _MODIFIERS for word in lower[:head]) and (not rest or linked)


def _written(words: list[Token]) -> str:
    """Return a title as reference data write it: "Foreign Minister" for "foreign minister" and "FM"."""
    text = words[0].doc[words[0].i : words[-1].i + 1].text
    spelt = (_SHORT.get(word.lower(), word if word in _SMALL else word[:1].upper() + word[1:]) for word in text.split())
    return "-".join(part[:1].upper() + part[1:] for part in " ".join(spelt).split("-"))
