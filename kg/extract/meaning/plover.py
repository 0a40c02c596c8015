"""Assigns PLOVER classes: what one actor did, or announced, to another according to a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

__all__ = ["Deed", "classify", "deed_of", "deeds_of", "friendly", "hostile"]

_MUST = ("must", "should", "ought", "shall")
_WILL = ("will", "would", "'ll", "wo", "shall")


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed in a clause: its PLOVER class, the type of event (None for mere words), the head, and a weight."""

    name: str
    type: str | None
    token: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    type: str | None
    rank: int
    beside: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Rules:
    verbs: dict[str, list[_Rule]] = field(default_factory=dict)
    nouns: dict[str, _Rule] = field(default_factory=dict)
    light: frozenset[str] = frozenset()
    friendly: frozenset[str] = frozenset()
    hostile: frozenset[str] = frozenset()
    unwilling: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = load_data("meaning/events.yaml")
    light, gain, loss, unwilling = (frozenset(data[name]) for name in ("light", "friendly", "hostile", "unwilling"))
    rules = _Rules(light=light, friendly=gain, hostile=loss, unwilling=unwilling)
    for rank, row in enumerate(data["rules"]):
        rule = _Rule(row["class"], row.get("type"), rank, frozenset(row.get("with", ())))
        for verb in row["verbs"]:
            rules.verbs.setdefault(verb, []).append(rule)
    for row in data["nouns"]:
        for word in row["words"]:
            rules.nouns[word] = _Rule(row["class"], row.get("type"), 0)
    return rules


def friendly() -> frozenset[str]:
    """Return the verbs of deeds that benefit others."""
    return _rules().friendly


def hostile() -> frozenset[str]:
    """Return the verbs of deeds that harm others."""
    return _rules().hostile


def classify(doc: Doc) -> str | None:
    """Return the PLOVER class of the main deed of a sentence, or None if no rule applies."""
    deeds = deeds_of(doc)
    return max(deeds, key=lambda deed: deed.weight).name if deeds else None


def deeds_of(doc: Doc) -> list[Deed]:
    """Return the deeds of a sentence, starting with the main clause."""
    found = []
    for weight, token in _clauses(doc):
        deed = _deed(token, weight)
        if deed:
            found.append(deed)
    return found


def _clauses(doc: Doc) -> Iterable[tuple[float, Token]]:
    """Yield the heads of clauses with weights: reported content outweighs its verb of saying, a clause its parts."""
    plain = lexicon().plain
    for sentence in doc.sents:
        todo, seen = [(1.0, sentence.root)], set()
        while todo:
            weight, token = todo.pop(0)
            if token.i in seen:
                continue
            seen.add(token.i)
            told = token.lemma_.lower() in plain | {"announce", "report", "quote", "think", "believe"}
            clauses = [
                child
                for child in token.children
                if child.dep_ in ("ccomp", "xcomp", "parataxis", "conj", "advcl", "acl", "relcl", "pcomp")
            ]
            if told and any(child.dep_ in ("ccomp", "parataxis") for child in clauses):
                todo += [(weight, child) for child in clauses if child.dep_ in ("ccomp", "parataxis")]
                yield weight * 0.3, token
                continue
            yield weight, token
            scale = {
                "conj": 0.8,
                "ccomp": 0.6,
                "xcomp": 0.7,
                "parataxis": 0.9,
                "advcl": 0.35,
                "acl": 0.4,
                "relcl": 0.3,
                "pcomp": 0.5,
            }
            todo += [(weight * scale[child.dep_], child) for child in clauses]
            for child in token.children:
                if child.dep_ in ("nsubj", "nsubjpass", "dobj", "prep", "pobj", "attr"):
                    todo.append((weight * 0.45, child))


def deed_of(token: Token) -> Deed | None:
    """Return the deed that a single verb or noun describes, or None."""
    return _deed(token, 1.0)


def _deed(token: Token, weight: float) -> Deed | None:  # noqa: C901  # one branch per way in which English says it
    rules = _rules()
    lemma = token.lemma_.lower()
    if token.pos_ in ("NOUN", "PROPN"):
        noun = rules.nouns.get(lemma)
        return Deed(noun.name, noun.type, token.i, weight * 0.6) if noun else None
    if token.pos_ not in ("VERB", "AUX", "ADJ"):
        return None
    spoken = _modal(token, lemma, rules)
    if spoken:
        return Deed(spoken, None, token.i, weight * 1.1)
    beside = {child.lemma_.lower() for child in _below(token)}
    best: tuple[float, _Rule] | None = None
    for rule in rules.verbs.get(lemma, ()):
        if rule.beside and rule.beside.isdisjoint(beside):
            continue
        # A rule that also requires other words is more specific; among equals, the first in the file wins.
        score = (1.05 if rule.beside else 1.0) - rule.rank / 10000
        if best is None or score > best[0]:
            best = (score, rule)
    if best is None and lemma in rules.light:
        for child in _below(token):
            noun = rules.nouns.get(child.lemma_.lower())
            if noun:
                return Deed(noun.name, noun.type, token.i, weight * 0.8)
    return Deed(best[1].name, best[1].type, token.i, weight * best[0]) if best else None


def _below(token: Token) -> Iterable[Token]:
    """Yield the words that a verb governs: its subjects, objects and infinitive with their parts, no other clauses."""
    todo = list(token.children)
    while todo:
        child = todo.pop(0)
        if child.dep_ in ("relcl", "advcl", "ccomp", "parataxis", "conj") and child.pos_ in ("VERB", "AUX"):
            continue
        yield child
        todo += list(child.children)


def _modal(token: Token, lemma: str, rules: _Rules) -> str | None:
    """Return the PLOVER class expressed by a modal verb ("must", "will") or a negation ("will not"), or None."""
    modals = {child.lower_ for child in token.children if child.dep_ == "aux"}
    negated = any(child.dep_ == "neg" or child.lower_ == "never" for child in token.children)
    if negated and lemma in rules.unwilling:
        return "REJECT"
    if modals & set(_MUST):
        return "DEMAND" if not negated else "REJECT"
    if modals & set(_WILL):
        conditional = any(child.lower_ in ("if", "unless", "until") for child in token.sent)
        if lemma in rules.hostile and (conditional or lemma not in rules.friendly):
            return "THREATEN"
        if lemma in rules.friendly:
            return "AGREE"
    return None
