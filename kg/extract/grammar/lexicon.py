"""The cue lexicon: the words that attribute speech or thought, with their frames and acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

__all__ = ["CHARGE_D_AFFAIRES", "Cue", "Lexicon", "lexicon", "load_data"]

#: The spellings in lower case of an envoy's title; data files name it once, by the first.
CHARGE_D_AFFAIRES = tuple(f"charg{e} d{mark}affair{end}" for e in "ée" for mark in "'’" for end in ("es", "s"))
_FOLDER = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Cue:
    """One sense of a cue word: the act it expresses on its own, and the frames in which it takes its content."""

    lemma: str
    act: str
    takes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cues by part of speech and lemma. A lemma can have several senses, the usual one first.

    `phrasals` are keyed by `verb particle`. `support` are the verbs whose subject is the speaker of their noun,
    `deeds` the words that attribute only with a clause or a quotation, and `plain` the plain verbs of saying. `cues`
    are all the lemmas of possible cues.
    """

    verbs: dict[str, list[Cue]] = field(default_factory=dict)
    phrasals: dict[str, list[Cue]] = field(default_factory=dict)
    nouns: dict[str, list[Cue]] = field(default_factory=dict)
    adjectives: dict[str, list[Cue]] = field(default_factory=dict)
    prepositions: dict[str, list[Cue]] = field(default_factory=dict)
    support: frozenset[str] = frozenset()
    deeds: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()


@lru_cache
def load_data(name: str) -> dict[str, Any]:
    """Return the content of a data file below kg/extract: named lists and tables of words, for all who read it."""
    with (_FOLDER / name).open(encoding="utf-8") as file:
        data: dict[str, Any] = YAML(typ="safe").load(file)
    return {key: _spelt(words) for key, words in data.items()}


def _spelt(words: Any) -> Any:
    """Return data in whose lists of words the title of an envoy has all of its spellings."""
    if isinstance(words, dict):
        return {key: _spelt(value) for key, value in words.items()}
    listed = isinstance(words, list) and CHARGE_D_AFFAIRES[0] in words
    return [*words, *CHARGE_D_AFFAIRES[1:]] if listed else words


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon shipped with the package."""
    data = load_data("grammar/cues.yaml")
    senses = {name: _senses(data[name]) for name in _SENSES}
    verbs, phrasals, nouns, adjectives, prepositions = (senses[name] for name in _SENSES)
    support, deeds, plain = (frozenset(map(str, data[name])) for name in ("support", "deeds", "plain"))
    first = (name.split()[0] for name in (*phrasals, *prepositions))
    lemmas = {*verbs, *nouns, *adjectives, *first, "accord"}  # the lemma of "according"
    cues = frozenset(form for word in lemmas for form in (word, word.capitalize(), word.upper()))
    return Lexicon(verbs, phrasals, nouns, adjectives, prepositions, support, deeds, plain, cues)


_SENSES = ("verbs", "phrasals", "nouns", "adjectives", "prepositions")


def _senses(groups: list[dict[str, Any]]) -> dict[str, list[Cue]]:
    senses: dict[str, list[Cue]] = {}
    for group in groups:
        for word in group["words"]:
            cue = Cue(word, group["act"], frozenset(group.get("takes", ())))
            senses.setdefault(word, []).append(cue)
    return senses
