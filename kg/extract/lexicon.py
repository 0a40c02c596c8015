"""The cue lexicon: which words attribute something to somebody, in which frames, doing what."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

__all__ = ["Cue", "Lexicon", "lexicon", "load_data"]

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Cue:
    """One sense of a cue word: the act it performs by itself and the frames in which it takes its content."""

    lemma: str
    act: str
    takes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cues by part of speech and lemma; a lemma has several senses, the first one being the usual one.

    `phrasals` are keyed by `verb particle`, `support` are the verbs that lend a noun its speaker, `deeds`
    the words that attribute only with a clause or a quotation, `plain` the plain verbs of saying.
    """

    verbs: dict[str, list[Cue]] = field(default_factory=dict)
    phrasals: dict[str, list[Cue]] = field(default_factory=dict)
    nouns: dict[str, list[Cue]] = field(default_factory=dict)
    adjectives: dict[str, list[Cue]] = field(default_factory=dict)
    prepositions: dict[str, list[Cue]] = field(default_factory=dict)
    adverbs: dict[str, list[Cue]] = field(default_factory=dict)
    support: frozenset[str] = frozenset()
    deeds: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()


def load_data(name: str) -> dict[str, object]:
    """Return the content of a data file of this package."""
    with (_FOLDER / name).open(encoding="utf-8") as file:
        data: dict[str, object] = YAML(typ="safe").load(file)
    return data


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon that the package ships."""
    data = load_data("cues.yaml")
    lists = ("support", "deeds", "plain")
    senses = {name: _senses(groups) for name, groups in data.items() if name not in lists}
    return Lexicon(**senses, **{name: frozenset(map(str, _items(data[name]))) for name in lists})


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list is expected")
    return value


def _senses(groups: object) -> dict[str, list[Cue]]:
    senses: dict[str, list[Cue]] = {}
    for group in _items(groups):
        for word in group["words"]:
            cue = Cue(word, group["act"], frozenset(group.get("takes", ())))
            senses.setdefault(word, []).append(cue)
    return senses
